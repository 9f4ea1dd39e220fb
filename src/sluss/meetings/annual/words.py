"""Days and moments as documents say them: with the year, since they are read for years."""

import datetime as dt

from django.utils import formats, timezone


def full_day(value: dt.date | dt.datetime | None) -> str:
    """ "31 mars 2017"; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localdate(value)
    return formats.date_format(value, "j F Y")


def full_at(value: dt.datetime | None) -> str:
    """ "31 mars 2017 13.00"."""
    return f"{full_day(value)} {clock_time(value)}" if value is not None else ""


def clock_time(value: dt.datetime) -> str:
    """ "13.00", in Sweden."""
    return formats.time_format(timezone.localtime(value))
