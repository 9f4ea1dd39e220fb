"""The one table of deadlines: whatever has a date is here, however vague."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.agenda.dates import Precision, VagueDate
from sluss.coalition.models import Audience, AudienceQuerySet, Group
from sluss.trust import clock
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class DeadlineKind(models.TextChoices):
    STATUTORY = "statutory", _("By the statutes")
    EXTERNAL = "external", _("Set by others")
    FUNDER = "funder", _("Set by a funder")
    INTERNAL = "internal", _("Our own")


class DeadlineState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    MISSED = "missed", _("Missed")
    WAIVED = "waived", _("Waived")


DEADLINE_STATES = StateTable(
    transition("meet deadline", [DeadlineState.OPEN, DeadlineState.MISSED], DeadlineState.DONE),
    transition("miss deadline", [DeadlineState.OPEN], DeadlineState.MISSED),
    transition("waive deadline", [DeadlineState.OPEN, DeadlineState.MISSED], DeadlineState.WAIVED),
    transition("reopen deadline", list(DeadlineState), DeadlineState.OPEN),
)

#: days before the day on which its owner is reminded; negative: after it, while it is open
LADDER = (21, 7, 1, -3)


def usual_ladder() -> list[int]:
    return list(LADDER)


class Series(models.Model):
    """A duty that comes back. It makes explicit deadlines, which are moved one by one."""

    title = models.CharField(_("What"), max_length=200)
    #: RFC 5545 recurrence rule, "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30"
    rule = models.CharField(max_length=200)
    starts = models.DateField(_("First time"))
    #: deadlines are made up to this day
    made_until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class DeadlineQuerySet(AudienceQuerySet):
    def open(self) -> Self:
        return self.filter(state=DeadlineState.OPEN)


class Deadline(models.Model):
    title = models.CharField(_("What"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=20, choices=DeadlineKind, default=DeadlineKind.INTERNAL)
    #: the day, or the last day of the range that the precision names
    date = models.DateField(_("When"), db_index=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    tentative = models.BooleanField(_("Not decided yet"), default=False)
    #: where the date comes from: "letter 2017-01-12", "statutes § 7", "guess"
    source = models.CharField(_("Where the date comes from"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Who sees to it"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="deadlines",
    )  # fmt: skip
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Deputy"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    audience = models.CharField(_("Shown to"), max_length=20, choices=Audience, default=Audience.MEMBERS)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    ladder = models.JSONField(default=usual_ladder)
    state = models.CharField(max_length=20, choices=DeadlineState, default=DeadlineState.OPEN)
    #: why it was moved last, missed or waived
    reason = models.TextField(blank=True)
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    #: what it is derived from: kind and number of a thing of a room above, and which of its deadlines it is
    thing_kind = models.CharField(max_length=40, blank=True)
    thing_id = models.BigIntegerField(null=True, blank=True)
    thing_role = models.CharField(max_length=40, blank=True)
    #: address of the page on which the work is done
    url = models.CharField(max_length=200, blank=True)
    #: how many times it has changed: the sequence of its calendar entry (RFC 5545 3.8.7.4)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["thing_kind", "thing_id", "thing_role"],
                condition=~models.Q(thing_kind=""),
                name="each_derived_deadline_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> VagueDate:
        return VagueDate(self.date, Precision(self.precision))


class AlternativeQuerySet(VisibleQuerySet):
    pass


class Alternative(models.Model):
    """Another date that a deadline may get instead ("or perhaps in autumn")."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="alternatives")
    date = models.DateField()
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)

    objects = AlternativeQuerySet.as_manager()

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return str(self.when)

    @property
    def when(self) -> VagueDate:
        return VagueDate(self.date, Precision(self.precision))
