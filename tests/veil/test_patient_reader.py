"""The promise and the adversary, against a reader who writes down every set of persons: one release.

Where the tables' variables hang together like a chain, persons exist behind every set of tables that adds up; so
her ranges must be the adversary's, exactly.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.veil.small import TooMany, persons
from tests.veil.worlds import SEARCH, check_promise, forced, kinds, read
from veil import Rule, TableSpec, Unprotectable, Variable, attack, protect, tabulate
from veil.recode import propose

SEX = Variable("sex", ("K", "M"))
FORM = Variable("form", ("S", "L", "T"))
AGE = Variable("age", ("child", "young", "adult"), {"class": {"young": "grown", "adult": "grown"}})
GROWN = Variable("age", ("child", "grown"))
MET = Variable("met", ("yes", "no"))
TOWN = Variable(
    "town", ("a", "b", "c", "d"), {"north": {"a": "ab", "b": "ab"}, "coast": {"b": "bc", "c": "bc"}}
)
MANY = Variable("form", ("S", "L"), multiple=True)

LEVEL = st.sampled_from(["exact", "threshold"])


def check(rows, variables, specs, rule):
    """Protect, and let the patient reader have what is printed."""
    tables = tabulate(rows, variables, specs)
    if rule.zeros == "protected":
        tables = tuple(table.with_empty_cells() for table in tables)
    try:
        result = protect(tables, rule).tables
    except Unprotectable:
        return
    compare(rows, variables, result, tables, rule)


def compare(rows, variables, result, tables, rule):
    """The patient reader, the promise and the adversary."""
    people = kinds(variables)
    most = len(rows) + 2 * rule.threshold
    try:
        reading = read(result, people, rule, most)
    except TooMany:
        return
    check_promise(result, tables, reading, rule, forced(result, people, rule))
    if reading.open:
        return
    verdict = attack(result, rule, exact=True)
    for at, table in enumerate(result):
        for codes, told in verdict.ranges(table).items():
            assert (told.low, told.high) == (reading.low[at, codes], reading.high[at, codes])


@SEARCH
@given(persons([AGE, SEX], most=16), LEVEL, st.sampled_from([3, 5]))
def test_a_table_with_a_hierarchy(rows, level, threshold):
    check(rows, [AGE, SEX], [TableSpec("t", ("age", "sex"))], Rule(threshold=threshold, level=level))


@SEARCH
@given(persons([TOWN, SEX], most=14), LEVEL)
def test_a_table_with_two_hierarchies_that_cut_across_each_other(rows, level):
    check(rows, [TOWN, SEX], [TableSpec("t", ("town", "sex"))], Rule(threshold=3, level=level))


@SEARCH
@given(persons([SEX, FORM, GROWN], most=10), LEVEL)
def test_tables_linked_by_a_margin(rows, level):
    specs = [TableSpec("a", ("sex", "form")), TableSpec("b", ("sex", "age"))]
    check(rows, [SEX, FORM, GROWN], specs, Rule(threshold=3, level=level))


@SEARCH
@given(persons([SEX, MET, GROWN], most=10), LEVEL)
def test_a_three_way_table_with_all_its_margins(rows, level):
    check(rows, [SEX, MET, GROWN], [TableSpec("t", ("sex", "met", "age"))], Rule(threshold=3, level=level))


@SEARCH
@given(persons([SEX, FORM], most=12), LEVEL)
def test_protected_zeros(rows, level):
    rule = Rule(threshold=3, level=level, zeros="protected")
    check(rows, [SEX, FORM], [TableSpec("t", ("form", "sex"))], rule)


@SEARCH
@given(persons([SEX, MANY], most=10), LEVEL)
def test_several_answers(rows, level):
    check(rows, [SEX, MANY], [TableSpec("t", ("form", "sex"))], Rule(threshold=3, level=level))


@SEARCH
@given(persons([SEX, FORM, GROWN], most=12), LEVEL)
def test_filters_within_each_other(rows, level):
    specs = [
        TableSpec("all", ("form",)),
        TableSpec("women", ("form",), {"sex": ("K",)}),
        TableSpec("grown women", ("form",), {"sex": ("K",), "age": ("grown",)}),
    ]
    check(rows, [SEX, FORM, GROWN], specs, Rule(threshold=3, level=level))


@SEARCH
@given(persons([SEX, FORM], most=14), LEVEL)
def test_a_filter_and_its_complement(rows, level):
    specs = [
        TableSpec("women", ("form",), {"sex": ("K",)}),
        TableSpec("men", ("form",), {"sex": ("M",)}),
        TableSpec("all", ("form",)),
    ]
    check(rows, [SEX, FORM], specs, Rule(threshold=3, level=level))


@SEARCH
@given(persons([SEX, FORM], most=14), LEVEL)
def test_the_complement_that_nobody_prints_is_no_known_small_count(rows, level):
    rule = Rule(threshold=3, level=level)
    specs = [TableSpec("women", ("form",), {"sex": ("K",)}), TableSpec("all", ("form",))]
    tables = tabulate(rows, [SEX, FORM], specs)
    result = protect(tables, rule).tables
    men_by_form = [lambda kind, f=form: kind["sex"] == {"M"} and kind["form"] == {f} for form in FORM.codes]
    reading = read(result, kinds([SEX, FORM]), rule, len(rows) + 3, watch=men_by_form)
    for form, values in zip(FORM.codes, reading.watched, strict=True):
        men = sum(row["sex"] == "M" and row["form"] == form for row in rows)
        assert men in values
        assert men == 0 or men >= 3 or len(values) > 1


@SEARCH
@given(persons([SEX, FORM, Variable("organisation", ("A", "B", "C"))], most=20))
def test_what_others_than_the_dominating_organisation_have_may_be_nobody_or_not_few(rows):
    rule = Rule(threshold=3, dominance=True)
    organisation = Variable("organisation", ("A", "B", "C"), contributor=True)
    (table,) = tabulate(rows, [SEX, FORM, organisation], [TableSpec("t", ("form", "sex"))])
    try:
        result = protect([table], rule).tables[0]
    except Unprotectable:
        return
    people = kinds([SEX, FORM])
    reading, least = read([result], people, rule, len(rows) + 6), forced([result], people, rule)
    for codes, count in table.cells.items():
        form, sex = codes
        own = max(
            sum(
                row["organisation"] == one and form in ("Total", row["form"]) and sex in ("Total", row["sex"])
                for row in rows
            )
            for one in organisation.codes
        )
        if count - own < 3:
            assert result[codes].hidden
            assert reading.low[0, codes] <= max(own, least[0, codes])
            assert reading.high[0, codes] >= own + 2


@SEARCH
@given(persons([AGE, SEX], most=16), LEVEL)
def test_coarser_codes_keep_the_promise(rows, level):
    rule = Rule(threshold=3, level=level)
    specs = [TableSpec("t", ("age", "sex"))]
    try:
        variants = propose(rows, [AGE, SEX], specs, rule)
    except Unprotectable:
        return
    for variant in variants:
        compare(rows, [AGE, SEX], variant.protection.tables, variant.tables, rule)


@SEARCH
@given(persons([TOWN, SEX], most=14), LEVEL)
def test_coarser_codes_published_beside_the_finer_keep_the_promise(rows, level):
    rule = Rule(threshold=3, level=level)
    coarse = Variable("town", ("west", "d"), leaves={"west": ("a", "b", "c")})
    fine = Variable("town", ("a", "b", "c", "d"))
    tables = [
        *tabulate(rows, [fine, SEX], [TableSpec("fine", ("town",))]),
        *tabulate(rows, [coarse, SEX], [TableSpec("coarse", ("town", "sex"))]),
    ]
    try:
        result = protect(tables, rule).tables
    except Unprotectable:
        return
    compare(rows, [fine, SEX], result, tables, rule)


def test_the_patient_reader_finds_what_naive_hiding_gives_away():
    from tests.veil.test_traps import naive

    rows = [{"sex": "K", "form": "S"}] * 5 + [{"sex": "M", "form": "S"}] * 2 + [{"sex": "M", "form": "L"}] * 4
    (table,) = tabulate(rows, [SEX, FORM], [TableSpec("t", ("form", "sex"))])
    printed = naive(table, ("S", "M"))
    reading = read([printed], kinds([SEX, FORM]), Rule(threshold=3), 14)
    assert (reading.low[0, ("S", "M")], reading.high[0, ("S", "M")]) == (2, 2)
    with pytest.raises(AssertionError, match="can only be 2"):
        check_promise([printed], [table], reading, Rule(threshold=3), {})
