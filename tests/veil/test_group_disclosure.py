"""That all of a group share a sensitive code is itself a disclosure: it is never certain to a reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.veil.small import persons
from tests.veil.worlds import SEARCH, kinds, read
from veil import Rule, Table, TableSpec, Unprotectable, Variable, attack, protect, tabulate

SEX = Variable("sex", ("K", "M"))
STATUS = Variable("status", ("none", "permit"), sensitive=True)


def check(rows, level, threshold=3):
    """A group of whom all share a status might, for all that is printed, have somebody of another."""
    rule = Rule(threshold=threshold, level=level, group_disclosure=True)
    tables = tabulate(rows, [SEX, STATUS], [TableSpec("t", ("sex", "status"))])
    result = protect(tables, rule).tables
    for sex in SEX.codes:
        shared = {row["status"] for row in rows if row["sex"] == sex}
        if len(shared) == 1:
            of_another = [lambda kind, sex=sex, s=shared: kind["sex"] == {sex} and kind["status"] != s]
            reading = read(result, kinds([SEX, STATUS]), rule, len(rows) + threshold, watch=of_another)
            assert max(reading.watched[0]) > 0, f"all of {sex} are certainly {shared}"


@pytest.mark.parametrize("level", ["exact", "threshold"])
def test_a_small_group_is_not_known_to_share_a_sensitive_code(level):
    check([{"sex": "K", "status": "none"}] * 3 + [{"sex": "M", "status": "permit"}], level)


@SEARCH
@given(persons([SEX, STATUS], most=14), st.sampled_from(["exact", "threshold"]), st.sampled_from([2, 3, 5]))
def test_no_group_is_known_to_share_a_sensitive_code(rows, level, threshold):
    try:
        check(rows, level, threshold)
    except Unprotectable:
        return


COUNTRY = Variable("country", ("A", "B", "C"))


@SEARCH
@given(persons([COUNTRY, STATUS, SEX], most=10), st.sampled_from(["exact", "threshold"]))
def test_a_margin_that_is_empty_in_print_hides_nothing_behind_it(rows, level):
    """Who sees that no woman is from A, and no line for women and A, knows more of the others: that is reckoned with."""
    rule = Rule(threshold=2, level=level, group_disclosure=True)
    tables = tabulate(rows, [COUNTRY, STATUS, SEX], [TableSpec("t", ("country", "status", "sex"))])
    try:
        result = protect(tables, rule).tables
    except Unprotectable:
        return
    assert attack(result, rule, exact=True).safe


@pytest.mark.parametrize("axis", [0, 1])
def test_a_group_whose_total_is_left_out_is_protected_all_the_same(axis):
    """Twelve women with a permit and none without: the two cells say so without a total of women."""
    rows = [
        *[{"sex": "K", "status": "permit"}] * 12,
        *[{"sex": "M", "status": "permit"}] * 8,
        *[{"sex": "M", "status": "none"}] * 9,
    ]
    (table,) = tabulate(rows, [SEX, STATUS], [TableSpec("t", ("sex", "status"))])
    cells = {codes: count for codes, count in table.cells.items() if codes[axis] != "Total"}
    less = Table.from_cells(table.spec, table.variables, cells)

    rule = Rule(group_disclosure=True)
    (result,) = protect([less], rule).tables
    assert result["K", "none"].hidden
    assert attack([result], rule, exact=True).ranges(result)["K", "none"].high > 0
