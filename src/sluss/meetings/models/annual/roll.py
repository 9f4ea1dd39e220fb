"""Who speaks for each organisation, and who is in the room when."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.meetings.models.annual.meeting import AnnualMeeting, OnlyRunningQuerySet
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet


class OwnOrganisationQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The own organisation's to its head; all to who runs the meeting."""
        run = models.Q(annual__in=AnnualMeeting.objects.run_by(actor))
        return self.filter(run | models.Q(organisation__in=actor.leads))

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Accreditation(models.Model):
    """A delegate, named in writing by the head of the organisation. It may name several; it has one vote."""

    annual = models.ForeignKey(AnnualMeeting, on_delete=models.PROTECT, related_name="accreditations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("Name"), max_length=150)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    named_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OwnOrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["annual", "organisation__name", "pk"]

    def __str__(self) -> str:
        return self.name


class Proxy(models.Model):
    """An organisation lets another one's delegate cast its vote; signed by who signs for it."""

    annual = models.ForeignKey(AnnualMeeting, on_delete=models.PROTECT, related_name="proxies")
    #: who gives it
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="proxies")
    signed_by = models.CharField(_("Signed by"), max_length=150)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OwnOrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["annual", "given_at", "pk"]
        verbose_name_plural = "proxies"
        constraints = [
            models.UniqueConstraint(
                fields=["annual", "organisation"],
                condition=models.Q(withdrawn_at=None),
                name="one_proxy_for_each_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.holder}"


class RollEntry(models.Model):
    """A delegate comes or goes. The roll at any moment is reckoned from these, so that none is ever changed."""

    annual = models.ForeignKey(AnnualMeeting, on_delete=models.PROTECT, related_name="roll_entries")
    accreditation = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="movements")
    arrives = models.BooleanField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    #: noted by mistake: it is kept and doesn't count
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = OnlyRunningQuerySet.as_manager()

    class Meta:
        ordering = ["annual", "at", "pk"]
        verbose_name_plural = "roll entries"

    def __str__(self) -> str:
        return f"{self.accreditation} {'+' if self.arrives else '-'}"
