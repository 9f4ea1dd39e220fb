"""Tasks: given to one person, begun, finished, dropped."""

import datetime as dt
from typing import Any

from django.db import transaction

from sluss.agenda.models import Task
from sluss.coalition.models import Group
from sluss.people.models import Person
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed
from sluss.trust.trail import leave


@transaction.atomic
def give_task(
    actor: Actor,
    *,
    title: str,
    owner: Person,
    due: dt.date | None = None,
    note: str = "",
    group: Group | None = None,
    private: bool = False,
    thing: Any = None,
    url: str = "",
) -> Task:
    """Give a task to one person, perhaps because of a thing (a decision, a change of signatories).

    Raises:
        NotAllowed: the actor has no role in the coalition.
    """
    if not actor.roles:
        raise NotAllowed
    task = Task.objects.create(
        title=title, owner=owner, due=due, note=note, group=group, private=private, url=url,
        thing_kind=thing._meta.label_lower if thing is not None else "",
        thing_id=thing.pk if thing is not None else None,
        made_by_id=actor.person_id,
    )  # fmt: skip
    leave(actor, "give task", task)
    return task
