"""How persons are counted, on plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluss.statistics import rules
from sluss.statistics.rules import Measure, PersonsRange

ROLES = st.sampled_from(sorted({role for of in rules.ROLES_OF.values() for role in of}))


def test_each_role_is_counted_under_its_own_name():
    counted = rules.count(
        ["directly_exploited"] * 4
        + ["accompanying_child"] * 3
        + ["child_elsewhere"] * 9
        + ["sibling"]
        + ["partner_or_relative"] * 2
    )
    assert counted == {
        Measure.PERSONS: 10,
        Measure.POTENTIAL_VICTIMS: 4,
        Measure.ACCOMPANYING_CHILDREN: 3,
        Measure.SIBLINGS: 1,
        Measure.PARTNERS_OR_RELATIVES: 2,
        Measure.CHILDREN_ELSEWHERE: 9,
    }


@given(st.lists(ROLES))
def test_persons_are_the_sum_of_those_met(roles):
    counted = rules.count(roles)
    assert counted[Measure.PERSONS] == len(roles) - counted[Measure.CHILDREN_ELSEWHERE]


def test_a_table_over_some_roles_says_what_it_counts():
    assert rules.measure_of(["directly_exploited"]) == Measure.POTENTIAL_VICTIMS
    assert rules.measure_of(["accompanying_child"]) == Measure.ACCOMPANYING_CHILDREN
    assert rules.measure_of(["sibling", "partner_or_relative"]) == Measure.PERSONS


def test_persons_known_elsewhere_make_a_range():
    assert rules.persons_range(190, 21) == PersonsRange(169, 190)
    assert rules.persons_range(7, 0) == PersonsRange(7, 7)


@pytest.mark.parametrize("known", [-1, 8])
def test_more_known_elsewhere_than_there_are_is_no_range(known):
    with pytest.raises(ValueError, match="can't be known elsewhere"):
        rules.persons_range(7, known)


def test_who_answered_nothing_is_left_out_of_the_shares():
    counted = rules.multi_answer(
        [[], ["unknown"], ["a"], ["a", "b"]], options=["a", "b"], missing=["unknown"]
    )
    assert (counted.persons, counted.options) == (2, {"a": 2, "b": 1})
    assert [counted.percent("a"), counted.percent("b")] == [100, 50]


@pytest.mark.parametrize(
    ("month", "quarter"),
    [
        ("2016-01", "2016-Q1"),
        ("2016-03", "2016-Q1"),
        ("2016-04", "2016-Q2"),
        ("2016-12", "2016-Q4"),
        ("2015-11", rules.BEFORE_PERIOD),
        ("2017-01", rules.NOT_KNOWN),
        ("unknown", rules.NOT_KNOWN),
        (None, rules.NOT_KNOWN),
    ],
)
def test_the_quarter_is_that_of_the_first_contact(month, quarter):
    assert rules.quarter_of(month, "2016-01", "2016-12") == quarter


def test_a_period_knows_its_quarters():
    assert rules.quarters("2016-01", "2016-12") == ("2016-Q1", "2016-Q2", "2016-Q3", "2016-Q4")
    assert rules.quarters("2016-11", "2017-02") == ("2016-Q4", "2017-Q1")


def test_april_to_march_is_three_quarters_of_the_year_before_and_one_of_this():
    assert rules.april_year(2016) == ("2015-Q2", "2015-Q3", "2015-Q4", "2016-Q1")


def test_rows_that_went_and_came_are_counted_with_repetition():
    assert rules.moved(["a", "a", "b"], ["a", "c", "c"]) == (2, 2)
    assert rules.moved(["a", "b"], ["b", "a"]) == (0, 0)
    assert rules.moved(["a"], ["a", "a"]) == (0, 1)
