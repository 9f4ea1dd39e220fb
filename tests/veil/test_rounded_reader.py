"""What a reader of rounded tables can work out."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.veil.small import persons, real_quarter, tables_of
from veil import TOTAL, BadInput, Cell, ProtectedTable, Rule, TableSpec, Variable, tabulate
from veil.attack.rounded import attack_rounded
from veil.rounding import round_counts

SEX = Variable("sex", ("K", "M"))
FORM = Variable("form", ("S", "L", "T"))
RULE = Rule(threshold=3)

QUICK = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def by_brute_force(tables, base):
    """Per table and cell the true counts that a reader must hold possible, by writing down every set of persons."""
    cells = list(product(SEX.codes, FORM.codes))
    figures = []
    for table in tables:
        for codes in product(*(variable.all_codes for variable in table.dimension_variables)):
            of = {**dict(zip(table.dimensions, codes, strict=True))}
            women = table.spec.filters.get("sex")
            inside = [
                at
                for at, (sex, form) in enumerate(cells)
                if of.get("sex", TOTAL) in (sex, TOTAL)
                and of.get("form", TOTAL) in (form, TOTAL)
                and (women is None or sex in women)
            ]
            figures.append((table.name, codes, inside, table[codes].count))
    # an inner cell stands as no more than the least figure it is counted in
    most = [min(printed for _, _, inside, printed in figures if at in inside) for at in range(len(cells))]
    margins = all(len(table.dimensions) < 2 for table in tables)
    seen: dict[tuple, set[int]] = {}
    for standing in product(*(range(end, -1, -1) if end and margins else (end,) for end in most)):
        if any(sum(standing[at] for at in inside) != printed for _, _, inside, printed in figures):
            continue
        choices = [
            [(y, False) for y in range(base)]
            if r == 0
            else [(y, False) for y in range(1, base + 1)]
            if r == base
            else [(r, r < base)]
            for r in standing
        ]
        for truth in product(*choices):
            sums = [sum(truth[at][0] for at in inside) for _, _, inside, _ in figures]
            if any(
                0 < total < base and any(truth[at][1] for at in inside)
                for total, (_, _, inside, _) in zip(sums, figures, strict=True)
            ):
                continue
            for total, (name, codes, _, _) in zip(sums, figures, strict=True):
                seen.setdefault((name, codes), set()).add(total)
    return seen


def compare(people, specs, base):
    tables = round_counts(people, [SEX, FORM], specs, Rule(threshold=base)).tables
    verdict = attack_rounded(tables, Rule(threshold=base))
    assert verdict.safe
    assert verdict.exact
    possible = by_brute_force(tables, base)
    for table in tables:
        for codes, found in verdict.ranges(table).items():
            values = possible[table.name, codes]
            assert (found.low, found.high) == (min(values), max(values))


@QUICK
@given(persons([SEX, FORM], most=24), st.sampled_from([2, 3]))
def test_the_ranges_of_a_rounded_table_are_those_of_every_set_of_persons_that_prints_it(people, base):
    compare(people, [TableSpec("t", ("sex", "form"))], base)


@QUICK
@given(persons([SEX, FORM], most=4), st.sampled_from([2, 3]))
def test_the_ranges_of_rounded_margins_are_those_of_every_set_of_persons_that_prints_them(people, base):
    compare(people, [TableSpec("sex", ("sex",)), TableSpec("form", ("form",))], base)


@QUICK
@given(persons([SEX, FORM], most=24))
def test_outer_bounds_hold_what_is_exactly_possible(people):
    (table,) = round_counts(people, [SEX, FORM], [TableSpec("t", ("sex", "form"))], RULE).tables
    exact = attack_rounded([table], RULE)
    many = Variable("form", (*FORM.codes, *(f"none {n}" for n in range(40))))
    wider = ProtectedTable.from_cells(table.spec, {"sex": SEX, "form": many}, table.cells, base=3)
    outer = attack_rounded([wider], RULE)
    assert not outer.exact
    for codes, inside in exact.ranges(table).items():
        around = outer.ranges(wider)[codes]
        assert around.low <= inside.low <= inside.high <= around.high


def test_a_small_count_that_is_printed_as_it_is_or_got_by_subtraction_is_found():
    women = ProtectedTable.from_cells(
        TableSpec("women", ("form",), {"sex": ("K",)}),
        {"form": FORM, "sex": SEX},
        {("Total",): Cell(9, "rounded"), ("S",): Cell(9, "rounded")},
        base=5,
    )
    everybody = ProtectedTable.from_cells(
        TableSpec("all", ("form",)),
        {"form": FORM},
        {("Total",): Cell(11, "rounded"), ("S",): Cell(11, "rounded")},
        base=5,
    )
    found = attack_rounded([everybody, women], Rule(threshold=5)).findings
    assert found
    assert {(one.kind, one.low, one.printed) for one in found} == {("pinned", 2, False)}
    small = ProtectedTable.from_cells(
        TableSpec("t", ("form",)),
        {"form": FORM},
        {("Total",): Cell(9, "rounded"), ("S",): Cell(6, "rounded"), ("L",): Cell(3, "rounded")},
        base=5,
    )
    [one] = attack_rounded([small], Rule(threshold=5)).findings
    assert (one.codes, one.low) == (("L",), 3)


@pytest.mark.parametrize(
    ("codes", "regions", "whole"),
    [((), {}, TOTAL), (("x", "y"), {"part": {"x": "East", "y": "West"}}, "East")],
)
def test_the_one_option_that_anybody_chose_or_that_a_region_holds_has_the_figure_of_the_whole(
    codes, regions, whole
):
    options = Variable("nationality", codes, regions, multiple=True)
    people = [{"nationality": ["x"], "sex": "K"}] * 10 + [{"nationality": ["x"], "sex": "M"}] * 2
    rounded = round_counts(
        people, [options, SEX], [TableSpec("t", ("sex", "nationality"))], Rule(threshold=5)
    )
    verdict = attack_rounded(rounded.tables, Rule(threshold=5))
    assert verdict.safe
    assert verdict.exact
    ranges = {cell: (one.low, one.high) for cell, one in verdict.ranges(rounded.tables[0]).items()}
    assert ranges["K", "x"] == ranges["K", whole]
    for cell, (low, high) in ranges.items():
        assert low <= rounded.counted[0][cell] <= high


def test_a_rounded_table_that_leaves_out_its_total_says_as_much_as_its_parts():
    table = ProtectedTable.from_cells(
        TableSpec("t", ("form",)),
        {"form": FORM},
        {("S",): Cell(9, "rounded"), ("L",): Cell(5, "rounded")},
        base=5,
    )
    verdict = attack_rounded([table], Rule(threshold=5))
    assert verdict.safe
    assert {codes: (one.low, one.high) for codes, one in verdict.ranges(table).items()} == {
        ("S",): (9, 9),
        ("L",): (1, 5),
    }
    several = replace(table, variables={"form": replace(FORM, multiple=True)})
    assert attack_rounded([several], Rule(threshold=5)).safe


@pytest.mark.parametrize("form", [FORM, Variable("form"), Variable("form", multiple=True)])
def test_rounded_tables_of_nobody_tell_nothing(form):
    specs = [TableSpec("all", ()), TableSpec("t", ("sex", "form"))]
    verdict = attack_rounded(round_counts([], [SEX, form], specs, RULE).tables, RULE)
    assert verdict.safe
    assert verdict.exact
    assert not verdict.low.any()
    assert not verdict.high.any()


def test_a_rounded_total_of_a_variable_without_codes_counts_nobody():
    form = Variable("form")
    table = ProtectedTable.from_cells(
        TableSpec("t", ("form",)), {"form": form}, {("Total",): Cell(9, "rounded")}, base=3
    )
    with pytest.raises(BadInput, match="no persons give these figures"):
        attack_rounded([table], RULE)


def test_rounded_tables_that_do_not_add_up_hide_or_have_another_base_are_refused():
    people = [{"sex": "K", "form": "S"}] * 9
    (table,) = round_counts(people, [SEX, FORM], [TableSpec("t", ("sex", "form"))], RULE).tables
    broken = replace(table, counts=table.counts + np.arange(len(table.counts)))
    with pytest.raises(BadInput, match="they don't add up"):
        attack_rounded([broken], RULE)
    with pytest.raises(BadInput, match="counts 3 to 4 are printed"):
        attack_rounded([table], Rule(threshold=5))
    with pytest.raises(BadInput, match="hidden cells too"):
        attack_rounded([replace(table, counts=np.full_like(table.counts, -1))], RULE)
    with pytest.raises(BadInput, match="different bases"):
        attack_rounded([table, replace(table, base=4)], RULE)


def test_the_real_quarter_is_safe_when_rounded():
    rows = real_quarter("q3")
    specs = [table.spec for table in tables_of(rows, 2)]
    rule = Rule(threshold=5)
    rounded = round_counts(rows, [Variable(name) for name in rows.column_names], specs, rule)
    verdict = attack_rounded(rounded.tables, rule)
    assert verdict.safe
    assert not verdict.exact
    for table, counted in zip(
        rounded.tables, tabulate(rows, [Variable(n) for n in rows.column_names], specs), strict=True
    ):
        for codes, one in verdict.ranges(table).items():
            assert one.low <= counted[codes]
            assert one.high is None or counted[codes] <= one.high
