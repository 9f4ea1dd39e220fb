"""What is promised of a hidden cell, and whether a range of possible values keeps the promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from veil.published import HIDDEN, STATUSES, ProtectedTable
from veil.rule import Rule
from veil.system import CELL, REST, SLACK, UNBOUNDED, System
from veil.tables import Codes, IntArray, Table, codes_of, inner
from veil.variables import TOTAL

BoolArray = npt.NDArray[np.bool_]

Kind = Literal["pinned", "narrowed"]


@dataclass(frozen=True)
class Figure:
    """A published figure that an inference uses."""

    table: str
    codes: Codes
    count: int


@dataclass(frozen=True)
class Finding:
    """A hidden cell of which too much can be inferred.

    Attributes:
        table, codes: the cell; the codes say what it is where no table prints it (`printed` is False then).
        low, high: the reader's range; `high` is None where there is no bound.
        kind: "pinned" to one value, "narrowed" to fewer values than promised.
        figures: the published figures that give it away, as few as were found.
    """

    table: str
    codes: Codes
    low: int
    high: int | None
    kind: Kind
    figures: tuple[Figure, ...] = ()
    printed: bool = True

    def in_words(self) -> str:
        """The finding as an English sentence."""
        cell = f"{self.table}: {', '.join(self.codes) or TOTAL}"
        if self.kind == "pinned":
            text = f"{cell} must be {self.low}"
        elif self.high is None:
            text = f"{cell} is at least {self.low}"
        else:
            text = f"{cell} is {self.low} to {self.high}"
        if self.figures:
            text += ", by " + "; ".join(
                f"{figure.table}: {', '.join(figure.codes) or TOTAL} = {figure.count}"
                for figure in self.figures
            )
        return text


@dataclass(frozen=True)
class Needs:
    """Per cell, the range a reader must hold possible: down to `low` or lower, up to `high` or higher.

    `primary` marks cells that must be hidden.
    """

    low: IntArray
    high: IntArray
    primary: BoolArray


def too_narrow(system: System, rule: Rule, low: IntArray, high: IntArray, most: IntArray) -> BoolArray:
    """Per cell: whether the promise is broken, or not yet proved.

    Args:
        low, high: the values that tables which fit are known to reach; the exact range once it is known.
        most: what no table passes.

    exact: the range is one value.
    threshold: also if a primary cell isn't seen to reach from the least that the empty cells force up to
    threshold - 1. Of a cell whose status isn't known that is asked unless it may be no small count.
    A cell that nobody prints (`REST`) isn't hidden for its own sake: it may be known unless it is small.
    """
    may_be_large = high >= rule.threshold
    fixed = low == high
    unasked = (system.kind == REST) & (may_be_large | (most < rule.smallest))
    broken = fixed & ~unasked
    if rule.level == "threshold":
        asked = ~may_be_large if system.primary is None else ~may_be_large | system.primary
        asked &= ~unasked
        broken |= asked & ((high < rule.threshold - 1) | (low > system.forced))
    return broken & ~system.shown & (system.kind != SLACK)


def needs(system: System, sources: Sequence[Table | ProtectedTable], rule: Rule, guessed: BoolArray) -> Needs:
    """What each cell needs, from the true counts.

    Args:
        guessed: cells whose count isn't known, but one that fits. Of those that nobody prints nothing is asked:
            small here, they may be large in truth, and then a reader may know it.

    A small count c: c in low .. high with low the least that empty cells force, high = threshold - 1.
    A cell that one contributor dominates: the others' part may be 0 .. threshold - 1.
    A group of whom all share a sensitive code: somebody might have the code that most others have.
    At level exact one other value suffices (low = high = count).
    """
    count, k = system.count, rule.threshold
    low, high = count.copy(), count.copy()
    person = (system.kind == CELL) | (system.kind == REST)
    small = person & (count < k) & (count >= rule.smallest)
    small &= ~((system.kind == REST) & ((count == 0) | guessed)) & ~system.shown & (system.upper > 0)
    for source, place in zip(sources, system.places, strict=True):
        if isinstance(source, ProtectedTable):
            # what was hidden beside a small count isn't one, whatever fits
            beside = place[(source.counts == HIDDEN) & (source.statuses != STATUSES.index("primary"))]
            small[beside[guessed[beside]]] = False
    primary = small.copy()
    low[small], high[small] = system.forced[small], np.maximum(k - 1, system.forced[small])
    for source, place in zip(sources, system.places, strict=True):
        if isinstance(source, Table):
            if rule.dominance and source.largest is not None:
                _add_dominated(source, source.largest, place, rule, low, high, primary)
            if rule.group_disclosure:
                _add_shared(source, place, high, primary)
        else:
            primary[place[source.statuses == STATUSES.index("primary")]] = True
    primary &= ~system.shown
    if rule.level == "exact":
        low, high = count.copy(), count.copy()
    return Needs(low, high, primary)


def _add_dominated(
    table: Table,
    largest: IntArray,
    place: IntArray,
    rule: Rule,
    low: IntArray,
    high: IntArray,
    primary: BoolArray,
) -> None:
    others = table.counts - largest
    dominated = (table.counts > 0) & (others < rule.threshold)
    for at, variable in enumerate(table.dimension_variables):
        if variable.contributor:
            dominated &= table.coordinates[:, at] == 0
    cells, own = place[dominated], largest[dominated]
    primary[cells] = True
    low[cells] = np.minimum(low[cells], own)
    high[cells] = np.maximum(high[cells], own + rule.threshold - 1)


def _add_shared(table: Table, place: IntArray, high: IntArray, primary: BoolArray) -> None:
    """The empty cell that must seem filled, so that nobody knows of all of a group what is sensitive."""
    finest = inner(table)
    for axis, variable in enumerate(table.dimension_variables):
        if not variable.sensitive:
            continue
        own = table.coordinates[:, axis]
        persons = np.bincount(own[finest], table.counts[finest], len(variable.all_codes))
        groups: dict[Codes, list[int]] = {}
        for at, codes in enumerate(table.cells):
            if own[at] > len(variable.groups):
                groups.setdefault((*codes[:axis], *codes[axis + 1 :]), []).append(at)
        for siblings in groups.values():
            empty = [at for at in siblings if table.counts[at] == 0]
            if empty and len(empty) == len(siblings) - 1:
                cell = place[max(empty, key=lambda at: persons[own[at]])]
                primary[cell] = True
                high[cell] = max(high[cell], 1)


def in_order(system: System, chosen: BoolArray) -> list[int]:
    """The chosen cells: what a table prints first, then what nobody prints."""
    return sorted(np.flatnonzero(chosen).tolist(), key=lambda cell: (system.kind[cell] != CELL, cell))


def finding(
    system: System,
    sources: Sequence[Table | ProtectedTable],
    cell: int,
    low: int,
    high: int,
    figures: tuple[Figure, ...] = (),
) -> Finding:
    """The cell's range as a finding."""
    where = system.labels.where(cell)
    ceiling = None if high >= UNBOUNDED else int(high)
    kind: Kind = "pinned" if low == high else "narrowed"
    if where is None:
        population, parts = system.labels[cell]
        codes = tuple(f"{name}={code}" for name, code in parts)
        return Finding(population, codes, int(low), ceiling, kind, figures, printed=False)
    source, entry = where
    table = sources[source]
    return Finding(table.name, codes_of(table, entry), int(low), ceiling, kind, figures)


__all__ = [
    "Figure",
    "Finding",
    "Needs",
    "finding",
    "in_order",
    "needs",
    "too_narrow",
]
