"""Suppression: hide the small counts, and as few others as keep them from being inferred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from veil.attack.adversary import Verdict, attack
from veil.attack.forced import refine
from veil.errors import BadInput, Unprotectable
from veil.judgement import BoolArray, Needs, needs
from veil.programme import Programme
from veil.protect.moves import Moves
from veil.published import HIDDEN, STATUSES, ProtectedTable
from veil.rule import Rule
from veil.system import CELL, UNKNOWN, Link, System, build
from veil.tables import IntArray, Table

FREE = 1e-3
"""What it costs to touch a cell that is hidden already: little, so that moves stay short."""


@dataclass(frozen=True, eq=False)
class Protection:
    """Tables that may be published, and the proof.

    Attributes:
        tables: in the order they were given.
        verdict: what the adversary makes of them.
    """

    tables: tuple[ProtectedTable, ...]
    verdict: Verdict

    @property
    def safe(self) -> bool:
        """Whether the adversary was kept out; always true for what `protect` returns."""
        return self.verdict.safe


def protect(
    tables: Sequence[Table],
    rule: Rule,
    earlier: Sequence[ProtectedTable] = (),
    links: Sequence[Link] = (),
) -> Protection:
    """Hide as little as possible, so that the adversary is kept out.

    Args:
        tables: what is to be published; those of one population are protected together.
        rule: what is too small, and what is promised.
        earlier: everything published before.
        links: how the populations hang together.

    Returns:
        The same for the same input.

    Raises:
        Unprotectable: what is already published, or must stay, gives a cell away.
        BadInput: the tables contradict each other or what was published before.
    """
    names = [table.name for table in tables]
    if len(set(names)) != len(names):
        raise BadInput("two tables have the same name")
    filled = [_with_zeros(table, rule) for table in tables]
    sources: list[Table | ProtectedTable] = [*filled, *earlier]
    system = build(sources, rule, links)
    _complete(system, sources, rule)
    required = needs(system, sources, rule)
    fixed = system.shown | _kept(system, filled)
    hidden = required.primary | ((system.kind != CELL) & ~system.shown)
    for table, place in zip(earlier, system.places[len(filled) :], strict=True):
        hidden[place[table.counts == HIDDEN]] = True
    clash = np.flatnonzero(required.primary & fixed)
    if len(clash):
        raise Unprotectable("a small count is already published or must stay")
    pattern = _Pattern(system, rule, required, hidden, fixed, _costs(system, filled))
    pattern.protect_all()
    while True:
        result = tuple(
            _printed(table, place, pattern.hidden, required.primary)
            for table, place in zip(filled, system.places, strict=False)
        )
        verdict = attack(result, rule, earlier, links)
        if verdict.safe:
            return Protection(result, verdict)
        if not pattern.mend(verdict.broken):
            raise Unprotectable("what is already published gives a hidden cell away", verdict.findings)


def _with_zeros(table: Table, rule: Rule) -> Table:
    sensitive = rule.group_disclosure and any(variable.sensitive for variable in table.dimension_variables)
    return table.with_empty_cells() if rule.zeros == "protected" or sensitive else table


def _complete(system: System, sources: Sequence[Table | ProtectedTable], rule: Rule) -> None:
    """Find counts for cells that nobody has told: by subtraction where that decides, else any that fit."""
    entry_row = np.repeat(np.arange(system.rows), np.diff(system.row_start))
    while True:
        unknown = system.count == UNKNOWN
        missing = np.bincount(entry_row, weights=unknown[system.row_cell], minlength=system.rows)
        sums = np.bincount(
            entry_row,
            weights=np.where(unknown, 0, system.count)[system.row_cell] * system.row_sign,
            minlength=system.rows,
        ).astype(np.int64)
        deciding = np.flatnonzero((missing[entry_row] == 1) & unknown[system.row_cell])
        if not len(deciding):
            break
        system.count[system.row_cell[deciding]] = -sums[entry_row[deciding]] * system.row_sign[deciding]
    if (system.count[~unknown] < 0).any() or (system.count < 0)[~unknown].any():
        raise BadInput("the tables contradict each other")
    if unknown.any():
        upper = np.full(system.cells, 2**30)
        for source, place in zip(sources, system.places, strict=True):
            if isinstance(source, ProtectedTable):
                upper[place[source.statuses == STATUSES.index("primary")]] = rule.threshold - 1
        programme = Programme(
            system, np.flatnonzero(unknown), np.where(unknown, 0, system.count), system.lower, upper
        )
        system.count[:] = programme.table()
    if system.residual(system.count).any():
        raise BadInput("the tables don't add up")


def _kept(system: System, tables: Sequence[Table]) -> BoolArray:
    kept = np.zeros(system.cells, bool)
    for table, place in zip(tables, system.places, strict=False):
        for margin in table.spec.keep:
            at = np.ones(len(place), bool)
            for axis, name in enumerate(table.dimensions):
                at &= (table.coordinates[:, axis] != 0) == (name in margin)
            kept[place[at]] = True
    return kept


def _costs(system: System, tables: Sequence[Table]) -> npt.NDArray[np.float64]:
    """What hiding a cell costs: more for more persons, much more for totals and one-way totals."""
    cost = 1.0 + 0.2 * np.log2(np.maximum(system.count, 1))
    for table, place in zip(tables, system.places, strict=False):
        ways = (table.coordinates != 0).sum(axis=1)
        factor = np.where(
            ways == 0, 1e4, np.where(ways == 1, 1e2, np.where(ways < len(table.dimensions), 2.0, 1.0))
        )
        cost[place] = np.maximum(
            cost[place], (1.0 + 0.2 * np.log2(np.maximum(table.counts, 1))) * factor * table.spec.weight
        )
    return cost


def _printed(table: Table, place: IntArray, hidden: BoolArray, primary: BoolArray) -> ProtectedTable:
    concealed = hidden[place]
    status = np.where(
        concealed, np.where(primary[place], STATUSES.index("primary"), STATUSES.index("secondary")), 0
    )
    return ProtectedTable(
        table.spec,
        table.variables,
        table.population,
        table.coordinates,
        np.where(concealed, HIDDEN, table.counts),
        status.astype(np.int8),
    )


class _Pattern:
    """The growing set of hidden cells, with the range of each that the moves found so far prove."""

    def __init__(
        self,
        system: System,
        rule: Rule,
        required: Needs,
        hidden: BoolArray,
        fixed: BoolArray,
        cost: npt.NDArray[np.float64],
    ) -> None:
        self._system, self._rule, self._required, self._cost = system, rule, required, cost
        self.hidden = hidden
        self._low, self._high = system.count.copy(), system.count.copy()
        self._moves = Moves(system, fixed)

    def protect_all(self) -> None:
        """Give every primary cell what it needs, the rarest neighbours first."""
        primary = np.flatnonzero(self._required.primary)
        for cell in primary[np.lexsort((primary, self._system.count[primary]))]:
            self._protect(int(cell))

    def mend(self, broken: BoolArray) -> bool:
        """Widen what the adversary found too narrow; False if nothing could be done."""
        before = self.hidden.sum()
        for cell in np.flatnonzero(broken):
            self._required.low[cell] = min(self._required.low[cell], self._system.forced[cell])
            if self._system.count[cell] < self._rule.threshold:
                self._required.high[cell] = max(self._required.high[cell], self._rule.threshold - 1)
            self._protect(int(cell))
        return bool(self.hidden.sum() > before)

    def _protect(self, cell: int) -> None:
        count = int(self._system.count[cell])
        low, high = int(self._required.low[cell]), int(self._required.high[cell])
        if low == high == count and self._low[cell] == self._high[cell]:
            if not self._widen(cell, 1) and not self._widen(cell, -1):
                raise Unprotectable(f"nothing can hide {self._system.labels[cell]}")
            return
        if self._high[cell] < high and not self._widen(cell, high - count):
            raise Unprotectable(f"nothing can hide {self._system.labels[cell]}")
        if self._low[cell] > low and not self._widen(cell, low - count):
            refine(self._system, np.array([cell]))
            low = int(self._system.forced[cell])
            if self._low[cell] > low and not self._widen(cell, low - count):
                raise Unprotectable(f"nothing can hide {self._system.labels[cell]}")

    def _widen(self, cell: int, amount: int) -> bool:
        self._moves.set_cost(np.where(self.hidden, FREE, self._cost))
        move = self._moves.cheapest(cell, amount)
        if move is None:
            return False
        self.hidden |= (move != 0) & (self._system.kind == CELL)
        np.minimum(self._low, self._system.count + move, out=self._low)
        np.maximum(self._high, self._system.count + move, out=self._high)
        return True
