"""Dates as people write them: vague ones, and those that never were."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from sluss.agenda.dates import HourLost, HourTwice, Precision, VagueDate, last_day_of, moment
from sluss.agenda.fields import DayField, MomentField, VagueDateField

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Asked(forms.Form):
    when = VagueDateField(label="När")
    starts = MomentField(label="Börjar", required=False)
    day = DayField(label="Dag", required=False)


@pytest.fixture(autouse=True)
def _swedish():
    with translation.override("sv"):
        yield


def asked(**given: str) -> Asked:
    return Asked({"when_year": "2017", **given})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ({"when_day": "31", "when_month": "3"}, VagueDate(dt.date(2017, 3, 31))),
        ({"when_month": "6"}, VagueDate(dt.date(2017, 6, 30), Precision.MONTH)),
        ({"when_month": "spring"}, VagueDate(dt.date(2017, 6, 30), Precision.TERM)),
        ({"when_month": "autumn"}, VagueDate(dt.date(2017, 12, 31), Precision.TERM)),
        ({}, VagueDate(dt.date(2017, 12, 31), Precision.YEAR)),
    ],
)
def test_what_is_left_empty_is_what_is_not_known(typed, meant):
    form = asked(**typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["when"] == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"when_day": "30", "when_month": "2"}, "Det finns ingen 30 februari 2017: månaden har 28 dagar."),
        ({"when_day": "30"}, "Välj månaden också, eller lämna dagen tom."),
        (
            {"when_day": "3", "when_month": "spring"},
            "En termin har ingen dag: välj en månad eller lämna dagen tom.",
        ),
        ({"when_month": "3", "when_year": "17"}, "Skriv året med fyra siffror."),
        ({"when_day": "x", "when_month": "3"}, "Skriv dagen med siffror."),
        ({"when_month": "13"}, "Välj en månad eller en termin."),
    ],
)
def test_a_date_that_never_was_is_refused_with_the_reason_and_kept_as_typed(typed, said):
    form = asked(**typed)
    assert form.errors["when"] == [said]
    for name, value in typed.items():
        if name != "when_month" or value != "13":
            assert f'value="{value}"' in str(form["when"])


def test_a_field_that_must_be_answered_says_so():
    assert list(asked(when_year="").errors) == ["when"]


def test_a_day_that_never_was_is_refused_with_the_reason():
    assert asked(day="2017-02-30").errors["day"] == [
        "Det finns ingen 30 februari 2017: månaden har 28 dagar."
    ]


@pytest.mark.parametrize("typed", ["13.00", "13:00", "13"])
def test_a_time_is_written_as_people_write_it(typed):
    form = asked(starts_day="2017-01-10", starts_time=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["starts"] == dt.datetime(2017, 1, 10, 12, tzinfo=dt.UTC)


def test_the_hour_lost_in_march_is_refused_with_the_reason():
    said = asked(starts_day="2017-03-26", starts_time="02.30").errors["starts"]
    assert said == ["02.30 finns inte den natten: klockan ställs fram från 02.00 till 03.00."]


def test_an_hour_that_comes_twice_in_october_is_asked_about():
    form = asked(starts_day="2017-10-29", starts_time="02.30")
    assert form.errors["starts"] == [
        "02.30 kommer två gånger den natten: klockan ställs tillbaka. Välj vilken du menar."
    ]
    assert "starts_which" in str(form["starts"])
    first = asked(starts_day="2017-10-29", starts_time="02.30", starts_which="first")
    second = asked(starts_day="2017-10-29", starts_time="02.30", starts_which="second")
    assert first.is_valid()
    assert second.is_valid()
    assert second.cleaned_data["starts"] - first.cleaned_data["starts"] == dt.timedelta(hours=1)


def test_on_any_other_day_it_is_not_asked():
    assert "starts_which" not in str(asked(starts_day="2017-10-28", starts_time="02.30")["starts"])


def test_a_day_without_a_time_asks_for_it():
    assert list(asked(starts_day="2017-10-28").errors) == ["starts"]


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(Precision))
def test_what_is_shown_in_the_boxes_is_read_back_as_the_same(day, precision):
    vague = VagueDate(last_day_of(precision, day.year, day.month, day.day), precision)
    day_, month, year = VagueDateField().widget.decompress(vague)
    assert VagueDateField().clean([day_, month, year]) == vague
    assert vague.first <= vague.day


@given(st.dates(dt.date(1996, 1, 1), dt.date(2037, 12, 31)), st.integers(0, 24 * 60 - 1))
@example(dt.date(2017, 3, 26), 150)
@example(dt.date(2017, 10, 29), 150)
def test_a_moment_is_the_wall_clock_in_sweden_or_is_refused(day, minute):
    local = dt.datetime.combine(day, dt.time(*divmod(minute, 60)))
    try:
        made = moment(local.date(), local.time())
    except HourLost:
        there_and_back = local.replace(tzinfo=STOCKHOLM).astimezone(dt.UTC).astimezone(STOCKHOLM)
        assert there_and_back.replace(tzinfo=None) != local
    except HourTwice:
        first, second = (moment(local.date(), local.time(), second=which) for which in (False, True))
        assert second - first == dt.timedelta(hours=1)
    else:
        assert made.astimezone(STOCKHOLM).replace(tzinfo=None) == local
