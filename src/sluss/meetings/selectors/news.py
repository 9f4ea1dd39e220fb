"""What has happened with meetings of late, for the home page and the weekly letter."""

import datetime as dt

from django.db.models import F, OuterRef, QuerySet, Subquery

from sluss.meetings.models import BEFORE, Meeting, Minutes, MinutesVersion
from sluss.meetings.models.moves import Move
from sluss.trust import clock
from sluss.trust.actor import Actor

#: how long something is new
DAYS = 30


def _then() -> dt.datetime:
    return clock.now() - dt.timedelta(days=DAYS)


def minutes_sent_out(actor: Actor) -> QuerySet[Minutes]:
    """Minutes and notes that the actor may read, sent out of late, with `sent_at`; newest first."""
    sent = MinutesVersion.objects.filter(minutes=OuterRef("pk"), version=OuterRef("published_version"))
    seen = Minutes.objects.filter(meeting__in=Meeting.objects.visible_to(actor))
    seen = seen.annotate(sent_at=Subquery(sent.values("saved_at")[:1])).filter(sent_at__gte=_then())
    return seen.select_related("meeting").order_by("-sent_at")


def meetings_moved(actor: Actor) -> QuerySet[Meeting]:
    """Meetings ahead that have got another day of late, with `moved_at`."""
    last = Move.objects.filter(meeting=OuterRef("pk")).order_by("-pk").values("moved_at")[:1]
    ahead = Meeting.objects.visible_to(actor).filter(state__in=BEFORE).annotate(moved_at=Subquery(last))
    return ahead.filter(moved_at__gte=_then()).order_by(F("moved_at").desc())
