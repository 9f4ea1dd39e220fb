"""Meetings of others: what we are sent with, whom we send, and what members want asked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.meetings.models.meeting import Meeting
from sluss.meetings.models.programme import OfMeetingQuerySet
from sluss.trust import clock


class Mandate(models.Model):
    """What we want of a meeting of others, and what our delegates may say there."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="mandate")
    text = models.TextField(_("Mandate"))

    objects = OfMeetingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Mandate: {self.meeting}"


class Delegate(models.Model):
    """Who goes there for the coalition. A delegate writes the notes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="delegates")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Who goes"),
        on_delete=models.PROTECT,
        related_name="delegations",
    )

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="each_delegate_once_a_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.meeting}"


class WishedQuestion(models.Model):
    """What a member wants asked or said there, and what came of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("Question"), max_length=1000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(_("What came of it"), blank=True)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"Question to {self.meeting}"
