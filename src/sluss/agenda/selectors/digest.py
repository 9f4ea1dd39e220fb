"""What a person's weekly letter tells: what is new, what is coming, the person's own tasks."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluss.agenda.calendar import TASK, Entry, entries_for
from sluss.agenda.models import Task
from sluss.agenda.selectors.tasks import owed_by
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.waiting import Item, Part, items_for

DAYS_BACK, DAYS_AHEAD = 7, 14


@dataclass(frozen=True)
class Week:
    new: list[Item]
    coming: list[Entry]
    tasks: list[Task]

    @property
    def empty(self) -> bool:
        return not (self.new or self.coming or self.tasks)

    @property
    def finding(self) -> str:
        """The letter's subject in a few words: "3 dates, 1 task"."""
        parts = [
            ngettext("%(n)s date", "%(n)s dates", len(self.coming)) % {"n": len(self.coming)}
            if self.coming
            else "",
            ngettext("%(n)s task", "%(n)s tasks", len(self.tasks)) % {"n": len(self.tasks)}
            if self.tasks
            else "",
        ]
        return ", ".join(part for part in parts if part) or _("what is new")


def week_of(actor: Actor) -> Week:
    today = clock.today()
    return Week(
        new=[
            item
            for item in items_for(actor)[Part.NEW]
            if item.when is None or item.when >= today - dt.timedelta(days=DAYS_BACK)
        ],
        coming=[
            entry
            for entry in entries_for(actor)
            if today <= entry.last_day
            and entry.day <= today + dt.timedelta(days=DAYS_AHEAD)
            and entry.kind != TASK
            and not (entry.cancelled or entry.over)
        ],
        tasks=list(owed_by(actor)),
    )
