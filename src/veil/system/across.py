"""The sums between tables: coarser codes and finer, a filter and none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from veil.system.equations import REST, SLACK
from veil.system.sheets import Keys, Leaves, Sheet, Terms, Universe
from veil.system.sums import Sums


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


def cross_sums(sheets: list[Sheet], population: str, universe: Universe, terms: Terms, rows: Sums) -> None:
    """Sums between tables that cut one variable differently: coarser and finer, filter and none."""
    if _alike(sheets):
        return
    names = dict.fromkeys(
        name for sheet in sheets for name in (*sheet.fixed, *(axis.name for axis in sheet.axes))
    )
    views: dict[tuple[frozenset[str], str], list[_View]] = {}
    for sheet in sheets:
        seen: dict[tuple[frozenset[str], str], _View] = {}
        for margin, _ in _pairs(sheet):
            for name in names:
                view = seen.setdefault((margin - {name}, name), _View(sheet, {}))
                if name not in margin:
                    view.codes[universe(population, name.removesuffix(" (filter)"))] = np.uint64(0)
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
        _cross_one(context, name, group, population, terms, rows)


def _alike(sheets: list[Sheet]) -> bool:
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


def _cross_one(
    context: frozenset[str], name: str, group: list[_View], population: str, terms: Terms, rows: Sums
) -> None:
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
            _split(parents, covered, number, shown, numbers, name, population, multiple, terms, rows)


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


def _split(
    parents: Keys,
    whole: Leaves,
    number: np.uint64,
    shown: dict[Leaves, npt.NDArray[np.bool_]],
    numbers: dict[Leaves, np.uint64],
    name: str,
    population: str,
    multiple: bool,
    terms: Terms,
    rows: Sums,
) -> None:
    """Write each parent as the parts that are printed in its context, and a rest that nobody prints."""
    if not shown:
        return
    parts = sorted(shown, key=lambda part: (-len(part), sorted(part)))
    patterns, which = np.unique(np.stack([shown[part] for part in parts]), axis=1, return_inverse=True)
    for at in range(patterns.shape[1]):
        family = [part for part, printed in zip(parts, patterns[:, at], strict=True) if printed]
        here = parents[which.reshape(-1) == at]
        if not family:
            continue
        if multiple:
            for part in family:
                rest = terms["rest", name, number, numbers[part]] - number
                rows.add(("rest", name, number, numbers[part]), [numbers[part] - number, rest], here)
                rows.make(here + rest, REST if number else SLACK, (population, ((name, "the rest"),)))
            continue
        pieces = _pieces(whole, family)
        steps = []
        for piece in pieces:
            piece_number = numbers[piece] if piece in family else terms[name, piece]
            steps.append(piece_number - number)
            if piece not in family:
                rows.make(here + steps[-1], REST, (population, ((name, "+".join(sorted(piece))),)))
        rows.add((name, number, *(step + number for step in steps)), steps, here)


def _pieces(whole: Leaves, family: list[Leaves]) -> list[Leaves]:
    """Disjoint sets that make up the whole: the family's largest and the rest, or atoms if those overlap."""
    largest = [part for part in family if not any(part < other for other in family)]
    if sum(map(len, largest)) == len(frozenset[str]().union(*largest)):
        rest = whole - frozenset[str]().union(*largest)
        return [*largest, *([rest] if rest else [])]
    atoms: dict[tuple[bool, ...], set[str]] = {}
    for leaf in sorted(whole):
        atoms.setdefault(tuple(leaf in part for part in family), set()).add(leaf)
    return [frozenset(atom) for atom in atoms.values()]


def dropped_filters(sheets: list[Sheet], printed: Keys, terms: Terms, rows: Sums) -> None:
    """A table with several filters beside the same cut without: what is outside follows."""
    for sheet in sheets:
        for size in range(2, len(sheet.fixed) + 1):
            for dropped in combinations(sheet.fixed, size):
                number = sum((sheet.fixed[name][1] for name in dropped), np.uint64(0))
                parents = sheet.keys - number
                parents = parents[np.isin(parents, printed)]
                if not len(parents):
                    continue
                outside = terms["outside", number]
                rows.add(("outside", number), [number, outside], parents)
                what = " and ".join(dropped)
                rows.make(parents + outside, REST, (sheet.source.population, ((what, "the rest"),)))
