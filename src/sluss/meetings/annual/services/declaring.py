"""Declaring a ballot: the decision gets its number, motions and candidates their fate; contesting and annulling."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluss.coalition.models import SeatRole
from sluss.meetings.annual.rules import Outcome
from sluss.meetings.annual.selectors.results import elected_in, is_settled, outcome_of
from sluss.meetings.annual.services.ballots import TieStands
from sluss.meetings.annual.services.rights import ReasonMissing, locked, open_meeting
from sluss.meetings.models.annual import BALLOT_STATES, MOTION_STATES, NOMINATION_STATES, Ballot, BallotState
from sluss.meetings.models.annual.proposals import STANDING, TREATED
from sluss.meetings.services.decisions import take_back, take_decision
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import WrongState


@transaction.atomic
def declare_ballot(actor: Actor, ballot: Ballot) -> Ballot:
    """Declare the result. What was decided is numbered; a motion is carried or lost; candidates elected or not.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: the ballot isn't closed, or the meeting isn't open.
        TieStands: equal votes aren't settled.
    """
    open_meeting(actor, ballot.annual)
    standing = (
        Ballot.objects.select_for_update(of=("self",)).select_related("annual__meeting").get(pk=ballot.pk)
    )
    BALLOT_STATES.move(actor, standing, "declare ballot")
    if not is_settled(standing):
        raise TieStands
    if standing.is_election:
        _declare_election(actor, standing)
    else:
        _declare_question(actor, standing)
    standing.declared_at = clock.now()
    standing.save(update_fields=["state", "outcome", "declared_at", "decision"])
    return standing


def _declare_question(actor: Actor, ballot: Ballot) -> None:
    ballot.outcome = outcome_of(ballot)
    carried = ballot.outcome == Outcome.CARRIED
    words = ballot.question if carried else _("Turned down: %(question)s") % {"question": ballot.question}
    ballot.decision = take_decision(actor, text=words, meeting=ballot.annual.meeting, item=ballot.item)
    if ballot.motion is not None and ballot.motion.state in TREATED:
        MOTION_STATES.move(actor, ballot.motion, "carry motion" if carried else "lose motion")
        ballot.motion.save(update_fields=["state"])


def _declare_election(actor: Actor, ballot: Ballot) -> None:
    elected = elected_in(ballot)
    for candidate in ballot.candidates.all():
        if candidate.state in STANDING:
            won = candidate.pk in {each.pk for each in elected}
            NOMINATION_STATES.move(actor, candidate, "elect candidate" if won else "not elect candidate")
            candidate.save(update_fields=["state"])
    ballot.outcome = Outcome.CARRIED if elected else Outcome.LOST
    if elected:
        words = _("To elect as %(role)s: %(names)s") % {
            "role": str(SeatRole(ballot.role).label).lower(),
            "names": ", ".join(each.name for each in elected),
        }
        ballot.decision = take_decision(actor, text=words, meeting=ballot.annual.meeting, item=ballot.item)


@transaction.atomic
def contest_ballot(actor: Actor, ballot: Ballot, *, reason: str) -> Ballot:
    """Note that a declared result is contested, and why; the minutes print it.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        ReasonMissing: no reason.
        WrongState: it isn't declared.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    return _judged(actor, ballot, "contest ballot", reason.strip())


@transaction.atomic
def uphold_ballot(actor: Actor, ballot: Ballot) -> Ballot:
    """The meeting lets the result stand."""
    return _judged(actor, ballot, "uphold ballot", ballot.reason)


def _judged(actor: Actor, ballot: Ballot, verb: str, reason: str) -> Ballot:
    locked(actor, ballot.annual)
    standing = Ballot.objects.select_for_update().get(pk=ballot.pk)
    BALLOT_STATES.move(actor, standing, verb, reason=reason)
    standing.reason = reason
    standing.save(update_fields=["state", "reason"])
    return standing


@transaction.atomic
def annul_ballot(actor: Actor, ballot: Ballot) -> Ballot:
    """Set aside a contested ballot, or one never opened: its decision is taken back, and it can be taken anew.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: the meeting is closed (then only a later meeting can change it), or the result stands.
    """
    open_or_before = locked(actor, ballot.annual)
    if open_or_before.closed_at is not None:
        raise WrongState(
            gettext_lazy("The meeting is closed. Only a later meeting can change what it decided.")
        )
    standing = Ballot.objects.select_for_update().get(pk=ballot.pk)
    was_contested = standing.state == BallotState.CONTESTED
    BALLOT_STATES.move(actor, standing, "annul ballot", reason=standing.reason)
    standing.save(update_fields=["state"])
    if was_contested:
        _undo(actor, standing)
    return standing


def _undo(actor: Actor, ballot: Ballot) -> None:
    if ballot.decision is not None:
        take_back(actor, ballot.decision, reason=ballot.reason)
    for candidate in ballot.candidates.exclude(state__in=STANDING):
        if NOMINATION_STATES.allows(candidate.state, "stand again"):
            NOMINATION_STATES.move(actor, candidate, "stand again")
            candidate.save(update_fields=["state"])
    if ballot.motion is not None and MOTION_STATES.allows(ballot.motion.state, "take up motion again"):
        MOTION_STATES.move(actor, ballot.motion, "take up motion again")
        ballot.motion.save(update_fields=["state"])
