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


class DatedQuerySet(VisibleQuerySet):
    """Things that hold from a day to a day, both included; an open end holds on."""

    def on(self, day: dt.date) -> Self:
        return self.filter(Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day)))


class OrganisationKind(models.TextChoices):
    MEMBER = "member", _("Member organisation")
    FRIEND = "friend", _("Network friend")
    AUTHORITY = "authority", _("Authority")
    OTHER = "other", _("Other")


class OrganisationQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The list of organisations is known inside the coalition; outside it isn't shown."""
        return self if actor.signed_in and actor.roles else self.none()

    def members_on(self, day: dt.date) -> Self:
        held = Membership.objects.on(day).values("organisation_id")
        return self.filter(pk__in=held)


class Organisation(models.Model):
    name = models.CharField(_("Name"), max_length=150, unique=True)
    short_name = models.CharField(_("Short name"), max_length=60)
    kind = models.CharField(max_length=20, choices=OrganisationKind, default=OrganisationKind.MEMBER)
    county = models.CharField(_("County"), max_length=2, blank=True)  # code of the codebook's county list

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """When the organisation was a member: "n of N organisations" must be right for every round."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.starts}"


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
