"""The sums between tables: coarser codes and finer, a filter and none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from veil.system.equations import REST, SLACK
from veil.system.finer import atoms
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
