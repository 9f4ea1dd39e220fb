"""Calendar files of meetings: invitations that open with Accept and Decline, and the answers to them.

Written after RFC 5545 (the format), RFC 5546 (invitation, update, cancellation, answer) and RFC 6047 (by
e-mail). Times are written in UTC, so that no time zone has to be explained. Only the receiver is named in a
file: who else is invited is nobody's business. No Django here.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Sluss//Meetings//SV"


class Method(StrEnum):
    PUBLISH = "PUBLISH"  # to keep, without answering
    REQUEST = "REQUEST"  # an invitation, or what has changed of it
    CANCEL = "CANCEL"
    REPLY = "REPLY"


class Part(StrEnum):
    """Whether an invited person takes part (RFC 5545 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


@dataclass(frozen=True)
class Occasion:
    """What a calendar shows of a meeting. Moments are aware; a date is all day."""

    uid: str
    sequence: int
    title: str
    starts: dt.date | dt.datetime
    ends: dt.date | dt.datetime | None = None
    tentative: bool = False
    cancelled: bool = False
    place: str = ""
    description: str = ""
    url: str = ""
    changed_at: dt.datetime | None = None


@dataclass(frozen=True)
class Receiver:
    name: str
    email: str
    part: Part = Part.NEEDS_ACTION


@dataclass(frozen=True)
class Organiser:
    """Who invites, and the mailbox that takes this receiver's answer."""

    name: str
    email: str


@dataclass(frozen=True)
class Reply:
    """An answer from a calendar: to which meeting, to which of its versions, what."""

    uid: str
    sequence: int
    part: Part


def file(
    method: Method,
    occasion: Occasion,
    *,
    now: dt.datetime,
    organiser: Organiser | None = None,
    receiver: Receiver | None = None,
) -> bytes:
    """A calendar file with one meeting. An invitation, its change and its end name organiser and receiver."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method.value)
    event = _event(occasion, now)
    if organiser is not None:
        event.add("ORGANIZER", _organiser(organiser))
    if receiver is not None:
        event.add("ATTENDEE", _attendee(receiver, asks=method == Method.REQUEST))
    calendar.add_component(event)
    return calendar.to_ical()


def _event(occasion: Occasion, now: dt.datetime) -> Event:
    event = Event()
    event.add("UID", occasion.uid)
    event.add("DTSTAMP", now.astimezone(dt.UTC))
    event.add("SEQUENCE", occasion.sequence)
    event.add("SUMMARY", occasion.title)
    _add_times(event, occasion)
    if occasion.changed_at is not None:
        event.add("LAST-MODIFIED", occasion.changed_at.astimezone(dt.UTC))
    for name, value in (("LOCATION", occasion.place), ("DESCRIPTION", occasion.description)):
        if value:
            event.add(name, value)
    if occasion.url:
        event.add("URL", occasion.url)
    confirmed = "TENTATIVE" if occasion.tentative else "CONFIRMED"
    event.add("STATUS", "CANCELLED" if occasion.cancelled else confirmed)
    event.add("TRANSP", "OPAQUE")
    return event


def _add_times(event: Event, occasion: Occasion) -> None:
    """Moments in UTC. A day lasts to the day after, which the standard leaves out of it (RFC 5545 3.6.1)."""
    if isinstance(occasion.starts, dt.datetime):
        event.add("DTSTART", occasion.starts.astimezone(dt.UTC))
        if isinstance(occasion.ends, dt.datetime):
            event.add("DTEND", occasion.ends.astimezone(dt.UTC))
        return
    event.add("DTSTART", occasion.starts)
    event.add("DTEND", (occasion.ends or occasion.starts) + dt.timedelta(days=1))


def _organiser(organiser: Organiser) -> vCalAddress:
    address = vCalAddress(f"mailto:{organiser.email}")
    address.params["CN"] = vText(organiser.name)
    return address


def _attendee(receiver: Receiver, *, asks: bool) -> vCalAddress:
    address = vCalAddress(f"mailto:{receiver.email}")
    if receiver.name:
        address.params["CN"] = vText(receiver.name)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = receiver.part.value
    if asks:
        address.params["RSVP"] = "TRUE"
    return address


def read_reply(content: bytes | str) -> Reply | None:
    """What a calendar answers; None where it is no answer (RFC 5546 3.2.3), or can't be read."""
    try:
        calendar = Calendar.from_ical(content)
        if str(calendar.get("METHOD", "")).upper() != Method.REPLY:
            return None
        events = calendar.walk("VEVENT")
        attendees = [_as_list(event.get("ATTENDEE")) for event in events]
        if len(events) != 1 or len(attendees[0]) != 1:
            return None
        part = Part(str(attendees[0][0].params.get("PARTSTAT", "")).upper())
        return Reply(str(events[0]["UID"]), int(events[0].get("SEQUENCE", 0)), part)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None  # whatever a stranger sends: it isn't an answer


def _as_list(value: object) -> list:
    return value if isinstance(value, list) else [value] if value is not None else []
