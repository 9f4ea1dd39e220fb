"""Small counts rounded: everything adds up, stays near, and no small count can be told."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.veil.small import persons, real_quarter, tables_of
from veil import TOTAL, BadInput, ProtectedTable, Rule, TableSpec, Variable, tabulate
from veil.rounding import round_counts

SEX = Variable("sex", ("K", "M"))
FORM = Variable("form", ("S", "L", "T"))
MET = Variable("met", ("yes", "no"))
AGE = Variable("age", ("child", "young", "adult"), {"class": {"young": "grown", "adult": "grown"}})
MANY = Variable("form", ("S", "L"), multiple=True)
RULE = Rule(threshold=3)

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def adds_up(table: ProtectedTable) -> None:
    """Every margin and every coarser code is the sum of what it holds."""
    for codes in product(*(variable.all_codes for variable in table.dimension_variables)):
        for at, variable in enumerate(table.dimension_variables):
            for partition in variable.partitions:
                if codes[at] == partition.parent:
                    parts = [
                        table[(*codes[:at], child, *codes[at + 1 :])].count for child in partition.children
                    ]
                    assert table[codes].count == sum(parts)


@QUICK
@given(persons([AGE, SEX, FORM]), st.sampled_from([2, 3, 5]), st.integers(0, 2))
def test_every_table_adds_up_no_figure_is_small_and_shared_figures_agree(people, threshold, more):
    specs = [
        TableSpec("a", ("age", "sex")),
        TableSpec("b", ("sex", "form")),
        TableSpec("c", ("form",), {"sex": ("K",)}),
    ]
    rounded = round_counts(people, [AGE, SEX, FORM], specs, Rule(threshold=threshold), threshold + more)
    for table in rounded.tables:
        adds_up(table)
        assert all(cell.count >= threshold + more for cell in table.cells.values())
    a, b, c = rounded.tables
    for sex in ("K", "M", TOTAL):
        assert a[(TOTAL, sex)].count == b[(sex, TOTAL)].count
    for form in (*FORM.codes, TOTAL):
        assert b[("K", form)].count == c[(form,)].count


@QUICK
@given(persons([SEX, MANY]), st.sampled_from([2, 3, 5]))
def test_the_total_of_several_answers_is_those_who_answered(people, threshold):
    specs = [TableSpec("form", ("form",)), TableSpec("sex", ("sex",))]
    forms, _ = round_counts(people, [SEX, MANY], specs, Rule(threshold=threshold)).tables
    options = [forms[(option,)].count for option in MANY.codes]
    assert max(options) <= forms[(TOTAL,)].count <= sum(options)


def fits(cells, groups, printed, most):
    """Every choice of whole numbers for the cells whose sums over the groups are what is printed."""
    found = [
        chosen
        for chosen in product(range(most + 1), repeat=len(cells))
        if all(sum(chosen[at] for at in group) == value for group, value in zip(groups, printed, strict=True))
    ]
    assert found
    return found


def possible_counts(rounded, groups, base):
    """Per group, every true count that prints as it does.

    The reader knows all but chance: a count that is small is made of rounded cells, only cells below the base are rounded.
    """
    choices = [
        (0, *range(1, base)) if value == 0 else tuple(range(1, base + 1)) if value == base else (value,)
        for value in rounded
    ]
    kept = [0 < value < base for value in rounded]
    counts = []
    for truth in product(*choices):
        sums = [sum(truth[at] for at in group) for group in groups]
        small = [group for group, total in zip(groups, sums, strict=True) if 0 < total < base]
        if not any(kept[at] for group in small for at in group):
            counts.append(sums)
    return counts


def check(people, specs, base):
    """By writing down every set of persons that prints the same, each small count keeps two values at least."""
    variables = [SEX, FORM]
    rule = Rule(threshold=base)
    tables = round_counts(people, variables, specs, rule).tables
    counted = tabulate(people, variables, specs)
    cells = list(product(SEX.codes, FORM.codes))
    groups, printed, true = [], [], []
    for table, truth in zip(tables, counted, strict=True):
        for codes in product(*(variable.all_codes for variable in table.dimension_variables)):
            of = dict(zip(table.dimensions, codes, strict=True))
            groups.append(
                [
                    at
                    for at, (sex, form) in enumerate(cells)
                    if of.get("sex", TOTAL) in (sex, TOTAL) and of.get("form", TOTAL) in (form, TOTAL)
                ]
            )
            printed.append(table[codes].count)
            true.append(truth[codes])
    seen: list[set[int]] = [set() for _ in groups]
    whole = tables[0].dimensions == ("sex", "form")
    alone = [tuple(tables[0][cell].count for cell in cells)] if whole else []
    for rounded in alone if whole else fits(cells, groups, printed, max(printed)):
        for sums in possible_counts(rounded, groups, base):
            for at, total in enumerate(sums):
                seen[at].add(total)
    for values, total in zip(seen, true, strict=True):
        assert total in values
        if 0 < total < base:
            assert len(values) >= 2


@QUICK
@given(persons([SEX, FORM], most=24), st.sampled_from([2, 3]))
def test_a_reader_of_a_rounded_table_must_hold_two_values_possible_for_each_small_count(people, base):
    check(people, [TableSpec("t", ("sex", "form"))], base)


@QUICK
@given(persons([SEX, FORM], most=5), st.sampled_from([2, 3]))
def test_a_reader_of_rounded_margins_alone_must_hold_two_values_possible_for_each_small_count(people, base):
    check(people, [TableSpec("sex", ("sex",)), TableSpec("form", ("form",))], base)


def test_a_small_count_can_not_be_told_from_nobody():
    people = (
        [{"sex": "K", "met": "yes"}] * 9 + [{"sex": "M", "met": "yes"}] * 1 + [{"sex": "M", "met": "no"}] * 8
    )
    (table,) = round_counts(people, [SEX, MET], [TableSpec("t", ("sex", "met"))], RULE).tables
    assert ("M", "yes") not in table.cells
    assert ("K", "no") not in table.cells
    assert {cell.status for cell in table.cells.values()} == {"rounded"}
    assert table.base == 3


def test_what_anybody_gets_by_subtracting_is_rounded_like_what_is_printed():
    people = (
        [{"sex": "K", "form": "S"}] * 9 + [{"sex": "M", "form": "S"}] * 2 + [{"sex": "K", "form": "L"}] * 8
    )
    specs = [TableSpec("all", ("form",)), TableSpec("women", ("form",), {"sex": ("K",)})]
    everybody, women = round_counts(people, [SEX, FORM], specs, Rule(threshold=5)).tables
    assert everybody[("S",)].count - women[("S",)].count in (0, 5)
    answers = [{"form": ["S"]}] * 9 + [{"form": ["L"]}] * 2 + [{"form": ["S", "L"]}] * 8
    (forms,) = round_counts(answers, [MANY], [TableSpec("form", ("form",))], Rule(threshold=5)).tables
    assert forms[(TOTAL,)].count - forms[("S",)].count in (0, 5)


def test_counts_that_are_not_small_stay_as_they_are():
    people = [{"sex": "K"}] * 7 + [{"sex": "M"}] * 4
    rounded = round_counts(people, [SEX], [TableSpec("t", ("sex",))], RULE)
    assert {codes: cell.count for codes, cell in rounded.tables[0].cells.items()} == {
        (TOTAL,): 11,
        ("K",): 7,
        ("M",): 4,
    }
    assert (rounded.largest, rounded.total) == (0, 0)


def test_a_base_below_the_threshold_and_what_rounding_cannot_promise_are_refused():
    people = [{"sex": "K"}] * 7
    with pytest.raises(BadInput, match="counts 3 to 4 would be printed"):
        round_counts(people, [SEX], [TableSpec("t", ("sex",))], Rule(threshold=5), 3)
    with pytest.raises(BadInput, match="hide instead"):
        round_counts(people, [SEX], [TableSpec("t", ("sex",))], Rule(dominance=True))


def test_the_real_quarters_margins_stay_near():
    rows = real_quarter("q3")
    specs = [table.spec for table in tables_of(rows, 2)]
    variables = [Variable(name) for name in rows.column_names]
    rounded = round_counts(rows, variables, specs, Rule(threshold=5))
    assert rounded.largest < 10
    assert abs(rounded.total) < 5
    for table in rounded.tables:
        adds_up(table)
