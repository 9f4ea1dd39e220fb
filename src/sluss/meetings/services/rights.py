"""Who may do what with a meeting; asked by every service of the room."""

from sluss.meetings.models import Meeting
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed


def check_runs(actor: Actor, meeting: Meeting) -> None:
    """Raises NotAllowed for who doesn't call and lead the meeting."""
    if not Meeting.objects.run_by(actor).filter(pk=meeting.pk).exists():
        raise NotAllowed


def check_writes(actor: Actor, meeting: Meeting) -> None:
    """Raises NotAllowed for who doesn't keep the meeting's minutes."""
    if not Meeting.objects.written_by(actor).filter(pk=meeting.pk).exists():
        raise NotAllowed
