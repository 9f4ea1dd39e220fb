"""The particulars of an annual meeting: how far it has come, who does what, where the statutes weren't kept."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sluss.meetings.models.meeting import Meeting, MeetingKind
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class AnnualState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("annual meeting", "Planned")
    CALLED = "called", pgettext_lazy("annual meeting", "Called")
    OPEN = "open", pgettext_lazy("annual meeting", "Open")
    ADJOURNED = "adjourned", pgettext_lazy("annual meeting", "Adjourned")
    CLOSED = "closed", pgettext_lazy("annual meeting", "Closed")


ANNUAL_STATES = StateTable(
    transition("call annual meeting", [AnnualState.PLANNED, AnnualState.CALLED], AnnualState.CALLED),
    transition("open annual meeting", [AnnualState.PLANNED, AnnualState.CALLED], AnnualState.OPEN),
    transition("adjourn annual meeting", [AnnualState.OPEN], AnnualState.ADJOURNED),
    transition("resume annual meeting", [AnnualState.ADJOURNED], AnnualState.OPEN),
    transition("close annual meeting", [AnnualState.OPEN], AnnualState.CLOSED),
)


class AnnualMeetingQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(actor))

    def run_by(self, actor: Actor) -> Self:
        return self.filter(meeting__in=Meeting.objects.run_by(actor))


class AnnualMeeting(models.Model):
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="annual")
    state = models.CharField(max_length=20, choices=AnnualState, default=AnnualState.PLANNED)
    #: the day on which the present date was picked: what had passed by then could not be kept
    planned_on = models.DateField(default=clock.today)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = AnnualMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__date"]

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def is_extra(self) -> bool:
        return self.meeting.kind == MeetingKind.EXTRA


class OfAnnualQuerySet(VisibleQuerySet):
    """Parts of an annual meeting, shown to whom the meeting is."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(annual__in=AnnualMeeting.objects.visible_to(actor))


class OnlyRunningQuerySet(VisibleQuerySet):
    """Parts of an annual meeting, shown to who runs it."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(annual__in=AnnualMeeting.objects.run_by(actor))


class Deviation(models.Model):
    """A rule of the statutes that wasn't kept, by how many days, and why. The minutes print it."""

    annual = models.ForeignKey(AnnualMeeting, on_delete=models.CASCADE, related_name="deviations")
    #: `rules.Step`
    step = models.CharField(max_length=20)
    due = models.DateField()
    happened = models.DateField()
    reason = models.TextField(_("Why"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = OfAnnualQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.annual}: {self.step}"

    @property
    def days(self) -> int:
        """Days too late; negative: too early."""
        return (self.happened - self.due).days


class Duty(models.TextChoices):
    CHAIR = "chair", _("Chair of the meeting")
    SECRETARY = "secretary", _("Secretary of the meeting")
    ADJUSTOR = "adjustor", _("Adjustor")
    TELLER = "teller", _("Teller")


#: by whom the minutes are adjusted
SIGNING = (Duty.CHAIR, Duty.ADJUSTOR)


class Officer(models.Model):
    """Somebody chosen for a duty at the meeting; who adjusts signs the very text of the minutes."""

    annual = models.ForeignKey(AnnualMeeting, on_delete=models.CASCADE, related_name="officers")
    duty = models.CharField(_("Duty"), max_length=20, choices=Duty)
    name = models.CharField(_("Name"), max_length=150)
    email = models.EmailField(_("E-mail"), blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    #: SHA-256 of the text that was signed, in hexadecimal
    signed_sha256 = models.CharField(max_length=64, blank=True)

    objects = OnlyRunningQuerySet.as_manager()

    class Meta:
        ordering = ["annual", "pk"]

    def __str__(self) -> str:
        return self.name
