"""Who was there: ticked off on the day, also who came without being invited."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.meetings.models import Answer, Invitation, Meeting, MeetingState
from sluss.meetings.services.rights import check_runs
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused, WrongState
from sluss.trust.trail import leave


class NotTheDayYet(WrongState):
    default = _("The meeting isn't today. Attendance is taken on the day or after it.")


class OnTheList(Refused):
    default = _("This address is already on the list. Mark the person there.")


def _check_may_count(actor: Actor, meeting: Meeting) -> None:
    check_runs(actor, meeting)
    if meeting.state in {MeetingState.IDEA, MeetingState.CANCELLED} or meeting.date > clock.today():
        raise NotTheDayYet


@transaction.atomic
def mark(actor: Actor, invitation: Invitation, *, came: bool | None, remotely: bool = False) -> None:
    """Mark an invited person as there, by video, not there, or (None) as not looked at.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        NotTheDayYet: it lies ahead, or is cancelled.
    """
    _check_may_count(actor, invitation.meeting)
    invitation.attended, invitation.attended_remotely = came, bool(came) and remotely
    invitation.save(update_fields=["attended", "attended_remotely"])
    leave(actor, "mark attendance", invitation)


@transaction.atomic
def walk_in(
    actor: Actor,
    meeting: Meeting,
    *,
    name: str,
    email: str = "",
    organisation: Organisation | None = None,
    remotely: bool = False,
) -> Invitation:
    """Write somebody up who came without being invited. With an address the person gets the notes.

    Raises:
        OnTheList: the address is invited.
    """
    _check_may_count(actor, meeting)
    email = email.strip().lower()
    if email and meeting.invitations.filter(email__iexact=email).exists():
        raise OnTheList(field="email")
    came = Invitation.objects.create(
        meeting=meeting, name=name.strip(), email=email, organisation=organisation, answer=Answer.YES,
        remote=remotely, answered_at=clock.now(), attended=True, attended_remotely=remotely,
    )  # fmt: skip
    leave(actor, "write up walk-in", came)
    return came
