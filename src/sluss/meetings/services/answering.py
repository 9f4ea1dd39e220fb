"""Answers to invitations: on the page of a signed link, signed in, by a calendar, or noted by who runs the meeting."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.meetings import places
from sluss.meetings.ical import Part, Reply
from sluss.meetings.letters import write
from sluss.meetings.models import Answer, Invitation, Meeting, Standing
from sluss.meetings.occasions import ANSWER
from sluss.meetings.services.waiting_list import fill_places
from sluss.trust import clock, links
from sluss.trust.actor import PUBLIC, Actor
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave


class TooLate(Refused):
    default = _("The meeting has been, or is cancelled. There is nothing to answer any more.")


class Withdrawn(Refused):
    default = _("You are no longer invited to this meeting.")


@dataclass(frozen=True)
class Said:
    """What somebody answers. None leaves what was said before."""

    answer: Answer
    remote: bool | None = None
    substitute: str | None = None
    needs: str | None = None


def answer_by_link(token: str, said: Said) -> Invitation:
    """Answer with the signed link of an invitation; whoever has the link answers.

    Raises:
        NotAllowed: the link doesn't hold.
        TooLate, Withdrawn: there is nothing to answer.
    """
    invitation_id = links.opened(ANSWER, token)
    if invitation_id is None:
        raise NotAllowed
    return _answer(PUBLIC, invitation_id, said)


def answer_invitation(actor: Actor, invitation: Invitation, said: Said) -> Invitation:
    """Answer one's own invitation, or note what somebody has answered by telephone.

    Raises:
        NotAllowed: it is somebody else's invitation, and the actor doesn't run the meeting.
        TooLate, Withdrawn: there is nothing to answer.
    """
    if not Invitation.objects.visible_to(actor).filter(pk=invitation.pk).exists():
        raise NotAllowed
    return _answer(actor, invitation.pk, said)


#: what a calendar's answer means
ANSWERS = {Part.ACCEPTED: Answer.YES, Part.TENTATIVE: Answer.MAYBE, Part.DECLINED: Answer.NO}


def answer_by_calendar(invitation_id: int, reply: Reply) -> Invitation | None:
    """Take in what a calendar answers; None where it answers another meeting, an earlier version, or nothing.

    The invitation comes from the signed address of the mailbox, so that a calendar answers for its own only.

    Raises:
        TooLate, Withdrawn: there is nothing to answer.
    """
    invitation = Invitation.objects.select_related("meeting").filter(pk=invitation_id).first()
    if invitation is None or str(invitation.meeting.uid) != reply.uid or reply.part not in ANSWERS:
        return None
    if reply.sequence < invitation.meeting.sequence:
        return None  # it says yes or no to a time that no longer holds
    return _answer(PUBLIC, invitation_id, Said(ANSWERS[reply.part]))


@transaction.atomic
def _answer(actor: Actor, invitation_id: int, said: Said) -> Invitation:
    """Keep the answer, and let it have what follows: a place, the queue, or a place for the next."""
    meeting_id = Invitation.objects.values_list("meeting", flat=True).get(pk=invitation_id)
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)  # answers come one at a time
    invitation = Invitation.objects.select_related("person").get(pk=invitation_id)
    invitation.meeting = meeting
    if invitation.withdrawn_at is not None:
        raise Withdrawn
    if not meeting.takes_answers:
        raise TooLate
    before = invitation.standing
    _put(invitation, said)
    _find_place(invitation, before)
    invitation.answered_at, invitation.offer_lapsed_at = clock.now(), None
    invitation.save()
    leave(actor, "answer invitation", invitation, detail={"answer": said.answer})
    _write_what_follows(invitation, before)
    fill_places(actor, meeting)
    return invitation


def _put(invitation: Invitation, said: Said) -> None:
    invitation.answer = said.answer
    if said.remote is not None:
        invitation.remote = said.remote and bool(invitation.meeting.online_link)
    if said.substitute is not None:
        invitation.substitute = said.substitute.strip()
    if said.needs is not None:
        invitation.needs = said.needs.strip()


def _find_place(invitation: Invitation, before: Standing) -> None:
    """A place where there is one, the queue where there is none; an offered place is taken by saying yes."""
    if invitation.answer != Answer.YES or invitation.remote:
        invitation.waiting_since = invitation.offered_at = None
        return
    if before == Standing.OFFERED:
        invitation.waiting_since = invitation.offered_at = None
    elif before not in {Standing.COMES, Standing.QUEUES}:
        others = invitation.meeting.invitations.exclude(pk=invitation.pk)
        taken, queue = others.taking_a_place().count(), others.queueing().count()
        room = places.has_room(invitation.meeting.capacity, taken, queue)
        invitation.waiting_since = None if room else clock.now()


def _write_what_follows(invitation: Invitation, before: Standing) -> None:
    """The way in to who comes, once; that there is a queue to who stands in it. Once a day of each at most."""
    after = invitation.standing
    if after == before:
        return
    day, sequence = clock.today(), invitation.meeting.sequence
    if invitation.confirmed:
        write(invitation, f"confirm-{sequence}-{after}-{day}")
    elif after == Standing.QUEUES:
        write(invitation, f"wait-{sequence}-{day}")


def place_in_queue(invitation: Invitation) -> int:
    """Which in the queue; 0 for who isn't in it."""
    if invitation.standing != Standing.QUEUES:
        return 0
    queue = list(invitation.meeting.invitations.queueing().values_list("pk", flat=True))
    return queue.index(invitation.pk) + 1
