"""Who has done what: the trail as it is read and checked."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sluss.people.models import Person
from sluss.trust.actor import Actor
from sluss.trust.models import TrailEntry

#: the verb in the trail of having read the trail
CHECKED = "check trail"


def last_check_of_trail() -> TrailEntry | None:
    """When the trail was last read and marked as checked."""
    return TrailEntry.objects.filter(verb=CHECKED).first()


def trail_of(actor: Actor, wanted: Mapping[str, Any]) -> QuerySet[TrailEntry]:
    """Lines that the actor may read, narrowed by `verb`, `person`, `first` and `last` day where given."""
    entries = TrailEntry.objects.visible_to(actor)
    if wanted.get("verb"):
        entries = entries.filter(verb=wanted["verb"])
    if wanted.get("person"):
        entries = entries.filter(actor=wanted["person"])
    if wanted.get("first"):
        entries = entries.filter(at__gte=_midnight(wanted["first"]))
    if wanted.get("last"):
        entries = entries.filter(at__lt=_midnight(wanted["last"] + dt.timedelta(days=1)))
    return entries


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def people_in_trail_of(actor: Actor) -> QuerySet[Person]:
    """Whoever has left a line that the actor may read."""
    return Person.objects.filter(pk__in=TrailEntry.objects.visible_to(actor).order_by().values("actor"))
