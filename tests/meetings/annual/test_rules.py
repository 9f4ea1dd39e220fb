"""Days, rolls and majorities, on plain values."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluss.coalition.rules import Majority, StatuteRules, Tie
from sluss.meetings.annual.rules import (
    Breach,
    Count,
    Elected,
    Movement,
    Outcome,
    Place,
    Rung,
    Step,
    breaches,
    elect,
    is_quorate,
    ladder,
    needed,
    outcome,
    roll_at,
    settle,
    settle_election,
    term,
)

RULES = StatuteRules()
MEETING = dt.date(2017, 3, 31)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
HOUR = dt.datetime(2017, 3, 31, 13, 0, tzinfo=dt.UTC)


def minute(n: int) -> dt.datetime:
    return HOUR + dt.timedelta(minutes=n)


# --- days ---


def test_the_meeting_of_31_march_2017_has_its_days():
    assert ladder(MEETING, RULES) == [
        Rung(Step.MOTIONS, dt.date(2017, 2, 17)),
        Rung(Step.NOMINATIONS, dt.date(2017, 2, 17)),
        Rung(Step.NOTICE, dt.date(2017, 3, 10)),
        Rung(Step.STATEMENTS, dt.date(2017, 3, 17)),
        Rung(Step.PAPERS, dt.date(2017, 3, 17)),
        Rung(Step.ACCREDITATION, dt.date(2017, 3, 28)),
        Rung(Step.MEETING, dt.date(2017, 3, 31)),
        Rung(Step.MINUTES, dt.date(2017, 4, 21)),
    ]


def test_an_extra_meeting_has_its_own_notice_and_no_motions():
    rungs = {rung.step: rung.last for rung in ladder(MEETING, RULES, extra=True)}
    assert rungs[Step.NOTICE] == dt.date(2017, 3, 17)
    assert Step.MOTIONS not in rungs
    assert Step.NOMINATIONS not in rungs


@given(DAYS, st.integers(0, 90), st.integers(-40, 40))
def test_moving_the_meeting_moves_every_derived_day_as_far(day, notice, by):
    rules = replace(RULES, notice_days=notice, earliest_notice_days=notice + 21)
    there = day + dt.timedelta(days=by)
    for before, after in zip(ladder(day, rules), ladder(there, rules), strict=True):
        if before.step != Step.MEETING:
            assert (after.last - before.last).days == by
    assert {r.step: r.last for r in ladder(day, rules)}[Step.NOTICE] == day - dt.timedelta(days=notice)


def test_notice_on_the_last_day_is_in_time_and_one_day_later_is_one_day_late():
    notice = [rung for rung in ladder(MEETING, RULES) if rung.step == Step.NOTICE]
    assert breaches(notice, dt.date(2017, 3, 10)) == []
    assert breaches(notice, dt.date(2017, 3, 11)) == [Breach(Step.NOTICE, dt.date(2017, 3, 10), 1)]


def test_notice_that_went_out_in_time_is_no_breach_afterwards():
    done = {Step.NOTICE: dt.date(2017, 3, 10)}
    notice = [rung for rung in ladder(MEETING, RULES) if rung.step == Step.NOTICE]
    assert breaches(notice, dt.date(2017, 3, 30), done) == []


def test_notice_before_the_first_day_is_too_early():
    rules = replace(RULES, earliest_notice_days=42)
    notice = [rung for rung in ladder(MEETING, rules) if rung.step == Step.NOTICE]
    done = {Step.NOTICE: dt.date(2017, 2, 15)}
    assert breaches(notice, dt.date(2017, 3, 1), done) == [
        Breach(Step.NOTICE, dt.date(2017, 2, 17), 2, early=True)
    ]


def test_a_meeting_after_the_statutes_last_day_is_a_breach():
    meeting = dt.date(2017, 4, 7)
    found = breaches(ladder(meeting, RULES), dt.date(2017, 1, 2), {Step.MEETING: meeting})
    assert found == [Breach(Step.MEETING, dt.date(2017, 3, 31), 7)]


def test_a_last_day_of_29_february_is_the_28th_in_other_years():
    rules = replace(RULES, latest_annual_meeting=(2, 29))
    assert term(dt.date(2016, 2, 29), rules) == (dt.date(2016, 2, 29), dt.date(2017, 2, 28))


# --- the roll ---

coming = st.builds(
    lambda n, delegate, arrives: Movement(minute(n), delegate, delegate // 2, arrives),
    st.integers(0, 60),
    st.integers(0, 11),
    st.booleans(),
)


@given(
    st.lists(coming, max_size=40),
    st.dictionaries(st.integers(0, 7), st.integers(0, 11)),
    st.integers(0, 60),
    st.integers(0, 3),
)
def test_an_organisation_has_one_vote_and_a_delegate_no_more_proxies_than_allowed(
    movements, proxies, at, per_delegate
):
    rules = replace(RULES, proxies_per_delegate=per_delegate)
    places = roll_at(movements, proxies, minute(at), rules)
    assert len({place.organisation for place in places}) == len(places)
    for delegate in {place.delegate for place in places}:
        assert sum(p.by_proxy and p.delegate == delegate for p in places) <= per_delegate


@given(st.lists(coming, max_size=40), st.integers(0, 60))
def test_where_no_proxies_are_allowed_none_counts(movements, at):
    rules = replace(RULES, proxies_allowed=False)
    proxies = dict.fromkeys(range(8), 0)
    assert not any(place.by_proxy for place in roll_at(movements, proxies, minute(at), rules))


def test_a_delegate_who_leaves_is_off_the_roll_from_that_minute_with_the_proxy_held():
    movements = [
        Movement(minute(0), 1, 10, True),
        Movement(minute(0), 2, 20, True),
        Movement(minute(30), 1, 10, False),
    ]
    proxies = {30: 1}
    before = roll_at(movements, proxies, minute(29), RULES)
    assert before == [Place(10, 1), Place(20, 2), Place(30, 1, by_proxy=True)]
    assert roll_at(movements, proxies, minute(30), RULES) == [Place(20, 2)]


def test_the_second_delegate_takes_over_when_the_first_leaves():
    movements = [
        Movement(minute(0), 1, 10, True),
        Movement(minute(5), 2, 10, True),
        Movement(minute(9), 1, 10, False),
    ]
    assert roll_at(movements, {}, minute(8), RULES) == [Place(10, 1)]
    assert roll_at(movements, {}, minute(9), RULES) == [Place(10, 2)]


def test_an_organisation_that_comes_itself_no_longer_votes_by_proxy():
    movements = [Movement(minute(0), 1, 10, True), Movement(minute(7), 3, 30, True)]
    assert roll_at(movements, {30: 1}, minute(6), RULES)[1] == Place(30, 1, by_proxy=True)
    assert roll_at(movements, {30: 1}, minute(7), RULES)[1] == Place(30, 3)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 100))
def test_quorum_is_the_share_and_no_less(votes, entitled, percent):
    assert is_quorate(votes, entitled, percent) == (votes >= entitled * percent / 100 - 1e-9)


# --- majorities ---

counts = st.builds(Count, st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))


@pytest.mark.parametrize(
    ("rule", "count", "found"),
    [
        (Majority.SIMPLE, Count(9, 8, 3), Outcome.CARRIED),
        (Majority.SIMPLE, Count(9, 9, 2), Outcome.TIED),
        (Majority.SIMPLE, Count(8, 9), Outcome.LOST),
        (Majority.SIMPLE, Count(0, 0, 20), Outcome.LOST),
        (Majority.ABSOLUTE, Count(9, 8, 3), Outcome.LOST),
        (Majority.ABSOLUTE, Count(11, 6, 3), Outcome.CARRIED),
        (Majority.ABSOLUTE, Count(10, 10), Outcome.TIED),
        (Majority.TWO_THIRDS, Count(12, 6, 2), Outcome.CARRIED),
        (Majority.TWO_THIRDS, Count(11, 6, 3), Outcome.LOST),
        (Majority.THREE_QUARTERS, Count(15, 5), Outcome.CARRIED),
        (Majority.THREE_QUARTERS, Count(14, 5), Outcome.LOST),
    ],
)
def test_a_count_gives(rule, count, found):
    assert outcome(count, rule) == found


@given(counts, st.sampled_from(Majority))
def test_one_more_yes_never_loses_and_one_more_no_never_carries(count, rule):
    order = [Outcome.LOST, Outcome.TIED, Outcome.CARRIED]
    now = order.index(outcome(count, rule))
    assert order.index(outcome(replace(count, yes=count.yes + 1), rule)) >= now
    assert order.index(outcome(replace(count, no=count.no + 1), rule)) <= now


@given(st.integers(1, 300), st.sampled_from(Majority))
def test_what_is_said_to_be_needed_is_enough_and_one_less_is_not(votes, rule):
    enough = needed(votes, rule)
    assert outcome(Count(enough, votes - enough), rule) == Outcome.CARRIED
    assert outcome(Count(enough - 1, votes - enough + 1), rule) != Outcome.CARRIED


@pytest.mark.parametrize(
    ("tie", "voice", "found"),
    [
        (Tie.LOST, True, Outcome.LOST),
        (Tie.CHAIR, None, Outcome.TIED),
        (Tie.CHAIR, True, Outcome.CARRIED),
        (Tie.LOT, False, Outcome.LOST),
    ],
)
def test_a_tie_is_settled_by_the_statutes(tie, voice, found):
    assert settle(Outcome.TIED, tie, voice) == found


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 12)), st.integers(0, 6))
def test_nobody_with_fewer_votes_is_seated_before_somebody_with_more(votes, seats):
    found = elect(votes, seats)
    assert len(found.seated) + found.places <= max(seats, 0)
    taken = set(found.seated)
    for candidate in votes.keys() - taken - set(found.tied):
        if len(taken) + found.places:
            assert all(votes[candidate] < votes[s] for s in taken) or votes[candidate] == 0
    if found.tied:
        assert len(found.tied) > found.places > 0
        assert len({votes[c] for c in found.tied}) == 1


def test_equal_votes_at_the_last_place_are_settled_by_the_lot():
    found = elect({1: 9, 2: 7, 3: 7, 4: 7, 5: 1}, 3)
    assert found == Elected((1,), (2, 3, 4), 2)
    assert settle_election(found, Tie.LOT, [4, 2]) == Elected((1, 4, 2))
    assert settle_election(found, Tie.LOT, [4]) == found
    assert settle_election(found, Tie.LOT, [4, 5]) == found
    assert settle_election(found, Tie.LOST, []) == Elected((1,))


def test_who_is_elected_sits_to_next_years_last_day_for_the_meeting():
    assert term(MEETING, RULES) == (MEETING, dt.date(2018, 3, 31))
    assert term(dt.date(2017, 3, 10), replace(RULES, term_years=2))[1] == dt.date(2019, 3, 31)
