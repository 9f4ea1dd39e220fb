"""What stands in calendars: each room tells its entries, wheel, lists, letters and feeds collect them.

A room registers a teller from its AppConfig.ready():

    calendar.register(teller)               # teller(actor: Actor) -> Iterable[Entry]: what the actor may see
    calendar.register(teller, watched=[...]) # and which columns tell that something has changed

Where every teller says what is to be watched, feeds are served from memory until a watched column changes.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from sluss.agenda.dates import Precision, VagueDate
from sluss.trust.actor import Actor

MEETING, TASK = "meeting", "task"
STATUTORY, EXTERNAL, FUNDER, INTERNAL = "statutory", "external", "funder", "internal"


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. A date is all day; a moment is aware.

    An all-day entry whose date is vague stands on the last day of its range, with its precision. `ends` of an
    all-day entry is its last day, included.
    """

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
    #: what it is: "meeting", "task", or a deadline's kind; the wheel draws each in its own colour and shape
    kind: str = MEETING
    group_id: int | None = None
    #: the audience's word, so that a public feed holds what is public and nothing else
    audience: str = ""
    #: whose it is beside the audience: invited or owning persons, for the personal feed
    persons: frozenset[int] = frozenset()
    precision: Precision = Precision.DAY
    #: held or done: nothing more to do about it
    over: bool = False

    @property
    def day(self) -> dt.date:
        """The day in Sweden on which it begins; of a vague one the last day of its range."""
        return day_of(self.starts)

    @property
    def last_day(self) -> dt.date:
        return day_of(self.ends) if self.ends is not None else self.day

    @property
    def first_day(self) -> dt.date:
        """The day on which it begins; of a vague one the first day of its range."""
        return self.when.first

    @property
    def when(self) -> VagueDate:
        return VagueDate(self.day, self.precision)

    @property
    def vague(self) -> bool:
        return self.precision != Precision.DAY


def day_of(value: dt.date | dt.datetime) -> dt.date:
    if isinstance(value, dt.datetime):
        return timezone.localdate(value, timezone.get_default_timezone())
    return value


@dataclass(frozen=True)
class Watched:
    """A table whose rows stand in calendars. It has changed when rows are more, a sum is another, or a moment newer.

    `sums` are columns that count changes up, `newest` columns with moments; both as the database names them.
    """

    model: type[Model]
    sums: tuple[str, ...] = ()
    newest: tuple[str, ...] = ()

    @cached_property
    def query(self) -> str:
        """One row: how many rows there are, the sums, the newest moments."""
        name = connection.ops.quote_name
        columns = [
            "COUNT(*)",
            *(f"SUM({name(field)})" for field in self.sums),
            *(f"MAX({name(field)})" for field in self.newest),
        ]
        picked = ", ".join(columns)
        return f"SELECT {picked} FROM {name(self.model._meta.db_table)}"  # noqa: S608 - names of our own tables


Teller = Callable[[Actor], Iterable[Entry]]
_tellers: dict[Teller, tuple[Watched, ...] | None] = {}


def register(teller: Teller, *, watched: Iterable[Watched] | None = None) -> None:
    _tellers[teller] = None if watched is None else tuple(watched)


def entries_for(actor: Actor) -> list[Entry]:
    """All that the actor may see, nearest first."""
    entries = [entry for teller in _tellers for entry in teller(actor)]
    return sorted(entries, key=lambda entry: (entry.day, entry.uid))


def stamp() -> tuple[object, ...] | None:
    """Another value as soon as anything in any calendar is; None where a teller can't say.

    Asked at each fetch of a feed, so that it goes past the object layer: a few counts cost less than one object.
    """
    watched: list[Watched] = []
    for tables in _tellers.values():
        if tables is None:
            return None
        watched += tables
    rows: list[object] = []
    with connection.cursor() as cursor:
        for table in watched:
            cursor.execute(table.query)
            rows += cursor.fetchone()
    return tuple(rows)
