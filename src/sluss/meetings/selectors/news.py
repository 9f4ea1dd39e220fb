"""What has happened with meetings of late, for the home page and the weekly letter."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from sluss.meetings.models import BEFORE, Meeting, Minutes, MinutesVersion
from sluss.meetings.models.moves import Move
from sluss.trust import clock
from sluss.trust.actor import Actor

#: how long something is new
DAYS = 30


@dataclass(frozen=True)
class News:
    """Something that happened with a meeting on a day."""

    meeting: Meeting
    day: dt.date


def _then() -> dt.datetime:
    return clock.now() - dt.timedelta(days=DAYS)


def minutes_sent_out(actor: Actor) -> list[News]:
    """Meetings whose minutes or notes the actor may read since of late."""
    version = MinutesVersion.objects.filter(minutes=OuterRef("pk"), version=OuterRef("published_version"))
    seen = Minutes.objects.filter(meeting__in=Meeting.objects.visible_to(actor)).select_related("meeting")
    sent = seen.annotate(sent_at=Subquery(version.values("saved_at")[:1])).filter(sent_at__gte=_then())
    return [News(minutes.meeting, timezone.localdate(minutes.sent_at)) for minutes in sent]


def meetings_moved(actor: Actor) -> list[News]:
    """Meetings ahead that have got another day of late."""
    last = Move.objects.filter(meeting=OuterRef("pk")).order_by("-pk").values("moved_at")[:1]
    ahead = Meeting.objects.visible_to(actor).filter(state__in=BEFORE)
    moved = ahead.annotate(moved_at=Subquery(last)).filter(moved_at__gte=_then())
    return [News(meeting, timezone.localdate(meeting.moved_at)) for meeting in moved]
