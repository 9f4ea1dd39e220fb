"""The coalition: its organisations and who is what in them, by date."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluss.trust import clock
from sluss.trust.actor import ORGANISATION_ROLES, ROLE_LABELS, Actor, Role
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class DatedQuerySet(VisibleQuerySet):
    """Things that hold from a day to a day, both included; an open end holds on."""

    def on(self, day: dt.date) -> Self:
        return self.filter(Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day)))


class OrganisationKind(models.TextChoices):
    """What an organisation is to the coalition. A member was taken in by a decision and may have left again."""

    MEMBER = "member", _("Member organisation")
    APPLICANT = "applicant", _("Applicant")
    FRIEND = "friend", _("Network friend")
    AUTHORITY = "authority", _("Authority")
    FUNDER = "funder", _("Funder")
    PRESS = "press", _("Press")
    UNIVERSITY = "university", _("University")
    PARTNER = "partner", _("Partner network")
    OTHER = "other", _("Other")


class DutyToReport(models.TextChoices):
    """Whether who works there must report concern for a child to the social services (SoL)."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    BY_PROFESSION = "by_profession", _("By profession, not all who work there")


class OrganisationQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The list of organisations is known inside the coalition; outside it isn't shown."""
        return self if actor.signed_in and actor.roles else self.none()

    def members_on(self, day: dt.date) -> Self:
        """Members on a day, those that pause aside: the N of "n of N organisations"."""
        held = Membership.objects.on(day).values("organisation_id")
        paused = Pause.objects.on(day).values("organisation_id")
        return self.filter(pk__in=held).exclude(pk__in=paused)


class Organisation(models.Model):
    """A party: a member, or somebody whom the coalition works with, in Sweden or abroad."""

    name = models.CharField(_("Name"), max_length=150, unique=True)
    short_name = models.CharField(_("Short name"), max_length=60)
    kind = models.CharField(
        _("Kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.MEMBER
    )
    #: ten digits with a dash, checked (`organisation_number.normal`); in other countries as it is written there
    number = models.CharField(_("Organisation number"), max_length=40, blank=True)
    #: ISO 3166-1 alpha-2
    country = models.CharField(_("Country"), max_length=2, default="SE")
    county = models.CharField(_("County"), max_length=2, blank=True)  # code of the codebook's county list
    web = models.URLField(_("Web page"), blank=True)
    languages = models.CharField(_("Languages"), max_length=200, blank=True)
    services = models.TextField(_("What they do"), blank=True)
    target_groups = models.TextField(_("For whom"), blank=True)
    address = models.TextField(_("Postal address"), blank=True)
    #: the address is shown to coordinator and administrator only, and never leaves in a file
    address_protected = models.BooleanField(_("The address is protected"), default=False)
    #: of who isn't a member; a member's standing follows from its memberships
    active = models.BooleanField(_("We work with them now"), default=True)
    duty_to_report = models.CharField(
        _("Duty to report concern for a child"), max_length=20, choices=DutyToReport, blank=True
    )
    duty_noted_on = models.DateField(_("As it was on"), null=True, blank=True)
    #: licence for sheltered housing (IVO), from which day and for how many persons at most
    licence_from = models.DateField(_("Licence for sheltered housing from"), null=True, blank=True)
    licence_places = models.PositiveSmallIntegerField(_("For how many persons"), null=True, blank=True)
    #: certified for the support programme, the last day included
    certified_until = models.DateField(_("Certified for the support programme until"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "number"], condition=~Q(number=""), name="each_organisation_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """When the organisation was a member: "n of N organisations" must be right for every round."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    #: the decision that took it in, as it is cited ("2017:6, board 3 April 2017")
    decision = models.CharField(max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.starts}"


class Pause(models.Model):
    """From a day to a day a member isn't asked for anything; it stays a member."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pauses")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.starts}"


class ApplicationState(models.TextChoices):
    APPLIED = "applied", _("Applied")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


APPLICATION_STATES = StateTable(
    transition("approve application", [ApplicationState.APPLIED], ApplicationState.APPROVED),
    transition("decline application", [ApplicationState.APPLIED], ApplicationState.DECLINED),
    transition("withdraw application", [ApplicationState.APPLIED], ApplicationState.WITHDRAWN),
)


class ApplicationQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Who asks to become a member is for the board until it has decided."""
        return self if actor.has(Role.COORDINATOR, Role.BOARD, Role.ADMINISTRATOR) else self.none()


class Application(models.Model):
    """An organisation asks to become a member."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    applied_on = models.DateField()
    note = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=ApplicationState, default=ApplicationState.APPLIED)
    decided_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=200, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["applied_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="applied"), name="one_application_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.applied_on}"


class AffiliationQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Own organisation's to its head; all to who keeps accounts and who sends reminders."""
        if actor.has(Role.ADMINISTRATOR, Role.COORDINATOR):
            return self
        return self.filter(organisation__in=actor.leads)


class Affiliation(models.Model):
    """A person's role in an organisation, from a day to a day."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affiliations"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    role = models.CharField(
        max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role if r in ORGANISATION_ROLES]
    )
    #: 1 is reminded first, 2 next, and then the lead; others are not reminded
    reporting_contact = models.PositiveSmallIntegerField(null=True, blank=True)
    starts = models.DateField(default=clock.today)
    ends = models.DateField(null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "person"]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation} ({self.role})"


class AppointmentQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Who holds which role in the coalition is known inside it."""
        return self if actor.roles else self.none()


class Appointment(models.Model):
    """A role in the coalition as a whole. A deputy coordinator is a coordinator with an end date."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(
        max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role if r not in ORGANISATION_ROLES]
    )
    #: set for a deputy: whom the person stands in for
    deputy_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: set where the role comes with a seat on the board: both begin and end together
    seat = models.ForeignKey(
        "coalition.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    starts = models.DateField(default=clock.today)
    ends = models.DateField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["role", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deputy_for__isnull=True) | Q(ends__isnull=False), name="deputy_has_an_end_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"
