"""Tasks as lists and the home page show them."""

import datetime as dt

from django.db.models import F, QuerySet

from sluss.agenda.models import Task
from sluss.agenda.selectors.deadlines import ALL, GROUPS, MINE
from sluss.trust.actor import Actor


def tasks_of(actor: Actor, *, whose: str = MINE, finished: bool = False) -> QuerySet[Task]:
    """What the actor may see, narrowed, nearest first; what is finished newest first."""
    seen = Task.objects.visible_to(actor).select_related("owner", "group")
    if whose == MINE or actor.person_id is None:
        seen = seen.filter(owner=actor.person_id)
    elif whose == GROUPS:
        seen = seen.filter(group__in=actor.groups)
    unfinished = seen.unfinished()
    if not finished:
        return unfinished.order_by(F("due").asc(nulls_last=True), "pk")
    return seen.exclude(pk__in=unfinished.values("pk")).order_by("-done_at", "-pk")


def choices_of(actor: Actor) -> list[str]:
    """Whose tasks the actor may look at."""
    seen = [MINE]
    if actor.groups:
        seen.append(GROUPS)
    return [*seen, ALL] if actor.is_coordinator or "board" in actor.roles else seen


def owed_by(actor: Actor, until: dt.date | None = None) -> QuerySet[Task]:
    """Unfinished tasks of the actor, due at the latest on a day where one is given."""
    mine = tasks_of(actor)
    return mine if until is None else mine.filter(due__lte=until)
