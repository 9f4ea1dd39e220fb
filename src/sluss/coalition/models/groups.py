"""Board, working groups and committees: mandate, members, a day when their time is up."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models.organisations import DatedQuerySet
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class GroupKind(models.TextChoices):
    BOARD = "board", _("Board")
    WORKING = "working", _("Working group")
    NOMINATING = "nominating", _("Nominating committee")
    AUDITORS = "auditors", _("Auditors")
    PROJECT = "project", _("Project group")


class GroupState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


GROUP_STATES = StateTable(
    transition("start group", [GroupState.PROPOSED], GroupState.ACTIVE),
    transition("close group", [GroupState.PROPOSED, GroupState.ACTIVE], GroupState.CLOSED),
)


class GroupQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """That a group is there, with which mandate and whom, is known inside the coalition."""
        return self if actor.roles - {Role.AUTHORITY} else self.none()


class Group(models.Model):
    name = models.CharField(_("Name"), max_length=150)
    kind = models.CharField(_("Kind"), max_length=20, choices=GroupKind, default=GroupKind.WORKING)
    mandate = models.TextField(_("Mandate"), blank=True)
    starts = models.DateField(_("From"), default=clock.today)
    #: the board has none; a working group's time is up then
    ends = models.DateField(_("To"), null=True, blank=True)
    reports_to = models.ForeignKey(
        "self",
        verbose_name=_("Reports to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(max_length=20, choices=GroupState, default=GroupState.ACTIVE)
    #: what came of it, written when it closes
    final_note = models.TextField(blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name

    def time_is_up(self, day: dt.date) -> bool:
        return self.state == GroupState.ACTIVE and self.ends is not None and self.ends < day


class SeatRole(models.TextChoices):
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice chair")
    SECRETARY = "secretary", _("Secretary")
    TREASURER = "treasurer", _("Treasurer")
    MEMBER = "member", _("Member")
    DEPUTY = "deputy", _("Deputy member")
    AUDITOR = "auditor", _("Auditor")
    CONVENER = "convener", _("Convener")


#: who leads a group's work in Sluss: calls its meetings, keeps its minutes
RUNS_THE_GROUP = (SeatRole.CHAIR, SeatRole.VICE_CHAIR, SeatRole.SECRETARY, SeatRole.CONVENER)


class SeatQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(group__in=Group.objects.visible_to(actor))


class Seat(models.Model):
    """A person in a group, from a day to a day. A seat on the board also gives the role of board."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(_("Role"), max_length=20, choices=SeatRole, default=SeatRole.MEMBER)
    #: signs for the coalition (firmatecknare)
    signatory = models.BooleanField(_("Signs for the coalition"), default=False)
    #: the decision by which the person was elected, as it is cited ("2017:4, annual meeting 31 March 2017")
    elected_by = models.CharField(_("Elected by"), max_length=200, blank=True)
    starts = models.DateField(_("From"), default=clock.today)
    ends = models.DateField(_("To"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["group", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                name="seat_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.group}"
