"""Motions with the board's statement, and nominations."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Group, GroupKind, Organisation, SeatRole
from sluss.meetings.annual.rules import Step
from sluss.meetings.annual.selectors.days import ladder_of
from sluss.meetings.annual.services.following import meet_done_steps
from sluss.meetings.annual.services.rights import ReasonMissing, before_it_closes, check_speaks_for, runs
from sluss.meetings.models.annual import (
    MOTION_STATES,
    NOMINATION_STATES,
    Advice,
    AnnualMeeting,
    Motion,
    MotionState,
    Nomination,
)
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class NothingWritten(Refused):
    default = _("Write something here first.")


@transaction.atomic
def submit_motion(
    actor: Actor,
    annual: AnnualMeeting,
    organisation: Organisation,
    *,
    title: str,
    reasons: str,
    proposal: str,
) -> Motion:
    """Hand in a motion of an organisation. After the last day it is kept as late, and who runs the meeting decides.

    Raises:
        NotAllowed: the actor isn't the organisation's head, or it is no member.
        WrongState: an extra meeting treats what it was called for; a closed one nothing.
        NothingWritten: title, reasons or proposal is missing.
    """
    check_speaks_for(actor, annual, organisation)
    standing = before_it_closes(annual)
    last = {rung.step: rung.last for rung in ladder_of(standing)}.get(Step.MOTIONS)
    if last is None:
        raise WrongState(_("An extra meeting treats only what it was called for."))
    for field, text in (("title", title), ("reasons", reasons), ("proposal", proposal)):
        if not text.strip():
            raise NothingWritten(field=field)
    number = standing.motions.aggregate(last=Max("number"))["last"] or 0
    motion = Motion.objects.create(
        annual=standing, number=number + 1, organisation=organisation, title=title.strip(),
        reasons=reasons.strip(), proposal=proposal.strip(), submitted_by_id=actor.person_id,
        state=MotionState.LATE if clock.today() > last else MotionState.SUBMITTED,
    )  # fmt: skip
    leave(actor, "submit motion", motion, detail={"state": motion.state})
    return motion


@transaction.atomic
def state_on_motion(actor: Actor, motion: Motion, *, statement: str, advice: str) -> Motion:
    """The board's statement on a motion, and what it asks the meeting to do.

    Raises:
        NotAllowed: neither board nor who runs the meeting.
        NothingWritten: no text, or no advice.
    """
    if not actor.has(Role.BOARD) and not runs(actor, motion.annual):
        raise NotAllowed
    before_it_closes(motion.annual)
    if not statement.strip():
        raise NothingWritten(field="statement")
    if advice not in Advice.values:
        raise NothingWritten(_("Choose what the board asks for."), field="advice")
    motion.statement, motion.advice = statement.strip(), advice
    motion.stated_on = motion.stated_on or clock.today()
    motion.save(update_fields=["statement", "advice", "stated_on"])
    leave(actor, "state on motion", motion, detail={"advice": advice})
    meet_done_steps(actor, motion.annual)
    return motion


@transaction.atomic
def decide_motion(actor: Actor, motion: Motion, verb: str, *, reason: str = "") -> Motion:
    """Admit or refuse a late motion (with a reason); withdraw one; or say how the meeting treated it.

    Args:
        verb: "admit", "refuse", "withdraw", "carry", "lose" or "remit".

    Raises:
        NotAllowed: the actor doesn't run the meeting; the organisation's head may withdraw.
        ReasonMissing: a late motion is admitted or refused without a reason.
        WrongState: it has been treated already.
    """
    mover = verb == "withdraw" and motion.organisation_id in actor.leads
    if not mover and not runs(actor, motion.annual):
        raise NotAllowed
    if verb in {"admit", "refuse"} and not reason.strip():
        raise ReasonMissing(field="reason")
    standing = Motion.objects.select_for_update().get(pk=motion.pk)
    MOTION_STATES.move(actor, standing, f"{verb} motion", reason=reason.strip())
    standing.save(update_fields=["state"])
    motion.state = standing.state
    return standing


@transaction.atomic
def nominate(
    actor: Actor,
    annual: AnnualMeeting,
    *,
    group: Group,
    role: str,
    name: str,
    email: str,
    note: str = "",
    organisation: Organisation | None = None,
) -> Nomination:
    """Propose somebody for a seat: a member organisation by its head, or who runs the meeting, or the committee.

    Raises:
        NotAllowed: none of these.
        NothingWritten: no name.
    """
    standing = before_it_closes(annual)
    if organisation is not None:
        check_speaks_for(actor, standing, organisation)
    elif not runs(actor, standing) and not _on_committee(actor):
        raise NotAllowed
    if not name.strip():
        raise NothingWritten(field="name")
    nomination = Nomination.objects.create(
        annual=standing, group=group, role=SeatRole(role), name=name.strip(), email=email.strip().lower(),
        note=note.strip(), organisation=organisation, made_by_id=actor.person_id,
    )  # fmt: skip
    leave(actor, "nominate", nomination, detail={"role": role})
    return nomination


def _on_committee(actor: Actor) -> bool:
    return Group.objects.filter(kind=GroupKind.NOMINATING, pk__in=actor.groups).exists()


@transaction.atomic
def answer_nomination(actor: Actor, nomination: Nomination, *, willing: bool) -> Nomination:
    """Note that the candidate is willing, or has said no: by who runs the meeting, the committee, or the nominated.

    Raises:
        NotAllowed: none of these.
        WrongState: the seat has been voted on.
    """
    if not may_answer(actor, nomination):
        raise NotAllowed
    NOMINATION_STATES.move(actor, nomination, "accept nomination" if willing else "decline nomination")
    nomination.save(update_fields=["state"])
    return nomination


def may_answer(actor: Actor, nomination: Nomination) -> bool:
    own = Person.objects.filter(pk=actor.person_id or 0, email=nomination.email).exists()
    return own or runs(actor, nomination.annual) or _on_committee(actor)
