"""What those who came say of a meeting, without a name."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.meetings.models.meeting import Meeting


class Opinion(models.IntegerChoices):
    YES = 4, _("Yes")
    MOSTLY = 3, _("Mostly")
    LITTLE = 2, _("Not much")
    NO = 1, _("No")


class Evaluation(models.Model):
    """One person's answers. Neither who, nor when, nor in which order is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="evaluations")
    worth = models.PositiveSmallIntegerField(_("Was the meeting worth your time?"), choices=Opinion)
    equal = models.PositiveSmallIntegerField(
        _("Could you take part on the same terms as everybody else?"), choices=Opinion
    )
    differently = models.TextField(_("What should we do differently next time?"), max_length=1000, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Evaluation of {self.meeting}"
