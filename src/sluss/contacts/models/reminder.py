"""Reminders sent: one row for each step of the ladder and each receiver, marked before sending."""

from typing import Self

from django.conf import settings
from django.db import models

from sluss.contacts.models.round import Return
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet


class ReminderQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(of_return__in=Return.objects.visible_to(actor))


class Reminder(models.Model):
    """A reminder about one return to one person. Marked first, sent next: a crash never sends it twice."""

    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="reminders")
    #: the ladder's step: "opening", "T-21", "T-7", "T-1", "T+3", "T+10", or "by hand <date>"
    step = models.CharField(max_length=20)
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=clock.now)
    #: empty while it is uncertain whether the e-mail left
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of_return", "step", "receiver"], name="each_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.of_return}: {self.step}"
