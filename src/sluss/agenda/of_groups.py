"""What the agenda shows on the page of a group: its dates and its tasks."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.agenda.models import Deadline, Task
from sluss.coalition import group_parts
from sluss.coalition.group_parts import GroupPart, Line
from sluss.coalition.models import Group
from sluss.trust.actor import Actor


def register() -> None:
    group_parts.register(tell)


def tell(actor: Actor, group: Group) -> Iterator[GroupPart]:
    dates = Deadline.objects.visible_to(actor).open().filter(group=group)
    yield GroupPart(
        heading=_("Dates"), lines=tuple(_date_line(one) for one in dates), url=reverse("agenda:deadlines"),
        action=_("All dates"),
    )  # fmt: skip
    tasks = Task.objects.visible_to(actor).unfinished().filter(group=group).select_related("owner")
    yield GroupPart(
        heading=_("Tasks"), lines=tuple(_task_line(one) for one in tasks), url=reverse("agenda:tasks"),
        action=_("All tasks"),
    )  # fmt: skip


def _date_line(deadline: Deadline) -> Line:
    return Line(
        deadline.name,
        url=reverse("agenda:deadline", args=[deadline.pk]),
        when=deadline.date,
        tag=_("Late") if deadline.overdue else "",
        tone="stop",
    )


def _task_line(task: Task) -> Line:
    return Line(
        task.title,
        url=reverse("agenda:task", args=[task.pk]),
        when=task.due,
        detail=task.owner.name,
        tag=_("Late") if task.overdue else "",
        tone="stop",
    )
