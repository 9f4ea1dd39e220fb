"""Whatever is hidden, well or badly: the adversary tells what the patient reader tells, no more and no less.

Her ranges come from every set of persons that prints the same; so a sum that veil overlooks makes the adversary's
range too wide, and one that it makes up makes it too narrow.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.veil.small import TooMany, persons
from tests.veil.worlds import SEARCH, Impossible, kinds, read
from veil import Cell, ProtectedTable, Rule, TableSpec, Variable, attack, tabulate
from veil.ledger import Edition, Ledger, Publication
from veil.published import HIDDEN, UNBOUNDED

SEX = Variable("sex", ("K", "M"))
AGE = Variable("age", ("child", "grown"))
FORM = Variable("form", ("S", "L", "T"))
GROUPED = Variable("form", ("S", "L", "T"), {"group": {"L": "LT", "T": "LT"}})
COARSE = Variable("form", ("S", "LT"), leaves={"LT": ("L", "T")})
ACROSS = Variable("form", ("SL", "T"), leaves={"SL": ("S", "L")})
MANY = Variable("form", ("S", "L"), multiple=True)
ALL = Rule(threshold=3)
NONE = Rule(threshold=3, zeros="protected")


def hide(table, chosen):
    """Hide the chosen of the cells, counted around; statuses don't matter to ranges."""
    cells = {
        codes: Cell(None, "primary") if chosen[at % len(chosen)] else Cell(count, "published")
        for at, (codes, count) in enumerate(table.cells.items())
    }
    return ProtectedTable.from_cells(table.spec, table.variables, cells, table.population)


def mark(table, chosen, most):
    """Hide the chosen of the cells; some of the small ones by a mark that says so."""
    hidden = hide(table, chosen)
    small = (hidden.counts == HIDDEN) & (table.counts <= most) & (np.arange(len(table.counts)) % 3 > 0)
    return replace(hidden, most=np.where(small, most, UNBOUNDED))


CHOSEN = st.lists(st.booleans(), min_size=3, max_size=17)


def compare(rows, variables, tables, rule):
    """Both readers' ranges of every hidden cell."""
    try:
        reading = read(tables, kinds(variables), rule, len(rows) + 8)
    except TooMany:
        return
    assume(not reading.open)
    verdict = attack(tables, rule, exact=True)
    for at, table in enumerate(tables):
        for codes, told in verdict.ranges(table).items():
            expected = (reading.low[at, codes], reading.high[at, codes])
            assert (told.low, told.high) == expected, f"{table.name}: {codes}"


# Within women every cut is by form or by age, never both twice over; so persons exist behind all that adds up.
WOMEN, MEN, GROWN = {"sex": ("K",)}, {"sex": ("M",)}, {"sex": ("K",), "age": ("grown",)}
CUTS = [
    (FORM, TableSpec("form", ("form",))),
    (FORM, TableSpec("form by sex", ("form", "sex"))),
    (GROUPED, TableSpec("grouped by sex", ("form", "sex"))),
    (COARSE, TableSpec("coarse", ("form",))),
    (COARSE, TableSpec("coarse by sex", ("form", "sex"))),
    (ACROSS, TableSpec("across", ("form",))),
    (ACROSS, TableSpec("women across", ("form",), WOMEN)),
    (FORM, TableSpec("women", ("form",), WOMEN)),
    (COARSE, TableSpec("men", ("form",), MEN)),
    (FORM, TableSpec("grown women", ("form",), GROWN)),
    (COARSE, TableSpec("grown women, coarse", ("form",), GROWN)),
    (FORM, TableSpec("women's ages", ("age",), WOMEN)),
    (FORM, TableSpec("only S and L", ("form",), {"form": ("S", "L")})),
    (FORM, TableSpec("only S and L by sex", ("form", "sex"), {"form": ("S", "L")})),
    (FORM, TableSpec("nobody's form", ("sex",), {"form": ("T",)})),
    (COARSE, TableSpec("sex", ("sex",))),
    (FORM, TableSpec("everybody", ())),
    (FORM, TableSpec("all women", (), WOMEN)),
    (FORM, TableSpec("all S", (), {"form": ("S",)})),
]


@SEARCH
@given(
    persons([SEX, FORM, AGE], most=14),
    st.lists(st.sampled_from(CUTS), min_size=2, max_size=4, unique_by=lambda cut: cut[1].name),
    CHOSEN,
)
def test_tables_with_filters_and_coarser_codes(rows, cuts, chosen):
    tables = [hide(*tabulate(rows, [SEX, form, AGE], [spec]), chosen) for form, spec in cuts]
    compare(rows, [SEX, FORM, AGE], tables, ALL)


@SEARCH
@given(
    persons([SEX, FORM, AGE], most=14),
    st.lists(st.sampled_from(CUTS), min_size=1, max_size=3, unique_by=lambda cut: cut[1].name),
    CHOSEN,
    st.sampled_from(["exact", "threshold"]),
    st.integers(0, 4),
)
def test_what_is_found_unsafe_does_not_hang_on_how_closely_it_is_looked_at(rows, cuts, chosen, level, most):
    rule = Rule(threshold=3, level=level)
    tables = [mark(*tabulate(rows, [SEX, form, AGE], [spec]), chosen, most) for form, spec in cuts]
    quick, close = attack(tables, rule), attack(tables, rule, exact=True)
    assert {(f.table, f.codes) for f in quick.findings} == {(f.table, f.codes) for f in close.findings}
    order = [finding.printed for finding in close.findings]
    assert order == sorted(order, reverse=True)


@SEARCH
@given(
    persons([SEX, FORM, AGE], most=14),
    st.lists(st.sampled_from(CUTS), min_size=1, max_size=3, unique_by=lambda cut: cut[1].name),
    CHOSEN,
    st.integers(1, 4),
)
def test_marks_that_say_what_a_count_is_at_most(rows, cuts, chosen, most):
    tables = [mark(*tabulate(rows, [SEX, form, AGE], [spec]), chosen, most) for form, spec in cuts]
    compare(rows, [SEX, FORM, AGE], tables, ALL)


def without(table, kinds):
    """The table without its margins of some kinds: a kind says of each dimension whether it cuts the margin."""
    cells = {
        codes: cell
        for codes, cell in table.cells.items()
        if "Total" not in codes or tuple(code != "Total" for code in codes) not in kinds
    }
    return ProtectedTable.from_cells(table.spec, table.variables, cells or table.cells, table.population)


KINDS = st.sets(st.sampled_from([(), (True,), (False,), (False, False), (True, False), (False, True)]))


@SEARCH
@given(
    persons([SEX, FORM, AGE], most=14),
    st.lists(st.sampled_from(CUTS), min_size=1, max_size=3, unique_by=lambda cut: cut[1].name),
    CHOSEN,
    st.lists(KINDS, min_size=3, max_size=3),
    st.sampled_from([ALL, NONE]),
)
def test_margins_that_are_not_printed(rows, cuts, chosen, left_out, rule):
    tables = [
        without(hide(*tabulate(rows, [SEX, form, AGE], [spec]), chosen), kinds)
        for (form, spec), kinds in zip(cuts, left_out, strict=False)
    ]
    compare(rows, [SEX, FORM, AGE], tables, rule)


@SEARCH
@given(persons([SEX, FORM], most=12), st.sampled_from([ALL, NONE]), CHOSEN)
def test_one_table_with_a_hierarchy(rows, rule, chosen):
    (table,) = tabulate(rows, [SEX, GROUPED], [TableSpec("t", ("form", "sex"))])
    table = table.with_empty_cells() if rule is NONE else table
    compare(rows, [SEX, FORM], [hide(table, chosen)], rule)


@SEARCH
@given(
    persons([SEX, MANY], most=10),
    st.lists(
        st.sampled_from(
            [
                TableSpec("form", ("form",)),
                TableSpec("form by sex", ("form", "sex")),
                TableSpec("sex", ("sex",)),
                TableSpec("women", ("form",), {"sex": ("K",)}),
                TableSpec("of S", ("sex",), {"form": ("S",)}),
                TableSpec("men", ("form",), {"sex": ("M",)}),
                TableSpec("everybody", ()),
            ]
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda spec: spec.name,
    ),
    CHOSEN,
)
def test_several_answers(rows, specs, chosen):
    tables = [hide(table, chosen) for table in tabulate(rows, [SEX, MANY], specs)]
    compare(rows, [SEX, MANY], tables, ALL)


STAYED, WENT, CAME = ({"stayed"}, {"went"}, {"came"})
VERSION = Variable("version", ("stayed", "went", "came"))


@SEARCH
@given(
    persons([SEX, FORM, VERSION], most=12),
    st.sampled_from([("form", "sex"), ("form",)]),
    st.sampled_from([("form", "sex"), ("form",)]),
    st.integers(0, 1),
    CHOSEN,
    CHOSEN,
)
def test_two_versions(rows, before, after, more, chosen, again):
    old = [row for row in rows if row["version"] != "came"]
    new = [row for row in rows if row["version"] != "went"]
    assume(old and new)
    changed = max(len(rows) - len(old), len(rows) - len(new)) + more
    first = hide(*tabulate(old, [SEX, FORM], [TableSpec("t", before)]), chosen)
    second = hide(*tabulate(new, [SEX, FORM], [TableSpec("t", after)]), again)
    both = [replace(first, population="first"), replace(second, population="again")]
    few = [(lambda kind, v=v: kind["version"] == v, 0, changed) for v in (WENT, CAME)]
    reading = None
    try:
        reading = read(
            both,
            kinds([SEX, FORM, VERSION]),
            ALL,
            len(rows) + 8,
            lambda kind, population: kind["version"] != (CAME if population == "first" else WENT),
            few,
        )
    except TooMany:
        return
    assume(not reading.open)
    ledger = Ledger().add(Publication(Edition("first"), (first,)))
    verdict = ledger.attack([second], ALL, Edition("again", restates="first", changed=changed), exact=True)
    for codes, told in verdict.ranges(second).items():
        assert (told.low, told.high) == (reading.low[1, codes], reading.high[1, codes])


PERIODS = {
    "2022-Q1": {"Q1"},
    "2022-Q2": {"Q2"},
    "2022-Q1/2022-Q2": {"Q1", "Q2"},
    "2022": {"Q1", "Q2", "rest"},
    "2022-Q2/2023-Q1": {"Q2", "rest", "next"},
    "2023-Q1": {"next"},
}
MET = Variable("met", ("Q1", "Q2", "rest", "next"))


@SEARCH
@given(
    persons([SEX, MET], most=14),
    st.lists(st.sampled_from(sorted(PERIODS)), min_size=2, max_size=4, unique=True),
    st.lists(CHOSEN, min_size=4, max_size=4),
)
def test_periods_of_first_contacts(rows, periods, chosen):
    tables = {}
    for period, hidden in zip(periods, chosen, strict=False):
        within = [row for row in rows if row["met"] in PERIODS[period]]
        tables[period] = hide(*tabulate(within, [SEX], [TableSpec("t", ("sex",))], period), hidden)
    try:
        reading = read(
            list(tables.values()),
            kinds([SEX, MET]),
            ALL,
            len(rows) + 8,
            lambda kind, period: bool(kind["met"] & PERIODS[period]),
        )
    except (TooMany, Impossible):
        return
    assume(not reading.open)
    *earlier, last = periods
    ledger = Ledger()
    for period in earlier:
        edition = Edition(period, period=period, first_contacts=True)
        ledger = ledger.add(Publication(edition, (tables[period],)))
    verdict = ledger.attack([tables[last]], ALL, Edition(last, period=last, first_contacts=True), exact=True)
    for codes, told in verdict.ranges(tables[last]).items():
        at = len(periods) - 1
        assert (told.low, told.high) == (reading.low[at, codes], reading.high[at, codes])
