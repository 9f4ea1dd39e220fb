"""An annual meeting, called and going on: with a motion, a nomination, delegates, ballots, minutes to adjust."""

import datetime as dt

from sluss.coalition.models import Group, GroupKind, Organisation, SeatRole
from sluss.coalition.selectors import actor_for
from sluss.meetings.annual.letters import SIGN
from sluss.meetings.annual.services import (
    adjusting,
    ballots,
    delegates,
    notices,
    planning,
    proposals,
    roll,
)
from sluss.meetings.models.annual import Duty, Method
from sluss.trust import links
from sluss.trust.models import DemoClock
from tests.matrix.world import FRIDAY, World

BEGINS = dt.datetime(2017, 3, 10, 12, tzinfo=dt.UTC)


def make(world: World) -> None:
    """Fyrtornet is the first member, Hamnen the other; the meeting is on the world's Friday."""
    saga, lead = actor_for(world.people["coordinator"]), actor_for(world.people["lead"])
    own, other = Organisation.objects.get(name="Fyrtornet"), Organisation.objects.get(name="Hamnen")
    DemoClock.stand_on(dt.date(2017, 1, 10))
    annual = planning.plan_annual_meeting(saga, title="Årsmöte", starts_at=BEGINS)
    motion = proposals.submit_motion(
        lead, annual, own, title="Barnen", reasons="De syns inte.", proposal="Att räkna dem."
    )
    group = Group.objects.filter(kind=GroupKind.BOARD).first() or Group.objects.create(
        name="Styrelsen", kind=GroupKind.BOARD, starts=dt.date(2013, 1, 1)
    )
    nomination = proposals.nominate(
        lead,
        annual,
        group=group,
        role=SeatRole.MEMBER,
        name="Kim",
        email="kim@gast.example",
        organisation=own,
    )
    DemoClock.stand_on(dt.date(2017, 2, 1))
    sent = notices.send_notice(saga, notices.begin_notice(saga, annual))
    draft = notices.begin_notice(saga, annual)
    named = delegates.name_delegate(lead, annual, own, person=world.people["lead"])
    others = delegates.name_delegate(saga, annual, other, name="Ombud Hamnen")
    proxy = delegates.give_proxy(lead, annual, own, holder=others, signed_by="Lena")
    DemoClock.stand_on(FRIDAY)
    planning.set_officers(
        saga, annual, [(Duty.ADJUSTOR, world.people["board"].name, world.people["board"].email)]
    )
    entry = roll.arrive(saga, named)
    annual = planning.open_annual_meeting(saga, annual)
    ballot = ballots.prepare_question(saga, annual, question="Att bifalla", method=Method.NAMED)
    ballot = ballots.open_ballot(saga, ballot)
    vote = ballots.cast_vote(saga, ballot, organisation=own, delegate=named, choices=["yes"])
    adjusting.begin_minutes(saga, annual)
    adjusting.send_to_adjustors(saga, annual)
    officer = annual.officers.get()
    world.shared |= {
        "annual": annual.meeting_id,
        "annual_motion": motion.pk,
        "annual_nomination": nomination.pk,
        "annual_sent": sent.pk,
        "annual_draft": draft.pk,
        "annual_delegate": named.pk,
        "annual_proxy": proxy.pk,
        "annual_entry": entry.pk,
        "annual_ballot": ballot.pk,
        "annual_vote": vote.pk,
        "annual_officer": officer.pk,
        "annual_sign": links.sign(SIGN, officer.pk),
    }
