"""Tasks: one owner each, from a decision, a meeting, a change of signatories, or a hand."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Group
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class TaskState(models.TextChoices):
    OPEN = "open", _("To do")
    DOING = "doing", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


UNFINISHED = (TaskState.OPEN, TaskState.DOING)

TASK_STATES = StateTable(
    transition("begin task", [TaskState.OPEN], TaskState.DOING),
    transition("finish task", UNFINISHED, TaskState.DONE),
    transition("drop task", UNFINISHED, TaskState.DROPPED),
    transition("reopen task", [TaskState.DONE, TaskState.DROPPED], TaskState.OPEN),
)


class TaskQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, one's groups', and all to the coordinator; the board sees what isn't a group's."""
        if actor.is_coordinator:
            return self
        if actor.person_id is None:
            return self.none()
        own = Q(owner=actor.person_id) | Q(made_by=actor.person_id) | Q(group__in=actor.groups)
        return self.filter(own | Q(group=None, private=False)) if actor.has(Role.BOARD) else self.filter(own)

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)


class Task(models.Model):
    title = models.CharField(_("What"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Who does it"),
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    due = models.DateField(_("When"), null=True, blank=True)
    note = models.TextField(_("Note"), blank=True)
    group = models.ForeignKey(
        Group,
        verbose_name=_("Group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    #: seen by who owns or made it and by the coordinator only
    private = models.BooleanField(default=False)
    #: what it came from, and the address of its page
    thing_kind = models.CharField(max_length=40, blank=True)
    thing_id = models.BigIntegerField(null=True, blank=True)
    url = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=TaskState, default=TaskState.OPEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    #: why it was dropped
    reason = models.TextField(blank=True)
    #: how many times it has changed: the sequence of its calendar entry
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = [models.F("due").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def overdue(self) -> bool:
        return self.unfinished and self.due is not None and self.due < clock.today()

    def save_changed(self) -> None:
        """Save with the next sequence, so that calendars take the change in."""
        self.sequence += 1
        self.changed_at = clock.now()
        self.save()
