"""What dates and tasks tell the calendar."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.agenda import calendar
from sluss.agenda.calendar import Entry, Watched
from sluss.agenda.models import Deadline, DeadlineState, Task
from sluss.trust.actor import Actor


def register() -> None:
    # rows are never taken away, and each change counts the row's sequence up
    calendar.register(tell_deadlines, watched=[Watched(Deadline, sums=("sequence",))])
    calendar.register(tell_tasks, watched=[Watched(Task, sums=("sequence",))])


def tell_deadlines(actor: Actor) -> Iterator[Entry]:
    for deadline in Deadline.objects.visible_to(actor):
        yield Entry(
            uid=deadline.uid,
            title=deadline.name,
            starts=deadline.date,
            precision=deadline.when.precision,
            sequence=deadline.sequence,
            changed_at=deadline.changed_at,
            tentative=deadline.tentative,
            cancelled=deadline.state == DeadlineState.WAIVED,
            over=deadline.state == DeadlineState.DONE,
            url=reverse("agenda:deadline", args=[deadline.pk]),
            kind=deadline.kind,
            group_id=deadline.group_id,
            audience=deadline.audience,
            persons=frozenset(who for who in (deadline.owner_id, deadline.deputy_id) if who is not None),
        )


def tell_tasks(actor: Actor) -> Iterator[Entry]:
    """A task stands in the calendar of its owner alone, on the day it is due."""
    if actor.person_id is None:
        return
    for task in Task.objects.filter(owner=actor.person_id).unfinished():
        if task.due is None:
            continue
        yield Entry(
            uid=f"task-{task.pk}",
            title=_("Task: %(title)s") % {"title": task.title},
            starts=task.due,
            sequence=task.sequence,
            changed_at=task.changed_at,
            url=reverse("agenda:task", args=[task.pk]),
            kind=calendar.TASK,
            persons=frozenset({actor.person_id}),
        )
