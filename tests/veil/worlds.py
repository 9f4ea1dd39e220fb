"""A reader with nothing but patience: she writes down every set of persons and crosses out those that don't fit.

She shares no code with veil's system of equations: all she knows is whom a figure counts. So a sum that veil
overlooks, within a table, between tables or between releases, is a sum that she uses.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import numpy.typing as npt
from hypothesis import HealthCheck, settings

from tests.veil.small import TooMany
from veil import TOTAL, ProtectedTable, Rule, Table, Variable

Kind = Mapping[str, frozenset[str]]
"""A kind of person: per variable the rows' own codes that she has, one, several or none."""

Counted = Callable[[Kind, str], bool]
"""Whether a kind of person stands in a population."""

Figure = tuple[Callable[[Kind], bool], int, int]
"""Whom a figure counts, and the bounds that it is known to keep."""

Place = tuple[int, tuple[str, ...]]
"""The place of a table among those read, and the codes of a cell."""

MOST_WORLDS = 300_000

STEP = 4
"""A figure that comes so near to the greatest number looked at might go beyond it."""

SEARCH = settings(
    max_examples=int(os.environ.get("VEIL_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
"""How long counterexamples are looked for; a long search is VEIL_EXAMPLES=2000."""


def everybody(kind: Kind, population: str) -> bool:
    """All persons stand in the one population there is."""
    return True


def kinds(variables: Iterable[Variable]) -> list[Kind]:
    """Every kind of person that the variables can tell apart."""
    choices = []
    for variable in variables:
        own = [leaf for code in variable.codes for leaf in variable.leaves.get(code, (code,))]
        sizes = range(len(own) + 1) if variable.multiple else (1,)
        choices.append([(variable.name, frozenset(c)) for n in sizes for c in combinations(own, n)])
    return [dict(chosen) for chosen in product(*choices)]


def own_codes(variable: Variable, code: str) -> frozenset[str]:
    """The rows' own codes behind a code of any level."""
    finer = [child for steps in variable.hierarchies.values() for child, up in steps.items() if up == code]
    if code in variable.codes:
        return frozenset(variable.leaves.get(code, (code,)))
    return frozenset[str]().union(*(own_codes(variable, child) for child in finer if child != code))


def counts(table: Table | ProtectedTable, codes: Sequence[str], kind: Kind) -> bool:
    """Whether the cell counts this kind of person."""
    for name, wanted in (table.spec.filter or {}).items():
        if not any(own_codes(table.variables[name], code) & kind[name] for code in wanted):
            return False
    for name, code in zip(table.dimensions, codes, strict=True):
        variable = table.variables[name]
        if code == TOTAL:
            if variable.multiple and not kind[name]:
                return False
        elif not own_codes(variable, code) & kind[name]:
            return False
    return True


def every_cell(table: Table | ProtectedTable) -> list[tuple[str, ...]]:
    """All codes that a cell of the table can have, whether it is listed or not."""
    return list(product(*(variable.all_codes for variable in table.dimension_variables)))


def fitting(
    member: npt.NDArray[np.bool_], low: Sequence[int], high: Sequence[int], each: int
) -> npt.NDArray[np.int64]:
    """All whole numbers of persons per kind, shape (worlds, kinds), whose figures lie in low .. high.

    Kind after kind is added to every beginning; a beginning is dropped when a figure is passed, or when its last
    kind is there and it isn't reached.

    Args:
        member: shape (figures, kinds): whether the figure counts the kind.
        each: at most so many persons of a kind.

    Raises:
        TooMany: there are more than a test has time for.
    """
    least, most = np.array(low, np.int64), np.array(high, np.int64)
    last = np.array([max(np.flatnonzero(row), default=-1) for row in member])
    worlds = np.zeros((1, 0), np.int64)
    sums = np.zeros((1, len(member)), np.int64)
    if ((last < 0) & (least > 0)).any():
        return np.zeros((0, member.shape[1]), np.int64)
    for kind in range(member.shape[1]):
        own = member[:, kind]
        room = np.minimum((most - sums)[:, own].min(axis=1, initial=each), each)
        again = np.repeat(np.arange(len(worlds)), room + 1)
        if len(again) > 10 * MOST_WORLDS:
            raise TooMany
        number = np.arange(len(again)) - np.repeat(np.cumsum(room + 1) - room - 1, room + 1)
        sums = sums[again] + own * number[:, None]
        closed = last == kind
        kept = (sums[:, closed] >= least[closed]).all(axis=1)
        worlds = np.column_stack([worlds[again[kept]], number[kept]])
        sums = sums[kept]
        if len(worlds) > MOST_WORLDS:
            raise TooMany
    return worlds


class Impossible(Exception):
    """No persons print these tables."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What is possible.

    Attributes:
        low, high: (place of the table, codes) -> the least and greatest value of a hidden cell.
        watched: per watched figure every value that is possible.
        open: whether a figure reached as far as was looked.
    """

    low: dict[Place, int]
    high: dict[Place, int]
    watched: list[set[int]]
    open: bool


def least_shown(table: Table | ProtectedTable, codes: Sequence[str], rule: Rule) -> int:
    """What a reader knows of a hidden cell by the rule."""
    sensitive = rule.group_disclosure and any(
        variable.sensitive and code != TOTAL
        for variable, code in zip(table.dimension_variables, codes, strict=True)
    )
    return 0 if rule.zeros == "protected" or sensitive else 1


def unprinted(table: Table | ProtectedTable) -> set[tuple[str, ...]]:
    """The cells that the table leaves out though they can't be empty: a part of theirs is listed, and isn't."""

    def coarser(variable: Variable, code: str) -> list[str]:
        if code == TOTAL:
            return [code]
        return [
            up
            for up in variable.all_codes
            if up == TOTAL or own_codes(variable, code) <= own_codes(variable, up)
        ]

    filled = [codes for codes, count in zip(table.cells, table.counts.tolist(), strict=True) if count]
    above = {up for codes in filled for up in product(*map(coarser, table.dimension_variables, codes))}
    return above - set(table.cells)


class _Figures:
    """All figures of the tables, and of further ones; kinds that no figure tells apart are one."""

    def __init__(
        self,
        tables: Sequence[ProtectedTable],
        persons: Sequence[Kind],
        counted: Counted,
        more: Sequence[Figure],
    ) -> None:
        left_out = [unprinted(table) for table in tables]
        self.cells = [
            (at, codes)
            for at, table in enumerate(tables)
            for codes in every_cell(table)
            if codes not in left_out[at]
        ]
        member = [
            [counted(kind, tables[at].population) and counts(tables[at], codes, kind) for kind in persons]
            for at, codes in self.cells
        ]
        member += [[of(kind) for kind in persons] for of, *_ in more]
        whole = np.array(member, bool).reshape(len(member), len(persons))
        self.member = np.unique(whole[:, whole.any(axis=0)], axis=1)
        self.printed = [tables[at][codes].count for at, codes in self.cells]
        self.hidden = [row for row, count in enumerate(self.printed) if count is None]
        self.marked = [tables[at][codes].most for at, codes in self.cells]

    def of(self, worlds: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Shape (worlds, figures)."""
        return worlds @ self.member.T.astype(np.int64)


def read(
    tables: Sequence[ProtectedTable],
    persons: Sequence[Kind],
    rule: Rule,
    most: int,
    counted: Counted = everybody,
    also: Sequence[Figure] = (),
    watch: Sequence[Callable[[Kind], bool]] = (),
) -> Reading:
    """Every set of persons that prints these tables.

    Args:
        most: no more persons of a kind, and no hidden figure above it.
        counted: which kind stands in which table's population.
        also: further figures that are known.
        watch: further figures that aren't known; what they can be is told.

    Raises:
        Impossible: there is no such set.
    """
    more = [*also, *((of, 0, most * len(persons)) for of in watch)]
    figures = _Figures(tables, persons, counted, more)
    low = [
        least_shown(tables[at], codes, rule) if count is None else count
        for (at, codes), count in zip(figures.cells, figures.printed, strict=True)
    ]
    high = [
        min(most, most if mark is None else mark) if count is None else count
        for count, mark in zip(figures.printed, figures.marked, strict=True)
    ]
    low += [least for _, least, _ in more]
    high += [greatest for *_, greatest in more]
    values = figures.of(fitting(figures.member, low, high, most))
    if not len(values):
        raise Impossible
    return Reading(
        {figures.cells[row]: int(values[:, row].min()) for row in figures.hidden},
        {figures.cells[row]: int(values[:, row].max()) for row in figures.hidden},
        [set(values[:, row - len(watch)].tolist()) for row in range(len(watch))],
        any(int(values[:, row].max()) > most - STEP for row in figures.hidden),
    )


def forced(
    tables: Sequence[ProtectedTable],
    persons: Sequence[Kind],
    rule: Rule,
    counted: Counted = everybody,
    nobody: Sequence[Callable[[Kind], bool]] = (),
) -> dict[Place, int]:
    """The least value of each hidden cell if nothing but the empty cells, and that there is nobody of some, were known.

    One person of a kind does what many do, so that worlds of none or one of each kind suffice.
    """
    figures = _Figures(tables, persons, counted, [(of, 0, 0) for of in nobody])
    low = [
        0 if count == 0 else least_shown(tables[at], codes, rule)
        for (at, codes), count in zip(figures.cells, figures.printed, strict=True)
    ]
    high = [0 if count == 0 else len(persons) for count in figures.printed]
    low += [0] * len(nobody)
    high += [0] * len(nobody)
    values = figures.of(fitting(figures.member, low, high, 1))
    return {figures.cells[row]: int(values[:, row].min()) for row in figures.hidden}


def check_promise(
    tables: Sequence[ProtectedTable],
    true: Sequence[Table],
    reading: Reading,
    rule: Rule,
    least: Mapping[Place, int],
) -> None:
    """No hidden cell has one value only; a small count's reach from what empty cells force to threshold - 1."""
    smallest = 0 if rule.zeros == "protected" else 1
    for at, (table, counted) in enumerate(zip(tables, true, strict=True)):
        for codes, cell in table.cells.items():
            if cell.count is not None:
                assert not smallest <= cell.count < rule.threshold
                assert cell.count == counted[codes]
                continue
            low, high = reading.low[at, codes], reading.high[at, codes]
            assert low <= counted[codes] <= high
            assert low < high, f"{table.name}: {codes} can only be {low}"
            if rule.level == "threshold" and smallest <= counted[codes] < rule.threshold:
                assert high >= rule.threshold - 1, f"{table.name}: {codes} is at most {high}"
                assert low <= least[at, codes], f"{table.name}: {codes} is at least {low}"
