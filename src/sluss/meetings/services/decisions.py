"""Decisions: taken and numbered, carried out, replaced, taken back."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Group
from sluss.meetings.models import DECISION_STATES, AgendaItem, Decision, DecisionYear, Meeting
from sluss.meetings.services.rights import check_runs
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class NotTakenYet(Refused):
    default = _("A decision can't be taken on a day to come.")


class Empty(Refused):
    default = _("Write what was decided.")


@transaction.atomic
def take_decision(
    actor: Actor,
    *,
    text: str,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    group: Group | None = None,
    taken_on: dt.date | None = None,
    supersedes: Decision | None = None,
) -> Decision:
    """Number and keep a decision: of a meeting (perhaps under an item), or between meetings (per capsulam).

    It is taken on `taken_on`, else on the meeting's day (at the latest today). A decision that it replaces is
    marked as replaced.

    Raises:
        NotAllowed: the actor doesn't run the meeting or the group.
        Empty, NotTakenYet: no text, or a day to come.
        WrongState: what it replaces is no longer in force.
    """
    meeting = meeting or (item.meeting if item else None)
    group = group or (meeting.group if meeting else None)
    _check_decides(actor, meeting, group)
    if not text.strip():
        raise Empty(field="text")
    day = taken_on or (min(meeting.date, clock.today()) if meeting else clock.today())
    if day > clock.today():
        raise NotTakenYet(field="taken_on")
    decision = Decision.objects.create(
        year=day.year, number=_next_number(day.year), text=text.strip(), meeting=meeting, item=item,
        group=group, taken_on=day, supersedes=supersedes,
    )  # fmt: skip
    leave(actor, "take decision", decision, detail={"number": str(decision)})
    if supersedes is not None:
        _move(actor, supersedes, "replace decision")
    return decision


def _check_decides(actor: Actor, meeting: Meeting | None, group: Group | None) -> None:
    if meeting is not None:
        check_runs(actor, meeting)
    elif not actor.is_coordinator and (group is None or group.pk not in actor.runs):
        raise NotAllowed


def _next_number(year: int) -> int:
    """The year's next number. Whoever comes at the same time waits for the row, so that none is given twice."""
    DecisionYear.objects.get_or_create(year=year)
    counter = DecisionYear.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


@transaction.atomic
def carry_out(actor: Actor, decision: Decision) -> None:
    """Say that what was decided is done."""
    _check_decides(actor, decision.meeting, decision.group)
    _move(actor, decision, "carry out decision")


@transaction.atomic
def take_back(actor: Actor, decision: Decision, *, reason: str) -> None:
    """Take a decision back, with a reason; its number stays its own.

    Raises:
        WrongState: it has been carried out or replaced.
    """
    _check_decides(actor, decision.meeting, decision.group)
    _move(actor, decision, "take back decision", reason)


def _move(actor: Actor, decision: Decision, verb: str, reason: str = "") -> None:
    standing = Decision.objects.select_for_update().get(pk=decision.pk)
    if not DECISION_STATES.allows(standing.state, verb):
        raise WrongState(_("Decision %(number)s is no longer in force.") % {"number": standing})
    DECISION_STATES.move(actor, standing, verb, reason=reason)
    standing.save(update_fields=["state"])
    decision.state = standing.state
