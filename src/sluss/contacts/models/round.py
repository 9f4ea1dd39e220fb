"""Rounds and the returns that organisations owe in them."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class RoundPhase(models.TextChoices):
    """Where a round stands follows from its dates and from today; it is never stored."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    GRACE = "grace", _("Overdue, still open")
    LOCKED = "locked", _("Closed")


class RoundQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Coordinator, board and auditor see all rounds; an organisation those in which it is expected."""
        if actor.has(Role.COORDINATOR, Role.BOARD, Role.AUDITOR):
            return self
        return self.filter(returns__organisation__in=actor.organisations).distinct()


class Round(models.Model):
    """One collection: the persons met in a period, reported between opening and lock."""

    name = models.CharField(_("Name"), max_length=60, unique=True)
    period_start = models.DateField(_("First day of the period"))
    period_end = models.DateField(_("Last day of the period"))
    opens = models.DateField(_("Opens"))
    due = models.DateField(_("Due"))
    locks = models.DateField(
        _("Locks"), help_text=_("The last day on which a late return is still taken in.")
    )
    codebook_version = models.CharField(max_length=20, default="2017")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-period_start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start__lte=models.F("period_end"))
                & Q(opens__lte=models.F("due"))
                & Q(due__lte=models.F("locks")),
                name="round_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phase(self) -> RoundPhase:
        return self.phase_on(clock.today())

    def phase_on(self, day: dt.date) -> RoundPhase:
        if day < self.opens:
            return RoundPhase.PLANNED
        if day <= self.due:
            return RoundPhase.OPEN
        return RoundPhase.GRACE if day <= self.locks else RoundPhase.LOCKED


class ReturnState(models.TextChoices):
    NOT_STARTED = "not_started", _("Not opened")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    QUERIED = "queried", _("Question asked")
    ACCEPTED = "accepted", _("Accepted")
    LOCKED = "locked", _("In a release")
    EXCUSED = "excused", _("Excused")


_EDITABLE = (ReturnState.NOT_STARTED, ReturnState.DRAFT)

RETURN_STATES = StateTable(
    transition("begin", _EDITABLE, ReturnState.DRAFT),
    transition("submit", (*_EDITABLE, ReturnState.QUERIED), ReturnState.SUBMITTED),
    transition("submit nil", _EDITABLE, ReturnState.SUBMITTED),
    transition("take back", [ReturnState.SUBMITTED], ReturnState.DRAFT),
    transition("query", [ReturnState.SUBMITTED, ReturnState.QUERIED], ReturnState.QUERIED),
    transition("settle", [ReturnState.QUERIED], ReturnState.SUBMITTED),
    transition("accept", [ReturnState.SUBMITTED], ReturnState.ACCEPTED),
    transition(
        "reopen", [ReturnState.SUBMITTED, ReturnState.ACCEPTED, ReturnState.LOCKED], ReturnState.DRAFT
    ),
    transition("excuse", _EDITABLE, ReturnState.EXCUSED),
    transition("expect again", [ReturnState.EXCUSED], ReturnState.NOT_STARTED),
    transition("lock", [ReturnState.ACCEPTED], ReturnState.LOCKED),
)


#: the organisation has said what it has to say, as far as it knows
#: the kind of letter that reminds of a return
REMINDER = "contacts.reminder"

ANSWERED_STATES = (ReturnState.SUBMITTED, ReturnState.QUERIED, ReturnState.ACCEPTED, ReturnState.LOCKED)


class ReturnQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Own organisation's; the coordinator, board and auditor see who has answered (never the persons)."""
        if actor.has(Role.COORDINATOR, Role.BOARD, Role.AUDITOR):
            return self
        return self.filter(organisation__in=actor.organisations)

    def readable_by(self, actor: Actor) -> Self:
        """Returns whose persons the actor may read: own, and for the coordinator those once sent in."""
        own = Q(organisation__in=actor.organisations)
        if actor.is_coordinator:
            own |= Q(submitted_at__isnull=False) & ~Q(state__in=_EDITABLE)
        return self.filter(own)

    def answered(self) -> Self:
        return self.filter(state__in=ANSWERED_STATES)

    def unanswered(self) -> Self:
        """Those that are still owed; an excused one isn't."""
        return self.filter(state__in=_EDITABLE)

    def editable_by(self, actor: Actor) -> Self:
        """Returns whose persons the actor may change: own ones only."""
        return self.filter(organisation__in=actor.organisations)


class Return(models.Model):
    """What one organisation owes in one round. It belongs to the organisation: any colleague goes on."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="returns")
    state = models.CharField(max_length=20, choices=ReturnState, default=ReturnState.NOT_STARTED)
    #: "we met nobody": a complete answer
    nil = models.BooleanField(default=False)
    excused_reason = models.CharField(max_length=300, blank=True)
    reopened_reason = models.CharField(max_length=300, blank=True)
    #: a return reopened after the lock may be edited to this day
    reopened_until = models.DateField(null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="one_return_each")]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.round}"

    @property
    def late(self) -> bool:
        """Sent in after it was due, or after the day to which it was reopened."""
        due = max(self.round.due, self.reopened_until or self.round.due)
        return self.submitted_at is not None and timezone.localdate(self.submitted_at) > due

    @property
    def open_for_editing(self) -> bool:
        """The organisation may still change its persons: by the state, and by the round or a reopening."""
        if self.state == ReturnState.QUERIED:  # the coordinator asked, so the answer may be mended
            return True
        if self.state not in _EDITABLE:
            return False
        today = clock.today()
        reopened = self.reopened_until is not None and today <= self.reopened_until
        return reopened or self.round.phase_on(today) in {RoundPhase.OPEN, RoundPhase.GRACE}
