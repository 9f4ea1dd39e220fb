"""A round is opened, and each member owes a return in it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Membership, Organisation, Pause
from sluss.contacts import rules
from sluss.contacts.codebook import versions
from sluss.contacts.models import GroupCase, Return, Round
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave


class BadRound(Refused):
    """The dates, the name or the codebook of a round don't do."""


def only_coordinator(actor: Actor) -> None:
    """
    Raises:
        NotAllowed: the actor isn't the coordinator or a deputy.
    """
    if not actor.is_coordinator:
        raise NotAllowed


@transaction.atomic
def open_round(
    actor: Actor,
    *,
    name: str,
    period_start: dt.date,
    period_end: dt.date,
    opens: dt.date,
    due: dt.date,
    locks: dt.date,
    codebook_version: str,
) -> Round:
    """Make a round; every organisation that was a member on any day of its period owes a return.

    Raises:
        NotAllowed: not the coordinator.
        BadRound: dates not in order, a name used before, or no such codebook.
    """
    only_coordinator(actor)
    if not (period_start <= period_end and opens <= due <= locks):
        raise BadRound(_("The dates aren't in order: opens, due, locks; first day, last day."), field="due")
    if Round.objects.filter(name=name).exists():
        raise BadRound(_("There is a round of this name already."), field="name")
    if codebook_version not in versions():
        raise BadRound(_("There is no such codebook."), field="codebook_version")
    round_ = Round.objects.create(
        name=name,
        period_start=period_start,
        period_end=period_end,
        opens=opens,
        due=due,
        locks=locks,
        codebook_version=codebook_version,
    )
    members = rules.expected_members(
        Membership.objects.values_list("organisation_id", "starts", "ends"),
        period_start,
        period_end,
        Pause.objects.values_list("organisation_id", "starts", "ends"),
    )
    Return.objects.bulk_create(Return(round=round_, organisation_id=member) for member in sorted(members))
    leave(actor, "open round", round_, detail={"organisations": len(members)})
    return round_


@transaction.atomic
def expect_from(actor: Actor, round_: Round, organisation: Organisation) -> Return:
    """Ask an organisation for a return that wasn't foreseen when the round was made.

    Raises:
        NotAllowed: not the coordinator.
    """
    only_coordinator(actor)
    return_, made = Return.objects.get_or_create(round=round_, organisation=organisation)
    if made:
        leave(actor, "expect", return_)
    return return_


@transaction.atomic
def name_group_case(actor: Actor, round_: Round, name: str) -> GroupCase:
    """Name a large case of the round, so that persons can be marked as belonging to it.

    Raises:
        NotAllowed: not the coordinator.
        BadRound: no name, or one used before in this round.
    """
    only_coordinator(actor)
    if not name.strip():
        raise BadRound(_("Give the case a neutral name, never that of a place or a person."), field="name")
    case, made = GroupCase.objects.get_or_create(round=round_, name=name.strip())
    if not made:
        raise BadRound(_("There is a group case of this name already."), field="name")
    leave(actor, "name group case", case)
    return case
