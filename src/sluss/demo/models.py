"""The mark of the demo's making: by it, and by nothing else, a database is known to be the demo's."""

from django.db import models
from django.utils import timezone


class Making(models.Model):
    """Written when the making begins, in a database without people; one row, in the demo only."""

    # the real time: the demo's clock walks through the years meanwhile
    begun_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M} {'finished' if self.finished_at else 'unfinished'}"
