"""The queue for a place: who is first is offered the next one that becomes free."""

import datetime as dt

from django.db import transaction

from sluss.meetings.letters import write
from sluss.meetings.models import BEFORE, Answer, Invitation, Meeting
from sluss.meetings.places import HELD_FOR, next_offers
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.trail import leave


def fill_places(actor: Actor, meeting: Meeting) -> list[Invitation]:
    """Offer free places to who has waited longest. The caller holds the meeting's row.

    Returns who was offered one.
    """
    if not meeting.takes_answers:
        return []
    queue = list(meeting.invitations.queueing().select_related("person"))
    taken = meeting.invitations.taking_a_place().count()
    return [_offer(actor, invitation) for invitation in next_offers(meeting.capacity, taken, queue)]


def _offer(actor: Actor, invitation: Invitation) -> Invitation:
    invitation.offered_at = clock.now()
    invitation.save(update_fields=["offered_at"])
    leave(actor, "offer place", invitation)
    write(invitation, f"offer-{invitation.offered_at:%Y%m%d%H%M%S}")
    return invitation


def pass_on_lapsed_offers(actor: Actor) -> int:
    """Places held for a day without an answer go to the next in the queue, where somebody waits. A morning job.

    Returns how many places were offered anew.
    """
    now = clock.now()
    late = Invitation.objects.filter(offered_at__lte=now - HELD_FOR, meeting__state__in=BEFORE)
    meetings = Meeting.objects.filter(pk__in=late.values("meeting"))
    return sum(_pass_on(actor, meeting, now) for meeting in meetings)


@transaction.atomic
def _pass_on(actor: Actor, meeting: Meeting, now: dt.datetime) -> int:
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    waiting = meeting.invitations.queueing().count() if meeting.takes_answers else 0
    late = meeting.invitations.valid().filter(offered_at__lte=now - HELD_FOR).order_by("offered_at", "pk")
    for invitation in late[:waiting]:
        invitation.answer, invitation.answered_at = Answer.NONE, None
        invitation.waiting_since = invitation.offered_at = None
        invitation.offer_lapsed_at = now
        invitation.save()
        leave(actor, "pass place on", invitation)
    return len(fill_places(actor, meeting))
