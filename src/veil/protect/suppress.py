"""Suppression: hide the small counts, and as few others as keep them from being inferred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from veil.attack.adversary import Verdict, check_hidden, verdict_of
from veil.attack.bounds import bounds
from veil.attack.enclosure import enclosure
from veil.attack.forced import refine
from veil.attack.misfit import misfit_named
from veil.errors import BadInput, Unprotectable
from veil.judgement import BoolArray, Needs, needs
from veil.programme import Programme
from veil.progress import Report, silent, told
from veil.protect.pattern import DOWN, Pattern
from veil.published import HIDDEN, STATUSES, ProtectedTable
from veil.rule import Rule
from veil.subtraction import by_subtraction
from veil.system import CELL, UNBOUNDED, UNKNOWN, Link, System, as_seen, build, cut_by_sensitive
from veil.tables import IntArray, Table, repeated

QUICK = 3_000
"""A linear programme of so many cells is quick, and more of the other ways can be tried."""

LARGE, HUGE = 5_000, 10_000
"""In a system of more cells than the one a few are widened by each move, of more than the other many. Moves that widen
many touch nearly all that is hidden: nothing of it can be shown again."""

FEW, MANY = 5, 60
"""So many needs are met by one linear programme. At 10 000 persons five hide as much as one, in two thirds of the time;
at 100 000 persons 60 hide a tenth more than eight, in half the time."""


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
    report: Report = silent,
) -> Protection:
    """Hide as little as possible, so that the adversary is kept out.

    Args:
        tables: what is to be published; those of one population are protected together.
        rule: what is too small, and what is promised.
        earlier: everything published before, with the same empty cells hidden.
        links: how the populations hang together.
        report: told of progress.

    Returns:
        The same for the same input.

    Raises:
        Unprotectable: what is already published, or must stay, gives a cell away.
        BadInput: the tables contradict each other or what was published before; that was rounded; or the rule asks
            for what the tables don't tell.
    """
    if twice := repeated(table.name for table in tables):
        raise BadInput(f"two tables are called {twice}")
    if rule.dominance and any(table.largest is None for table in tables):
        raise BadInput("dominance needs the persons: cells don't tell how many of them are one contributor's")
    check_hidden(earlier)
    filled = [with_zeros(table, rule) for table in tables]
    sources: list[Table | ProtectedTable] = [*filled, *earlier]
    with misfit_named(sources, rule, links):
        system = build(sources, rule, links)
        required = needs(system, sources, rule, _complete(system, sources, rule))
        fixed = system.shown | _kept(system, filled) | _empty_in_print(system, filled, rule)
        before = _hidden_before(system, earlier, len(filled))
        totals = _one_way(system, sources) & ~required.primary
        pattern = _grown(system, required, fixed, before, totals, _costs(system, filled), report)
        _shrink(pattern, required.primary | fixed | before, fixed, totals)
        return _proved(pattern, required, fixed, filled, earlier, rule, report)


def _grown(
    system: System,
    required: Needs,
    fixed: BoolArray,
    before: BoolArray,
    totals: BoolArray,
    cost: npt.NDArray[np.float64],
    report: Report,
) -> Pattern:
    """All that must be hidden, widened; other totals are left alone as long as anything else will do."""
    if (required.primary & fixed).any():
        raise Unprotectable("a small count is already published or must stay")
    hidden = required.primary | ((system.kind != CELL) & ~system.shown) | before
    pattern = Pattern(system, required, hidden, fixed | (totals & ~hidden), cost, report)
    _grow(pattern, system, required, fixed, np.flatnonzero(required.primary))
    return pattern


def _shrink(pattern: Pattern, keep: BoolArray, fixed: BoolArray, totals: BoolArray) -> None:
    """Show again what may be: totals first; in smaller systems more is tried."""
    pattern.show(np.flatnonzero(totals & pattern.hidden & ~keep), ~totals)
    pattern.release(fixed | (totals & ~pattern.hidden))
    if len(keep) <= HUGE:
        pattern.thin(keep)
    if len(keep) <= QUICK:
        pattern.exchange(keep)


def _proved(
    pattern: Pattern,
    required: Needs,
    fixed: BoolArray,
    tables: Sequence[Table],
    earlier: Sequence[ProtectedTable],
    rule: Rule,
    report: Report,
) -> Protection:
    """The tables with the pattern hidden, once the adversary has found no more to mend."""
    system = pattern.system
    reached = system.count, system.count
    while True:
        result = tuple(
            _printed(table, place, pattern.hidden, required.primary)
            for table, place in zip(tables, system.places, strict=False)
        )
        verdict, reached = _verdict(system, (*result, *earlier), rule, pattern, reached, report)
        if verdict.safe:
            return Protection(result, verdict)
        if not _mend(pattern, system, required, rule, verdict.broken, fixed):
            raise Unprotectable("what is already published gives a hidden cell away", verdict.findings)


def _verdict(
    system: System,
    sources: Sequence[ProtectedTable],
    rule: Rule,
    pattern: Pattern,
    reached: tuple[IntArray, IntArray],
    report: Report,
) -> tuple[Verdict, tuple[IntArray, IntArray]]:
    """The adversary's verdict on the pattern, helped by the tables that the moves have proved to fit.

    Args:
        reached: the lowest and highest values that tables reach which fitted before, when less was hidden.

    Returns:
        The verdict, and the same of all tables found now.
    """
    pattern.check_proofs()
    seen = as_seen(system, system.shown | ((system.kind == CELL) & ~pattern.hidden), pattern.primary)
    low, high = pattern.reach()
    known = system.count, np.minimum(low, reached[0]), np.maximum(high, reached[1])
    ranges, broken = bounds(seen, rule, known, report=report)
    return verdict_of(seen, sources, ranges, broken), (ranges.low, ranges.high)


def _one_way(system: System, sources: Sequence[Table | ProtectedTable]) -> BoolArray:
    """The grand totals and the one-way totals: they stay published as long as anything else will do."""
    result = np.zeros(system.cells, bool)
    for source, place in zip(sources, system.places, strict=True):
        if len(source.dimensions) > 1:
            result[place[(source.coordinates != 0).sum(axis=1) <= 1]] = True
    return result


def _hidden_before(system: System, earlier: Sequence[ProtectedTable], first: int) -> BoolArray:
    before = np.zeros(system.cells, bool)
    for table, place in zip(earlier, system.places[first:], strict=True):
        before[place[table.counts == HIDDEN]] = True
    return before


def _grow(pattern: Pattern, system: System, required: Needs, fixed: BoolArray, cells: IntArray) -> None:
    """Widen these cells, the smallest first; other cells are hidden before a total is.

    Raises:
        Unprotectable: nothing widens a cell.
    """
    order = cells[np.lexsort((cells, system.count[cells]))]
    hopeless = _hopeless(pattern, system, order)
    failed = _widen(pattern, system, required, order[~hopeless])
    failed = np.concatenate([failed, order[hopeless]])
    if len(failed):
        pattern.release(fixed)
        failed = _widen(pattern, system, required, failed)
    if len(failed):
        raise Unprotectable(f"nothing can hide {system.labels.in_words(int(failed[0]))}")


def _hopeless(pattern: Pattern, system: System, cells: IntArray) -> BoolArray:
    """Cells that can't be wide enough even if everything were hidden that may be."""
    seen = as_seen(system, pattern.fixed, pattern.primary)
    outside = enclosure(seen)
    if outside is None:
        raise BadInput("the tables don't add up")
    low, high = outside
    return np.array(
        [
            any(
                not low[cell] <= system.count[cell] + amount <= high[cell]
                for _, amount in pattern.unproved(cell)
            )
            for cell in cells.tolist()
        ],
        bool,
    )


def _widen(pattern: Pattern, system: System, required: Needs, cells: IntArray) -> IntArray:
    """Widen cells by the cheapest moves there are. Returns those for which there are none."""
    if system.cells > LARGE:
        cells = pattern.widen_together(cells, FEW if system.cells <= HUGE else MANY)
    failed = []
    for cell in told(pattern.report, "hiding", cells.tolist(), len(cells)):
        for need in pattern.unproved(cell):
            if need not in pattern.unproved(cell) or pattern.widen(cell, need):
                continue
            if need[0] == DOWN:
                refine(system, np.array([cell]), system.count)
                required.low[cell] = max(required.low[cell], system.forced[cell])
                less = next((need for need in pattern.unproved(cell) if need[0] == DOWN), None)
                if less is None or pattern.widen(cell, less):
                    continue
            failed.append(cell)
            break
    return np.array(failed, np.int64)


def _mend(
    pattern: Pattern,
    system: System,
    required: Needs,
    rule: Rule,
    broken: BoolArray,
    fixed: BoolArray,
) -> bool:
    """Widen what the adversary found too narrow; False if nothing more was hidden."""
    before = int(pattern.hidden.sum())
    cells = np.flatnonzero(broken)
    for cell in cells:
        if rule.level == "threshold":
            required.low[cell] = min(required.low[cell], system.forced[cell])
            if system.count[cell] < rule.threshold:
                required.high[cell] = max(required.high[cell], rule.threshold - 1)
    _grow(pattern, system, required, fixed, cells)
    return int(pattern.hidden.sum()) > before


def with_zeros(table: Table, rule: Rule) -> Table:
    """The table with its empty cells listed, if by the rule any of them may have to be hidden."""
    sensitive = rule.group_disclosure and any(variable.sensitive for variable in table.dimension_variables)
    return table.with_empty_cells() if rule.zeros == "protected" or sensitive else table


def _complete(system: System, sources: Sequence[Table | ProtectedTable], rule: Rule) -> BoolArray:
    """Find counts for cells that nobody has told: by subtraction where that decides, else any that fit.

    Returns:
        Which are only guessed so.
    """
    system.count[:] = by_subtraction(system, system.count)
    unknown = system.count == UNKNOWN
    if unknown.any():
        upper = np.where(system.upper < UNBOUNDED, system.upper, 2**30)
        for source, place in zip(sources, system.places, strict=True):
            if isinstance(source, ProtectedTable) and not rule.dominance:
                small = place[source.statuses == STATUSES.index("primary")]
                upper[small] = np.minimum(upper[small], rule.threshold - 1)
        programme = Programme(
            system, np.flatnonzero(unknown), np.where(unknown, 0, system.count), system.lower, upper
        )
        system.count[:] = programme.table()
    if system.residual(system.count).any():
        raise BadInput("the tables don't add up")
    return unknown


def _empty_in_print(system: System, tables: Sequence[Table], rule: Rule) -> BoolArray:
    """Empty cells that a reader takes for empty, whatever is printed there: those that no sensitive variable cuts."""
    empty = np.zeros(system.cells, bool)
    if rule.zeros == "published":
        for table, place in zip(tables, system.places, strict=False):
            empty[place[(table.counts == 0) & ~cut_by_sensitive(table)]] = True
    return empty


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
    """What hiding a cell costs: more the more persons it holds, more for margins, much more for the grand total.

    The weights were found by trying, on the inputs of `bench/veil_protect.py`: in small systems a total is one cell
    among few, and one that is hidden may show several others; in large ones totals stay. Of the tables that share a
    cell the one counts to which it is dearest.
    """
    weight, power, one_way, margin = (1.0, 0.7, 3.0, 1.5) if system.cells <= QUICK else (0.2, 1.0, 1e2, 2.0)
    printed = np.zeros(system.cells)
    for table, place in zip(tables, system.places, strict=False):
        ways = (table.coordinates != 0).sum(axis=1)
        factor = np.select([ways == 0, ways == 1, ways < len(table.dimensions)], [1e4, one_way, margin], 1.0)
        own = (1.0 + weight * np.maximum(table.counts, 1) ** power) * factor * table.spec.weight
        printed[place] = np.maximum(printed[place], own)
    return np.where(printed > 0.0, printed, 1.0 + weight * np.maximum(system.count, 1) ** power)


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
