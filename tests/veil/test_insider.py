"""Somebody who knows some of the persons subtracts them; what is left must not be told either."""

from __future__ import annotations

from itertools import product
from math import prod

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.veil.small import persons
from veil import TOTAL, BadInput, Cell, ProtectedTable, Rule, TableSpec, Variable, attack, protect, tabulate
from veil.attack.insider import attack_knowing

SEX = Variable("sex", ("K", "M"))
FORM = Variable("form", ("S", "L", "T"))
TABLE = TableSpec("form by sex", ("form", "sex"))
WOMEN = TableSpec("women", ("form",), {"sex": ("K",)})

QUICK = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def rows(*groups):
    return [{"form": form, "sex": sex} for times, form, sex in groups for _ in range(times)]


def margins(counts):
    """Inner counts {(form, sex): n} -> every cell of the table."""
    return {
        (form, sex): sum(n for (f, s), n in counts.items() if form in (f, TOTAL) and sex in (s, TOTAL))
        for form in (*FORM.codes, TOTAL)
        for sex in (*SEX.codes, TOTAL)
    }


def others(table, own, most):
    """Every choice of others, written down, that fits the printed table beside her own persons."""
    inner = list(product(FORM.codes, SEX.codes))
    mine = {cell: own.count({"form": cell[0], "sex": cell[1]}) for cell in inner}
    choices = [
        range(table[cell].count - mine[cell], table[cell].count - mine[cell] + 1)
        if not table[cell].hidden
        else range(0 if mine[cell] else 1, most + 1)
        for cell in inner
    ]
    assume(prod(map(len, choices)) <= 5_000)
    for counts in product(*choices):
        z = dict(zip(inner, counts, strict=True))
        added = margins({cell: z[cell] + mine[cell] for cell in inner})
        if all(table[cell].count in (None, n) for cell, n in added.items()):
            yield margins(z)


@QUICK
@given(
    persons([SEX, FORM], most=12), st.integers(0, 12), st.booleans(), st.sampled_from(["exact", "threshold"])
)
def test_the_insiders_ranges_are_those_of_every_choice_of_others(people, knows, naive, level):
    rule = Rule(threshold=3, level=level)
    (counted,) = tabulate(people, [SEX, FORM], [TABLE])
    table = (
        ProtectedTable.from_cells(
            TABLE,
            counted.variables,
            {
                codes: Cell(None, "primary") if 0 < n < 3 and TOTAL not in codes else Cell(n, "published")
                for codes, n in counted.cells.items()
            },
        )
        if naive
        else protect([counted], rule).tables[0]
    )
    own = people[:knows]
    every = list(others(table, own, 5 + len(people) // 2))
    verdict = attack_knowing(own, [table], rule)
    told = {(one.table, one.codes): one for one in verdict.findings}
    for codes, found in verdict.ranges(table).items():
        values = {z[codes] for z in every}
        if max(values) < 5 + len(people) // 2:
            assert (found.low, found.high) == (min(values), max(values))
        if len(values) == 1 and values <= {1, 2}:
            assert told["form by sex", codes].kind == "pinned"
            assert not found.safe


def test_who_knows_nobody_reads_what_a_stranger_reads():
    people = rows((12, "S", "K"), (9, "L", "K"), (2, "S", "M"), (7, "L", "M"))
    table = protect(tabulate(people, [SEX, FORM], [TABLE]), Rule()).tables[0]
    stranger = attack([table], Rule(), blind=True, exact=True)
    insider = attack_knowing([], [table], Rule())
    assert insider.safe
    read = [
        {codes: (one.low, one.high) for codes, one in verdict.ranges(table).items()}
        for verdict in (stranger, insider)
    ]
    assert read[0] == read[1]


def test_an_organisation_that_fills_all_but_one_place_learns_of_the_other():
    people = rows((12, "S", "K"), (9, "L", "K"), (2, "S", "M"), (7, "L", "M"))
    table = protect(tabulate(people, [SEX, FORM], [TABLE]), Rule()).tables[0]
    assert attack([table], Rule()).safe
    # all women but one of each form are hers: the men's cells can't move any more than that
    own = rows((11, "S", "K"), (8, "L", "K"), (7, "L", "M"))
    verdict = attack_knowing(own, [table], Rule())
    assert not verdict.safe
    assert verdict.ranges(table)[("S", "K")].high == 2


def test_a_printed_count_that_is_nearly_all_hers_tells_of_the_few_others():
    people = rows((12, "S", "K"), (9, "L", "K"))
    table = protect(tabulate(people, [SEX, FORM], [TableSpec("forms", ("form",))]), Rule()).tables[0]
    found = attack_knowing(rows((10, "S", "K")), [table], Rule()).findings
    assert [(one.codes, one.low, one.high) for one in found] == [(("S",), 2, 2)]


def test_women_are_subtracted_from_everybody_and_hers_from_both():
    people = rows((20, "S", "K"), (8, "S", "M"), (9, "L", "K"), (9, "L", "M"))
    tables = protect(tabulate(people, [SEX, FORM], [TableSpec("all", ("form",)), WOMEN]), Rule()).tables
    assert attack(tables, Rule()).safe
    found = attack_knowing(rows((6, "S", "M")), tables, Rule()).findings
    assert ("pinned", 2, False) in {
        (one.kind, one.low, one.printed) for one in found
    }  # the men, whom no table prints


def test_rows_that_the_tables_do_not_count_are_refused():
    people = rows((12, "S", "K"), (9, "L", "K"))
    (table,) = protect(tabulate(people, [SEX, FORM], [TABLE]), Rule()).tables
    with pytest.raises(BadInput, match="is printed as 12, but 13 of the known persons"):
        attack_knowing(rows((13, "S", "K")), [table], Rule())
    with pytest.raises(BadInput, match="is printed as 0"):
        attack_knowing(rows((1, "T", "K")), [table], Rule())


def test_a_total_that_is_not_printed_does_not_stand_against_what_she_knows():
    people = rows((9, "S", "K"), (8, "L", "K"))
    (table,) = tabulate(people, [FORM, SEX], [TABLE])
    cells = {codes: Cell(n, "published") for codes, n in table.cells.items() if codes != (TOTAL, TOTAL)}
    printed = ProtectedTable.from_cells(table.spec, table.variables, cells)

    assert attack_knowing(people[:1], [printed], Rule()).safe
