"""Tables that don't add up: the sum that fails, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from veil.attack.enclosure import MOST_PASSES, enclosure
from veil.errors import BadInput
from veil.programme import Infeasible
from veil.published import STATUSES, ProtectedTable
from veil.rule import Rule
from veil.system import UNBOUNDED, Link, Source, System, build
from veil.tables import IntArray, Table, codes_of
from veil.variables import TOTAL

MOST_PARTS = 8
"""So many parts of a sum are named."""


def check_sums(system: System, sources: Sequence[Source]) -> None:
    """See that every sum can hold, given what is known of its hidden cells.

    Raises:
        BadInput: names the table and the first sum that fails, with its figures.
    """
    if enclosure(system) is not None:
        return
    low = np.where(system.shown, system.count, system.lower)
    high = np.where(system.shown, system.count, system.upper)
    for _ in range(MOST_PASSES):
        for row in range(system.rows):
            if not _can_hold(system, row, low, high):
                raise BadInput(_in_words(system, sources, row, low, high))
            _narrow(system, row, low, high)
    raise BadInput("no table fits the published figures: no single sum fails, but several together do")


@contextmanager
def misfit_named(sources: Sequence[Source], rule: Rule, links: Sequence[Link]) -> Iterator[None]:
    """Where it turns out within that no table fits the sources, the first sum that fails is named.

    Raises:
        BadInput: with its figures, or that all of them together fail.
    """
    try:
        yield
    except Infeasible as error:
        printed = [_open(source) if isinstance(source, Table) else source for source in sources]
        check_sums(build(printed, rule, links), printed)
        if links:
            raise BadInput(
                f"{error}: what is out, what is new and what was declared (changed rows, periods) don't fit together"
            ) from error
        raise BadInput(f"{error}: no single sum fails, but all of them together do") from error


def _open(table: Table) -> ProtectedTable:
    """The table with every count printed."""
    published = np.full(len(table.counts), STATUSES.index("published"), np.int8)
    return ProtectedTable(
        table.spec, table.variables, table.population, table.coordinates, table.counts, published
    )


def _ends(system: System, row: int, low: IntArray, high: IntArray) -> tuple[list[int], list[int]]:
    """Per entry of a row the least and greatest of sign * x."""
    cells, signs = system.row(row)
    least = np.where(signs > 0, low[cells], -high[cells])
    most = np.where(signs > 0, high[cells], -low[cells])
    return least.tolist(), most.tolist()


def _can_hold(system: System, row: int, low: IntArray, high: IntArray) -> bool:
    least, most = _ends(system, row, low, high)
    return sum(least) <= 0 <= sum(most)


def _narrow(system: System, row: int, low: IntArray, high: IntArray) -> None:
    """Carry bounds along a row; an end that nothing bounds stays far away."""
    cells, signs = system.row(row)
    least, most = _ends(system, row, low, high)
    for at, (cell, sign) in enumerate(zip(cells.tolist(), signs.tolist(), strict=True)):
        lowest, highest = -(sum(most) - most[at]), -(sum(least) - least[at])
        if sign < 0:
            lowest, highest = -highest, -lowest
        low[cell], high[cell] = max(low[cell], lowest), min(high[cell], highest)


def _in_words(system: System, sources: Sequence[Source], row: int, low: IntArray, high: IntArray) -> str:
    cells, signs = system.row(row)
    least, most = _ends(system, row, low, high)
    wholes = [at for at, sign in enumerate(signs.tolist()) if sign < 0]
    if not wholes:
        told = "; ".join(
            " ".join(_told(system, sources, low, high, int(cell))) for cell in cells[:MOST_PARTS]
        )
        return f"the total of {told} is printed as 0: they don't add up"
    whole = max(wholes, key=lambda at: system.labels.where(int(cells[at])) is not None)
    parts = [at for at in range(len(cells)) if at != whole]
    fewest, greatest = sum(least[at] for at in parts), sum(most[at] for at in parts)
    if fewest == greatest:
        amount = str(fewest)
    elif fewest > -least[whole]:
        amount = f"{fewest} at least"
    else:
        amount = f"{greatest} at most"
    named = [at for at in parts if system.labels.where(int(cells[at])) is not None]
    told = "; ".join(
        " ".join(_told(system, sources, low, high, int(cells[at]))[1:]) for at in named[:MOST_PARTS]
    )
    more = f"; and {len(named) - MOST_PARTS} more" if len(named) > MOST_PARTS else ""
    table, codes, figure = _told(system, sources, low, high, int(cells[whole]))
    if not named:
        return f"{table}: {codes} {figure}, but what is printed makes it {amount}: they don't add up"
    return f"{table}: {codes} {figure}, its parts are {amount} ({told}{more}): they don't add up"


def _told(
    system: System, sources: Sequence[Source], low: IntArray, high: IntArray, cell: int
) -> tuple[str, str, str]:
    """A cell's table, its codes and what is known of its count."""
    return (*_name(system, sources, cell), _value(low, high, cell))


def _value(low: IntArray, high: IntArray, cell: int) -> str:
    if low[cell] == high[cell]:
        return f"is {low[cell]}"
    if high[cell] >= UNBOUNDED // 2:
        return f"is {low[cell]} or more"
    return f"is {low[cell]} to {high[cell]}"


def _name(system: System, sources: Sequence[Source], cell: int) -> tuple[str, str]:
    """The table that prints a cell, or its population; and its codes."""
    where = system.labels.where(cell)
    if where is None:
        population, parts = system.labels[cell]
        return population, ", ".join(f"{name}={code}" for name, code in parts) or TOTAL
    source, entry = where
    return sources[source].name, ", ".join(codes_of(sources[source], entry)) or TOTAL
