"""Ballots as their pages show them: the log of votes, what a delegate may vote on."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.meetings.annual.selectors.results import CHOICE_NAMES
from sluss.meetings.models.annual import Accreditation, AnnualMeeting, Ballot, BallotState, Method
from sluss.trust.actor import Actor

WHY_NOT: dict[str, Any] = {
    "already": _("not counted: the organisation had voted"),
    "struck": _("not counted: noted by mistake"),
}


@dataclass(frozen=True)
class VoteLine:
    """One attempt to vote, as the log shows it."""

    pk: int
    at: dt.datetime
    organisation: str
    delegate: str
    words: str
    counted: bool
    why_not: Any


def vote_lines(ballot: Ballot) -> list[VoteLine]:
    """Every attempt in a named ballot, in order."""
    names = {str(each.pk): each.name for each in ballot.candidates.all()}

    def words(choices: list[str]) -> str:
        return ", ".join(names.get(choice) or str(CHOICE_NAMES.get(choice, choice)) for choice in choices)

    return [
        VoteLine(
            vote.pk, vote.at, vote.organisation.name, vote.delegate.name, words(vote.choices),
            vote.counted, WHY_NOT.get(vote.why_not, ""),
        )
        for vote in ballot.votes.select_related("organisation", "delegate").order_by("at", "pk")
    ]  # fmt: skip


@dataclass(frozen=True)
class Voter:
    """An organisation on the ballot's frozen roll, who speaks for it, and what it has voted."""

    organisation: Organisation
    delegates: list[Accreditation]
    by_proxy: bool
    voted: bool


def voters(ballot: Ballot) -> list[Voter]:
    """Who votes in a ballot: of each organisation on its roll the own delegates, or who holds its proxy.

    Who has been taken back since the ballot was opened isn't among them.
    """
    organisations = Organisation.objects.in_bulk([place[0] for place in ballot.roll])
    named = list(Accreditation.objects.filter(annual=ballot.annual_id, withdrawn_at=None))
    by_pk = {each.pk: each for each in Accreditation.objects.filter(annual=ballot.annual_id)}
    voted = set(ballot.votes.filter(counted=True).values_list("organisation_id", flat=True))
    found = []
    for organisation, delegate, by_proxy in ballot.roll:
        first = by_pk[delegate]
        others = [d for d in named if d.organisation_id == organisation and d.pk != delegate]
        delegates = [each for each in (first, *others) if each.withdrawn_at is None]
        found.append(Voter(organisations[organisation], delegates, by_proxy, organisation in voted))
    return sorted(found, key=lambda voter: voter.organisation.name)


@dataclass(frozen=True)
class OwnVote:
    """A ballot open to a delegate: for which organisation, and whether it has voted."""

    ballot: Ballot
    organisation: Organisation
    delegate: Accreditation
    by_proxy: bool
    voted: bool


def own_votes(actor: Actor, annual: AnnualMeeting) -> list[OwnVote]:
    """Open named ballots in which the actor speaks for an organisation, and each organisation's place."""
    if actor.person_id is None:
        return []
    ballots = annual.ballots.filter(state=BallotState.OPEN, method=Method.NAMED).prefetch_related(
        "candidates"
    )
    return [
        OwnVote(ballot, voter.organisation, delegate, voter.by_proxy, voter.voted)
        for ballot in ballots
        for voter in voters(ballot)
        for delegate in voter.delegates
        if delegate.person_id == actor.person_id
    ]
