"""Dates that come back: made one by one, moved one by one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluss.agenda import services
from sluss.agenda.dates import Precision, VagueDate, last_day_of
from sluss.agenda.models import Deadline, DeadlineState
from sluss.agenda.rules import Recurrence, days_of, recurrence_of, rule_for
from sluss.coalition.selectors import actor_for
from sluss.trust.actor import SYSTEM
from sluss.trust.refusals import NotAllowed

APRIL_10 = VagueDate(dt.date(2017, 4, 10))


def start(saga, recurrence=Recurrence.YEARLY, first=APRIL_10, **more):
    return services.start_series(saga, title="Rapport", recurrence=recurrence, first=first, **more)


def dates(series) -> list[dt.date]:
    return list(series.deadlines.exclude(state=DeadlineState.WAIVED).values_list("date", flat=True))


@pytest.mark.parametrize(
    ("recurrence", "first", "then"),
    [
        (Recurrence.YEARLY, APRIL_10, ["2017-04-10", "2018-04-10"]),
        (Recurrence.TWICE, APRIL_10, ["2017-04-10", "2017-10-10", "2018-04-10", "2018-10-10"]),
        (Recurrence.TERM, APRIL_10, ["2017-06-30", "2017-12-31", "2018-06-30", "2018-12-31"]),
        (
            Recurrence.TWICE,
            VagueDate(dt.date(2017, 8, 31)),
            ["2017-08-31", "2018-02-28", "2018-08-31"],
        ),
        (Recurrence.YEARLY, VagueDate(dt.date(2017, 9, 30), Precision.MONTH), ["2017-09-30", "2018-09-30"]),
    ],
)
def test_it_comes_back_as_said_to_the_end_of_next_year(saga, recurrence, first, then):
    assert [day.isoformat() for day in dates(start(saga, recurrence, first))] == then


def test_each_month_is_the_last_day_where_a_month_has_no_thirty_first(saga):
    days = dates(start(saga, Recurrence.MONTHLY, VagueDate(dt.date(2017, 3, 31))))
    assert [(day.month, day.day) for day in days[:4]] == [(3, 31), (4, 30), (5, 31), (6, 30)]
    assert len(days) == 22


def test_moving_one_moves_no_other(saga):
    series = start(saga)
    first = series.deadlines.first()
    services.move_deadline(saga, first, VagueDate(dt.date(2017, 4, 12)), reason="Helg")
    assert dates(series) == [dt.date(2017, 4, 12), dt.date(2018, 4, 10)]
    assert services.extend_series(SYSTEM) == 0


def test_the_clock_makes_the_next_years_dates_once(saga, stand_on):
    series = start(saga)
    stand_on(dt.date(2018, 1, 2))
    assert services.extend_series(SYSTEM) == 1
    assert services.extend_series(SYSTEM) == 0
    assert dates(series) == [dt.date(2017, 4, 10), dt.date(2018, 4, 10), dt.date(2019, 4, 10)]


def test_changing_what_comes_back_leaves_alone_what_was_moved_by_hand(saga, coordinator):
    series = start(saga, Recurrence.TWICE)
    second = series.deadlines.get(date=dt.date(2017, 10, 10))
    services.move_deadline(saga, second, VagueDate(dt.date(2017, 10, 12)), reason="Helg")
    services.change_series(
        saga,
        series,
        recurrence=Recurrence.TWICE,
        next_time=VagueDate(dt.date(2017, 4, 20)),
        title="Ny",
        owner=coordinator,
    )
    assert dates(series) == [
        dt.date(2017, 4, 20),
        dt.date(2017, 10, 12),
        dt.date(2018, 4, 20),
        dt.date(2018, 10, 20),
    ]
    assert list(series.deadlines.values_list("title", flat=True)) == ["Ny", "Rapport", "Ny", "Ny"]


def test_coming_back_less_often_waives_what_falls_away(saga):
    series = start(saga, Recurrence.TWICE)
    services.change_series(saga, series, recurrence=Recurrence.YEARLY, next_time=APRIL_10)
    assert dates(series) == [dt.date(2017, 4, 10), dt.date(2018, 4, 10)]
    assert series.deadlines.filter(state=DeadlineState.WAIVED).count() == 2


def test_what_has_been_done_stays_done(saga):
    series = start(saga)
    services.meet_deadline(saga, series.deadlines.first())
    services.stop_series(saga, series, reason="Uppdraget är slut")
    assert list(series.deadlines.values_list("state", flat=True)) == [
        DeadlineState.DONE,
        DeadlineState.WAIVED,
    ]
    with pytest.raises(services.Stopped):
        services.stop_series(saga, series, reason="Igen")


def test_a_leader_changes_the_own_groups_series_only(saga, convener, group):
    leader = actor_for(convener)
    own = start(leader, group=group)
    services.stop_series(leader, own, reason="Klart")
    with pytest.raises(NotAllowed):
        services.stop_series(leader, start(saga), reason="Nej")


def test_by_the_form_it_is_said_in_words(saga, coordinator, sign_in):
    client = sign_in(coordinator)
    client.post(
        "/kalender/datum/nytt/",
        {
            "title": "Nätverket i länen", "when_day": "3", "when_month": "5", "when_year": "2017",
            "kind": "external", "audience": "members", "comes_back": "twice",
        },
    )  # fmt: skip
    made = Deadline.objects.all()
    assert [d.date.isoformat() for d in made] == ["2017-05-03", "2017-11-03", "2018-05-03", "2018-11-03"]
    page = client.get(f"/kalender/aterkommer/{made[0].series_id}/").content.decode()
    assert "4 kommande datum följer med när du ändrar här." in page
    services.move_deadline(saga, made[1], VagueDate(dt.date(2017, 11, 6)), reason="Helg")
    page = client.get(f"/kalender/aterkommer/{made[0].series_id}/").content.decode()
    assert "Ett som har ändrats för hand ligger kvar." in page


@given(
    st.sampled_from(Recurrence),
    st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31)),
    st.sampled_from([Precision.DAY, Precision.MONTH]),
)
def test_a_duty_comes_back_as_often_as_its_words_say_whatever_day_it_begins_on(recurrence, day, precision):
    first = VagueDate(last_day_of(precision, day.year, day.month, day.day), precision)
    rule = rule_for(recurrence, first)
    shown = Precision.TERM if recurrence == Recurrence.TERM else precision
    assert recurrence_of(rule, shown) == recurrence
    begins = dt.date(day.year + 1, 1, 1)
    days = days_of(rule, first=begins, until=dt.date(day.year + 4, 12, 31))
    times = {Recurrence.YEARLY: 1, Recurrence.TWICE: 2, Recurrence.TERM: 2, Recurrence.MONTHLY: 12}[
        recurrence
    ]
    for year in range(day.year + 1, day.year + 5):
        assert len([each for each in days if each.year == year]) == times
    if recurrence != Recurrence.TERM:
        assert days_of(rule, first=first.day, until=first.day) == [first.day]
