"""The sums between tables: coarser codes and finer, a filter and none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from veil.system.equations import REST, SLACK
from veil.system.finer import atoms, is_plain
from veil.system.sheets import CodeNames, Keys, Leaves, Sheet, Terms, Universe
from veil.system.sums import Sums

Shown = Mapping[Leaves, npt.NDArray[np.bool_]]
"""What a code covers -> per parent whether some sheet is cut by the code in the parent's context."""


def _pairs(sheet: Sheet) -> Iterator[tuple[frozenset[str], tuple[int, ...]]]:
    """Every margin of a sheet: names of the variables it is cut by, the dimensions that aren't at Total."""
    always = [at for at, axis in enumerate(sheet.axes) if axis.terms[0]]
    free = [at for at in range(len(sheet.axes)) if at not in always]
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            at = tuple(sorted((*always, *chosen)))
            yield frozenset((*sheet.fixed, *(sheet.axes[i].name for i in at))), at


@dataclass
class _View:
    """A sheet seen as the codes of one variable within contexts (the codes of the other variables)."""

    sheet: Sheet
    codes: dict[Leaves, np.uint64]
    """What a code of the variable covers -> its number; the whole has 0 where the sheet isn't cut by it."""

    def cuts(self, context: Iterable[str]) -> set[tuple[str, int]]:
        """The codes of these variables that the sheet is cut by."""
        numbers = {name: [number] for name, (_, number) in self.sheet.fixed.items()}
        numbers |= {axis.name: axis.terms.tolist() for axis in self.sheet.axes}
        return {(name, int(number)) for name in context for number in numbers[name]}

    def prints(self, contexts: Mapping[str, Keys]) -> npt.NDArray[np.bool_]:
        """Per context: whether the sheet is cut by exactly those codes of the other variables."""
        result = np.ones(len(next(iter(contexts.values()))), bool)
        for name, numbers in contexts.items():
            if not name:
                continue
            if name in self.sheet.fixed:
                result &= numbers == self.sheet.fixed[name][1]
            else:
                axis = next(axis for axis in self.sheet.axes if axis.name == name)
                result &= np.isin(numbers, axis.terms)
        return result


@dataclass
class Across:
    """What the sums between the sheets of one population are made of."""

    population: str
    universe: Universe
    terms: Terms
    rows: Sums
    called: CodeNames


def cross_sums(sheets: Sequence[Sheet], across: Across) -> None:
    """Sums between tables that cut one variable differently: coarser and finer, filter and none."""
    if _alike(sheets):
        return
    names = dict.fromkeys(name for sheet in sheets for name in sheet.names)
    views: dict[tuple[frozenset[str], str], list[_View]] = {}
    for sheet in sheets:
        seen: dict[tuple[frozenset[str], str], _View] = {}
        for margin, _ in _pairs(sheet):
            for name in names:
                view = seen.setdefault((margin - {name}, name), _View(sheet, {}))
                if name not in margin:
                    everybody = across.universe(across.population, name.removesuffix(" (filter)"))
                    view.codes[everybody] = np.uint64(0)
                elif name in sheet.fixed:
                    view.codes[sheet.fixed[name][0]] = sheet.fixed[name][1]
                else:
                    axis = next(axis for axis in sheet.axes if axis.name == name)
                    view.codes.update(
                        {
                            covered: number
                            for covered, number in zip(axis.covers, axis.terms, strict=True)
                            if covered is not None and number
                        }
                    )
        for at, view in seen.items():
            views.setdefault(at, []).append(view)
    for (context, name), group in views.items():
        _cross_one(context, name, group, across)


def _alike(sheets: Sequence[Sheet]) -> bool:
    """Whether no two sheets cut a variable differently, so that the tables' own sums say it all."""
    numbers: dict[str, bytes] = {}
    for sheet in sheets:
        if sheet.fixed:
            return False
        for axis in sheet.axes:
            if axis.terms[0] and len(sheets) > 1:
                return False  # its total isn't everybody
            if numbers.setdefault(axis.name, axis.terms.tobytes()) != axis.terms.tobytes():
                return False
    return True


def _is_multiple(name: str, group: list[_View]) -> bool:
    return any(
        variable.multiple
        for view in group
        for variable in view.sheet.source.variables.values()
        if variable.name == name.removesuffix(" (filter)")
    )


def _cross_one(context: frozenset[str], name: str, group: list[_View], across: Across) -> None:
    family = {covered for view in group for covered in view.codes}
    multiple = _is_multiple(name, group)
    everywhere = set[tuple[str, int]]().union(*(view.cuts(context) for view in group))
    if len(group) < 2 or (
        not multiple
        and any(view.codes.keys() >= family and view.cuts(context) >= everywhere for view in group)
    ):
        return
    for view in group:
        for covered, number in view.codes.items():
            parents, contexts = _cells_of(view, context, name, number)
            if not len(parents):
                continue
            parts = [
                (other, part)
                for other in group
                for part, part_number in other.codes.items()
                if _is_part(part, covered, part_number, number, multiple)
            ]
            shown: dict[Leaves, npt.NDArray[np.bool_]] = {}
            for other, part in parts:
                printed = other.prints(contexts)
                shown[part] = shown.get(part, np.zeros(len(parents), bool)) | printed
            numbers = {part: other.codes[part] for other, part in parts}
            if multiple:
                _enclose(parents, number, shown, numbers, name, across)
            else:
                _split(parents, covered, number, shown, numbers, name, across)


def _is_part(part: Leaves, whole: Leaves, part_number: np.uint64, number: np.uint64, multiple: bool) -> bool:
    """Whether everybody counted under `part` is counted under `whole`.

    For several answers: any of a part's codes is any of the whole's, and whoever answered is somebody.
    """
    if multiple:
        return part_number != number and (not number or (part < whole and bool(part_number)))
    return part < whole


def _cells_of(
    view: _View, context: frozenset[str], name: str, number: np.uint64
) -> tuple[Keys, dict[str, Keys]]:
    """The sheet's cells with this code: keys, and per variable of the context the code's number."""
    sheet = view.sheet
    chosen = np.ones(len(sheet.keys), bool)
    contexts: dict[str, Keys] = {"": sheet.keys}
    for at, axis in enumerate(sheet.axes):
        numbers = axis.terms[sheet.source.coordinates[:, at]]
        if axis.name == name:
            chosen &= numbers == number
        elif axis.name in context:
            chosen &= numbers != 0
            contexts[axis.name] = numbers
        else:
            chosen &= numbers == 0
    for other, (_, fixed) in sheet.fixed.items():
        if other != name:
            contexts[other] = np.full(len(sheet.keys), fixed, np.uint64)
    return sheet.keys[chosen], {other: numbers[chosen] for other, numbers in contexts.items()}


def _patterns(parents: Keys, shown: Shown) -> Iterator[tuple[list[Leaves], Keys]]:
    """The parts that are printed together, and the parents in whose context they are."""
    if not shown:
        return
    parts = sorted(shown, key=lambda part: (-len(part), sorted(part)))
    patterns, which = np.unique(np.stack([shown[part] for part in parts]), axis=1, return_inverse=True)
    for at in range(patterns.shape[1]):
        family = [part for part, printed in zip(parts, patterns[:, at], strict=True) if printed]
        if family:
            yield family, parents[which.reshape(-1) == at]


def _enclose(
    parents: Keys,
    number: np.uint64,
    shown: Shown,
    numbers: dict[Leaves, np.uint64],
    name: str,
    across: Across,
) -> None:
    """Several answers: each part that is printed in a parent's context is no more than the parent."""
    for family, here in _patterns(parents, shown):
        for part in family:
            rest = across.terms["rest", name, number, numbers[part]] - number
            what = ("rest", name, number, numbers[part])
            across.rows.add(what, [numbers[part] - number, rest], here, gap=True)
            label = (across.population, ((name, f"not {across.called(name, part)}"),))
            across.rows.make(here + rest, REST if number else SLACK, label, here)


def _split(
    parents: Keys,
    whole: Leaves,
    number: np.uint64,
    shown: Shown,
    numbers: dict[Leaves, np.uint64],
    name: str,
    across: Across,
) -> None:
    """Write each parent as the parts that are printed in its context, and a rest that nobody prints."""
    for family, here in _patterns(parents, shown):
        steps = []
        for piece in _pieces(whole, family):
            piece_number = numbers[piece] if piece in family else across.terms[name, piece]
            steps.append(piece_number - number)
            if piece not in family:
                code = across.called(name, piece) if number else _rest(piece, family, name, across.called)
                across.rows.make_others(here, steps[-1], (across.population, ((name, code),)))
            else:
                across.rows.told.append(here + steps[-1])
        across.rows.add((name, number, *(step + number for step in steps)), steps, here)


def _rest(piece: Leaves, family: Sequence[Leaves], name: str, called: CodeNames) -> str:
    """What those are called who are in none of the parts, or in one part of a part: whichever way is shorter."""
    own = called(name, piece)
    largest = [part for part in family if not any(part < other for other in family)]
    without = "not " + "/".join(called(name, part) for part in largest)
    return own if len(own) <= len(without) or any(piece & part for part in family) else without


def _pieces(whole: Leaves, family: list[Leaves]) -> list[Leaves]:
    """Disjoint sets that make up the whole: the family's largest and the rest, or atoms if those overlap."""
    largest = [part for part in family if not any(part < other for other in family)]
    if sum(map(len, largest)) == len(frozenset[str]().union(*largest)):
        rest = whole - frozenset[str]().union(*largest)
        return [*largest, *([rest] if rest else [])]
    return atoms(whole, family)


def dropped_filters(sheets: Sequence[Sheet], across: Across) -> None:
    """A table with several filters beside the same cut without: what is outside follows.

    With one filter, too, beside cells that follow by subtraction: grown men are no more than all but the women.
    """
    answered: list[_Part] = []
    listed = np.unique(np.concatenate([sheet.keys for sheet in sheets]))
    made = np.array(list(across.rows.made), np.uint64)
    made = made[~np.isin(made, listed)]
    for sheet in sheets:
        limits = {name: (number, covered) for name, (covered, number) in sheet.fixed.items()}
        limits |= {
            axis.name: (axis.terms[0], axis.covers[0])
            for axis in sheet.axes
            if axis.terms[0] and axis.covers[0] is not None
        }
        several = {axis.name for axis in sheet.axes if axis.variable.multiple}
        for size in range(1, len(limits) + 1):
            for dropped in combinations(limits, size):
                number = sum((limits[name][0] for name in dropped), np.uint64(0))
                wholes = sheet.keys - number
                parents = wholes[np.isin(wholes, made)]
                if size > 1:
                    parents = np.concatenate(
                        [parents, *(_without(sheet, dropped, other) for other in sheets)]
                    )
                if not len(parents):
                    continue
                outside = across.terms["outside", number]
                across.rows.add(("outside", number), [number, outside], parents)
                codes = " and ".join(across.called(name, limits[name][1]) for name in dropped)
                label = (across.population, ((" and ".join(dropped), f"not {codes}"),))
                if several & set(dropped):
                    across.rows.make(parents + outside, SLACK, label, parents)
                    alone = [name for name in dropped if name not in several and not _is_several(sheet, name)]
                    answered.append(_Part({name: limits[name][1] for name in alone}, number, parents))
                else:
                    across.rows.make_others(parents, outside, label)
    for family, parents in _families(answered):
        numbers = [part.number for part in family]
        left = across.terms["apart", tuple(numbers)]
        across.rows.add(("apart", *numbers), [*numbers, left], parents)
        across.rows.make(parents + left, SLACK, (across.population, (("", "none of them"),)), parents)


def _is_several(sheet: Sheet, name: str) -> bool:
    variable = sheet.source.variables.get(name.removesuffix(" (filter)"))
    return variable is None or variable.multiple


@dataclass
class _Part:
    """Those who answered, of the persons within some limits: the number that leads to them from these wholes."""

    limits: dict[str, Leaves]
    number: np.uint64
    parents: Keys


def _families(parts: Sequence[_Part]) -> Iterator[tuple[list[_Part], Keys]]:
    """Parts of the same wholes that exclude each other: men and women who answered are no more than all."""
    names = dict.fromkeys(name for part in parts for name in part.limits)
    for name in names:
        left = [part for part in parts if name in part.limits]
        while left:
            family, parents = [left[0]], left[0].parents
            for part in left[1:]:
                common = parents[np.isin(parents, part.parents)]
                if len(common) and not any(part.limits[name] & other.limits[name] for other in family):
                    family, parents = [*family, part], common
            left = [part for part in left if all(part is not one for one in family)]
            if len(family) > 1:
                yield family, np.unique(parents)


def wholes_of_rests(sheets: Sequence[Sheet], across: Across) -> None:
    """What follows by subtraction lies within what is cut by one code less: women with S are no more than all women.

    Only where no sum says so already, and the whole isn't cut by that variable anywhere else: no table need print what
    women and men are together. The others of such a whole are a rest themselves.
    """
    rests = np.array([key for key, (kind, *_) in across.rows.made.items() if kind == REST], np.uint64)
    known = np.concatenate([rests, *(sheet.keys for sheet in sheets)])
    told = _told_pairs(across.rows)
    codes = _numbers(sheets)
    for number, (name, covered, several) in codes.items():
        parents = rests - np.uint64(number)
        parents = parents[np.isin(parents, known)]
        parents = parents[~np.isin(_pair(parents, parents + np.uint64(number)), told)]
        for other, (same, *_) in codes.items():
            if same == name and other != number and len(parents):
                parents = parents[~np.isin(parents + np.uint64(other), known)]
        if len(parents):
            outside = across.terms["outside", np.uint64(number)]
            across.rows.add(("outside", np.uint64(number)), [np.uint64(number), outside], parents)
            label = (across.population, ((name, f"not {across.called(name, covered)}"),))
            across.rows.make(parents + outside, SLACK if several else REST, label, parents)


def _numbers(sheets: Sequence[Sheet]) -> dict[int, tuple[str, Leaves, bool]]:
    """The number of each code and filter -> variable, what it covers, whether there are several answers."""
    found: dict[int, tuple[str, Leaves, bool]] = {}
    for sheet in sheets:
        for name, (covered, number) in sheet.fixed.items():
            found[int(number)] = (name, covered, not is_plain(sheet, name))
        for axis in sheet.axes:
            for code, number in zip(axis.covers, axis.terms.tolist(), strict=True):
                if number and code is not None:
                    found[number] = (axis.name, code, axis.variable.multiple)
    return found


def _told_pairs(rows: Sums) -> Keys:
    """A number for each whole and part that stand in one sum."""
    pairs = [np.zeros(0, np.uint64)]
    for entry in rows.sums.values():
        parents = np.unique(np.concatenate(entry.parents))
        pairs += [_pair(parents, parents + step) for step in entry.steps]
    return np.unique(np.concatenate(pairs))


def _pair(wholes: Keys, parts: Keys) -> Keys:
    return wholes * np.uint64(6364136223846793005) + parts


def _without(sheet: Sheet, dropped: Iterable[str], other: Sheet) -> Keys:
    """The other's cells that aren't cut by the dropped variables, in whose context the sheet is cut by its limits."""
    allowed = {name: [number] for name, (_, number) in sheet.fixed.items() if name not in dropped}
    allowed |= {axis.name: axis.terms.tolist() for axis in sheet.axes if axis.name not in dropped}
    if any(np.uint64(0) not in allowed[name] for name in allowed.keys() - other.names):
        return other.keys[:0]
    if any(number not in allowed.get(name, ()) for name, (_, number) in other.fixed.items()):
        return other.keys[:0]
    chosen = np.ones(len(other.keys), bool)
    for at, axis in enumerate(other.axes):
        numbers = axis.terms[other.source.coordinates[:, at]]
        chosen &= np.isin(numbers, np.array(allowed.get(axis.name, [0]), np.uint64))
    return other.keys[chosen]


def answers_of_others(printed: Keys, rows: Sums) -> None:
    """Several answers: what holds within a table holds among all but a part of its persons, too.

    Args:
        printed: the keys of the cells that tables print, or that lie between their codes.
    """
    known = np.concatenate([printed, np.array(list(rows.made), np.uint64)])
    empty = np.unique(np.concatenate([*rows.told, printed[:0]]))
    empty = empty[~np.isin(empty, known)]
    sums = [(entry, np.unique(np.concatenate(entry.parents))) for entry in rows.sums.values() if entry.gap]
    for entry, parents in sums:
        for shift in np.array(list(rows.others), np.uint64):
            for child in entry.steps[:-1]:
                within = parents[np.isin(parents + shift, empty)] + shift + child
                rows.add(("nobody", shift), [], within[np.isin(within, known)])
            here = parents[np.isin(parents + shift, known)]
            for child in entry.steps[:-1]:
                lacking = np.isin(here + child, known) & ~np.isin(here + child + shift, known)
                here = here[~lacking]
            if not len(here):
                continue
            entry.parents.append(here + shift)
            gap = entry.steps[-1]
            kind, label, _ = rows.made[int(here[0] + gap)]
            rows.make(here + shift + gap, kind, label, here + shift)
