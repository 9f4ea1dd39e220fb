"""Everything that was published is judged together."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.veil.small import TooMany, every_table, persons
from veil import (
    BadInput,
    Cell,
    ProtectedTable,
    Rule,
    TableSpec,
    Unprotectable,
    Variable,
    attack,
    from_json,
    protect,
    tabulate,
)
from veil.ledger import Collision, Edition, Ledger, Publication, months, told_of_changes
from veil.system import CELL, build

SEX = Variable("sex", ("K", "M"))
FORM = Variable("form", ("S", "L", "T"))
AGE = Variable("age", ("child", "young", "adult"), {"class": {"young": "grown", "adult": "grown"}})
RULE = Rule(threshold=3)

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def rows(*groups):
    return [row for times, row in groups for _ in range(times)]


def one_way(name, counts, hidden=(), variable=FORM):
    """A published one-way table of counts; those hidden are marked as such."""
    cells = {
        (code,): Cell(None, "primary") if code in hidden else Cell(n, "published")
        for code, n in {"Total": sum(counts.values()), **counts}.items()
        if n
    }
    return ProtectedTable.from_cells(TableSpec(name, ("form",)), {"form": variable}, cells)


def counted(people, *specs, variables=(SEX, FORM, AGE)):
    return tabulate(people, variables, specs)


# --- the same persons, cut another way --------------------------------------------------------------------


def test_women_published_after_everybody_are_subtracted_from_them():
    people = rows(
        (20, {"sex": "K", "form": "S", "age": "adult"}), (2, {"sex": "M", "form": "S", "age": "adult"})
    )
    (everybody,) = counted(people, TableSpec("all", ("form",)))
    ledger = Ledger()
    first = ledger.protect([everybody], RULE, Edition("all"))
    ledger = ledger.add(Publication(Edition("all"), first.tables))
    (women,) = counted(people, TableSpec("women", ("form",), {"sex": ("K",)}, ((),)))
    open_table = ProtectedTable.from_cells(
        women.spec, women.variables, {codes: Cell(n, "published") for codes, n in women.cells.items()}
    )
    assert not ledger.attack([open_table], RULE, Edition("women")).safe
    with pytest.raises(Collision, match="beside “all”"):
        ledger.protect([women], RULE, Edition("women"))


def test_a_collision_names_what_stands_in_the_way_and_what_can_be_published_instead():
    people = rows(
        (20, {"sex": "K", "form": "S", "age": "adult"}),
        (2, {"sex": "M", "form": "S", "age": "adult"}),
        (9, {"sex": "K", "form": "L", "age": "young"}),
        (9, {"sex": "K", "form": "L", "age": "child"}),
    )
    ledger = Ledger()
    for name, dimension in (("forms", "form"), ("ages", "age")):
        edition = Edition(name)
        tables = counted(people, TableSpec(name, (dimension,)))
        ledger = ledger.add(Publication(edition, ledger.protect(tables, RULE, edition).tables))
    women = TableSpec("adult women", ("form",), {"sex": ("K",), "age": ("adult",)}, ((),))
    tables = counted(people, women, TableSpec("form by age", ("form", "age")))
    with pytest.raises(Collision) as told:
        ledger.protect(tables, RULE, Edition("new"))
    assert told.value.publications == ("ages",)
    assert told.value.possible == ("form by age",)


def test_codes_that_a_table_does_not_show_are_zero_and_its_total_is_everybodys():
    people = rows((9, {"form": "S"}), (2, {"form": "L"}), (8, {"form": "T"}))
    (fine,) = tabulate(people, [FORM], [TableSpec("fine", ("form",))])
    coarse = Variable("form", ("S", "other"), leaves={"other": ("L", "T", "U")})
    (before,) = tabulate(people, [coarse], [TableSpec("coarse", ("form",))])
    ledger = Ledger()
    ledger = ledger.add(
        Publication(Edition("coarse"), ledger.protect([before], RULE, Edition("coarse")).tables)
    )
    assert ledger["coarse"].tables[0][("other",)].count == 10
    naive = one_way("fine", {"S": 9, "L": 2, "T": 8}, hidden=("L",))
    found = ledger.attack([naive], RULE, Edition("fine")).findings
    assert [(finding.codes, finding.low) for finding in found] == [(("L",), 2)]
    assert ledger.protect([fine], RULE, Edition("fine")).tables[0][("T",)].hidden


@QUICK
@given(
    persons([SEX, FORM, AGE], most=20),
    st.permutations(
        [
            [TableSpec("sex", ("sex",)), TableSpec("form by sex", ("form", "sex"))],
            [TableSpec("age by sex", ("age", "sex"))],
            [TableSpec("women", ("form",), {"sex": ("K",)})],
        ]
    ),
    st.sampled_from(["exact", "threshold"]),
)
def test_in_whatever_order_three_releases_come_out_nothing_hidden_is_narrower_than_promised(
    people, order, level
):
    rule = Rule(threshold=3, level=level)
    ledger = Ledger()
    for specs in order:
        edition = Edition(specs[0].name)
        try:
            protected = ledger.protect(counted(people, *specs), rule, edition)
        except Unprotectable:
            continue
        ledger = ledger.add(Publication(edition, protected.tables))
    out = [table for publication in ledger.publications for table in publication.tables]
    assert attack(out, rule).safe
    system = build(out, rule)
    try:
        every = every_table(system, len(people) + 3)
    except TooMany:
        return
    low, high = every.min(axis=0), every.max(axis=0)
    hidden = ~system.shown & (system.kind == CELL)
    assert (low[hidden] < high[hidden]).all()
    if level == "threshold":
        small = hidden & system.primary
        assert (high[small] >= rule.threshold - 1).all()


# --- restated ---------------------------------------------------------------------------------------------


def restated(ledger, tables, changed, rule=RULE, **options):
    edition = Edition("again", restates="first", changed=changed)
    return ledger.attack(tables, rule, edition, **options)


def test_a_count_hidden_now_that_was_published_before_the_change_is_found():
    ledger = Ledger().add(Publication(Edition("first"), (one_way("t", {"S": 9, "L": 3, "T": 7}),)))
    now = one_way("t", {"S": 9, "L": 2, "T": 8}, hidden=("S", "L"))
    verdict = restated(ledger, [now], 1, exact=True)
    assert verdict.ranges(now)[("L",)].low == 2
    assert ("L",) in [finding.codes for finding in verdict.findings]
    assert restated(ledger, [now], 3, exact=True).ranges(now)[("L",)].low == 1


def test_versions_that_differ_by_more_than_was_declared_are_bad_input():
    ledger = Ledger().add(Publication(Edition("first"), (one_way("t", {"S": 9, "L": 3, "T": 7}),)))
    now = one_way("t", {"S": 9, "L": 6, "T": 7})
    with pytest.raises(BadInput, match=r"changed rows, .*is 2, but what is printed makes it 3 at least"):
        restated(ledger, [now], 2)
    assert restated(ledger, [now], 3).safe


def test_the_few_rows_that_came_are_told_of():
    ledger = Ledger().add(Publication(Edition("first"), (one_way("t", {"S": 9, "L": 3, "T": 7}),)))
    verdict = restated(ledger, [one_way("t", {"S": 9, "L": 4, "T": 7})], 1)
    assert verdict.safe
    assert [(finding.codes, finding.low) for finding in told_of_changes(verdict, RULE)] == [(("form=L",), 1)]


def test_a_change_that_both_versions_print_openly_is_told_of_but_stops_nobody_from_protecting():
    """One man came; all and women are published, so the men follow by subtraction in both versions."""
    people = [
        {"sex": s, "form": f}
        for s, f, n in (("K", "S", 12), ("K", "L", 9), ("M", "S", 8), ("M", "L", 7))
        for _ in range(n)
    ]
    specs = [TableSpec("all", ("form",)), TableSpec("women", ("form",), {"sex": ("K",)})]
    first = Ledger().protect(tabulate(people, [SEX, FORM], specs), RULE, Edition("first"))
    ledger = Ledger().add(Publication(Edition("first"), first.tables))
    edition = Edition("again", restates="first", changed=1)
    second = ledger.protect(tabulate([*people, {"sex": "M", "form": "S"}], [SEX, FORM], specs), RULE, edition)
    told = {finding.codes for finding in told_of_changes(second.verdict, RULE)}
    assert ("form=S",) in told
    assert ("sex=M",) in told
    assert ("form=L",) not in told


@pytest.mark.parametrize(("changed", "tells"), [(1, True), (3, True), (4, True), (5, False), (40, False)])
def test_two_more_persons_hide_among_as_many_changed_rows_as_a_small_count_would(changed, tells):
    rule = Rule(threshold=5)
    ledger = Ledger().add(Publication(Edition("first"), (one_way("t", {"S": 90, "L": 50, "T": 70}),)))
    now = one_way("t", {"S": 90, "L": 50 + min(changed, 2), "T": 70})
    assert bool(told_of_changes(restated(ledger, [now], changed, rule), rule)) is tells


def test_beside_what_is_out_and_safe_something_can_always_be_published():
    """A child of the first quarter was hidden beside the small ones: 2 to 6, and by no means a small count herself."""
    quarter = Variable("quarter", ("1", "2", "3", "4"))
    role = Variable("role", ("direct", "child", "relative"))
    secondary, primary = Cell(None, "secondary"), Cell(None, "primary")
    rows: dict[str, tuple[int | Cell, ...]] = {
        "Total": (100, 29, 27, 15, 29),
        "direct": (72, 22, secondary, secondary, 21),
        "child": (16, secondary, secondary, primary, secondary),
        "relative": (12, primary, 5, primary, primary),
    }
    cells = {
        (code, at): cell if isinstance(cell, Cell) else Cell(cell, "published")
        for code, row in rows.items()
        for at, cell in zip(("Total", *quarter.codes), row, strict=True)
    }
    spec = TableSpec("out", ("role", "quarter"))
    out = ProtectedTable.from_cells(spec, {"role": role, "quarter": quarter}, cells)
    assert attack([out], Rule(threshold=5)).safe
    assert protect([], Rule(threshold=5), [out]).safe


@pytest.mark.parametrize("other", [Rule(zeros="protected"), Rule(group_disclosure=True)])
def test_tables_that_hide_other_empty_cells_are_not_judged_together(other):
    """Hidden beside a printed zero is one at least, hidden beside a hidden zero isn't: one rule can't mean both."""
    ledger = Ledger().add(Publication(Edition("first"), (one_way("t", {"S": 9, "L": 7}),), other))
    now = one_way("u", {"S": 9, "L": 7})
    with pytest.raises(BadInput, match="“first” came out by another rule of which empty cells are hidden"):
        ledger.attack([now], Rule(), Edition("second"))
    assert ledger.attack([now], Rule(), Edition("second", "others")).safe
    assert ledger.attack([now], other, Edition("second")).safe


def test_a_count_that_only_todays_threshold_makes_small_is_protected_as_one():
    """3 and 4 were hidden beside a 2 once, as large counts; now that they are small, more than that is promised."""
    counts = {"S": 3, "L": 2, "T": 4}
    earlier = one_way("t", counts, hidden=("S", "L", "T"))
    secondary = {
        codes: cell._replace(status="secondary") if cell.hidden and codes != ("L",) else cell
        for codes, cell in earlier.cells.items()
    }
    earlier = ProtectedTable.from_cells(earlier.spec, earlier.variables, secondary)
    people = rows(*((count, {"form": code}) for code, count in counts.items()))
    (table,) = protect(counted(people, TableSpec("t", ("form",))), Rule(threshold=5), [earlier]).tables
    assert {table[code,].status for code in counts} == {"primary"}


def test_a_restated_publication_must_be_there_and_of_the_same_persons():
    with pytest.raises(BadInput, match="no publication called “first”"):
        restated(Ledger(), [one_way("t", {"S": 9})], 1)
    ledger = Ledger().add(Publication(Edition("first", period="2022"), (one_way("t", {"S": 9}),)))
    with pytest.raises(BadInput, match="other persons or another period"):
        restated(ledger, [one_way("t", {"S": 9})], 1)
    with pytest.raises(BadInput, match="how many rows were changed"):
        Edition("again", restates="first")


COUNTS = st.fixed_dictionaries({code: st.integers(0, 5) for code in FORM.codes})


def worlds(published, codes=FORM.codes, most=16):
    """Every set of counts that fits a one-way table: listed hidden ones are at least one."""
    total = published[("Total",)].count
    ranges = []
    for code in codes:
        cell = published[(code,)]
        ranges.append(range(1, most) if cell.hidden else [cell.count])
    return [world for world in product(*ranges) if total is None or sum(world) == total]


@QUICK
@given(
    COUNTS,
    COUNTS,
    st.sets(st.sampled_from(FORM.codes)),
    st.sets(st.sampled_from(FORM.codes)),
    st.integers(0, 2),
)
def test_what_a_reader_of_two_versions_can_tell_is_what_all_pairs_of_tables_tell(
    before, after, hid, hides, more
):
    gained = sum(max(after[code] - before[code], 0) for code in FORM.codes)
    lost = sum(max(before[code] - after[code], 0) for code in FORM.codes)
    changed = max(gained, lost) + more
    assume(sum(before.values()) and sum(after.values()))
    old, new = one_way("old", before, hid), one_way("new", after, hides)
    ledger = Ledger().add(Publication(Edition("first"), (old,)))
    verdict = restated(ledger, [new], changed, exact=True)
    pairs = [
        (b, a)
        for b in worlds(old)
        for a in worlds(new)
        if sum(max(x - y, 0) for x, y in zip(a, b, strict=True)) <= changed
        and sum(max(y - x, 0) for x, y in zip(a, b, strict=True)) <= changed
    ]
    ranges = verdict.ranges(new)
    for at, code in enumerate(FORM.codes):
        if (code,) in ranges:
            values = [a[at] for _, a in pairs]
            assert (ranges[(code,)].low, ranges[(code,)].high) == (min(values), max(values))


@QUICK
@given(
    persons([SEX, FORM], most=16),
    st.integers(0, 30),
    st.sampled_from(FORM.codes),
    st.sampled_from(["exact", "threshold"]),
)
def test_a_restated_release_that_the_ledger_accepts_is_safe_with_the_first(people, which, form, level):
    rule = Rule(threshold=3, level=level)
    specs = [TableSpec("form by sex", ("form", "sex"))]
    again = [dict(row) for row in people]
    again[which % len(again)]["form"] = form
    ledger = Ledger()
    first = ledger.protect(tabulate(people, [SEX, FORM], specs), rule, Edition("first"))
    ledger = ledger.add(Publication(Edition("first"), first.tables))
    edition = Edition("again", restates="first", changed=1)
    tables = tabulate(again, [SEX, FORM], specs)
    try:
        second = ledger.protect(tables, rule, edition)
    except Unprotectable:
        return
    verdict = ledger.attack(second.tables, rule, edition, exact=True)
    assert verdict.safe
    for table, counted_table in zip(second.tables, tables, strict=True):
        for codes, told in verdict.ranges(table).items():
            assert told.low <= counted_table[codes]
            assert told.low != told.high


# --- periods ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "length", "first"),
    [
        ("2022", 12, 0),
        ("2022-Q2", 3, 3),
        ("2022-11", 1, 10),
        ("2022-04/2023-03", 12, 3),
        ("2021-Q4/2022-Q1", 6, -3),
    ],
)
def test_a_period_is_so_many_months(period, length, first):
    start, end = months(period)
    assert (start - 12 * 2022, end - start) == (first, length)


@pytest.mark.parametrize("period", ["22", "2022-13", "2022-Q5", "2023/2022", "2022-1"])
def test_what_is_no_period_is_refused(period):
    with pytest.raises(BadInput):
        Edition("x", period=period)


def of_period(name, period, table, first_contacts=True):
    return Publication(Edition(name, period=period, first_contacts=first_contacts), (table,))


def test_the_last_quarter_follows_from_the_year_and_the_three_others():
    ledger = Ledger()
    for quarter in (1, 2, 3):
        ledger = ledger.add(of_period(f"Q{quarter}", f"2022-Q{quarter}", one_way("t", {"S": 7, "L": 6})))
    year = one_way("t", {"S": 28, "L": 20})
    verdict = ledger.attack([year], RULE, Edition("year", period="2022", first_contacts=True))
    assert [(f.table, f.codes, f.low) for f in verdict.findings] == [("2022-10 to 2022-12", ("form=L",), 2)]


def test_two_years_that_overlap_are_cut_where_they_overlap():
    ledger = Ledger()
    ledger = ledger.add(of_period("first quarter", "2022-Q1", one_way("t", {"S": 7, "L": 6})))
    ledger = ledger.add(of_period("calendar year", "2022", one_way("t", {"S": 28, "L": 26})))
    ledger = ledger.add(of_period("quarter after", "2023-Q1", one_way("t", {"S": 7, "L": 2}, hidden=("L",))))
    fiscal = one_way("t", {"S": 28, "L": 22})
    edition = Edition("fiscal year", period="2022-04/2023-03", first_contacts=True)
    verdict = ledger.attack([fiscal], RULE, edition)
    assert {(f.codes, f.low) for f in verdict.findings} == {(("L",), 2)}


def test_persons_who_may_stand_in_several_quarters_do_not_add_up_to_the_year():
    ledger = Ledger()
    for quarter in (1, 2, 3, 4):
        table = one_way("t", {"S": 9, "L": 7})
        ledger = ledger.add(of_period(f"Q{quarter}", f"2022-Q{quarter}", table, first_contacts=False))
    year = one_way("t", {"S": 20, "L": 10}, hidden=("S", "L"))
    verdict = ledger.attack([year], RULE, Edition("year", period="2022"), exact=True)
    assert (verdict.ranges(year)[("L",)].low, verdict.ranges(year)[("L",)].high) == (7, 21)
    with pytest.raises(BadInput, match=r"don't add up|don't fit"):
        ledger.attack([one_way("t", {"S": 8, "L": 7})], RULE, Edition("year", period="2022"))


@QUICK
@given(COUNTS, COUNTS, st.sets(st.sampled_from(FORM.codes)), st.sets(st.sampled_from(FORM.codes)))
def test_what_a_reader_of_a_quarter_and_its_year_can_tell_is_what_all_tables_tell(quarter, rest, hid, hides):
    assume(sum(quarter.values()))
    whole = {code: quarter[code] + rest[code] for code in FORM.codes}
    part, year = one_way("t", quarter, hid), one_way("t", whole, hides)
    ledger = Ledger().add(of_period("part", "2022-Q1", part))
    verdict = ledger.attack([year], RULE, Edition("year", period="2022", first_contacts=True), exact=True)
    pairs = [
        (p, w)
        for p in worlds(part)
        for w in worlds(year, most=sum(whole.values()) + 1)
        if all(x <= y for x, y in zip(p, w, strict=True))
    ]
    ranges = verdict.ranges(year)
    for at, code in enumerate(FORM.codes):
        if (code,) in ranges:
            values = [w[at] for _, w in pairs]
            assert (ranges[(code,)].low, ranges[(code,)].high) == (min(values), max(values))


@QUICK
@given(
    st.lists(persons([SEX, FORM], most=10), min_size=3, max_size=3),
    st.permutations(["2022-Q1", "2022", "2022-Q2/2022-Q3"]),
    st.booleans(),
)
def test_periods_that_the_ledger_accepts_in_whatever_order_are_safe_together(quarters, order, first_contacts):
    specs = [TableSpec("form by sex", ("form", "sex"))]
    people = {
        "2022-Q1": quarters[0],
        "2022-Q2/2022-Q3": quarters[1],
        "2022": [row for quarter in quarters for row in quarter],
    }
    ledger, edition = Ledger(), None
    for period in order:
        tables = tabulate(people[period], [SEX, FORM], specs)
        edition = Edition(period, period=period, first_contacts=first_contacts)
        try:
            protected = ledger.protect(tables, RULE, edition)
        except Unprotectable:
            continue
        verdict = ledger.attack(protected.tables, RULE, edition, exact=True)
        assert verdict.safe
        for codes, told in verdict.ranges(protected.tables[0]).items():
            assert told.low <= tables[0][codes]
            assert told.low != told.high
        ledger = ledger.add(Publication(edition, protected.tables))
    assert ledger.publications


# --- kept -------------------------------------------------------------------------------------------------


def test_a_ledger_is_read_as_it_was_written_and_the_same_publication_stands_once(tmp_path):
    publication = of_period("Q1", "2022-Q1", one_way("t", {"S": 7, "L": 2}, hidden=("L",)))
    ledger = Ledger().add(publication)
    ledger.write(tmp_path)
    again = Ledger.read(tmp_path).add(publication)
    again.write(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    assert again["Q1"].to_json() == publication.to_json()
    with pytest.raises(BadInput, match="another publication called “Q1”"):
        again.add(of_period("Q1", "2022-Q1", one_way("t", {"S": 8})))


def test_a_file_that_is_no_publication_is_named(tmp_path):
    (tmp_path / "0001.json").write_text("[]")
    with pytest.raises(BadInput, match=r"0001\.json"):
        Ledger.read(tmp_path)


DAMAGE = {
    "no JSON": lambda plain: "{",
    "no object": lambda plain: "[]",
    "no rule": lambda plain: without(plain, "rule"),
    "a rule that is none": lambda plain: plain | {"rule": {"threshold": 5}},
    "a threshold in words": lambda plain: plain | {"rule": plain["rule"] | {"threshold": "five"}},
    "no tables": lambda plain: without(plain, "tables"),
    "no name": lambda plain: without(plain, "name"),
    "not whether it restates": lambda plain: without(plain, "restates"),
    "another format": lambda plain: plain | {"format": "veil-publication-9"},
    "a name that is none": lambda plain: plain | {"name": 3},
    "a period that is none": lambda plain: plain | {"period": 2022},
    "rows changed in words": lambda plain: plain | {"restates": "Q0", "changed": "three"},
    "tables that are none": lambda plain: plain | {"tables": [3]},
    "tables by name": lambda plain: plain | {"tables": {"t": 3}},
    "no cells": lambda plain: with_table(plain, cells=None),
    "a cell cut short": lambda plain: with_table(plain, cells=[["S"]]),
    "an empty cell": lambda plain: with_table(plain, cells=[[]]),
    "a cell that is none": lambda plain: with_table(plain, cells=[7]),
    "a cell with codes to spare": lambda plain: with_table(plain, cells=[["S", "K", 7, "published"]]),
    "a code that is a list": lambda plain: with_table(plain, cells=[[["S"], 7, "published"]]),
    "an unknown code": lambda plain: with_table(plain, cells=[["X", 7, "published"]]),
    "a cell twice": lambda plain: with_table(plain, cells=[["S", 7, "published"], ["S", 8, "published"]]),
    "an unknown status": lambda plain: with_table(plain, cells=[["S", 7, "printed"]]),
    "a status that is none": lambda plain: with_table(plain, cells=[["S", 7, ["published"]]]),
    "a count in words": lambda plain: with_table(plain, cells=[["S", "seven", "published"]]),
    "a count below nothing": lambda plain: with_table(plain, cells=[["S", -1, "published"]]),
    "more than there are people": lambda plain: with_table(plain, cells=[["S", 10**30, "published"]]),
    "too many marks": lambda plain: with_table(plain, most=[1, 2, 3, 4, 5]),
    "a mark in words": lambda plain: with_table(plain, most=["<5", None, None]),
    "no dimensions": lambda plain: with_table(plain, dimensions=7),
    "an unknown dimension": lambda plain: with_table(plain, dimensions=["sex"]),
    "no filter": lambda plain: plain | {"tables": [without(plain["tables"][0], "filter")]},
    "a filter that is none": lambda plain: with_table(plain, filter=["S"]),
    "a margin that is none": lambda plain: with_table(plain, keep=[3]),
    "a weight in words": lambda plain: with_table(plain, weight="much"),
    "a base in words": lambda plain: with_table(plain, base="five"),
    "a base below nothing": lambda plain: with_table(plain, base=-5),
    "a population that is none": lambda plain: with_table(plain, population=None),
    "variables that are none": lambda plain: with_table(plain, variables=["form"]),
    "codes that are none": lambda plain: with_variable(plain, codes=[1, 2]),
    "a truth that is none": lambda plain: with_variable(plain, multiple="no"),
    "a hierarchy that is none": lambda plain: with_variable(plain, hierarchies={"kind": ["S", "any"]}),
    "parents that are none": lambda plain: with_variable(plain, hierarchies={"kind": {"S": 3}}),
    "leaves that are none": lambda plain: with_variable(plain, leaves=["S"]),
}


def without(plain: dict, key: str) -> dict:
    return {name: value for name, value in plain.items() if name != key}


def with_table(plain: dict, **changed: object) -> dict:
    return plain | {"tables": [plain["tables"][0] | changed]}


def with_variable(plain: dict, **changed: object) -> dict:
    return with_table(plain, variables=[plain["tables"][0]["variables"][0] | changed])


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_of_a_ledger_is_named(tmp_path, damage):
    Ledger().add(of_period("Q1", "2022-Q1", one_way("t", {"S": 7, "L": 2}, hidden=("L",)))).write(tmp_path)
    [path] = tmp_path.iterdir()
    damaged = damage(json.loads(path.read_text()))
    path.write_text(damaged if isinstance(damaged, str) else json.dumps(damaged))

    with pytest.raises(BadInput, match=path.name):
        Ledger.read(tmp_path)


@pytest.mark.parametrize("text", ["{", "3", "[3]", '{"format": 3}', "null"])
def test_what_is_no_table_is_refused(text):
    for read in (ProtectedTable.from_json, from_json):
        with pytest.raises(BadInput, match="veil has written"):
            read(text)


def test_a_file_is_no_ledger(tmp_path):
    (tmp_path / "ledger").write_text("")
    ledger = Ledger().add(of_period("Q1", "2022-Q1", one_way("t", {"S": 7})))

    with pytest.raises(BadInput, match="ledger is a file; a ledger is a folder"):
        Ledger.read(tmp_path / "ledger")
    with pytest.raises(BadInput, match="ledger is a file; a ledger is a folder"):
        ledger.write(tmp_path / "ledger")
    with pytest.raises(BadInput, match="can't be written: "):
        ledger.write(tmp_path / "ledger" / "within")
