"""Minutes, kept in versions, and numbered decisions."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Group
from sluss.meetings.models.meeting import Meeting
from sluss.meetings.models.programme import AgendaItem
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CIRCULATED = "circulated", _("Sent to who adjusts them")
    ADJUSTED = "adjusted", _("Adjusted")
    PUBLISHED = "published", _("Sent out")


MINUTES_STATES = StateTable(
    transition("circulate minutes", [MinutesState.DRAFT, MinutesState.CIRCULATED], MinutesState.CIRCULATED),
    transition("adjust minutes", [MinutesState.CIRCULATED], MinutesState.ADJUSTED),
    transition("publish minutes", [MinutesState.DRAFT, MinutesState.ADJUSTED], MinutesState.PUBLISHED),
    transition("reopen minutes", [MinutesState.CIRCULATED], MinutesState.DRAFT),
)


class MinutesQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """What is sent out to whom the meeting is; a draft to who runs the meeting and who adjusts."""
        seen = Q(meeting__in=Meeting.objects.run_by(actor))
        out = Q(state=MinutesState.PUBLISHED, meeting__in=Meeting.objects.visible_to(actor))
        return self.filter(seen | out)


class Minutes(models.Model):
    """The minutes of one meeting, in Markdown. `version` rises with each saving."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=MinutesState, default=MinutesState.DRAFT)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"Minutes: {self.meeting}"


class MinutesVersion(models.Model):
    """A version of the minutes as it was saved; nothing that was written is lost."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["minutes", "version"], name="each_version_once")]

    def __str__(self) -> str:
        return f"{self.minutes}, {self.version}"


class DecisionState(models.TextChoices):
    TAKEN = "taken", _("Taken")
    EXECUTED = "executed", _("Carried out")
    SUPERSEDED = "superseded", _("Replaced")
    REVOKED = "revoked", _("Taken back")


class DecisionQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """A meeting's to whom the meeting is; one between meetings to the group and who sees the group's things."""
        between = Q(meeting=None, group__in=actor.groups)
        if actor.is_coordinator:
            between = Q(meeting=None)
        return self.filter(Q(meeting__in=Meeting.objects.visible_to(actor)) | between)


class Decision(models.Model):
    """A decision, numbered by year ("2017:4"): taken at a meeting, or between meetings (per capsulam)."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("Decision"))
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    taken_on = models.DateField(default=clock.today)
    supersedes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=DecisionState, default=DecisionState.TAKEN)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="each_decision_number_once")]

    def __str__(self) -> str:
        return f"{self.year}:{self.number}"
