"""Codes that one table prints and another doesn't: what a reader knows of them, as sheets that nobody prints.

A part of the persons in some codes lies within all of them in others: (men, LT) <= (all, L) + (all, T). Neither table
prints the other's codes, so the system gets them: the whole's sheet is continued to a group LT = L + T, and the sums
between tables tie the two. Only codes that overlap are cut into smaller ones, that is (ab, c) beside (a, bc).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from veil.grid import spread
from veil.system.sheets import Axis, CodeNames, Leaves, Sheet, Terms, Universe, keys_of, number_of
from veil.tables import Table, TableSpec
from veil.variables import TOTAL, Variable


@dataclass(frozen=True)
class _Cut:
    """What a sheet is cut by.

    Attributes:
        codes: variable -> all that its codes cover.
        pieces: variable with one answer -> what its finest codes cover.
        limits: variable -> what every cell of the sheet lies within.
    """

    codes: dict[str, set[Leaves]]
    pieces: dict[str, list[Leaves]]
    limits: dict[str, Leaves]

    @classmethod
    def of(cls, sheet: Sheet) -> _Cut:
        codes = {name: {covered} for name, (covered, _) in sheet.fixed.items()}
        pieces = {name: [covered] for name, (covered, _) in sheet.fixed.items() if is_plain(sheet, name)}
        limits = {name: covered for name, (covered, _) in sheet.fixed.items()}
        for axis in sheet.axes:
            codes[axis.name] = {covered for covered in axis.covers if covered is not None}
            if not axis.variable.multiple:
                finest = axis.covers[1 + len(axis.variable.groups) :]
                pieces[axis.name] = [covered for covered in finest if covered is not None]
            if axis.terms[0] and axis.covers[0] is not None:
                limits[axis.name] = axis.covers[0]
        return cls(codes, pieces, limits)

    def reaches_into(self, other: _Cut) -> bool:
        """Whether the sheet's codes tell some of the other's persons from the rest."""
        return all(
            any(covered & limit for covered in self.codes.get(name, ()))
            for name, limit in other.limits.items()
        )

    def limited_beyond(self, other: _Cut) -> set[str]:
        """The variables whose limit the other doesn't print as a code."""
        return {name for name, limit in self.limits.items() if limit not in other.codes.get(name, ())}


def is_plain(sheet: Sheet, name: str) -> bool:
    """Whether the sheet knows the variable by this name, and it has one answer."""
    return name in sheet.source.variables and not sheet.source.variables[name].multiple


def _crossed(one: _Cut, other: _Cut) -> Sequence[str]:
    """The variables in which neither sheet prints all of the other's codes, if another variable differs, too.

    Where it is the only one that differs, the sums between tables split each code within the same context.
    """
    apart = [
        name
        for name in one.pieces.keys() & other.pieces.keys()
        if not (one.codes[name] <= other.codes[name] or other.codes[name] <= one.codes[name])
    ]
    ways = {*apart, *one.limited_beyond(other), *other.limited_beyond(one)}
    if len(ways) < 2 or not (one.reaches_into(other) or other.reaches_into(one)):
        return ()
    return apart


def finer(sheets: Sequence[Sheet], universe: Universe, terms: Terms, called: CodeNames) -> list[Sheet]:
    """The sheets of one population; those that lack codes of others are continued to these.

    Returns:
        In the order given; a sheet that lacks nothing is returned itself. A continued sheet has every cell of its own,
        and all others that aren't published as empty.
    """
    cuts = [_Cut.of(sheet) for sheet in sheets]
    concerned = {name for one, other in combinations(cuts, 2) for name in _crossed(one, other)}
    wanted: list[dict[str, Variable]] = [{} for _ in sheets]
    for name in sorted(concerned):
        group = [at for at, cut in enumerate(cuts) if name in cut.pieces]
        family = set[Leaves]().union(*(cuts[at].codes[name] for at in group))
        for at in group:
            others = [cuts[beside].pieces[name] for beside in group if beside != at]
            pieces = _divided(cuts[at].pieces[name], others, family)
            joined = _joined(pieces, family)
            if not {*pieces, *joined} <= cuts[at].codes[name]:
                wanted[at][name] = _variable(name, pieces, joined, called)
    return [
        _continued(sheet, variables, sheets, universe, terms) if variables else sheet
        for sheet, variables in zip(sheets, wanted, strict=True)
    ]


def _divided(own: Iterable[Leaves], others: Sequence[list[Leaves]], family: Iterable[Leaves]) -> list[Leaves]:
    """The own codes; one that some other sheet's codes cut and can't make up is divided by all codes."""
    found: list[Leaves] = []
    for piece in own:
        if any(_is_cut(piece, other) for other in others):
            found += atoms(piece, family)
        else:
            found.append(piece)
    return found


def _is_cut(piece: Leaves, codes: Iterable[Leaves]) -> bool:
    inside = frozenset[str]().union(*(code for code in codes if code <= piece))
    return inside != piece and any(code & piece and not piece <= code for code in codes)


def atoms(whole: Leaves, family: Iterable[Leaves]) -> list[Leaves]:
    """The smallest disjoint sets that make up the whole and every code of the family within it."""
    ordered = sorted(family, key=sorted)
    found: dict[tuple[bool, ...], set[str]] = {}
    for leaf in sorted(whole):
        found.setdefault(tuple(leaf in code for code in ordered), set()).add(leaf)
    return [frozenset(atom) for atom in found.values()]


def _joined(pieces: Sequence[Leaves], family: Iterable[Leaves]) -> list[Leaves]:
    """The codes that several pieces make up, less the total; the largest first."""
    total = frozenset[str]().union(*pieces)
    found = []
    for code in family:
        inside = [piece for piece in pieces if piece <= code]
        if len(inside) > 1 and code != total and frozenset[str]().union(*inside) == code:
            found.append(code)
    return sorted(found, key=lambda code: (-len(code), sorted(code)))


def _variable(name: str, pieces: Sequence[Leaves], joined: Sequence[Leaves], called: CodeNames) -> Variable:
    """The pieces as codes; the joined ones in as few hierarchies as hold them."""
    names: dict[Leaves, str] = {}
    for covered in (*pieces, *joined):
        names[covered] = called(name, covered)
        while names[covered] in (TOTAL, *(names[other] for other in names if other != covered)):
            names[covered] += "'"
    levels: list[list[Leaves]] = []
    for code in joined:
        level = next((level for level in levels if all(code <= up or not code & up for up in level)), None)
        if level is None:
            levels.append([code])
        else:
            level.append(code)
    hierarchies = {}
    for at, level in enumerate(levels):
        above = {code: [up for up in level if code < up] for code in (*pieces, *level)}
        hierarchies[str(at)] = {names[code]: names[min(up, key=len)] for code, up in above.items() if up}
    leaves = {names[piece]: tuple(sorted(piece)) for piece in pieces}
    return Variable(name, tuple(leaves), hierarchies, leaves=leaves)


def _continued(
    sheet: Sheet,
    variables: dict[str, Variable],
    together: Sequence[Sheet],
    universe: Universe,
    terms: Terms,
) -> Sheet:
    """The sheet with these variables in more codes."""
    source = sheet.source
    own = {axis.name: axis for axis in sheet.axes}
    filters = [name for name in sheet.fixed if name in variables]
    axes, columns = [], []
    for name in (*filters, *source.dimensions):
        if name not in variables:
            axes.append(own[name])
        else:
            axes.append(_axis(variables[name], universe(source.population, name), terms))
        columns.append(
            source.coordinates[:, source.dimensions.index(name)]
            if name in source.dimensions
            else np.zeros(len(source.counts), np.int32)
        )
    coordinates = np.stack(columns, axis=1)
    for at, axis in enumerate(axes):
        if axis.name in variables:
            coordinates = spread(coordinates, at, _targets(axis, own.get(axis.name)))
    coordinates = np.unique(coordinates, axis=0)
    fixed = {name: limit for name, limit in sheet.fixed.items() if name not in variables}
    spec = TableSpec(
        source.name,
        tuple(axis.name for axis in axes),
        {name: codes for name, codes in source.spec.filters.items() if name not in variables},
    )
    table = Table(
        spec,
        {**source.variables, **variables},
        source.population,
        coordinates,
        np.zeros(len(coordinates), np.int64),
    )
    whole = Sheet(table, axes, fixed, keys_of(source.population, fixed, axes, coordinates, terms))
    empty = np.zeros(len(coordinates), bool)
    for other in together:
        empty |= _told_empty(whole, other, universe, terms)
    kept = ~empty | np.isin(whole.keys, sheet.keys)
    table = replace(table, coordinates=coordinates[kept], counts=table.counts[kept])
    return Sheet(table, axes, fixed, whole.keys[kept])


def _axis(variable: Variable, everything: Leaves, terms: Terms) -> Axis:
    covers: list[Leaves | None] = [variable.leaves_of(code) for code in variable.all_codes]
    numbers = [number_of(terms, variable, covered, everything) for covered in covers]
    return Axis(variable.name, variable, covers, np.array(numbers, np.uint64))


def _targets(axis: Axis, before: Axis | None) -> list[list[int]]:
    """Per own code the new ones: those that share persons with a finest code, or just a coarser code's own.

    Args:
        before: the own codes; None where the variable was a filter, so that every cell is in all of the new codes.
    """
    if before is None:
        return [list(range(len(axis.covers)))]
    place: dict[Leaves | None, int] = {}
    for code, covered in enumerate(axis.covers):
        place.setdefault(covered, code)
    coarser = 1 + len(before.variable.groups)
    return [
        []
        if covered is None
        else [place[covered]]
        if code < coarser
        else [new for new, other in enumerate(axis.covers) if other is not None and other & covered]
        for code, covered in enumerate(before.covers)
    ]


def _told_empty(sheet: Sheet, other: Sheet, universe: Universe, terms: Terms) -> npt.NDArray[np.bool_]:
    """Cells that are part of a cell which the other sheet would list if anybody were in it, and doesn't list."""
    told = np.ones(len(sheet.keys), bool)
    population = sheet.source.population
    with np.errstate(over="ignore"):
        keys = np.full(len(sheet.keys), terms["population", population], np.uint64)
        for name, codes in _numbered(other).items():
            own, local = _codes(sheet, name, universe)
            around = [_around(covered, codes) for covered in own]
            told &= np.array([number is not None for number in around])[local]
            keys += np.array([number or 0 for number in around], np.uint64)[local]
    return told & ~np.isin(keys, other.keys)


def _numbered(sheet: Sheet) -> dict[str, list[tuple[Leaves, np.uint64]]]:
    """Variable -> what each code covers, and its number."""
    found = {name: [limit] for name, limit in sheet.fixed.items()}
    for axis in sheet.axes:
        found[axis.name] = [
            (covered, number)
            for covered, number in zip(axis.covers, axis.terms, strict=True)
            if covered is not None
        ]
    return found


def _codes(
    sheet: Sheet, name: str, universe: Universe
) -> tuple[Sequence[Leaves | None], npt.NDArray[np.int32]]:
    """What the variable's codes cover in the sheet, and each cell's code; None where that can't be said."""
    for at, axis in enumerate(sheet.axes):
        if axis.name == name:
            return axis.covers, sheet.source.coordinates[:, at]
    whole = np.zeros(len(sheet.keys), np.int32)
    if name in sheet.fixed:
        return [sheet.fixed[name][0]], whole
    return [universe.everybody(sheet.source.population, name)], whole


def _around(covered: Leaves | None, codes: Sequence[tuple[Leaves, np.uint64]]) -> np.uint64 | None:
    """The number of the smallest code that covers it."""
    around = [(len(code), number) for code, number in codes if covered is not None and covered <= code]
    return min(around, key=lambda one: one[0])[1] if around else None
