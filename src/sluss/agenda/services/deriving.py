"""Deadlines that follow from something else: an annual meeting's notice, a grant's report.

The room above owns the thing and says anew what follows from it whenever it changes; the deadline keeps its
number, its reminders and its place in calendars, and moves.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sluss.agenda.models import Deadline, DeadlineKind, DeadlineState
from sluss.agenda.models.deadlines import usual_ladder
from sluss.coalition.models import Audience
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.trail import leave


@dataclass(frozen=True)
class Derived:
    """One deadline that follows from a thing; `role` names it among the thing's own ("notice")."""

    role: str
    title: str
    date: dt.date
    kind: DeadlineKind = DeadlineKind.STATUTORY
    source: str = ""
    url: str = ""
    owner_id: int | None = None
    group_id: int | None = None
    audience: Audience = Audience.MEMBERS
    tentative: bool = False
    ladder: tuple[int, ...] = tuple(usual_ladder())


@transaction.atomic
def derive(actor: Actor, thing: Any, wanted: Iterable[Derived]) -> list[Deadline]:
    """Let exactly these deadlines follow from the thing: new ones are made, changed ones moved, others waived."""
    label = thing._meta.label_lower
    standing = {d.thing_role: d for d in Deadline.objects.filter(thing_kind=label, thing_id=thing.pk)}
    kept = [_keep(actor, label, thing.pk, one, standing.pop(one.role, None)) for one in wanted]
    for gone in standing.values():
        if gone.state == DeadlineState.OPEN:
            gone.state = DeadlineState.WAIVED
            gone.save_changed()
            leave(actor, "waive deadline", gone)
    return kept


def _keep(actor: Actor, label: str, thing_id: int, one: Derived, standing: Deadline | None) -> Deadline:
    values: dict[str, Any] = {
        "title": one.title, "date": one.date, "kind": one.kind, "source": one.source, "url": one.url,
        "owner_id": one.owner_id, "group_id": one.group_id, "audience": one.audience,
        "tentative": one.tentative,
    }  # fmt: skip
    if standing is None:
        made = Deadline.objects.create(
            thing_kind=label, thing_id=thing_id, thing_role=one.role, ladder=list(one.ladder), **values
        )
        leave(actor, "make deadline", made)
        return made
    moved = standing.date != one.date
    if all(getattr(standing, name) == value for name, value in values.items()):
        return standing
    for name, value in values.items():
        setattr(standing, name, value)
    if moved:
        standing.set_on = clock.today()
    if moved and standing.state in {DeadlineState.MISSED, DeadlineState.WAIVED}:
        standing.state = DeadlineState.OPEN
    standing.save_changed()
    if moved:
        leave(actor, "move deadline", standing, detail={"to": one.date.isoformat()})
    return standing
