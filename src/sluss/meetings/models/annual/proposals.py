"""Motions from members with the board's statement, and nominations."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Group, Organisation, SeatRole
from sluss.meetings.models.annual.meeting import AnnualMeeting, OfAnnualQuerySet
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.states import StateTable, transition


class MotionState(models.TextChoices):
    SUBMITTED = "submitted", _("In time")
    LATE = "late", _("Came in late")
    ADMITTED = "admitted", _("Admitted though late")
    REFUSED = "refused", _("Not taken up")
    CARRIED = "carried", _("Carried")
    LOST = "lost", _("Lost")
    REMITTED = "remitted", _("Passed on to the board")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: what the meeting treats
TREATED = (MotionState.SUBMITTED, MotionState.ADMITTED)

MOTION_STATES = StateTable(
    transition("admit motion", [MotionState.LATE, MotionState.REFUSED], MotionState.ADMITTED),
    transition("refuse motion", [MotionState.LATE], MotionState.REFUSED),
    transition("carry motion", TREATED, MotionState.CARRIED),
    transition("lose motion", TREATED, MotionState.LOST),
    transition("remit motion", TREATED, MotionState.REMITTED),
    transition("take up motion again", [MotionState.CARRIED, MotionState.LOST], MotionState.ADMITTED),
    transition("withdraw motion", [*TREATED, MotionState.LATE], MotionState.WITHDRAWN),
)


class Advice(models.TextChoices):
    """What the board asks the meeting to do with a motion."""

    CARRY = "carry", _("Carry it")
    LOSE = "lose", _("Turn it down")
    ANSWERED = "answered", _("Regard it as answered")


class MotionQuerySet(OfAnnualQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """What the meeting treats or treated to all; a late or refused one to who runs it, board and mover."""
        shown = super().visible_to(actor)
        if actor.has(Role.COORDINATOR, Role.BOARD):
            return shown
        waiting = models.Q(state__in=[MotionState.LATE, MotionState.REFUSED])
        return shown.filter(~waiting | models.Q(organisation__in=actor.leads))


class Motion(models.Model):
    """A member organisation's proposal to the annual meeting."""

    annual = models.ForeignKey(AnnualMeeting, on_delete=models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=150)
    reasons = models.TextField(_("Why"))
    proposal = models.TextField(_("What the meeting is asked to decide"))
    submitted_on = models.DateField(default=clock.today)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=20, choices=MotionState, default=MotionState.SUBMITTED)
    statement = models.TextField(_("The board's statement"), blank=True)
    stated_on = models.DateField(null=True, blank=True)
    advice = models.CharField(_("The board asks the meeting to"), max_length=20, choices=Advice, blank=True)

    objects = MotionQuerySet.as_manager()

    class Meta:
        ordering = ["annual", "number"]
        constraints = [models.UniqueConstraint(fields=["annual", "number"], name="each_motion_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class NominationState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Is willing")
    DECLINED = "declined", _("Said no")
    ELECTED = "elected", _("Elected")
    NOT_ELECTED = "not_elected", _("Not elected")


STANDING = (NominationState.PROPOSED, NominationState.ACCEPTED)

NOMINATION_STATES = StateTable(
    transition("accept nomination", [NominationState.PROPOSED], NominationState.ACCEPTED),
    transition("decline nomination", STANDING, NominationState.DECLINED),
    transition("elect candidate", STANDING, NominationState.ELECTED),
    transition("not elect candidate", STANDING, NominationState.NOT_ELECTED),
    transition(
        "stand again", [NominationState.ELECTED, NominationState.NOT_ELECTED], NominationState.ACCEPTED
    ),
)


class Nomination(models.Model):
    """Somebody proposed for a seat: by a member organisation, or by the nominating committee."""

    annual = models.ForeignKey(AnnualMeeting, on_delete=models.PROTECT, related_name="nominations")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("Seat"), max_length=20, choices=SeatRole, default=SeatRole.MEMBER)
    name = models.CharField(_("Name"), max_length=150)
    email = models.EmailField(_("E-mail"))
    note = models.TextField(_("In a few words"), blank=True)
    #: None: the nominating committee or who runs the meeting
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=20, choices=NominationState, default=NominationState.PROPOSED)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)

    objects = OfAnnualQuerySet.as_manager()

    class Meta:
        ordering = ["annual", "group", "role", "name", "pk"]

    def __str__(self) -> str:
        return self.name
