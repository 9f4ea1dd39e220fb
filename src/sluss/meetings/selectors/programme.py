"""The programme of a meeting as somebody may see it, and what earlier meetings have left over."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sluss.agenda.models import Task
from sluss.meetings.models import IN_THE_PROGRAMME, AgendaItem, Decision, Meeting, Paper, Talk
from sluss.meetings.rules import clock_times
from sluss.trust.actor import Actor


@dataclass(frozen=True)
class TimedTalk:
    talk: Talk
    starts: dt.datetime | None


@dataclass(frozen=True)
class TimedItem:
    """An item with its beginning (None where an item before it has no length), its talks and its papers."""

    item: AgendaItem
    starts: dt.datetime | None
    talks: tuple[TimedTalk, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Programme:
    """`talks` come after the agenda; `papers` belong to no item; `over` is when all of it is over, if known."""

    items: tuple[TimedItem, ...]
    talks: tuple[TimedTalk, ...]
    papers: tuple[Paper, ...]
    over: dt.datetime | None

    @property
    def is_empty(self) -> bool:
        return not (self.items or self.talks or self.papers)

    @property
    def all_talks(self) -> list[TimedTalk]:
        return [talk for item in self.items for talk in item.talks] + list(self.talks)


def programme_of(actor: Actor, meeting: Meeting) -> Programme:
    """Items, talks and papers with their times. Times reckon with all of it; only what the actor may see is shown."""
    items = list(meeting.items.order_by("order", "pk"))
    talks = list(meeting.talks.filter(state__in=IN_THE_PROGRAMME).order_by("order", "pk"))
    shown_items = set(
        AgendaItem.objects.visible_to(actor).filter(meeting=meeting).values_list("pk", flat=True)
    )
    shown_talks = set(Talk.objects.visible_to(actor).filter(meeting=meeting).values_list("pk", flat=True))
    papers: dict[int | None, list[Paper]] = defaultdict(list)
    for paper in Paper.objects.visible_to(actor).filter(meeting=meeting):
        papers[paper.item_id].append(paper)
    within: dict[int | None, list[Talk]] = defaultdict(list)
    for talk in talks:
        within[talk.item_id].append(talk)

    lengths = [item.minutes or sum(talk.minutes for talk in within[item.pk]) or None for item in items]
    *starts, after = clock_times(meeting.starts_at, [*lengths, None])
    timed = tuple(
        TimedItem(item, start, _timed(start, within[item.pk], shown_talks), tuple(papers[item.pk]))
        for item, start in zip(items, starts, strict=True)
        if item.pk in shown_items
    )
    *_starts, over = clock_times(after, [*(talk.minutes for talk in within[None]), None])
    rest = _timed(after, within[None], shown_talks)
    return Programme(timed, rest, tuple(papers[None]), over if items or talks else None)


def _timed(starts: dt.datetime | None, talks: list[Talk], shown: set[int]) -> tuple[TimedTalk, ...]:
    times = clock_times(starts, [talk.minutes for talk in talks])
    return tuple(TimedTalk(t, at) for t, at in zip(talks, times, strict=True) if t.pk in shown)


def meetings_before(meeting: Meeting) -> QuerySet[Meeting]:
    """Earlier meetings of the same group or series; of the coalition as a whole where it has neither."""
    if meeting.group_id is not None:
        same = Q(group=meeting.group_id)
    elif meeting.series_id is not None:
        same = Q(series=meeting.series_id)
    else:
        same = Q(group=None, series=None, kind=meeting.kind)
    return Meeting.objects.filter(same, date__lte=meeting.date).exclude(pk=meeting.pk)


def open_tasks_before(actor: Actor, meeting: Meeting) -> QuerySet[Task]:
    """What earlier meetings gave somebody to do and isn't finished: the first thing on the next agenda."""
    earlier = meetings_before(meeting)
    decided = Decision.objects.filter(
        Q(meeting__in=earlier) | Q(meeting=None, group__isnull=False, group=meeting.group_id)
    )
    given = Q(thing_kind="meetings.meeting", thing_id__in=earlier.values("pk"))
    given |= Q(thing_kind="meetings.decision", thing_id__in=decided.values("pk"))
    return Task.objects.visible_to(actor).unfinished().filter(given).select_related("owner")


def put_off_before(actor: Actor, meeting: Meeting) -> QuerySet[AgendaItem]:
    """Items that earlier meetings put off and no later one has taken up."""
    tabled = AgendaItem.objects.visible_to(actor).filter(tabled=True, followers=None)
    return tabled.filter(meeting__in=meetings_before(meeting)).select_related("meeting")
