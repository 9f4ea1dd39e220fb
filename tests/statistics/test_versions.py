"""Published tables as one system: which stand beside each other, which are linked, what a reader finds."""

import pytest

from sluss.statistics.questions import PERIOD
from sluss.statistics.versions import POPULATION, Issue, Placed, as_counted, changed_rows, joint
from veil import TOTAL, Cell, ProtectedTable, Rule, TableSpec, Variable, attack, protect, tabulate
from veil.ledger import told_of_changes

RULE = Rule(threshold=5)
SEX = Variable("sex", codes=("female", "male"))
QUARTERS = ("Q1", "Q2")


def quarters(*years: int) -> Variable:
    """Two quarters a year are enough here."""
    return Variable(PERIOD, codes=tuple(f"{year}:{quarter}" for year in years for quarter in QUARTERS))


def printed(edition: str, counts: dict[str, int | None]) -> Placed:
    """A year by quarter: {"Q1": 12, "Q2": 18, "Total": 30}, or its total alone; None is hidden."""
    year = int(edition[:4])
    period = quarters(year)
    if counts.keys() == {TOTAL}:
        return _placed(f"{edition}: year", (), {PERIOD: period.codes}, {PERIOD: period}, counts, {edition})
    period = Variable(
        PERIOD, codes=QUARTERS, leaves={quarter: (f"{year}:{quarter}",) for quarter in QUARTERS}
    )
    return _placed(f"{edition}: quarters", (PERIOD,), None, {PERIOD: period}, counts, {edition})


def across(old: str, new: str, counts: dict[str, int | None]) -> Placed:
    """The second half of one year and the first of the next, by sex or the total alone."""
    years = int(old[:4]), int(new[:4])
    when = {PERIOD: (f"{years[0]}:Q2", f"{years[1]}:Q1")}
    dimensions = () if counts.keys() == {TOTAL} else ("sex",)
    variables = {"sex": SEX, PERIOD: quarters(*years)}
    return _placed(f"{new}: across", dimensions, when, variables, counts, {old, new})


def _placed(name, dimensions, filters, variables, counts, editions) -> Placed:
    cells = {(code,) if dimensions else (): _cell(count) for code, count in counts.items()}
    spec = TableSpec(name, dimensions, filters)
    return Placed(ProtectedTable.from_cells(spec, variables, cells, POPULATION), frozenset(editions))


def _cell(count: int | None) -> Cell:
    return Cell(None, "primary") if count is None else Cell(count, "published")


def issue(edition: str, *tables: Placed, changed: int = 0) -> Issue:
    return Issue(edition, edition[:4], tables, changed)


def findings(*issues: Issue) -> set[tuple[str, int, int | None]]:
    """What a reader works out of hidden numbers of the last issue."""
    whole = joint(issues)
    verdict = attack(whole.printed, RULE, (), whole.links, blind=True)
    return {(finding.codes[0], finding.low, finding.high) for finding in verdict.findings if finding.printed}


def told(*issues: Issue) -> set[tuple[str, ...]]:
    whole = joint(issues)
    return {finding.codes for finding in told_of_changes(attack(whole.printed, RULE, (), whole.links), RULE)}


def test_a_year_that_is_not_restated_stands_beside_the_first():
    whole = joint(
        [issue("2015.1", printed("2015.1", {TOTAL: 30})), issue("2016.1", printed("2016.1", {TOTAL: 40}))]
    )
    assert ([table.population for table in whole.printed], whole.links) == ([POPULATION, POPULATION], ())


def test_a_restated_year_opens_a_population_linked_to_the_one_before():
    whole = joint(
        [
            issue("2015.1", printed("2015.1", {TOTAL: 30})),
            issue("2015.2", printed("2015.2", {TOTAL: 31}), changed=1),
        ]
    )
    [link] = whole.links
    assert (link.old, link.new, link.changed) == (POPULATION, f"{POPULATION}, 2015.2", 1)


def test_another_table_of_a_version_that_is_out_stands_beside_it():
    whole = joint(
        [issue("2015.1", printed("2015.1", {TOTAL: 30})), issue("2015.1", printed("2015.1", {TOTAL: 30}))]
    )
    assert whole.links == ()


def test_quarters_of_the_year_before_tell_a_hidden_quarter_beside_a_table_across_both_years():
    before = issue("2015.1", printed("2015.1", {"Q1": 20, "Q2": 50, TOTAL: 70}))
    now = issue(
        "2016.1",
        printed("2016.1", {"Q1": None, "Q2": None, TOTAL: 40}),
        across("2015.1", "2016.1", {TOTAL: 53}),
    )
    assert ("Q1", 3, 3) in findings(before, now)


def test_they_tell_it_too_when_the_second_year_is_restated():
    """2015 isn't published again with 2016.2: it is as it was."""
    before = issue("2015.1", printed("2015.1", {"Q1": 20, "Q2": 50, TOTAL: 70}))
    first = issue("2016.1", printed("2016.1", {"Q1": 40, "Q2": 60, TOTAL: 100}))
    again = printed("2016.2", {"Q1": None, "Q2": None, TOTAL: 40})
    second = issue("2016.2", again, across("2015.1", "2016.2", {TOTAL: 53}), changed=60)
    assert ("Q1", 3, 3) in findings(before, first, second)
    assert findings(before, first, issue("2016.2", again, changed=60)) == set()


def test_what_followed_of_an_unchanged_year_before_still_holds_after_another_was_restated():
    """Q2 of 2015 is hidden, yet 90 - 40 tells that it was 50, and nobody of 2015 has gone since."""
    before = issue("2015.1", printed("2015.1", {"Q1": None, "Q2": None, TOTAL: 70}))
    quarterly = printed("2016.1", {"Q1": 40, "Q2": 60, TOTAL: 100})
    first = issue("2016.1", quarterly, across("2015.1", "2016.1", {TOTAL: 90}))
    again = printed("2016.2", {"Q1": None, "Q2": None, TOTAL: 40})
    second = issue("2016.2", again, across("2015.1", "2016.2", {TOTAL: 53}), changed=60)
    assert ("Q1", 3, 3) in findings(before, first, second)


def test_versions_are_compared_over_a_restated_version_of_another_year_between_them():
    years = [
        issue("2015.1", printed("2015.1", {TOTAL: 70})),
        issue("2016.1", printed("2016.1", {"Q1": 40, "Q2": 50, TOTAL: 90})),
    ]
    between = issue("2015.2", printed("2015.2", {TOTAL: 100}), changed=30)
    last = issue("2016.2", printed("2016.2", {"Q1": 39, "Q2": 51, TOTAL: 90}), changed=1)
    assert (f"{PERIOD}=Q1",) in told(*years, between, last)
    assert f"{PERIOD}=Q1" not in {code for codes in told(*years, between) for code in codes}


def test_a_table_across_two_years_is_compared_with_its_version_before_both_were_restated():
    """One row of each year was altered; 20 men have become 19, and no other table knows of men."""
    first = issue("2015.1", printed("2015.1", {TOTAL: 70}))
    second = issue(
        "2016.1",
        printed("2016.1", {TOTAL: 90}),
        across("2015.1", "2016.1", {"female": 60, "male": 20, TOTAL: 80}),
    )
    third = issue("2015.2", printed("2015.2", {TOTAL: 70}), changed=1)
    fourth = issue(
        "2016.2",
        printed("2016.2", {TOTAL: 90}),
        across("2015.2", "2016.2", {"female": 61, "male": 19, TOTAL: 80}),
        changed=1,
    )
    assert any("sex=male" in codes for codes in told(first, second, third, fourth))


def test_protected_tables_come_back_in_the_codes_that_they_were_counted_in():
    persons = [{"sex": "female", PERIOD: "2016:Q1"}] * 9 + [{"sex": "male", PERIOD: "2016:Q2"}] * 7
    counted = tabulate(
        persons, [SEX, quarters(2016)], [TableSpec("t", ("sex",), {PERIOD: quarters(2016).codes})], POPULATION
    )
    now = Issue("2016.1", "2016", (Placed(counted[0], frozenset({"2016.1"})),))
    whole = joint([issue("2015.1", printed("2015.1", {TOTAL: 70})), now])
    [shown] = as_counted(protect(whole.counted, RULE, whole.printed).tables, counted)
    assert shown.variables[PERIOD].codes == ("2016:Q1", "2016:Q2")
    assert {codes: cell.count for codes, cell in shown.cells.items()} == {
        (TOTAL,): 16,
        ("female",): 9,
        ("male",): 7,
    }


@pytest.mark.parametrize(
    ("new", "changed"),
    [
        ([("K", "20"), ("M", "30")], 0),
        ([("K", "21"), ("M", "30")], 0),  # another year of age, in the same class
        ([("K", "40"), ("M", "30")], 1),  # altered
        ([("K", "20")], 1),
        ([("K", "20"), ("M", "30"), ("M", "30"), ("K", "40")], 2),
        ([("M", "20"), ("K", "30"), ("K", "20")], 2),
    ],
)
def test_a_row_has_changed_if_some_table_counts_it_elsewhere(new, changed):
    variables = [
        Variable("sex", codes=("K", "M")),
        Variable("age", codes=("young", "old"), leaves={"young": ("20", "21"), "old": ("30", "40")}),
        Variable("organisation", contributor=True, codes=("a", "b")),
    ]

    def rows(persons):
        return [
            {"sex": sex, "age": age, "quarter": "2016-Q1", "organisation": "ab"[at % 2]}
            for at, (sex, age) in enumerate(persons)
        ]

    assert changed_rows(rows([("K", "20"), ("M", "30")]), rows(new), variables) == changed
