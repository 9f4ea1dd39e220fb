"""Minutes, kept in versions, and numbered decisions."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
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
    transition(
        "reopen minutes",
        [MinutesState.CIRCULATED, MinutesState.ADJUSTED, MinutesState.PUBLISHED],
        MinutesState.DRAFT,
    ),
)

#: what is written may be changed; after that it must be reopened, with a reason
OPEN_FOR_WRITING = (MinutesState.DRAFT, MinutesState.CIRCULATED)


class MinutesQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """What has been sent out to whom the meeting is; all of it to who keeps them."""
        out = Q(published_version__isnull=False, meeting__in=Meeting.objects.visible_to(actor))
        return self.filter(out | Q(pk__in=Minutes.objects.kept_by(actor).values("pk")))

    def kept_by(self, actor: Actor) -> Self:
        """Minutes that the actor writes: of the meetings it keeps minutes of."""
        return self.filter(meeting__in=Meeting.objects.written_by(actor))


class Minutes(models.Model):
    """The minutes of one meeting, in Markdown. `version` rises with each saving."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=MinutesState, default=MinutesState.DRAFT)
    #: the version that has been sent out; it is what others read, also while a correction is written
    published_version = models.PositiveIntegerField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"Minutes: {self.meeting}"

    @property
    def open_for_writing(self) -> bool:
        return self.state in OPEN_FOR_WRITING

    @property
    def published_text(self) -> str:
        """What was sent out last; empty before that."""
        sent = self.versions.filter(version=self.published_version or 0).first()
        return sent.text if sent else ""


class MinutesVersionQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The text that was sent out to who may read it; the present one to who keeps the minutes."""
        sent = Q(minutes__in=Minutes.objects.visible_to(actor), version=F("minutes__published_version"))
        present = Q(minutes__in=Minutes.objects.kept_by(actor), version=F("minutes__version"))
        return self.filter(sent | present)


class MinutesVersion(models.Model):
    """A version of the minutes as it was saved; nothing that was written is lost."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(default=clock.now)

    objects = MinutesVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["minutes", "version"], name="each_version_once")]

    def __str__(self) -> str:
        return f"{self.minutes}, {self.version}"


class TextBeside(models.Model):
    """What somebody wrote on a version that another had already changed: kept until the two are brought together."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="beside")
    #: the version that the writer had before the eyes
    based_on = models.PositiveIntegerField()
    text = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.minutes}, beside {self.based_on}"


class DecisionState(models.TextChoices):
    TAKEN = "taken", _("Taken")
    EXECUTED = "executed", _("Carried out")
    SUPERSEDED = "superseded", _("Replaced")
    REVOKED = "revoked", _("Taken back")


DECISION_STATES = StateTable(
    transition("carry out decision", [DecisionState.TAKEN], DecisionState.EXECUTED),
    transition("replace decision", [DecisionState.TAKEN, DecisionState.EXECUTED], DecisionState.SUPERSEDED),
    transition("take back decision", [DecisionState.TAKEN], DecisionState.REVOKED),
)


class DecisionQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """A meeting's to whom the meeting is, but for inner items; one between meetings to the group that took it."""
        at_meetings = Q(meeting__in=Meeting.objects.visible_to(actor)) & Q(
            Q(item=None) | Q(item__inner=False) | Q(meeting__in=Meeting.objects.run_by(actor))
        )
        between = Q(meeting=None) if actor.is_coordinator else Q(meeting=None, group__in=actor.groups)
        return self.filter(at_meetings | between)

    def taken_by(self, actor: Actor) -> Self:
        """Decisions that the actor keeps: of the meetings and the groups it runs."""
        if actor.is_coordinator:
            return self
        return self.filter(Q(meeting__in=Meeting.objects.run_by(actor)) | Q(group__in=actor.runs))


class DecisionYear(models.Model):
    """The last decision number of a year. Its row is locked while a number is taken, so that none is given twice."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.year)


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
