"""Picking and moving the day, opening, adjourning, closing; all derived deadlines follow."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluss.agenda.dates import VagueDate
from sluss.coalition.models import Group, GroupKind, GroupState
from sluss.coalition.selectors import rules_on
from sluss.meetings.annual.rules import Breach, Step, breaches, ladder
from sluss.meetings.annual.selectors.days import BROKEN_BY_THE_DAY
from sluss.meetings.annual.services.elections import seat_elected
from sluss.meetings.annual.services.following import follow
from sluss.meetings.annual.services.rights import ReasonMissing, locked
from sluss.meetings.models import MEETING_STATES, Meeting, MeetingKind
from sluss.meetings.models.annual import (
    ANNUAL_STATES,
    AnnualMeeting,
    AnnualState,
    Deviation,
    Duty,
    Officer,
)
from sluss.meetings.models.annual.ballots import UNDECLARED
from sluss.meetings.services.meetings import change_meeting, hold_meeting, move_to, plan_meeting
from sluss.meetings.services.timing import Timing
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class StatutesNotKept(ReasonMissing):
    """The day can't be reached in time for everything. It may still be picked, with a reason."""

    default = gettext_lazy("The statutes aren't kept with this day. Say why it is picked all the same.")

    def __init__(self, broken: Sequence[Breach]) -> None:
        super().__init__(field="reason")
        self.broken = broken


class NotYet(Refused):
    default = gettext_lazy("The meeting's day hasn't come. Open it then, or move it first.")


class DayPassed(Refused):
    default = gettext_lazy("That day has been. Choose a later one.")


def broken_by(day: dt.date, *, extra: bool, planned_on: dt.date) -> list[Breach]:
    """Which rules a day of the meeting breaks if it is picked on another day."""
    rungs = ladder(day, rules_on(day), extra=extra)
    done = dict.fromkeys(BROKEN_BY_THE_DAY, planned_on) | {Step.MEETING: day}
    return breaches([rung for rung in rungs if rung.step in BROKEN_BY_THE_DAY], planned_on, done)


@transaction.atomic
def plan_annual_meeting(
    actor: Actor,
    *,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    place: str = "",
    extra: bool = False,
    reason: str = "",
) -> AnnualMeeting:
    """Pick the day of an annual meeting; every deadline that follows from it stands from now on.

    Raises:
        NotAllowed: neither the coordinator nor who runs the board.
        DayPassed: the day has been.
        StatutesNotKept: the day breaks a rule and no reason is given; it carries which.
    """
    board = Group.objects.filter(kind=GroupKind.BOARD, state=GroupState.ACTIVE).first()
    if not actor.is_coordinator and (board is None or board.pk not in actor.runs):
        raise NotAllowed
    day = _local_day(starts_at)
    broken = _check_day(day, extra=extra, reason=reason)
    meeting = plan_meeting(
        actor,
        title=title,
        kind=MeetingKind.EXTRA if extra else MeetingKind.ANNUAL,
        group=board,
        timing=Timing(VagueDate(day), starts_at, ends_at),
        place=place,
    )
    annual = AnnualMeeting.objects.create(meeting=meeting, planned_on=clock.today())
    leave(actor, "plan annual meeting", annual, reason=reason, detail={"day": day.isoformat()})
    _note_deviations(actor, annual, broken, reason)
    follow(actor, annual)
    return annual


@transaction.atomic
def move_annual_meeting(
    actor: Actor,
    annual: AnnualMeeting,
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    place: str = "",
    reason: str = "",
) -> AnnualMeeting:
    """Move the meeting: its derived deadlines, calendar entry and unsent reminders move with it.

    A notice that has gone out isn't called back: `selectors.days.notice_says_otherwise` tells of it.

    Raises:
        NotAllowed, DayPassed, StatutesNotKept: as for planning.
        WrongState: the meeting has been opened.
    """
    standing = locked(actor, annual)
    if standing.state not in {AnnualState.PLANNED, AnnualState.CALLED}:
        raise WrongState(_("The meeting has been opened. It can be adjourned, not moved."))
    meeting = standing.meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=standing.meeting_id)
    day = _local_day(starts_at)
    broken = _check_day(day, extra=standing.is_extra, reason=reason) if day != meeting.date else []
    before = meeting.date
    if place != meeting.place:
        change_meeting(actor, meeting, place=place)
    timing = Timing(VagueDate(day), starts_at, ends_at)
    if timing != Timing.of(meeting):
        move_to(actor, meeting, timing, reason.strip())
    if day != before:
        standing.planned_on = clock.today()
        standing.save(update_fields=["planned_on"])
        standing.deviations.filter(step__in=BROKEN_BY_THE_DAY).delete()
        _note_deviations(actor, standing, broken, reason)
    return standing


def _local_day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)


def _check_day(day: dt.date, *, extra: bool, reason: str) -> list[Breach]:
    today = clock.today()
    if day < today:
        raise DayPassed(field="starts_at")
    broken = broken_by(day, extra=extra, planned_on=today)
    if broken and not reason.strip():
        raise StatutesNotKept(broken)
    return broken


def _note_deviations(actor: Actor, annual: AnnualMeeting, broken: Sequence[Breach], reason: str) -> None:
    for breach in broken:
        note_deviation(actor, annual, breach, reason)


def note_deviation(actor: Actor, annual: AnnualMeeting, breach: Breach, reason: str) -> Deviation:
    """Keep that a rule wasn't kept, and why; the minutes print it."""
    by = -breach.days if breach.early else breach.days
    deviation = Deviation.objects.create(
        annual=annual, step=breach.step, due=breach.due, happened=breach.due + dt.timedelta(days=by),
        reason=reason.strip(), by_id=actor.person_id,
    )  # fmt: skip
    leave(actor, "note deviation", deviation, reason=reason.strip(), detail={"step": breach.step, "days": by})
    return deviation


@transaction.atomic
def set_officers(actor: Actor, annual: AnnualMeeting, officers: Sequence[tuple[Duty, str, str]]) -> None:
    """Who has which duty at the meeting, as (duty, name, e-mail). Who has signed the minutes stays as signed.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
    """
    standing = locked(actor, annual)
    wanted = {
        (Duty(duty), name.strip(), email.strip().lower()) for duty, name, email in officers if name.strip()
    }
    held = {(Duty(o.duty), o.name, o.email): o for o in standing.officers.all()}
    for key, officer in held.items():
        if key not in wanted:
            officer.delete()
    for duty, name, email in sorted(wanted - held.keys(), key=lambda one: (list(Duty).index(one[0]), one[1])):
        Officer.objects.create(annual=standing, duty=duty, name=name, email=email)
    if wanted != held.keys():
        leave(actor, "choose officers", standing, detail={"how many": len(wanted)})


@transaction.atomic
def open_annual_meeting(actor: Actor, annual: AnnualMeeting) -> AnnualMeeting:
    """Open the meeting. A meeting that was never called is opened too: it is theirs to judge.

    Raises:
        NotAllowed: the actor doesn't run it.
        NotYet: its day hasn't come.
        WrongState: it has been opened before.
    """
    standing = locked(actor, annual)
    if standing.meeting.date > clock.today():
        raise NotYet
    ANNUAL_STATES.move(actor, standing, "open annual meeting")
    standing.opened_at = clock.now()
    standing.save(update_fields=["state", "opened_at"])
    return standing


@transaction.atomic
def adjourn_annual_meeting(actor: Actor, annual: AnnualMeeting, *, reason: str = "") -> AnnualMeeting:
    standing = locked(actor, annual)
    ANNUAL_STATES.move(actor, standing, "adjourn annual meeting", reason=reason)
    standing.save(update_fields=["state"])
    return standing


@transaction.atomic
def resume_annual_meeting(actor: Actor, annual: AnnualMeeting) -> AnnualMeeting:
    standing = locked(actor, annual)
    ANNUAL_STATES.move(actor, standing, "resume annual meeting")
    standing.save(update_fields=["state"])
    return standing


@transaction.atomic
def close_annual_meeting(actor: Actor, annual: AnnualMeeting) -> AnnualMeeting:
    """Close the meeting: nothing of roll and ballots changes after it, and who was elected takes the seat.

    Raises:
        WrongState: it isn't open, or a ballot isn't declared.
    """
    standing = locked(actor, annual)
    if standing.ballots.filter(state__in=UNDECLARED).exists():
        raise WrongState(_("A ballot isn't declared yet. Declare it or take it away first."))
    ANNUAL_STATES.move(actor, standing, "close annual meeting")
    standing.closed_at = clock.now()
    standing.save(update_fields=["state", "closed_at"])
    if MEETING_STATES.allows(standing.meeting.state, "hold meeting"):
        hold_meeting(actor, standing.meeting)
    seat_elected(actor, standing)
    return standing
