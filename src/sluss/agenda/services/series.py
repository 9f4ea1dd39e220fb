"""Dates that come back: a series makes explicit deadlines, and each of them is moved by itself."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.agenda import rights
from sluss.agenda.dates import Precision, VagueDate
from sluss.agenda.models import DEADLINE_STATES, LADDER, Deadline, DeadlineKind, DeadlineState, Series
from sluss.agenda.rules import Recurrence, days_of, made_to, rule_for
from sluss.agenda.services.deadlines import NoGroup
from sluss.coalition.models import Audience, Group
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave


class Stopped(Refused):
    default = _("This no longer comes back. Begin it anew instead.")


#: what the deadlines of a series take from it
SHARED = ("title", "kind", "precision", "source", "owner", "deputy", "audience", "group", "ladder")


@transaction.atomic
def start_series(
    actor: Actor,
    *,
    title: str,
    recurrence: Recurrence,
    first: VagueDate,
    kind: str = DeadlineKind.INTERNAL,
    source: str = "",
    owner: Person | None = None,
    deputy: Person | None = None,
    audience: str = Audience.MEMBERS,
    group: Group | None = None,
    ladder: Any = LADDER,
) -> Series:
    """Let a duty come back, and make its dates up to the end of next year.

    Raises:
        NotAllowed: neither the coordinator nor the leader of the group.
        NoGroup: shown to a group, and no group.
    """
    series = Series(
        title=title, rule=rule_for(recurrence, first), starts=first.day, precision=_precision(recurrence, first),
        kind=kind, source=source, owner=owner, deputy=deputy, audience=audience, group=group,
        ladder=sorted(ladder, reverse=True),
    )  # fmt: skip
    _check(actor, series)
    series.save()
    leave(actor, "start series", series, detail={"rule": series.rule})
    _make(actor, series)
    return series


def _precision(recurrence: Recurrence, first: VagueDate) -> Precision:
    return Precision.TERM if recurrence == Recurrence.TERM else first.precision


@transaction.atomic
def extend_series(actor: Actor) -> int:
    """Make the dates of every series up to the end of next year. Returns how many are new; twice does no harm."""
    if not actor.is_coordinator:
        raise NotAllowed
    until = made_to(clock.today())
    behind = Series.objects.select_for_update(of=("self",)).filter(stopped=None, made_until__lt=until)
    return sum(_make(actor, series) for series in behind)


@transaction.atomic
def change_series(
    actor: Actor, series: Series, *, recurrence: Recurrence, next_time: VagueDate, **shared: Any
) -> Series:
    """Change what comes back, or when. Dates ahead that nobody has touched follow; others stay as they are.

    `next_time` is when it comes next after today; `shared` what `start_series` takes beside it.

    Raises:
        NotAllowed: neither the coordinator nor the leader of the group.
        Stopped: it no longer comes back.
    """
    series = _locked(actor, series)
    ahead = list(_ahead(series))
    untouched = {deadline.pk for deadline in ahead if is_untouched(deadline, series)}
    for name, value in shared.items():
        setattr(series, name, value)
    series.rule, series.precision = rule_for(recurrence, next_time), _precision(recurrence, next_time)
    series.starts = next_time.day
    _check(actor, series)
    series.made_until = made_to(clock.today())
    series.save()
    leave(actor, "change series", series, detail={"rule": series.rule})
    days = days_of(series.rule, first=series.starts, after=clock.today(), until=series.made_until)
    _let_follow(actor, series, ahead, untouched, days)
    return series


def _let_follow(
    actor: Actor, series: Series, ahead: list[Deadline], untouched: set[int], days: list[dt.date]
) -> None:
    """Give the dates ahead the new days, in order. The touched ones take their place in the order, not the day."""
    Deadline.objects.filter(pk__in=[deadline.pk for deadline in ahead]).update(series_day=None)
    for deadline, day in zip(ahead, days, strict=False):
        deadline.series_day = day
        if deadline.pk in untouched:
            _take_over(series, deadline)
            if deadline.date != day:
                deadline.date, deadline.set_on = day, clock.today()
                leave(actor, "move deadline", deadline, detail={"to": day.isoformat()})
            deadline.save_changed()
        else:
            deadline.save(update_fields=["series_day"])
    for day in days[len(ahead) :]:
        _make_one(actor, series, day)
    for deadline in ahead[len(days) :]:
        deadline.series_day = None  # it has no place in the series any more
        if deadline.pk in untouched:
            _waive(actor, deadline)


@transaction.atomic
def stop_series(actor: Actor, series: Series, *, reason: str) -> Series:
    """It doesn't come back. Dates ahead that nobody has touched are waived.

    Raises:
        NotAllowed: neither the coordinator nor the leader of the group.
        Stopped: done already.
    """
    series = _locked(actor, series)
    series.stopped = clock.today()
    series.save()
    leave(actor, "stop series", series, reason=reason)
    for deadline in _ahead(series):
        if is_untouched(deadline, series):
            _waive(actor, deadline, reason)
    return series


def is_untouched(deadline: Deadline, series: Series) -> bool:
    """Nobody has changed it since the series made it."""
    return deadline.date == deadline.series_day and all(
        getattr(deadline, f"{name}_id" if name in {"owner", "deputy", "group"} else name)
        == getattr(series, f"{name}_id" if name in {"owner", "deputy", "group"} else name)
        for name in SHARED
    )


def _ahead(series: Series) -> Any:
    """The open dates of the series that lie ahead, in their order."""
    return series.deadlines.filter(state=DeadlineState.OPEN, series_day__gt=clock.today()).order_by(
        "series_day"
    )


def _make(actor: Actor, series: Series) -> int:
    until = made_to(clock.today())
    days = days_of(series.rule, first=series.starts, after=series.made_until, until=until)
    for day in days:
        _make_one(actor, series, day)
    series.made_until = until
    series.save(update_fields=["made_until"])
    return len(days)


def _make_one(actor: Actor, series: Series, day: dt.date) -> None:
    deadline = Deadline(series=series, series_day=day, date=day)
    _take_over(series, deadline)
    deadline.save()
    leave(actor, "make deadline", deadline)


def _take_over(series: Series, deadline: Deadline) -> None:
    for name in SHARED:
        setattr(deadline, name, getattr(series, name))


def _waive(actor: Actor, deadline: Deadline, reason: str = "") -> None:
    DEADLINE_STATES.move(actor, deadline, "waive deadline", reason=reason)
    deadline.reason = reason
    deadline.save_changed()


def _locked(actor: Actor, series: Series) -> Series:
    series = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if not rights.may_keep(actor, series):
        raise NotAllowed
    if series.stopped is not None:
        raise Stopped
    return series


def _check(actor: Actor, series: Series) -> None:
    if series.audience == Audience.GROUP and series.group_id is None:
        raise NoGroup(field="group")
    if not rights.may_keep(actor, series):
        raise NotAllowed
