"""What stands in calendars: each room above tells its entries, the feeds collect them.

A room registers a teller from its AppConfig.ready():

    calendar.register(teller)       # teller(actor: Actor) -> Iterable[Entry]: what the actor may see
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sluss.trust.actor import Actor


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. A date is all day; a moment is aware."""

    uid: str
    title: Any
    starts: dt.date | dt.datetime
    ends: dt.date | dt.datetime | None = None
    sequence: int = 0
    changed_at: dt.datetime | None = None
    tentative: bool = False
    cancelled: bool = False
    place: str = ""
    url: str = ""
    #: a word for what it is: "meeting", "deadline"; the wheel draws each in its own colour
    kind: str = "meeting"
    group_id: int | None = None
    #: the audience's word, so that a public feed holds what is public and nothing else
    audience: str = ""
    #: whose it is beside the audience: invited or owning persons, for the personal feed
    persons: frozenset[int] = frozenset()


Teller = Callable[[Actor], Iterable[Entry]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    if teller not in _tellers:
        _tellers.append(teller)


def entries_for(actor: Actor) -> list[Entry]:
    """All that the actor may see, nearest first."""
    entries = [entry for teller in _tellers for entry in teller(actor)]
    return sorted(entries, key=lambda entry: (_first_day(entry.starts), entry.uid))


def _first_day(value: dt.date | dt.datetime) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
