"""A meeting: held by us, or attended elsewhere."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sluss.agenda.dates import Precision, VagueDate
from sluss.coalition.models import Audience, Group, meant_for
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition
from sluss.trust.templatetags.look import at


class MeetingKind(models.TextChoices):
    PLATFORM = "platform", _("Platform meeting")
    BOARD = "board", _("Board meeting")
    GROUP = "group", _("Group meeting")
    ANNUAL = "annual", _("Annual meeting")
    EXTRA = "extra", _("Extra annual meeting")
    WORKSHOP = "workshop", _("Workshop")
    ATTENDED = "attended", _("Meeting of others")


ANNUAL_KINDS = (MeetingKind.ANNUAL, MeetingKind.EXTRA)


class MeetingState(models.TextChoices):
    IDEA = "idea", _("Idea")
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    INVITED = "invited", _("Invited")
    HELD = "held", pgettext_lazy("meeting", "Held")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


BEFORE = (MeetingState.IDEA, MeetingState.PLANNED, MeetingState.INVITED)

MEETING_STATES = StateTable(
    transition("plan meeting", [MeetingState.IDEA], MeetingState.PLANNED),
    transition("invite to meeting", [MeetingState.PLANNED, MeetingState.INVITED], MeetingState.INVITED),
    transition("hold meeting", [MeetingState.PLANNED, MeetingState.INVITED], MeetingState.HELD),
    transition("close meeting", [MeetingState.HELD], MeetingState.CLOSED),
    transition("cancel meeting", BEFORE, MeetingState.CANCELLED),
)


class MeetingSeries(models.Model):
    """Meetings that belong together: "Platform meetings 2017", each with its theme."""

    name = models.CharField(_("Name"), max_length=150, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MeetingQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """For whom it is meant, whoever is invited by name, and who is sent to a meeting of others.

        An idea is seen by who runs the meeting until it is planned.
        """
        shown = meant_for(actor)
        if actor.person_id is not None:
            invited = Q(invitations__person=actor.person_id, invitations__withdrawn_at=None)
            shown |= invited | Q(delegates__person=actor.person_id)
        out = Meeting.objects.filter(shown).exclude(state=MeetingState.IDEA)
        return self.filter(Q(pk__in=out.values("pk")) | Q(pk__in=Meeting.objects.run_by(actor).values("pk")))

    def run_by(self, actor: Actor) -> Self:
        """Meetings that the actor calls, leads and keeps minutes of."""
        return self if actor.is_coordinator else self.filter(group__in=actor.runs)

    def written_by(self, actor: Actor) -> Self:
        """Meetings whose notes the actor writes: those it runs, and those of others that it is sent to."""
        run = Meeting.objects.run_by(actor).values("pk")
        sent = Q(kind=MeetingKind.ATTENDED, delegates__person=actor.person_id or 0)
        return self.filter(Q(pk__in=run) | Q(pk__in=Meeting.objects.filter(sent).values("pk")))


class Meeting(models.Model):
    kind = models.CharField(_("Kind"), max_length=20, choices=MeetingKind, default=MeetingKind.PLATFORM)
    title = models.CharField(_("Title"), max_length=200)
    theme = models.CharField(_("Theme"), max_length=200, blank=True)
    series = models.ForeignKey(
        MeetingSeries, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    #: whose meeting it is: the board's, a working group's; None: the coordinator's for the whole coalition
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    audience = models.CharField(_("For"), max_length=20, choices=Audience, default=Audience.MEMBERS)
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    #: the day, or the last day of a vague range; the times are there once they are fixed
    date = models.DateField(_("Day"), db_index=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    tentative = models.BooleanField(_("Not decided yet"), default=False)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    #: another date that it may get instead, and the day on which that is decided
    alternative = models.DateField(null=True, blank=True)
    alternative_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    decide_by = models.DateField(_("Decided by"), null=True, blank=True)
    #: town and kind of place, shown to all who see the meeting
    place = models.CharField(_("Place"), max_length=150, blank=True)
    #: street, door, floor: shown to the confirmed only
    venue = models.TextField(_("Address and way in"), blank=True)
    online_link = models.URLField(_("Link to join"), blank=True)
    capacity = models.PositiveIntegerField(_("Places"), null=True, blank=True)
    text = models.TextField(_("Invitation"), blank=True)
    no_photo = models.BooleanField(_("No photographs"), default=False)
    #: of a meeting of others: who holds it
    host = models.CharField(_("Held by"), max_length=150, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    cancelled_because = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["date", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> VagueDate:
        return VagueDate(self.date, Precision(self.precision))

    @property
    def or_instead(self) -> VagueDate | None:
        """The other date that it may get."""
        if self.alternative is None:
            return None
        return VagueDate(self.alternative, Precision(self.alternative_precision))

    @property
    def theme_not_in_title(self) -> str:
        """The theme, where the title doesn't say it already."""
        return "" if self.theme.casefold() in self.title.casefold() else self.theme

    @property
    def about(self) -> str:
        """What a list tells beneath the title: theme, host, kind and place, none that the title says already."""
        told = (self.theme, self.host, str(self.get_kind_display()), self.place)
        return " · ".join(word for word in told if word and word.casefold() not in self.title.casefold())

    @property
    def time_said(self) -> str:
        """ "17 mars 13.00–16.00", or the day as far as it is known."""
        if self.starts_at is None:
            return str(self.when)
        if self.ends_at is None:
            return at(self.starts_at)
        last = timezone.localtime(self.ends_at)
        if last.date() == self.date:
            return f"{at(self.starts_at)}–{formats.time_format(last)}"
        return f"{at(self.starts_at)} – {at(self.ends_at)}"

    @property
    def over_at(self) -> dt.datetime | None:
        """When it is over, or as near as is known; None while its day is vague."""
        if self.precision != Precision.DAY:
            return None
        next_day = dt.datetime.combine(self.date + dt.timedelta(days=1), dt.time())
        return self.ends_at or timezone.make_aware(next_day, timezone.get_default_timezone())

    @property
    def takes_answers(self) -> bool:
        """Whether who is invited may still answer."""
        over_at = self.over_at
        return self.state in BEFORE and (over_at is None or clock.now() < over_at)

    @property
    def is_annual(self) -> bool:
        return self.kind in ANNUAL_KINDS
