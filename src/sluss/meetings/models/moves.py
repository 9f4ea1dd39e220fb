"""What became of a meeting's date: kept, so that who reads the page sees that it was moved, and why."""

from django.conf import settings
from django.db import models

from sluss.agenda.dates import Precision, VagueDate
from sluss.meetings.models.meeting import Meeting
from sluss.trust import clock


class Move(models.Model):
    """The date that a meeting had before it was moved."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="moves")
    date = models.DateField()
    precision = models.CharField(max_length=10, choices=Precision)
    starts_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    moved_at = models.DateTimeField(default=clock.now)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.date}"

    @property
    def when(self) -> VagueDate:
        return VagueDate(self.date, Precision(self.precision))
