"""When one is reminded, and on which days a duty comes back. Plain values, no database."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.agenda.dates import Precision, VagueDate

#: from this rung on the deputy is reminded, too: the day before
DEPUTY_FROM = 1


def rung_reached(ladder: Iterable[int], *, day: dt.date, set_on: dt.date, today: dt.date) -> int | None:
    """The newest rung of the ladder that is reached today, in days before the day (negative: after it).

    Rungs that lay before the date was set aren't owed. Earlier rungs that were passed over while nothing ran
    are not made up for: the newest stands for them all.
    """
    reached = [days for days in ladder if set_on <= day - dt.timedelta(days=days) <= today]
    return min(reached, default=None)


def step_of(day: dt.date, rung: int) -> str:
    """The step of a reminder: with the date in it, so that a moved deadline is reminded of anew."""
    return f"{day.isoformat()} T{-rung:+d}"


def read_step(step: str) -> tuple[dt.date, int]:
    day, _t, rung = step.partition(" T")
    return dt.date.fromisoformat(day), -int(rung)


class Recurrence(models.TextChoices):
    """How a duty comes back, in words."""

    YEARLY = "yearly", _("Each year")
    TWICE = "twice", _("Twice a year, with half a year between")
    TERM = "term", _("Each term")
    MONTHLY = "monthly", _("Each month")


def rule_for(recurrence: Recurrence, first: VagueDate) -> str:
    """The rule (RFC 5545 3.3.10) by which a duty comes back after its first time.

    A day that a month doesn't have is the last one that it has: the 31st is the 30th in April.
    """
    if recurrence == Recurrence.TERM:
        return "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"
    month = first.day.month
    months = {
        Recurrence.YEARLY: [month],
        Recurrence.TWICE: sorted([month, (month + 5) % 12 + 1]),
    }.get(recurrence, [])
    by_month = f";BYMONTH={','.join(map(str, months))}" if months else ""
    return f"FREQ=MONTHLY{by_month};{_day_of_month(first)}"


def _day_of_month(first: VagueDate) -> str:
    last = calendar.monthrange(first.day.year, first.day.month)[1]
    if first.precision != Precision.DAY or first.day.day == 31 or (first.day.day == last == 29):
        return "BYMONTHDAY=-1"
    if first.day.day > 28:
        return f"BYMONTHDAY={','.join(str(day) for day in range(28, first.day.day + 1))};BYSETPOS=-1"
    return f"BYMONTHDAY={first.day.day}"


def recurrence_of(rule: str, precision: str) -> Recurrence:
    """How the rule is said in words. What comes back each term is the one that has a term's precision."""
    months = re.search(r"BYMONTH=([\d,]+)", rule)
    if months is None:
        return Recurrence.MONTHLY
    if precision == Precision.TERM:
        return Recurrence.TERM
    return Recurrence.TWICE if "," in months[1] else Recurrence.YEARLY


def days_of(rule: str, *, first: dt.date, after: dt.date | None = None, until: dt.date) -> list[dt.date]:
    """The days on which the duty comes back, from its first time to `until`, both included; only those `after`."""
    start = dt.datetime.combine(first, dt.time())
    found = rrulestr(rule, dtstart=start).between(start, dt.datetime.combine(until, dt.time()), inc=True)
    return [moment.date() for moment in found if after is None or moment.date() > after]


def made_to(today: dt.date) -> dt.date:
    """Up to which day dates are made that come back: the end of next year."""
    return dt.date(today.year + 1, 12, 31)
