"""Calendar files (RFC 5545, RFC 7986) of what stands in a calendar.

Moments are written in UTC; a day is VALUE=DATE with an exclusive end; what is vague stands on its last day and
says so in its title. No persons, no attendees.
"""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vUri

from sluss.agenda.calendar import MEETING, Entry

#: how often a calendar program may ask
EVERY = dt.timedelta(hours=1)
#: when nothing is known of a change: an entry must have a DTSTAMP, and the file stays the same
LONG_AGO = dt.datetime(2013, 1, 1, tzinfo=dt.UTC)


def as_ical(entries: Iterable[Entry], name: str) -> bytes:
    """The calendar as a file, the same bytes for the same entries."""
    calendar = Calendar()
    for key, value in (
        ("VERSION", "2.0"),
        ("PRODID", "-//Sluss//Sluss//SV"),
        ("CALSCALE", "GREGORIAN"),
        ("NAME", name),
        ("X-WR-CALNAME", name),
    ):
        calendar.add(key, value)
    calendar.add("REFRESH-INTERVAL", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    head, end = calendar.to_ical().split(b"END:VCALENDAR")
    language = get_language() or "sv"
    return b"".join([head, *(_event(entry, language) for entry in entries), b"END:VCALENDAR", end])


@lru_cache(maxsize=20_000)
def _event(entry: Entry, language: str) -> bytes:
    """One entry, written. Entries are values, so that what hasn't changed isn't written again."""
    event = Event()
    event.add("UID", f"{entry.uid}@{_host()}" if "@" not in entry.uid else entry.uid)
    event.add("DTSTAMP", (entry.changed_at or LONG_AGO).astimezone(dt.UTC).replace(microsecond=0))
    if entry.changed_at is not None:
        event.add("LAST-MODIFIED", entry.changed_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("SEQUENCE", entry.sequence)
    event.add("SUMMARY", _summary(entry))
    _add_times(event, entry)
    if entry.place:
        event.add("LOCATION", entry.place)
    if entry.url:
        event["URL"] = vUri(settings.ADDRESS + entry.url)
    event.add("STATUS", _status(entry))
    event.add("TRANSP", "OPAQUE" if entry.kind == MEETING and not entry.vague else "TRANSPARENT")
    written: bytes = event.to_ical()
    return written


def _summary(entry: Entry) -> str:
    title = str(entry.title)
    if entry.vague:
        title = _("At the latest: %(title)s (%(when)s)") % {"title": title, "when": entry.when}
    return title


def _status(entry: Entry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.tentative else "CONFIRMED"


def _add_times(event: Event, entry: Entry) -> None:
    starts, ends = entry.starts, entry.ends
    if isinstance(starts, dt.datetime):
        event.add("DTSTART", starts.astimezone(dt.UTC))
        if isinstance(ends, dt.datetime):
            event.add("DTEND", ends.astimezone(dt.UTC))
        return
    event.add("DTSTART", starts)
    event.add("DTEND", entry.last_day + dt.timedelta(days=1))


def _host() -> str:
    return settings.ADDRESS.partition("://")[2].partition("/")[0].partition(":")[0]
