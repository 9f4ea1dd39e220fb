"""What meetings show on the page of a group: its meetings and its decisions."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.coalition import group_parts
from sluss.coalition.group_parts import GroupPart, Line
from sluss.coalition.models import Group
from sluss.meetings.models import BEFORE, Decision, Meeting, MeetingState
from sluss.trust.actor import Actor

#: how many of the meetings held and of the decisions are shown
LATEST = 5


def register() -> None:
    group_parts.register(tell)


def tell(actor: Actor, group: Group) -> Iterator[GroupPart]:
    meetings = Meeting.objects.visible_to(actor).filter(group=group)
    coming = meetings.filter(state__in=BEFORE)
    held = meetings.filter(state__in=[MeetingState.HELD, MeetingState.CLOSED]).order_by("-date", "-pk")
    runs = actor.is_coordinator or group.pk in actor.runs
    yield GroupPart(
        heading=_("Meetings"),
        lines=tuple(_meeting_line(one) for one in [*coming, *held[:LATEST]]),
        empty=_("No meeting yet.") if runs else "",
        url=reverse("meetings:meeting_new") if runs else "",
        action=_("Plan a meeting") if runs else "",
    )
    decided = Decision.objects.visible_to(actor).filter(group=group)[:LATEST]
    yield GroupPart(
        heading=_("Decisions"),
        lines=tuple(_decision_line(one) for one in decided),
        url=reverse("meetings:decisions"),
        action=_("All decisions"),
    )


def _meeting_line(meeting: Meeting) -> Line:
    return Line(
        meeting.title,
        url=reverse("meetings:meeting", args=[meeting.pk]),
        when=meeting.date,
        tag=meeting.get_state_display(),
        tone="calm" if meeting.state in BEFORE else "done",
    )


def _decision_line(decision: Decision) -> Line:
    if decision.meeting_id is None:
        url = reverse("meetings:decisions")
    else:
        url = reverse("meetings:meeting_decisions", args=[decision.meeting_id])
    return Line(f"{decision} {decision.text[:100]}", url=url, when=decision.taken_on)
