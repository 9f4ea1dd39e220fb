import datetime as dt

from django.template import Context, Template
from django.utils import translation


def render(text: str, **values) -> str:
    return Template(text).render(Context(values))


def test_a_day_of_this_year_is_written_without_the_year(friday):
    with translation.override("sv"):
        assert render("{{ d|day }}", d=dt.date(2017, 3, 31)) == "31 mars"
        assert render("{{ d|day }}", d=dt.date(2016, 12, 31)) == "31 december 2016"


def test_a_time_has_a_point_in_swedish_and_a_colon_in_english(friday):
    noon = dt.datetime(2017, 3, 10, 12, 0, tzinfo=dt.UTC)
    with translation.override("sv"):
        assert render("{{ t|at }}", t=noon) == "10 mars 13.00"
    with translation.override("en"):
        assert render("{{ t|at }}", t=noon) == "10 March 13:00"


def test_thousands_are_set_apart_by_a_thin_space_that_does_not_break():
    with translation.override("sv"):
        assert render("{{ n|number }}", n=12345) == "12\u202f345"
        assert render("{{ n|number }}", n=None) == ""
