"""Ballots: prepared, opened on a frozen roll, recorded by their method, closed, declared, contested."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Group, Organisation
from sluss.coalition.rules import Majority
from sluss.meetings.annual.rules import Outcome
from sluss.meetings.annual.selectors.days import rules_of
from sluss.meetings.annual.selectors.results import counts_of, election_of, outcome_of
from sluss.meetings.annual.selectors.rolls import entitled, places_at
from sluss.meetings.annual.services.rights import locked, open_meeting, runs
from sluss.meetings.models import AgendaItem
from sluss.meetings.models.annual import (
    BALLOT_STATES,
    Accreditation,
    AnnualMeeting,
    AnnualState,
    Ballot,
    BallotKind,
    BallotState,
    Method,
    Motion,
    Vote,
)
from sluss.meetings.models.annual.ballots import ABSTAIN, NO, SPOILT, YES
from sluss.meetings.models.annual.proposals import STANDING
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class QuestionMissing(Refused):
    default = _("Write what is voted on.")


class NoCandidates(Refused):
    default = _("Nobody is nominated for this. Nominate somebody first.")


class TooManyVotes(Refused):
    default = _("That is more votes than there are on the roll. Count again.")


class AlreadyVoted(Refused):
    default = _("The organisation has voted already. The first vote counts; this attempt is in the log.")


class NotOnTheRoll(Refused):
    default = _("The organisation wasn't on the roll when the ballot was opened.")


class TieStands(Refused):
    default = _("The votes are equal. Say first what settles it.")


class BadChoice(Refused):
    default = _("Choose among those who stand, and no more than there are seats.")


@transaction.atomic
def prepare_question(
    actor: Actor,
    annual: AnnualMeeting,
    *,
    question: str,
    method: str,
    majority: Majority | None = None,
    item: AgendaItem | None = None,
    motion: Motion | None = None,
) -> Ballot:
    """Prepare a ballot on a question, perhaps on a motion.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        QuestionMissing: nothing to vote on.
        WrongState: the meeting is closed.
    """
    standing = _before_closing(actor, annual)
    rules = rules_of(standing)
    if not question.strip():
        raise QuestionMissing(field="question")
    return _prepare(
        actor, standing, kind=BallotKind.QUESTION, question=question.strip(), method=Method(method),
        majority=majority or rules.majority, tie=rules.tie, item=item, motion=motion,
    )  # fmt: skip


@transaction.atomic
def prepare_election(
    actor: Actor, annual: AnnualMeeting, *, question: str, method: str, group: Group, role: str, seats: int
) -> Ballot:
    """Prepare an election to the seats of a role; who is nominated for it and hasn't said no stands.

    Raises:
        NotAllowed, WrongState: as for a question.
        NoCandidates: nobody stands.
    """
    standing = _before_closing(actor, annual)
    rules = rules_of(standing)
    candidates = list(standing.nominations.filter(group=group, role=role, state__in=STANDING))
    if not candidates:
        raise NoCandidates(field="role")
    if seats < 1:
        raise BadChoice(_("There must be a seat to fill."), field="seats")
    ballot = _prepare(
        actor, standing, kind=BallotKind.ELECTION, question=question.strip(), method=Method(method),
        majority=rules.majority, tie=rules.tie_elections, group=group, role=role, seats=seats,
    )  # fmt: skip
    ballot.candidates.set(candidates)
    return ballot


def _before_closing(actor: Actor, annual: AnnualMeeting) -> AnnualMeeting:
    standing = locked(actor, annual)
    if standing.state == AnnualState.CLOSED:
        raise WrongState(_("The meeting is closed."))
    return standing


def _prepare(actor: Actor, annual: AnnualMeeting, **values: object) -> Ballot:
    number = annual.ballots.aggregate(last=Max("number"))["last"] or 0
    ballot = Ballot.objects.create(annual=annual, number=number + 1, **values)
    leave(actor, "prepare ballot", ballot, detail={"kind": ballot.kind, "method": ballot.method})
    return ballot


def _moved(actor: Actor, ballot: Ballot, verb: str, reason: str = "") -> Ballot:
    """The ballot's row, held and moved, in a meeting that is open."""
    open_meeting(actor, ballot.annual)
    standing = Ballot.objects.select_for_update().get(pk=ballot.pk)
    BALLOT_STATES.move(actor, standing, verb, reason=reason)
    return standing


@transaction.atomic
def open_ballot(actor: Actor, ballot: Ballot) -> Ballot:
    """Open the ballot: the roll of this moment is its own from now on, whoever comes or goes.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: the meeting isn't open, or the ballot has been opened.
    """
    standing = _moved(actor, ballot, "open ballot")
    standing.opened_at = clock.now()
    places = places_at(standing.annual, standing.opened_at)
    standing.roll = [[place.organisation, place.delegate, place.by_proxy] for place in places]
    standing.entitled = len(entitled(standing.annual))
    standing.save(update_fields=["state", "opened_at", "roll", "entitled"])
    return standing


def cast_vote(
    actor: Actor,
    ballot: Ballot,
    *,
    organisation: Organisation,
    delegate: Accreditation,
    choices: Sequence[str],
) -> Vote:
    """Cast an organisation's vote in a ballot named by organisation: noted by who runs it, or by the delegate.

    Every attempt is kept. The first of each organisation counts.

    Args:
        choices: "yes", "no" or "abstain"; of an election the numbers of nominations, or "abstain".

    Raises:
        NotAllowed: neither who runs the meeting nor the delegate.
        WrongState: the ballot isn't open, or isn't named; or the meeting is adjourned.
        NotOnTheRoll: the organisation had no vote, or the delegate doesn't speak for it.
        BadChoice: nobody, or more than there are seats.
        AlreadyVoted: the organisation has voted; the attempt is kept and doesn't count.
    """
    with transaction.atomic():
        standing = _open_and_named(ballot)
        own = actor.person_id is not None and delegate.person_id == actor.person_id
        if not own and not runs(actor, standing.annual):
            raise NotAllowed
        _check_speaks(standing, organisation, delegate)
        _check_choices(standing, choices)
        first = not standing.votes.filter(organisation=organisation, counted=True).exists()
        vote = Vote.objects.create(
            ballot=standing, organisation=organisation, delegate=delegate, choices=list(choices),
            by_id=actor.person_id, counted=first, why_not="" if first else "already",
        )  # fmt: skip
        leave(actor, "cast vote" if first else "try to vote again", vote)
    if not first:
        raise AlreadyVoted  # after the transaction, so that the attempt stays in the log
    return vote


def _open_and_named(ballot: Ballot) -> Ballot:
    standing = (
        Ballot.objects.select_for_update(of=("self",)).select_related("annual__meeting").get(pk=ballot.pk)
    )
    going_on = standing.annual.state == AnnualState.OPEN  # nobody votes while the meeting is adjourned
    if standing.state != BallotState.OPEN or standing.method != Method.NAMED or not going_on:
        raise WrongState(_("The ballot isn't open."))
    return standing


def _check_speaks(ballot: Ballot, organisation: Organisation, delegate: Accreditation) -> None:
    """By the frozen roll: a delegate of its own, or who holds its proxy; nobody who has been taken back since."""
    place = next((place for place in ballot.roll if place[0] == organisation.pk), None)
    if place is None or delegate.annual_id != ballot.annual_id:
        raise NotOnTheRoll
    speaks = delegate.organisation_id == organisation.pk or place[1] == delegate.pk
    if not speaks or delegate.withdrawn_at is not None:
        raise NotOnTheRoll(_("This delegate doesn't speak for the organisation."))


def _check_choices(ballot: Ballot, choices: Sequence[str]) -> None:
    if ballot.is_election:
        standing = {str(pk) for pk in ballot.candidates.values_list("pk", flat=True)}
        fits = list(choices) == [ABSTAIN] or (
            0 < len(set(choices)) == len(choices) <= ballot.seats and set(choices) <= standing
        )
    else:
        fits = len(choices) == 1 and choices[0] in {YES, NO, ABSTAIN}
    if not fits:
        raise BadChoice(field="choices")


@transaction.atomic
def strike_vote(actor: Actor, vote: Vote) -> None:
    """Take back a vote noted by mistake while the ballot is open: it is kept and doesn't count.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: the ballot isn't open.
    """
    locked(actor, vote.ballot.annual)
    _open_and_named(vote.ballot)
    vote.counted, vote.why_not = False, "struck"
    vote.save(update_fields=["counted", "why_not"])
    leave(actor, "strike vote", vote)


@transaction.atomic
def record_counts(actor: Actor, ballot: Ballot, counts: Mapping[str, int]) -> Ballot:
    """Record counted hands or papers and close the ballot.

    Args:
        counts: votes by "yes", "no", "abstain" or by number of a nomination, and "spoilt" papers.

    Raises:
        NotAllowed, WrongState: as for opening.
        BadChoice: something else is counted.
        TooManyVotes: more than the roll has.
    """
    standing = _moved(actor, ballot, "close ballot")
    if standing.method not in {Method.HANDS, Method.PAPER}:
        raise WrongState
    _check_counts(standing, counts)
    standing.counts = {key: count for key, count in counts.items() if count or key in {YES, NO}}
    standing.closed_at = clock.now()
    standing.save(update_fields=["state", "counts", "closed_at"])
    return standing


def _check_counts(ballot: Ballot, counts: Mapping[str, int]) -> None:
    known = {YES, NO, ABSTAIN, SPOILT}
    if ballot.is_election:
        known = {ABSTAIN, SPOILT, *(str(pk) for pk in ballot.candidates.values_list("pk", flat=True))}
    if not set(counts) <= known or any(count < 0 for count in counts.values()):
        raise BadChoice
    votes = len(ballot.roll)
    each = ballot.seats if ballot.is_election else 1
    aside = counts.get(ABSTAIN, 0) + counts.get(SPOILT, 0)
    named = [count for key, count in counts.items() if key not in {ABSTAIN, SPOILT}]
    if aside > votes or sum(named) > (votes - aside) * each or any(count > votes for count in named):
        raise TooManyVotes


@transaction.atomic
def record_acclamation(
    actor: Actor, ballot: Ballot, *, carried: bool | None = None, elected: Iterable[int] = ()
) -> Ballot:
    """Record what the chair found by acclamation and close the ballot.

    Raises:
        NotAllowed, WrongState: as for opening.
        BadChoice: neither carried nor lost; or nobody, or more than there are seats.
    """
    standing = _moved(actor, ballot, "close ballot")
    if standing.method != Method.ACCLAMATION:
        raise WrongState
    if standing.is_election:
        chosen = list(dict.fromkeys(int(pk) for pk in elected))
        stand = set(standing.candidates.values_list("pk", flat=True))
        if not chosen or len(chosen) > standing.seats or not set(chosen) <= stand:
            raise BadChoice(field="elected")
        standing.drawn = chosen
    elif carried is None:
        raise BadChoice(_("Say what the chair found."), field="carried")
    else:
        standing.outcome = Outcome.CARRIED if carried else Outcome.LOST
    standing.closed_at = clock.now()
    standing.save(update_fields=["state", "drawn", "outcome", "closed_at"])
    return standing


@transaction.atomic
def close_ballot(actor: Actor, ballot: Ballot) -> Ballot:
    """Close a ballot named by organisation: the counted votes are its result.

    Raises:
        NotAllowed, WrongState: as for opening.
    """
    standing = _moved(actor, ballot, "close ballot")
    if standing.method != Method.NAMED:
        raise WrongState
    standing.counts = counts_of(standing)
    standing.closed_at = clock.now()
    standing.save(update_fields=["state", "counts", "closed_at"])
    return standing


@transaction.atomic
def reopen_ballot(actor: Actor, ballot: Ballot) -> Ballot:
    """Open a ballot again that was closed too soon or recorded wrong; its roll stays."""
    standing = _moved(actor, ballot, "reopen ballot")
    standing.counts, standing.voice, standing.drawn, standing.outcome = {}, None, [], ""
    standing.save(update_fields=["state", "counts", "voice", "drawn", "outcome"])
    return standing


@transaction.atomic
def settle_tie(
    actor: Actor, ballot: Ballot, *, voice: bool | None = None, drawn: Sequence[int] = ()
) -> Ballot:
    """Record what the chair's voice or the lot said of equal votes.

    Args:
        voice: of a question: yes or no.
        drawn: of an election: who takes the last places.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: the ballot isn't closed, or there is no tie.
        BadChoice: not as many as there are places, or not among the equal.
    """
    open_meeting(actor, ballot.annual)
    standing = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if standing.state != BallotState.CLOSED:
        raise WrongState
    standing.voice, standing.drawn = None, []
    if standing.is_election:
        if not election_of(standing).tied:
            raise WrongState
        standing.drawn = list(drawn)
        if election_of(standing).tied:
            raise BadChoice(field="drawn")
    else:
        if outcome_of(standing) != Outcome.TIED or voice is None:
            raise WrongState
        standing.voice = voice
    standing.save(update_fields=["voice", "drawn"])
    leave(actor, "settle tie", standing, detail={"by": standing.tie})
    return standing
