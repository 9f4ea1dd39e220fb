"""Collecting's rules on plain values."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluss.contacts import rules

OPENS, DUE, LOCKS = dt.date(2017, 1, 15), dt.date(2017, 3, 31), dt.date(2017, 4, 30)


def step_on(day: dt.date, snoozed_until: dt.date | None = None) -> str | None:
    rung = rules.rung_on(day, opens=OPENS, due=DUE, locks=LOCKS, snoozed_until=snoozed_until)
    return rung and rung.step


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (dt.date(2017, 1, 14), None),
        (dt.date(2017, 1, 15), "opening"),
        (dt.date(2017, 3, 9), "opening"),
        (dt.date(2017, 3, 10), "T-21"),
        (dt.date(2017, 3, 23), "T-21"),
        (dt.date(2017, 3, 24), "T-7"),
        (dt.date(2017, 3, 30), "T-1"),
        (dt.date(2017, 4, 2), "T-1"),
        (dt.date(2017, 4, 3), "T+3"),
        (dt.date(2017, 4, 10), "T+10"),
        (dt.date(2017, 4, 30), "T+10"),
        (dt.date(2017, 5, 1), None),
    ],
)
def test_the_ladder_gives_the_latest_step_reached(day, step):
    assert step_on(day) == step


def test_the_second_contact_is_reminded_from_the_day_before_and_the_lead_when_it_is_late():
    receivers = {rung.step: [str(r) for r in rung.receivers] for rung in rules.LADDER}
    assert receivers == {
        "T-21": ["first contact"],
        "T-7": ["first contact"],
        "T-1": ["first contact", "second contact"],
        "T+3": ["first contact", "second contact", "lead"],
        "T+10": ["first contact", "second contact", "lead"],
    }


def test_a_round_opened_late_skips_the_steps_before_its_opening():
    late = rules.rung_on(dt.date(2017, 3, 27), opens=dt.date(2017, 3, 27), due=DUE, locks=LOCKS)
    assert late is not None
    assert late.step == "opening"


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (dt.date(2017, 3, 27), None),
        (dt.date(2017, 3, 28), "snoozed"),
        (dt.date(2017, 3, 29), "snoozed"),
        (dt.date(2017, 3, 30), "T-1"),
    ],
)
def test_an_organisation_left_alone_to_a_day_is_reminded_on_it_and_goes_on_up_the_ladder(day, step):
    assert step_on(day, snoozed_until=dt.date(2017, 3, 28)) == step


@pytest.mark.parametrize("others", [[], [4, 3, 9, 2], [0, 0, 0, 0, 0]])
def test_no_share_before_five_others_have_reported_somebody(others):
    assert rules.share_of_total(10, others) is None


def test_the_share_is_of_all_reported_and_rounded_to_five_per_cent():
    assert rules.share_of_total(12, [10, 8, 9, 11, 7]) == 20  # 12 of 57 are 21 %


def test_a_sixth_report_changes_nothing_so_that_it_cannot_be_worked_out():
    five = [10, 8, 9, 11, 7]
    assert rules.share_of_total(12, [*five, 300]) == rules.share_of_total(12, five)


def test_no_share_where_one_of_the_others_holds_nearly_everybody():
    assert rules.share_of_total(12, [237, 1, 2, 0, 3]) is None


def test_nobody_met_has_no_share():
    assert rules.share_of_total(0, [10, 8, 9, 11, 7]) is None


@given(st.integers(1, 400), st.lists(st.integers(0, 400), max_size=30))
def test_a_share_is_shown_only_in_steps_and_only_where_the_largest_other_is_covered(own, others):
    share = rules.share_of_total(own, others)
    if share is None:
        return
    counted = others[: len(others) // 5 * 5]
    assert share % 5 == 0
    assert abs(share - 100 * own / (own + sum(counted))) <= 2.5
    assert sum(counted) - max(counted) >= 0.2 * max(counted)


def test_who_was_a_member_on_any_day_of_the_period_owes_a_return():
    start, end = dt.date(2016, 1, 1), dt.date(2016, 12, 31)
    memberships = [
        (1, dt.date(2013, 1, 1), None),
        (2, dt.date(2016, 12, 31), None),
        (3, dt.date(2013, 1, 1), dt.date(2016, 1, 1)),
        (4, dt.date(2013, 1, 1), dt.date(2015, 12, 31)),
        (5, dt.date(2017, 1, 1), None),
    ]
    assert rules.expected_members(memberships, start, end) == {1, 2, 3}


YEAR = (dt.date(2016, 1, 1), dt.date(2016, 12, 31))
DAYS = st.dates(dt.date(2015, 11, 1), dt.date(2017, 2, 28))


@given(st.lists(st.tuples(DAYS, DAYS | st.none()), max_size=4))
def test_who_paused_on_every_day_of_the_period_owes_no_return(pauses):
    kept = [(1, first, last) for first, last in pauses if last is None or first <= last]
    days = {dt.date(2016, 1, 1) + dt.timedelta(days=n) for n in range(366)}
    free = {
        day
        for day in days
        if not any(first <= day and (last is None or day <= last) for _, first, last in kept)
    }
    owes = rules.expected_members([(1, dt.date(2013, 1, 1), None)], *YEAR, kept)
    assert owes == ({1} if free else set())
