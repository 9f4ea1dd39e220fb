"""The range of each hidden cell: proved from inside by whole-number tables, from outside by bounds.

A cell is settled as soon as its verdict is: two tables that differ enough prove it safe, a bound that no table
passes proves it unsafe. Walks settle nearly all; a linear programme the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veil.attack.enclosure import enclosure
from veil.attack.forced import refine
from veil.judgement import BoolArray, too_narrow
from veil.nearest import NEARLY
from veil.programme import Infeasible, Programme
from veil.progress import Report, silent, told
from veil.rule import Rule
from veil.system import SLACK, UNBOUNDED, System
from veil.tables import IntArray
from veil.walk import NEVER, Walker

TRIES = 24
FARTHEST = 60
"""A cell is brought at most so many steps by walking; farther by the linear programme."""

MANY = 60
"""So many cells are brought to where they must be seen by one programme. It takes five to fifteen times as long as one
for one cell does, and settles twice as many again where much is hidden."""

SEED = 20170310


@dataclass
class Ranges:
    """Per cell what whole-number tables reach (low, high) and what no table passes (least, most)."""

    low: IntArray
    high: IntArray
    least: IntArray
    most: IntArray

    def saw(self, table: IntArray) -> None:
        """A table that fits."""
        np.minimum(self.low, table, out=self.low)
        np.maximum(self.high, table, out=self.high)

    def never(self, cell: int, value: int) -> None:
        """No table has the value in the cell, nor any beyond."""
        if value > self.high[cell]:
            self.most[cell] = min(self.most[cell], value - 1)
        else:
            self.least[cell] = max(self.least[cell], value + 1)


def bounds(
    system: System,
    rule: Rule,
    seen: tuple[IntArray, IntArray, IntArray] | None = None,
    *,
    exact: bool = False,
    report: Report = silent,
) -> tuple[Ranges, BoolArray]:
    """The ranges, and which cells break the promise.

    Args:
        system: as printed: hidden cells aren't shown.
        rule: what is promised.
        seen: a table that fits, and per cell the lowest and highest values that tables known to fit reach.
        exact: find every cell's exact range, not only as much of it as the verdict needs.
        report: told of progress.

    Raises:
        Infeasible: no table fits.
    """
    report("attacking", 0, 0)
    outside = enclosure(system)
    if outside is None:
        raise Infeasible("no table fits the published figures")
    programme = _Lazy(system, outside)
    table, low, high = seen if seen is not None else _first(programme)
    ranges = Ranges(low.copy(), high.copy(), *outside)
    open_cells = np.flatnonzero(~system.shown & (system.kind != SLACK))
    _walk(system, rule, ranges, table, open_cells)
    _bring_many(system, rule, ranges, programme, table)
    doubtful = np.flatnonzero(_doubtful(system, rule, ranges))
    for cell in told(report, "attacking", doubtful.tolist(), len(doubtful)):
        _reach(system, rule, ranges, programme, table, cell)
    unfilled = np.flatnonzero(_doubtful(system, rule, ranges) & (ranges.high == 0))
    if len(unfilled) > 1:
        ranges.most[programme().empty_among(unfilled)] = 0
    suspicious = np.flatnonzero(_doubtful(system, rule, ranges) & (ranges.low > system.forced))
    if rule.level == "threshold":
        refine(system, suspicious, table)
    cells = open_cells if exact else np.flatnonzero(_doubtful(system, rule, ranges))
    for cell in told(report, "attacking", cells.tolist(), len(cells)):
        _solve(programme, ranges, cell)
    slack = system.kind == SLACK
    ranges.low[slack], ranges.high[slack] = ranges.least[slack], ranges.most[slack]
    return ranges, _doubtful(system, rule, ranges)


def _doubtful(system: System, rule: Rule, ranges: Ranges) -> BoolArray:
    return too_narrow(system, rule, ranges.low, ranges.high, ranges.most)


class _Lazy:
    """The linear programme, built when it is first needed."""

    def __init__(self, system: System, outside: tuple[IntArray, IntArray]) -> None:
        self._system, self._outside = system, outside
        self._made: Programme | None = None

    def __call__(self) -> Programme:
        if self._made is None:
            system = self._system
            free = np.flatnonzero(~system.shown)
            least, most = self._outside
            values = np.where(system.shown, system.count, 0)
            self._made = Programme(system, free, values, least, np.where(most >= UNBOUNDED, np.inf, most))
        return self._made


def _first(programme: _Lazy) -> tuple[IntArray, IntArray, IntArray]:
    table = programme().table()
    return table, table.copy(), table.copy()


def _bring_many(system: System, rule: Rule, ranges: Ranges, programme: _Lazy, table: IntArray) -> None:
    """Settle cells by tables in which many stand where they must be seen, as long as each settles many."""
    dice = np.random.default_rng(SEED)
    doubtful = _doubtful(system, rule, ranges)
    settled = MANY
    while settled >= MANY / 2:
        cells, values = _ends(system, rule, ranges, np.flatnonzero(doubtful))
        chosen = dice.permutation(len(cells))[:MANY]
        other = programme().with_most(table, cells[chosen], values[chosen]) if len(cells) >= MANY else None
        if other is None:
            return
        ranges.saw(other)
        before, doubtful = doubtful, _doubtful(system, rule, ranges)
        settled = int(before.sum() - doubtful.sum())


def _reach(system: System, rule: Rule, ranges: Ranges, programme: _Lazy, table: IntArray, cell: int) -> None:
    """Settle one cell by tables near to one that fits, in which it stands just where it must be seen."""
    for _ in range(2):
        one, value = _ends(system, rule, ranges, np.array([cell]))
        if not len(one):
            return
        try:
            other = programme().holding(table, cell, int(value[0]))
        except Infeasible:
            ranges.never(cell, int(value[0]))
            continue
        if other is None:
            return
        ranges.saw(other)


def _ends(system: System, rule: Rule, ranges: Ranges, cells: IntArray) -> tuple[IntArray, IntArray]:
    """Of each cell one end that it must still be seen to reach, if no bound stands against it."""
    found = []
    for cell in cells.tolist():
        low, high = _wants(system, rule, ranges, cell)
        if ranges.high[cell] < high <= ranges.most[cell]:
            found.append((cell, high))
        elif ranges.least[cell] <= low < ranges.low[cell]:
            found.append((cell, low))
    pairs = np.array(found, np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _wants(system: System, rule: Rule, ranges: Ranges, cell: int) -> tuple[int, int]:
    """How low and how high the cell must be seen so that it is settled as safe."""
    low, high = int(ranges.low[cell]), int(ranges.high[cell])
    small = system.primary is None or system.primary[cell] or high < rule.threshold
    if rule.level == "threshold" and small:
        return min(low, int(system.forced[cell])), max(high, rule.threshold - 1)
    return (low, high + 1) if low == high else (low, high)


def _walk(system: System, rule: Rule, ranges: Ranges, table: IntArray, cells: IntArray) -> None:
    price = np.where(system.shown | (ranges.least == ranges.most), NEVER, 0.0)
    walker = Walker(system, ranges.least, ranges.most)
    for cell in cells:
        low, high = _wants(system, rule, ranges, int(cell))
        if low < ranges.low[cell] and ranges.least[cell] <= low:
            _carry(walker, ranges, table, int(cell), low, price)
        if high > ranges.high[cell] and ranges.most[cell] >= high:
            _carry(walker, ranges, table, int(cell), high, price)


def _carry(
    walker: Walker, ranges: Ranges, table: IntArray, cell: int, target: int, price: np.ndarray
) -> None:
    """Walk towards the target, in one stride or step by step; every table on the way is seen."""
    here = table.copy()
    strides = abs(target - int(table[cell]))
    stride, tried = target - int(table[cell]), 0
    while here[cell] != target and tried < min(strides, FARTHEST) + 1:
        tried += 1
        move = walker.cheapest(cell, stride, here, price, TRIES, seed=cell + 7919 * tried)
        if move is None:
            if abs(stride) == 1:
                return
            stride = 1 if stride > 0 else -1
            continue
        here[move.cells] += move.changes
        reached = here[move.cells]
        ranges.low[move.cells] = np.minimum(ranges.low[move.cells], reached)
        ranges.high[move.cells] = np.maximum(ranges.high[move.cells], reached)


def _solve(programme: _Lazy, ranges: Ranges, cell: int) -> None:
    """Settle a cell's ends by the linear programme, and by whole numbers where fractions don't decide."""
    for sign in (1, -1):
        if ranges.low[cell] == ranges.least[cell] and sign == 1:
            continue
        if ranges.high[cell] == ranges.most[cell] and sign == -1:
            continue
        best = programme().optimum(cell, sign)
        if best.x is not None:
            ranges.saw(best.x)
        if sign == 1:
            ranges.least[cell] = max(ranges.least[cell], int(np.ceil(best.bound - NEARLY)))
        elif np.isinf(best.bound):
            ranges.high[cell] = ranges.most[cell] = UNBOUNDED
        else:
            ranges.most[cell] = min(ranges.most[cell], int(np.floor(best.bound + NEARLY)))
