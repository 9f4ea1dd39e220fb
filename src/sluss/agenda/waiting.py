"""What the agenda tells on a person's home page and in the room rail."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluss.agenda.calendar import TASK, Entry, entries_for
from sluss.agenda.models import Deadline
from sluss.agenda.selectors.deadlines import owned
from sluss.agenda.selectors.letters import troubled
from sluss.agenda.selectors.tasks import owed_by
from sluss.trust import clock, rail, waiting
from sluss.trust.actor import Actor
from sluss.trust.waiting import Item, Part

#: days within which a task or an own date waits, and within which something is said to be coming
SOON, COMING = 7, 21
#: days for which a moved date is news
NEW = 14

ROOM = rail.Room(
    key="agenda",
    name=gettext_lazy("Calendar"),
    url="agenda:year",
    visible=lambda actor: bool(actor.roles),
    waiting=lambda actor: how_many_wait(actor),
    order=27,
)


def register() -> None:
    rail.register(ROOM)
    waiting.register(tell)


def _soon() -> dt.date:
    return clock.today() + dt.timedelta(days=SOON)


def how_many_wait(actor: Actor) -> int:
    if actor.person_id is None:
        return 0
    return owed_by(actor, _soon()).count() + owned(actor).filter(date__lte=_soon()).count()


def tell(actor: Actor) -> Iterator[Item]:
    if actor.person_id is None or not actor.roles:
        return
    yield from _tasks(actor)
    yield from _deadlines(actor)
    if actor.is_coordinator:
        yield from _letters(actor)
    yield from _coming(actor)
    yield from _moved(actor)


def next_later(actor: Actor) -> Entry | None:
    """The first date after those of the next weeks, which the home page lists."""
    last = clock.today() + dt.timedelta(days=COMING)
    return next((entry for entry in _dates(actor) if entry.day > last), None)


def _dates(actor: Actor) -> Iterator[Entry]:
    """The calendar's entries that still count, but for tasks, which have lines of their own."""
    for entry in entries_for(actor):
        if entry.kind != TASK and not (entry.cancelled or entry.over):
            yield entry


def _moved(actor: Actor) -> Iterator[Item]:
    """Dates moved by hand of late; those that follow from a meeting are told of by it."""
    then = clock.now() - dt.timedelta(days=NEW)
    moved = Deadline.objects.visible_to(actor).open().filter(changed_at__gte=then, thing_kind="")
    for deadline in moved.exclude(reason=""):
        yield Item(
            Part.NEW,
            _("Moved: %(title)s") % {"title": deadline.name},
            reverse("agenda:deadline", args=[deadline.pk]),
            detail=str(deadline.when),
            when=timezone.localdate(deadline.changed_at),
        )


def _tasks(actor: Actor) -> Iterator[Item]:
    for task in owed_by(actor, _soon()):
        yield Item(
            Part.WAITS,
            task.title,
            reverse("agenda:task", args=[task.pk]),
            detail=task.group.name if task.group else "",
            tag=_("Late") if task.overdue else "",
            tone="stop",
            when=task.due,
        )


def _deadlines(actor: Actor) -> Iterator[Item]:
    for deadline in owned(actor).filter(date__lte=_soon()):
        yield Item(
            Part.WAITS,
            deadline.name,
            deadline.url or reverse("agenda:deadline", args=[deadline.pk]),
            detail=_("At the latest %(when)s.") % {"when": deadline.when},
            tag=_("Late") if deadline.overdue else _("Today") if deadline.date == clock.today() else "",
            tone="stop" if deadline.overdue else "wait",
            when=deadline.date,
            says_day=True,
            about=deadline.uid,
        )


def _letters(actor: Actor) -> Iterator[Item]:
    """Reminders that may not have arrived: the coordinator tells the person in another way."""
    for deadline, letter in troubled(actor):
        said = (
            _("A reminder of “%(title)s” came back")
            if letter.bounced_at
            else _("A reminder of “%(title)s” may not have arrived")
        )
        yield Item(
            Part.WAITS,
            said % {"title": deadline.name},
            reverse("agenda:deadline", args=[deadline.pk]),
            when=deadline.date,
        )


def _coming(actor: Actor) -> Iterator[Item]:
    """Dates of the next weeks."""
    today = clock.today()
    for entry in _dates(actor):
        if today <= entry.day <= today + dt.timedelta(days=COMING):
            yield Item(
                Part.COMING,
                entry.title,
                entry.url,
                detail=_("At the latest %(when)s.") % {"when": entry.when} if entry.vague else entry.place,
                tag=_("Tentative") if entry.tentative else "",
                when=entry.day,
                says_day=entry.vague,
                about=entry.uid,
            )
