"""The forming of the organisation: which steps are taken, and its own particulars."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.trust.actor import Actor, Role
from sluss.trust.models import VisibleQuerySet


class FormingQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """For who forms it: board, coordinator, administrator."""
        return self if actor.has(Role.COORDINATOR, Role.BOARD, Role.ADMINISTRATOR) else self.none()


class FormingStep(models.Model):
    """A step that is taken. Which steps there are, and what each needs, is told in `forming.STEPS`."""

    key = models.CharField(max_length=30, unique=True)
    done_on = models.DateField()
    note = models.TextField(blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = FormingQuerySet.as_manager()

    class Meta:
        ordering = ["done_on", "pk"]

    def __str__(self) -> str:
        return self.key


class Particulars(models.Model):
    """The coalition's own name, number and address: one row."""

    ONLY = 1

    name = models.CharField(_("Name of the association"), max_length=150)
    number = models.CharField(_("Organisation number"), max_length=11, blank=True)
    address = models.TextField(_("Postal address"), blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    web = models.URLField(_("Web page"), blank=True)

    objects = FormingQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
