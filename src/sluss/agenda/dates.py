"""Dates as a plan knows them: a day, or only a month, a term or a year.

A vague date is kept as the last day of its range with its precision; it is shown as "mars 2017", never as a
false exact day.
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluss.trust.templatetags.look import day as day_in_words

#: the first month of the autumn term
AUTUMN = 7


class Precision(models.TextChoices):
    DAY = "day", gettext_lazy("Day")
    MONTH = "month", gettext_lazy("Month")
    TERM = "term", gettext_lazy("Term")
    YEAR = "year", gettext_lazy("Year")


@dataclass(frozen=True)
class VagueDate:
    """`day` is the day itself, or the last day of the range."""

    day: dt.date
    precision: Precision = Precision.DAY

    @property
    def first(self) -> dt.date:
        year, month = self.day.year, self.day.month
        if self.precision == Precision.DAY:
            return self.day
        if self.precision == Precision.MONTH:
            return dt.date(year, month, 1)
        return dt.date(year, AUTUMN if self.precision == Precision.TERM and month >= AUTUMN else 1, 1)

    def __str__(self) -> str:
        if self.precision == Precision.DAY:
            return day_in_words(self.day)
        if self.precision == Precision.MONTH:
            return formats.date_format(self.day, "F Y")
        if self.precision == Precision.YEAR:
            return str(self.day.year)
        spring = self.day.month < AUTUMN
        return (_("spring %(year)s") if spring else _("autumn %(year)s")) % {"year": self.day.year}


def last_day_of(precision: Precision, year: int, month: int = 12, day: int = 31) -> dt.date:
    """The day under which a vague date is kept.

    Raises:
        ValueError: there is no such day (30 February).
    """
    if precision == Precision.YEAR:
        return dt.date(year, 12, 31)
    if precision == Precision.TERM:
        return dt.date(year, 6, 30) if month < AUTUMN else dt.date(year, 12, 31)
    if precision == Precision.MONTH:
        return dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day)


class HourLost(ValueError):
    """The clocks go forward over this time of day: it never was."""


class HourTwice(ValueError):
    """The clocks go back: this time of day comes twice, and it isn't said which is meant."""


def moment(day: dt.date, time: dt.time, *, second: bool | None = None) -> dt.datetime:
    """A day and a time of day in Sweden as an aware moment in UTC.

    `second` says which is meant where the time comes twice (the last Sunday of October): the first, in summer
    time, or the second, in winter time.

    Raises:
        HourLost: no such time on this day (the last Sunday of March).
        HourTwice: twice on this day, and `second` is None.
    """
    local = dt.datetime.combine(day, time, tzinfo=timezone.get_default_timezone())
    earlier, later = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    assert earlier is not None  # noqa: S101 - an aware moment has an offset
    assert later is not None  # noqa: S101
    if earlier < later:
        raise HourLost
    if earlier > later and second is None:
        raise HourTwice
    return local.replace(fold=int(bool(second))).astimezone(dt.UTC)
