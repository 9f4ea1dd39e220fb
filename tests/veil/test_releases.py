"""Several releases, in whatever order the ledger accepts them, against a reader who remembers them all.

She writes down every set of persons, with who stayed, came and went, or who was met when, that prints everything
that is out. Whatever the ledger let out keeps its promise, the first release as well as the last.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.veil.small import TooMany, persons
from tests.veil.test_traps import naive
from tests.veil.worlds import SEARCH, Impossible, check_promise, forced, kinds, read
from veil import BadInput, Rule, TableSpec, Unprotectable, Variable, attack, tabulate
from veil.ledger import Edition, Ledger, Publication
from veil.published import STATUSES, UNBOUNDED

SEX = Variable("sex", ("K", "M"))
FORM = Variable("form", ("S", "L", "T"))
COARSE = Variable("form", ("S", "other"), leaves={"other": ("L", "T")})
TWO = Variable("form", ("S", "L"))
AGE = Variable("age", ("child", "grown"))
LEVEL = st.sampled_from(["exact", "threshold"])


class Out:
    """What is out, with the truth behind it."""

    def __init__(self, rule: Rule) -> None:
        self.rule, self.ledger = rule, Ledger()
        self.printed, self.true = [], []

    def release(self, edition: Edition, tables, *, marked: bool = False) -> bool:
        """Publish if the ledger can; marked: small counts are printed as "<3"."""
        try:
            result = self.ledger.protect(tables, self.rule, edition).tables
        except Unprotectable:
            return False
        if marked:
            result = tuple(mark_small(table, self.rule) for table in result)
            if not attack(result, self.rule).safe:
                return False
        self.ledger = self.ledger.add(Publication(edition, result))
        self.printed += [replace(table, population=edition.name) for table in result]
        self.true += tables
        return True

    def check(self, people, most, counted, also=()):
        """Read everything that is out together."""
        try:
            reading = read(self.printed, people, self.rule, most, counted, also)
            nobody = [of for of, _, greatest in also if greatest == 0]
            least = forced(self.printed, people, self.rule, counted, nobody)
        except TooMany:
            return
        check_promise(self.printed, self.true, reading, self.rule, least)


def mark_small(table, rule):
    """The table with a mark at the small counts."""
    primary = table.statuses == STATUSES.index("primary")
    return replace(table, most=np.where(primary, rule.threshold - 1, UNBOUNDED))


# --- the same persons -------------------------------------------------------------------------------------

CUTS = {
    "form": (FORM, TableSpec("form", ("form",))),
    "form by sex": (FORM, TableSpec("form by sex", ("form", "sex"))),
    "coarse form": (COARSE, TableSpec("coarse form", ("form",))),
    "coarse form by sex": (COARSE, TableSpec("coarse form by sex", ("form", "sex"))),
    "women": (FORM, TableSpec("women", ("form",), {"sex": ("K",)})),
    "men": (COARSE, TableSpec("men", ("form",), {"sex": ("M",)})),
    "grown women": (FORM, TableSpec("grown women", ("form",), {"sex": ("K",), "age": ("grown",)})),
    "women's ages": (FORM, TableSpec("women's ages", ("age",), {"sex": ("K",)})),
    "all women": (FORM, TableSpec("all women", (), {"sex": ("K",)})),
    "all S": (FORM, TableSpec("all S", (), {"form": ("S",)})),
}


@SEARCH
@given(persons([SEX, FORM, AGE], most=14), st.permutations(sorted(CUTS)), st.integers(2, 3), LEVEL)
def test_the_same_persons_cut_another_way(rows, order, releases, level):
    out = Out(Rule(threshold=3, level=level))
    for name in order[:releases]:
        form, spec = CUTS[name]
        out.release(Edition(name), tabulate(rows, [SEX, form, AGE], [spec]))
    out.check(kinds([SEX, FORM, AGE]), len(rows) + 6, lambda kind, edition: True)


@SEARCH
@given(persons([SEX, FORM, AGE], most=14), st.permutations(sorted(CUTS)), LEVEL)
def test_beside_tables_that_tell_small_counts_by_their_mark(rows, order, level):
    out = Out(Rule(threshold=3, level=level))
    form, spec = CUTS[order[0]]
    assume(out.release(Edition("first"), tabulate(rows, [SEX, form, AGE], [spec]), marked=True))
    form, spec = CUTS[order[1]]
    out.release(Edition("second"), tabulate(rows, [SEX, form, AGE], [spec]))
    out.check(kinds([SEX, FORM, AGE]), len(rows) + 6, lambda kind, edition: True)


@SEARCH
@given(persons([SEX, FORM, AGE], most=12), st.permutations(["women", "form", "coarse form by sex"]), LEVEL)
def test_a_filter_its_complement_and_the_coarser_codes_in_any_order(rows, order, level):
    out = Out(Rule(threshold=3, level=level))
    for name in order:
        form, spec = CUTS[name]
        out.release(Edition(name), tabulate(rows, [SEX, form, AGE], [spec]))
    out.check(kinds([SEX, FORM, AGE]), len(rows) + 6, lambda kind, edition: True)


# --- restated ---------------------------------------------------------------------------------------------

STAYED, WENT, CAME = frozenset({"stayed"}), frozenset({"went"}), frozenset({"came"})
VERSION = Variable("version", ("stayed", "went", "came"))


def in_version(kind, edition):
    """The first version counts those who stayed and went, the restated one those who stayed and came."""
    return kind["version"] != (CAME if edition == "first" else WENT)


def moved(changed):
    """At most so many went, at most so many came."""
    return [(lambda kind, v=v: kind["version"] == v, 0, changed) for v in (WENT, CAME)]


def altered(rows, changes, codes):
    """The rows with some given another form, or taken out."""
    again = [dict(row) for row in rows]
    for which, form in changes:
        again[which % len(again)]["form"] = form
    return [row for row in again if row["form"] in codes]


CHANGES = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["S", "L", "gone"])), max_size=3)


@SEARCH
@given(persons([SEX, TWO], most=12), CHANGES, st.integers(0, 1), LEVEL)
def test_a_restated_version_beside_the_first(rows, changes, more, level):
    again = altered(rows, changes, TWO.codes)
    assume(again)
    changed = len(changes) + more
    specs = [TableSpec("t", ("form", "sex"))]
    out = Out(Rule(threshold=3, level=level))
    assert out.release(Edition("first"), tabulate(rows, [SEX, TWO], specs))
    out.release(Edition("again", restates="first", changed=changed), tabulate(again, [SEX, TWO], specs))
    out.check(kinds([SEX, TWO, VERSION]), len(rows) + 6, in_version, moved(changed))


@SEARCH
@given(persons([SEX, TWO], most=10), CHANGES, LEVEL)
def test_a_restated_version_that_is_cut_finer_than_the_first(rows, changes, level):
    again = altered(rows, changes, TWO.codes)
    assume(again)
    out = Out(Rule(threshold=3, level=level))
    assert out.release(Edition("first"), tabulate(rows, [SEX, TWO], [TableSpec("t", ("form",))]))
    edition = Edition("again", restates="first", changed=len(changes))
    out.release(edition, tabulate(again, [SEX, TWO], [TableSpec("t", ("form", "sex"))]))
    out.check(kinds([SEX, TWO, VERSION]), len(rows) + 6, in_version, moved(len(changes)))


def openly(rows, variables, spec):
    """A table with every count, as it would be printed."""
    return naive(*tabulate(rows, variables, [spec]))


@SEARCH
@given(persons([TWO], most=8), persons([TWO], most=8), st.integers(0, 8))
def test_a_declared_number_of_changed_rows_that_cannot_be_is_bad_input(before, after, changed):
    spec = TableSpec("t", ("form",))
    old, new = openly(before, [TWO], spec), openly(after, [TWO], spec)
    ledger = Ledger().add(Publication(Edition("first"), (old,)))
    both = [replace(old, population="first"), replace(new, population="again")]
    edition = Edition("again", restates="first", changed=changed)
    try:
        read(both, kinds([TWO, VERSION]), Rule(threshold=3), 16, in_version, moved(changed))
    except Impossible:
        with pytest.raises(BadInput):
            ledger.attack([new], Rule(threshold=3), edition)
        with pytest.raises(BadInput):
            ledger.protect(tabulate(after, [TWO], [spec]), Rule(threshold=3), edition)
    else:
        ledger.attack([new], Rule(threshold=3), edition)


# --- periods ----------------------------------------------------------------------------------------------

STRETCHES = ("Q1", "Q2", "rest", "next Q1")
PERIODS = {
    "2022-Q1": {"Q1"},
    "2022-Q2": {"Q2"},
    "2022-Q1/2022-Q2": {"Q1", "Q2"},
    "2022": {"Q1", "Q2", "rest"},
    "2022-Q2/2023-Q1": {"Q2", "rest", "next Q1"},
    "2023-Q1": {"next Q1"},
}
ONCE = Variable("met", STRETCHES)
OFTEN = Variable("met", STRETCHES[:3], multiple=True)


def met_within(kind, period):
    """Whether she was met within the period."""
    return bool(kind["met"] & PERIODS[period])


def of_period(rows, period):
    """The persons of a period; each row's "met" is one stretch or several."""
    return [
        row
        for row in rows
        if set(row["met"] if isinstance(row["met"], list) else [row["met"]]) & PERIODS[period]
    ]


@SEARCH
@given(persons([TWO, ONCE], most=20), st.permutations(sorted(PERIODS)), st.integers(2, 4), LEVEL)
def test_overlapping_periods_of_first_contacts(rows, order, releases, level):
    out = Out(Rule(threshold=3, level=level))
    for period in order[:releases]:
        tables = tabulate(of_period(rows, period), [TWO], [TableSpec("t", ("form",))])
        out.release(Edition(period, period=period, first_contacts=True), tables)
    out.check(kinds([TWO, ONCE]), len(rows) + 6, met_within)


@SEARCH
@given(
    persons([TWO, OFTEN], most=14),
    st.permutations(["2022-Q1", "2022-Q2", "2022-Q1/2022-Q2", "2022"]),
    st.integers(2, 3),
    LEVEL,
)
def test_overlapping_periods_in_which_a_person_may_stand_several_times(rows, order, releases, level):
    out = Out(Rule(threshold=3, level=level))
    for period in order[:releases]:
        tables = tabulate(of_period(rows, period), [TWO], [TableSpec("t", ("form",))])
        out.release(Edition(period, period=period), tables)
    out.check(kinds([TWO, OFTEN]), len(rows) + 6, met_within)


@SEARCH
@given(persons([TWO, ONCE], most=10), st.sampled_from(["S", "L"]), st.integers(1, 3))
def test_a_part_that_holds_more_than_its_year_is_bad_input(rows, form, more):
    spec = TableSpec("t", ("form",))
    ledger = Ledger()
    year = of_period(rows, "2022")
    quarter = [*year, *[{"form": form, "met": "Q1"}] * more]
    edition = Edition("quarter", period="2022-Q1", first_contacts=True)
    ledger = ledger.add(Publication(edition, (openly(quarter, [TWO], spec),)))
    with pytest.raises(BadInput):
        ledger.attack(
            [openly(year, [TWO], spec)],
            Rule(threshold=3),
            Edition("year", period="2022", first_contacts=True),
        )


def test_what_the_ledger_lets_out_is_safe_however_closely_it_is_looked_at():
    """Nobody in a part of the year, or one: no more is known of it than of a small count."""
    rule = Rule(threshold=3)
    quarter, year = ["S"], ["S", "S", "L"]
    ledger = Ledger()
    for period, forms in (("2022-Q1", quarter), ("2022", year)):
        edition = Edition(period, period=period)
        rows = [{"sex": "K", "form": form} for form in forms]
        tables = tabulate(rows, [SEX, FORM], [TableSpec("t", ("form", "sex"))])
        result = ledger.protect(tables, rule, edition).tables
        assert ledger.attack(result, rule, edition).safe
        assert ledger.attack(result, rule, edition, exact=True).safe
        ledger = ledger.add(Publication(edition, result))
