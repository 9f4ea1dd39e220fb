"""What is read of meetings: what is coming and what has been, by series; the moves of one."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from sluss.meetings.models import BEFORE, Invitation, Meeting, MeetingSeries, MeetingState
from sluss.trust.actor import Actor


@dataclass(frozen=True)
class Row:
    """One line of the list: a meeting, and the actor's own invitation to it."""

    meeting: Meeting
    invitation: Invitation | None


@dataclass(frozen=True)
class Meetings:
    """What lies ahead, nearest first; what has been or was cancelled, latest first; ideas."""

    ahead: list[Row]
    over: list[Row]
    ideas: list[Row]


def meetings_of(actor: Actor, series: MeetingSeries | None = None) -> Meetings:
    seen = Meeting.objects.visible_to(actor).select_related("series", "group")
    if series is not None:
        seen = seen.filter(series=series)
    own = Invitation.objects.valid().filter(person=actor.person_id or 0)
    rows = [_row(meeting) for meeting in seen.prefetch_related(Prefetch("invitations", own, to_attr="own"))]
    ahead = (MeetingState.PLANNED, MeetingState.INVITED)
    over = [row for row in rows if row.meeting.state not in BEFORE]
    return Meetings(
        ahead=[row for row in rows if row.meeting.state in ahead],
        over=over[::-1],
        ideas=[row for row in rows if row.meeting.state == MeetingState.IDEA],
    )


def _row(meeting: Meeting) -> Row:
    own: list[Invitation] = meeting.own  # type: ignore[attr-defined]  # prefetched
    for invitation in own:
        invitation.meeting = meeting
    return Row(meeting, own[0] if own else None)


def series_seen_by(actor: Actor) -> QuerySet[MeetingSeries]:
    """Series with a meeting that the actor may see."""
    return MeetingSeries.objects.filter(pk__in=Meeting.objects.visible_to(actor).values("series"))


def may_plan(actor: Actor) -> bool:
    """Whether the actor may plan a meeting at all: the coalition's, or a group's."""
    return actor.is_coordinator or bool(actor.runs)
