"""What stands on the wheel of a year: entries of the calendar, cut to the year and told in short words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sluss.agenda.calendar import TASK, Entry
from sluss.agenda.dates import AUTUMN, Precision
from sluss.agenda.wheel.marks import sign


@dataclass(frozen=True)
class Thing:
    """One mark of the wheel. `number` is its place in the year, by which wheel and list are compared."""

    number: int
    title: str
    kind: str
    first: dt.date
    last: dt.date
    #: in few letters: "10 feb", "juni", "hösten"
    short: str
    #: in whole words: "10 februari 13.00", "juni 2017"
    words: str
    url: str = ""
    tentative: bool = False
    vague: bool = False
    over: bool = False

    @property
    def due(self) -> dt.date:
        """The day under which the list has it: a vague one's last, as it is to be done by then."""
        return self.last if self.vague else self.first

    @property
    def sign(self) -> SafeString:
        """Its mark, for the list."""
        return sign(self.kind, tentative=self.tentative)


def things_of(entries: Iterable[Entry], year: int) -> list[Thing]:
    """The year's things in their order. Tasks and what is cancelled aren't drawn."""
    begins, ends = dt.date(year, 1, 1), dt.date(year, 12, 31)
    shown = [
        entry
        for entry in entries
        if entry.kind != TASK and not entry.cancelled and entry.day <= ends and entry.last_day >= begins
    ]
    shown.sort(key=lambda entry: (max(entry.day, begins), entry.vague, str(entry.title)))
    return [
        Thing(
            number=number,
            title=str(entry.title),
            kind=entry.kind,
            first=max(entry.first_day, begins),
            last=min(entry.last_day, ends),
            short=_short(entry),
            words=_words(entry),
            url=entry.url,
            tentative=entry.tentative,
            vague=entry.vague,
            over=entry.over,
        )
        for number, entry in enumerate(shown, start=1)
    ]


def short_day(day: dt.date) -> str:
    """ "10 feb"."""
    return formats.date_format(day, "j N").rstrip(".")


def _short(entry: Entry) -> str:
    if entry.precision == Precision.DAY:
        return short_day(entry.day)
    if entry.precision == Precision.MONTH:
        return formats.date_format(entry.day, "N").rstrip(".")
    if entry.precision == Precision.YEAR:
        return pgettext("on the wheel", "year")
    return (
        pgettext("on the wheel", "spring") if entry.day.month < AUTUMN else pgettext("on the wheel", "autumn")
    )


def _words(entry: Entry) -> str:
    if entry.vague:
        return _("at the latest %(when)s") % {"when": entry.when}
    if entry.last_day != entry.day:
        same_month = entry.last_day.month == entry.day.month
        return _("%(first)s to %(last)s") % {
            "first": formats.date_format(entry.day, "j" if same_month else "j F"),
            "last": formats.date_format(entry.last_day, "j F"),
        }
    day = formats.date_format(entry.day, "j F")
    if isinstance(entry.starts, dt.datetime):
        day += f" {formats.time_format(timezone.localtime(entry.starts))}"
    return day
