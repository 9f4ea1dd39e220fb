"""Meetings: planned, changed, moved, decided on, cancelled, held, closed."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluss.agenda.dates import Precision
from sluss.agenda.models import DeadlineKind
from sluss.agenda.services import Derived, derive
from sluss.coalition.models import Audience, Group
from sluss.meetings.letters import write
from sluss.meetings.models import (
    BEFORE,
    MEETING_STATES,
    Answer,
    Invitation,
    Meeting,
    MeetingKind,
    MeetingSeries,
    MeetingState,
    Move,
)
from sluss.meetings.services.rights import check_runs
from sluss.meetings.services.timing import TimeWithoutDay, Timing
from sluss.meetings.services.waiting_list import fill_places
from sluss.meetings.signals import meeting_changed
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class ReasonMissing(Refused):
    default = _("Say why: who is invited reads it.")


class NotYet(Refused):
    default = _("The meeting hasn't been yet.")


class MovedElsewhere(Refused):
    default = _("An annual meeting is moved on its own page: the statutes' days move with it.")


def series_named(name: str) -> MeetingSeries | None:
    """The series of a name, made where it is new; None for an empty name."""
    name = name.strip()
    return MeetingSeries.objects.get_or_create(name=name)[0] if name else None


def _check_may_plan(actor: Actor, group: Group | None) -> None:
    if not actor.is_coordinator and (group is None or group.pk not in actor.runs):
        raise NotAllowed


@transaction.atomic
def plan_meeting(
    actor: Actor,
    *,
    title: str,
    timing: Timing,
    kind: MeetingKind = MeetingKind.PLATFORM,
    group: Group | None = None,
    audience: Audience = Audience.MEMBERS,
    series: str = "",
    idea: bool = False,
    **particulars: Any,
) -> Meeting:
    """Put a meeting into the plan, or only the idea of one. `particulars` are those of `change_meeting`.

    Raises:
        NotAllowed: neither the coordinator nor who runs the group.
        EndsBeforeItBegins, TimeWithoutDay, DecidedTooLate, NothingToDecideBy: the timing doesn't hold together.
    """
    _check_may_plan(actor, group)
    timing.check()
    meeting = Meeting(
        title=title, kind=kind, group=group, audience=audience, series=series_named(series),
        state=MeetingState.IDEA if idea else MeetingState.PLANNED, made_by_id=actor.person_id,
        **_known(particulars),
    )  # fmt: skip
    timing.put_on(meeting)
    meeting.save()
    leave(actor, "make meeting", meeting, detail={"kind": kind, "state": meeting.state})
    _follow(actor, meeting)
    return meeting


#: what may be changed without moving the meeting
PARTICULARS = (
    "title", "theme", "audience", "place", "venue", "online_link", "capacity", "text", "no_photo", "host",
)  # fmt: skip
#: what everybody invited is told of, and what only who comes
TOLD_TO_ALL, TOLD_TO_WHO_COMES = ("title", "place"), ("venue", "online_link")


def _known(particulars: dict[str, Any]) -> dict[str, Any]:
    if unknown := particulars.keys() - set(PARTICULARS):
        raise TypeError(f"not a particular of a meeting: {sorted(unknown)}")
    return particulars


@transaction.atomic
def change_meeting(
    actor: Actor, meeting: Meeting, *, series: str | None = None, **particulars: Any
) -> Meeting:
    """Change what a meeting is about and where. Who is invited is told of a new title or place.

    Who comes is told of a new way in; new places are offered to who waits.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: it is closed or cancelled.
    """
    standing = _locked(actor, meeting)
    if standing.state in {MeetingState.CLOSED, MeetingState.CANCELLED}:
        raise WrongState
    changed = {name for name, value in _known(particulars).items() if getattr(standing, name) != value}
    for name in changed:
        setattr(standing, name, particulars[name])
    if series is not None:
        standing.series = series_named(series)
    standing.changed_at = clock.now()
    _announce(standing, changed)
    standing.save()
    leave(actor, "change meeting", standing, detail={"changed": sorted(changed)})
    if "capacity" in changed:
        fill_places(actor, standing)
    if "title" in changed:
        _follow(actor, standing)
    return standing


def _announce(meeting: Meeting, changed: set[str]) -> None:
    """Letters about changed particulars, while the meeting lies ahead."""
    if meeting.state not in BEFORE or changed.isdisjoint(TOLD_TO_ALL + TOLD_TO_WHO_COMES):
        return
    if not changed.isdisjoint(TOLD_TO_ALL):
        meeting.sequence += 1
        write_to_all(meeting, f"change-{meeting.sequence}")
        return
    coming = Q(answer=Answer.YES, waiting_since=None)
    for invitation in meeting.invitations.valid().filter(coming):
        write(invitation, f"place-{meeting.changed_at:%Y%m%d%H%M%S}")


def write_to_all(meeting: Meeting, step: str) -> None:
    """A letter to everybody who is invited and not withdrawn."""
    for invitation in meeting.invitations.valid():
        write(invitation, step)


@transaction.atomic
def plan_idea(actor: Actor, meeting: Meeting) -> Meeting:
    """Make a meeting of an idea: from now on it is seen by whom it is meant for."""
    standing = _locked(actor, meeting)
    MEETING_STATES.move(actor, standing, "plan meeting")
    standing.changed_at = clock.now()
    standing.save(update_fields=["state", "changed_at"])
    _follow(actor, standing)
    return standing


@transaction.atomic
def move_meeting(actor: Actor, meeting: Meeting, timing: Timing, *, reason: str = "") -> Meeting:
    """Give a meeting another time. The earlier one is kept; who is invited is told, and asked anew for another day.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: it has been held, or is cancelled.
        MovedElsewhere: it is an annual meeting.
        ReasonMissing: people are invited and no reason is given.
        EndsBeforeItBegins, TimeWithoutDay, DecidedTooLate, NothingToDecideBy: the timing doesn't hold together.
    """
    standing = _locked(actor, meeting)
    _check_lies_ahead(standing)
    timing.check()
    before = Timing.of(standing)
    if timing == before:
        return standing
    if _is_another_time(before, timing) and standing.state == MeetingState.INVITED and not reason.strip():
        raise ReasonMissing(field="reason")
    return move_to(actor, standing, timing, reason.strip())


@transaction.atomic
def fix_date(
    actor: Actor,
    meeting: Meeting,
    *,
    alternative: bool = False,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
) -> Meeting:
    """Decide on the date that isn't decided, or on its alternative. The times may be given at once.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: there is nothing to decide.
        TimeWithoutDay: a time on another day than the one decided on.
    """
    standing = _locked(actor, meeting)
    _check_lies_ahead(standing)
    before = Timing.of(standing)
    if not before.tentative and before.alternative is None:
        raise WrongState(_("The date is decided already."))
    if alternative and before.alternative is None:
        raise WrongState(_("There is no other date to choose."))
    when = before.alternative if alternative and before.alternative else before.when
    if starts_at is None and not alternative:
        starts_at, ends_at = before.starts_at, before.ends_at
    elif starts_at is not None and (
        when.precision != Precision.DAY or timezone.localdate(starts_at) != when.day
    ):
        raise TimeWithoutDay(_("Choose a time on the day that is decided on."), field="starts")
    # a month or a term that is decided on still lacks its day
    decided = Timing(when, starts_at, ends_at, tentative=when.precision != Precision.DAY)
    decided.check()
    return move_to(actor, standing, decided, "")


def _check_lies_ahead(meeting: Meeting) -> None:
    if meeting.is_annual:
        raise MovedElsewhere
    if meeting.state not in BEFORE:
        raise WrongState


def _is_another_time(before: Timing, after: Timing) -> bool:
    return (before.when, before.starts_at, before.ends_at) != (after.when, after.starts_at, after.ends_at)


def move_to(actor: Actor, meeting: Meeting, timing: Timing, reason: str) -> Meeting:
    """Give a meeting of any kind another time; the caller has checked that it may, and holds its row.

    The earlier time is kept, who is invited is told, and rooms that listen to `meeting_changed` follow.
    """
    before = Timing.of(meeting)
    now = clock.now()
    if before.when != timing.when or (before.starts_at and before.starts_at != timing.starts_at):
        Move.objects.create(
            meeting=meeting, date=meeting.date, precision=meeting.precision, starts_at=meeting.starts_at,
            reason=reason, moved_at=now, moved_by_id=actor.person_id,
        )  # fmt: skip
    timing.put_on(meeting)
    meeting.sequence += 1
    meeting.changed_at = now
    meeting.save()
    leave(
        actor, "move meeting", meeting, reason=reason,
        detail={"from": before.when.day.isoformat(), "to": timing.when.day.isoformat()},
    )  # fmt: skip
    if before.when != timing.when:
        _ask_anew(meeting)
    write_to_all(meeting, f"change-{meeting.sequence}")
    _follow(actor, meeting)
    meeting_changed.send(Meeting, actor=actor, meeting=meeting)
    return meeting


def _ask_anew(meeting: Meeting) -> None:
    """Who could come on one day may not on another: nobody is held to an answer for the earlier day."""
    meeting.invitations.update(
        answer=Answer.NONE, answered_at=None, waiting_since=None, offered_at=None, offer_lapsed_at=None
    )


@transaction.atomic
def cancel_meeting(actor: Actor, meeting: Meeting, *, reason: str) -> Meeting:
    """Cancel a meeting; it leaves the calendars of who is invited.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: it has been held, or is cancelled already.
    """
    standing = _locked(actor, meeting)
    MEETING_STATES.move(actor, standing, "cancel meeting", reason=reason)
    standing.cancelled_because = reason
    standing.sequence += 1
    standing.changed_at = clock.now()
    standing.save()
    write_to_all(standing, f"cancel-{standing.sequence}")
    _follow(actor, standing)
    meeting_changed.send(Meeting, actor=actor, meeting=standing)
    return standing


@transaction.atomic
def hold_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Say that the meeting was held.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        NotYet: its day hasn't come, or isn't known.
    """
    standing = _locked(actor, meeting)
    if standing.precision != Precision.DAY or standing.date > clock.today():
        raise NotYet
    MEETING_STATES.move(actor, standing, "hold meeting")
    standing.changed_at = clock.now()
    standing.save(update_fields=["state", "changed_at"])
    _follow(actor, standing)
    return standing


@transaction.atomic
def close_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Close a meeting that was held: what people needed to take part is forgotten.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: it hasn't been held.
    """
    standing = _locked(actor, meeting)
    MEETING_STATES.move(actor, standing, "close meeting")
    standing.changed_at = clock.now()
    standing.save(update_fields=["state", "changed_at"])
    Invitation.objects.filter(meeting=standing).exclude(needs="").update(needs="")
    return standing


def _locked(actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting as it stands, locked until the transaction ends."""
    check_runs(actor, meeting)
    return (
        Meeting.objects.select_for_update(of=("self",)).select_related("group", "series").get(pk=meeting.pk)
    )


def _follow(actor: Actor, meeting: Meeting) -> None:
    """The day on which the date is decided is a deadline as long as it isn't."""
    open_question = meeting.state in BEFORE and meeting.decide_by is not None
    derive(actor, meeting, [_decide_by(actor, meeting)] if open_question else [])


#: which of a meeting's deadlines it is, and what the agenda calls it
DECIDE, DECIDE_BY = "decide by", _("Decide on the date: %(thing)s")


def _decide_by(actor: Actor, meeting: Meeting) -> Derived:
    assert meeting.decide_by is not None  # noqa: S101 - asked just before
    with translation.override(settings.LANGUAGE_CODE):
        title = str(DECIDE_BY) % {"thing": meeting.title}
        source = gettext("The plan of the meeting")
    return Derived(
        role=DECIDE, title=title, date=meeting.decide_by, kind=DeadlineKind.INTERNAL, source=source,
        url=reverse("meetings:meeting", args=[meeting.pk]), owner_id=meeting.made_by_id or actor.person_id,
        group_id=meeting.group_id, audience=Audience.GROUP if meeting.group_id else Audience.BOARD,
    )  # fmt: skip
