"""Who sits where for the coalition: a European platform, a county's network, a council's task force."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models.audience import Audience, AudienceQuerySet, meant_for
from sluss.coalition.models.groups import Group
from sluss.coalition.models.organisations import DatedQuerySet
from sluss.trust import clock
from sluss.trust.actor import Actor, Role


class RepresentationQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Who sits where is known inside the coalition."""
        return self if actor.roles - {Role.AUTHORITY} else self.none()


class Representation(models.Model):
    """A person sits in a body outside for the coalition, from a day to a day."""

    body = models.CharField(_("Where"), max_length=150)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Who"),
        on_delete=models.PROTECT,
        related_name="representations",
    )
    starts = models.DateField(_("From"), default=clock.today)
    ends = models.DateField(_("To"), null=True, blank=True)
    reports_to = models.ForeignKey(
        Group, verbose_name=_("Reports to"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    instructions = models.TextField(_("Instructions"), blank=True)
    next_occasions = models.TextField(_("Next occasions"), blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        ordering = ["body", "-starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                name="representation_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return self.body


class RepresentationNoteQuerySet(AudienceQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """A note is read by its audience, and always by who sits there."""
        return self.filter(meant_for(actor) | Q(representation__person=actor.person_id or 0))


class RepresentationNote(models.Model):
    """What came back from there."""

    representation = models.ForeignKey(Representation, on_delete=models.PROTECT, related_name="notes")
    day = models.DateField(_("Day"), default=clock.today)
    text = models.TextField(_("What happened?"))
    audience = models.CharField(_("Who may read it?"), max_length=20, choices=Audience)
    #: of the audience "the group": the group that the representation reports to
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RepresentationNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.representation} {self.day}"
