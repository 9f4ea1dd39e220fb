"""The insider: somebody who knows some of the persons, such as one organisation that knows its own.

She subtracts them from every table. With x persons in a cell and `own` of them hers, she learns of the others,

    z = x - own,   x >= max(own, 1) where x is hidden,   A x = 0,

and the promise is asked of z: no hidden cell tells her a small number of others. That nobody else is in a cell is as
little of a secret as an empty cell is; a count of the others that isn't small may be known.

exact: no z is pinned to 1 .. threshold - 1, of a hidden cell or of a printed one that counts some of her own.
threshold: besides, a hidden cell's z that is small in every table that fits reaches threshold - 1, and as far down as
the empty cells and her own persons alone allow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from veil.attack.adversary import Verdict, check_hidden
from veil.attack.bounds import bounds
from veil.attack.forced import refine
from veil.attack.misfit import check_sums, misfit_named
from veil.attack.reasons import figures
from veil.errors import BadInput
from veil.grid import left_out
from veil.judgement import BoolArray, finding, in_order
from veil.published import ProtectedTable
from veil.rows import held
from veil.rule import Rule
from veil.subtraction import by_subtraction
from veil.system import CELL, SLACK, UNBOUNDED, UNKNOWN, Link, System, build
from veil.tables import IntArray, Rows, Table, as_columns, spell, tabulate
from veil.variables import TOTAL


def attack_knowing(
    known: Rows,
    tables: Sequence[ProtectedTable],
    rule: Rule,
    earlier: Sequence[ProtectedTable] = (),
    links: Sequence[Link] = (),
) -> Verdict:
    """Find what somebody who knows some persons can infer of the others.

    Args:
        known: her rows, one a person, as `tabulate` takes them; they are counted in the tables.
        tables, rule, earlier, links: as for `attack`. Earlier tables of the same population count her persons too.

    Returns:
        The verdict on the others: ranges and findings are of z.

    Raises:
        BadInput: the tables contradict each other, or hold fewer persons than she knows.
    """
    known, sources = held(known), (*tables, *earlier)
    check_hidden(sources)
    plain = build(sources, rule, links)
    check_sums(plain, sources)
    own = _own(known, plain, sources, {table.population for table in tables})
    system = replace(plain, lower=np.maximum(plain.lower, own), primary=None)
    check_sums(system, sources)
    with misfit_named(sources, rule, links):
        ranges, _ = bounds(system, rule, exact=True)
    low, high = ranges.least, ranges.most
    broken = _tells(system, rule, own, low, high)
    found = tuple(
        finding(
            system,
            sources,
            cell,
            int(low[cell] - own[cell]),
            int(_less(high, own)[cell]),
            figures(system, sources, ranges, cell),
        )
        for cell in in_order(system, broken)
    )
    return Verdict(found, sources, system, low - own, _less(high, own), broken)


def _less(high: IntArray, own: IntArray) -> IntArray:
    return np.where(high >= UNBOUNDED, UNBOUNDED, high - own)


def _tells(system: System, rule: Rule, own: IntArray, low: IntArray, high: IntArray) -> BoolArray:
    """Per cell: whether the others in it are known too well."""
    others_low, others_high = low - own, _less(high, own)
    small = (others_high < rule.threshold) & (others_high >= rule.smallest)
    pinned = small & (others_low == others_high)
    broken = pinned.copy()
    if rule.level == "threshold":
        narrow = small & ~pinned & ~system.shown
        suspicious = np.flatnonzero(narrow & (low > system.forced) & (others_high >= rule.threshold - 1))
        refine(system, suspicious, low)
        broken |= narrow & ((others_high < rule.threshold - 1) | (low > system.forced))
    told = ~system.shown | ((own > 0) & (system.kind == CELL))
    return broken & told & (system.kind != SLACK)


def _own(known: Rows, system: System, sources: Sequence[ProtectedTable], populations: set[str]) -> IntArray:
    """Per unknown how many of the known persons it counts; 0 where that can't be said."""
    own = np.full(system.cells, UNKNOWN, np.int64)
    for source, place in zip(sources, system.places, strict=True):
        if source.population not in populations:
            continue
        variables = list(source.variables.values())
        rows = as_columns(known, variables, [source.spec]).to_pylist()
        inside = [_within(source, row) for row in rows if admits(source, row)]
        (counted,) = tabulate(inside, variables, [source.spec], source.population)
        for codes, at in zip(source.cells, place.tolist(), strict=True):
            own[at] = counted[codes]
        _check(source, counted)
    own = by_subtraction(system, own)
    return np.where(own == UNKNOWN, 0, own)


def admits(table: ProtectedTable, row: Mapping[str, Any]) -> bool:
    """Whether the table's filter lets a person in."""
    return all(
        any(
            code in table.variables[name].leaves_of(wanted) for wanted in codes for code in answers(row[name])
        )
        for name, codes in table.spec.filters.items()
    )


def _within(table: ProtectedTable, row: Mapping[str, Any]) -> dict[str, Any]:
    """A person whom the filter lets in; what else she has answered to its question, the table doesn't know."""
    only = {
        name: [code for code in answers(row[name]) if code in table.variables[name].leaves_of(TOTAL)]
        for name in table.spec.filters
        if table.variables[name].multiple and name not in table.dimensions
    }
    return {**row, **only}


def answers(answer: Any) -> Sequence[str]:
    """A person's answers: one, several or none."""
    return answer if isinstance(answer, list) else () if answer is None else (answer,)


def _check(source: ProtectedTable, counted: Table) -> None:
    variables = source.dimension_variables
    unprinted = set(spell(left_out(source.coordinates, source.coordinates, variables), variables))
    for codes, count in counted.cells.items():
        printed = None if codes in unprinted else source[codes].count
        if printed is not None and printed < count:
            raise BadInput(
                f"table {source.name}: {', '.join(codes) or 'Total'} is printed as {printed}, "
                f"but {count} of the known persons are in it"
            )
