"""The notice: what was sent to whom, when, with which papers, and what became of each letter."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.meetings.models.annual.meeting import AnnualMeeting, OnlyRunningQuerySet
from sluss.meetings.models.programme import Paper
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet


class Notice(models.Model):
    """A notice. Once sent it stays as it was; a later one corrects it."""

    annual = models.ForeignKey(AnnualMeeting, on_delete=models.PROTECT, related_name="notices")
    text = models.TextField(_("Notice"))
    papers = models.ManyToManyField(Paper, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: what it says of the meeting, as the meeting stood when it was sent
    says_date = models.DateField(null=True, blank=True)
    says_starts_at = models.DateTimeField(null=True, blank=True)
    says_place = models.CharField(max_length=150, blank=True)

    objects = OnlyRunningQuerySet.as_manager()

    class Meta:
        ordering = ["annual", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["annual"], condition=models.Q(sent_at=None), name="one_notice_being_written"
            )
        ]

    def __str__(self) -> str:
        return f"Notice: {self.annual}"


class OfNoticeQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(notice__in=Notice.objects.visible_to(actor))


class NoticeRecipient(models.Model):
    """Whom a notice was sent to, as it was known then; the letter's fate is the letter's own."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="recipients")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=150)
    email = models.EmailField()

    objects = OfNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "email"], name="each_address_called_once")]

    def __str__(self) -> str:
        return self.name


class NoticePaper(models.Model):
    """A paper that went with a notice: its name and the SHA-256 of its bytes on that day."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="sent_papers")
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    objects = OfNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
