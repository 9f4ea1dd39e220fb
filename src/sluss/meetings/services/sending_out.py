"""Minutes and notes sent out: to whom, and what became of each letter."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from sluss.coalition.models import Audience
from sluss.coalition.selectors import people_for
from sluss.meetings.correspondence import NOTES
from sluss.meetings.models import Meeting, Minutes
from sluss.meetings.services.minutes import publish
from sluss.meetings.services.rights import check_writes
from sluss.trust import letters
from sluss.trust.actor import Actor
from sluss.trust.trail import leave


class To(StrEnum):
    """Who is written to when minutes are sent out."""

    INVITED = "invited"
    AUDIENCE = "audience"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Receiver:
    email: str
    person_id: int | None


def receivers(meeting: Meeting, to: To) -> list[Receiver]:
    """Who is invited; with the audience also everybody for whom the meeting is. Each address once."""
    if to == To.NOBODY:
        return []
    invited = meeting.invitations.filter(withdrawn_at=None).exclude(email="")
    found = {one.email.lower(): Receiver(one.email, one.person_id) for one in invited}
    if to == To.AUDIENCE:
        for one in people_for(Audience(meeting.audience), meeting.group):
            if one.person_id is not None:  # who has neither account nor invitation has no way to read them
                found.setdefault(one.email.lower(), Receiver(one.email, one.person_id))
    return list(found.values())


@transaction.atomic
def send_out(actor: Actor, minutes: Minutes, *, to: To) -> int:
    """Let the minutes be read, and write to whom they concern: a link each, never the text. Returns how many letters.

    Raises:
        NotAllowed: the actor doesn't keep the minutes.
        NotWritten, WrongState: see `publish`.
    """
    check_writes(actor, minutes.meeting)
    publish(actor, minutes)
    written = 0
    for one in receivers(minutes.meeting, to):
        step = f"version-{minutes.published_version}"
        _letter, new = letters.send(
            NOTES, minutes.pk, step=step, address=one.email, receiver_id=one.person_id
        )
        written += new
    leave(actor, "send out minutes", minutes, detail={"letters": written, "to": to})
    return written
