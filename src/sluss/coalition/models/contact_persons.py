"""People at organisations whom the coalition writes to or calls, with or without an account."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models.organisations import DatedQuerySet, Organisation
from sluss.trust import clock
from sluss.trust.actor import Actor, Role


class ContactRole(models.TextChoices):
    HEAD = "head", _("Head")
    SIGNATORY = "signatory", _("Signs for the organisation")
    REPORTING = "reporting", _("Reporting contact")
    DELEGATE = "delegate", _("Delegate")
    PRESS = "press", _("Press contact")
    SPEAKER = "speaker", _("Speaker")


#: who is meant when something goes to an organisation
SPEAKS_FOR_THE_ORGANISATION = (ContactRole.HEAD, ContactRole.DELEGATE)


class ContactPersonQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """That there is a contact is known inside the coalition; `shown_to` says how much of it."""
        return self if actor.roles - {Role.AUTHORITY} else self.none()

    def kept_by(self, actor: Actor) -> Self:
        """Those that the actor may change: the coordinator's all, a head's own organisation's."""
        if actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return self
        return self.filter(organisation__in=actor.leads)

    def leaves_in_files(self) -> Self:
        """A protected person is in no file, for nobody."""
        return self.filter(protected=False)


class ContactPerson(models.Model):
    """A person at an organisation, from a day to a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contact_persons")
    #: the account, where the person has one
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contact_persons",
    )
    name = models.CharField(_("Name"), max_length=150)
    title = models.CharField(_("Job title"), max_length=150, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    languages = models.CharField(_("Languages"), max_length=200, blank=True)
    #: the name is known to the own organisation, coordinator and administrator; others see the alias
    protected = models.BooleanField(_("The person is protected"), default=False)
    alias = models.CharField(_("Shown as"), max_length=150, blank=True)
    starts = models.DateField(_("From"), default=clock.today)
    ends = models.DateField(_("To"), null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                name="contact_person_ends_after_beginning",
            )
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name as others than the own organisation see it."""
        return (self.alias or gettext("Contact person")) if self.protected else self.name

    @property
    def roles(self) -> list[ContactRole]:
        """The roles in their usual order; prefetch `held`."""
        kept = {held.role for held in self.held.all()}
        return [role for role in ContactRole if role in kept]


class HeldContactRole(models.Model):
    """One of the roles that a contact has."""

    contact = models.ForeignKey(ContactPerson, on_delete=models.CASCADE, related_name="held")
    role = models.CharField(max_length=20, choices=ContactRole)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "role"], name="each_role_of_a_contact_once")
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.role}"
