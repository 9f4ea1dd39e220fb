"""Tasks: given to one person, begun, finished, dropped, handed over."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.agenda import rights
from sluss.agenda.models import TASK_STATES, Task
from sluss.coalition.models import Group
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class OwnAlready(Refused):
    default = _("That person has the task already. Choose another.")


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


@transaction.atomic
def change_task(actor: Actor, task: Task, *, title: str, due: dt.date | None, note: str) -> Task:
    """Say the task better, or give it another day. Raises NotAllowed, WrongState."""
    task = _unfinished(actor, task)
    task.title, task.due, task.note = title, due, note
    task.save_changed()
    leave(actor, "change task", task)
    return task


@transaction.atomic
def hand_over_task(actor: Actor, task: Task, owner: Person) -> Task:
    """Give the task to somebody else. Raises NotAllowed, WrongState, OwnAlready."""
    task = _unfinished(actor, task)
    if task.owner_id == owner.pk:
        raise OwnAlready(field="owner")
    before, task.owner = task.owner_id, owner
    task.save_changed()
    leave(actor, "hand over task", task, detail={"from": before, "to": owner.pk})
    return task


def begin_task(actor: Actor, task: Task) -> Task:
    """Raises NotAllowed, WrongState."""
    return _change_state(actor, task, "begin task")


def finish_task(actor: Actor, task: Task) -> Task:
    """Raises NotAllowed, WrongState."""
    return _change_state(actor, task, "finish task")


def drop_task(actor: Actor, task: Task, *, reason: str) -> Task:
    """It isn't to be done. Raises NotAllowed, WrongState."""
    return _change_state(actor, task, "drop task", reason)


def reopen_task(actor: Actor, task: Task) -> Task:
    """Take back that it was finished or dropped. Raises NotAllowed, WrongState."""
    return _change_state(actor, task, "reopen task")


@transaction.atomic
def _change_state(actor: Actor, task: Task, verb: str, reason: str = "") -> Task:
    task = _own(actor, task)
    TASK_STATES.move(actor, task, verb, reason=reason)
    task.reason = reason
    task.done_at = None if task.unfinished else clock.now()
    task.save_changed()
    return task


def _own(actor: Actor, task: Task) -> Task:
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if not rights.may_work_on(actor, task):
        raise NotAllowed
    return task


def _unfinished(actor: Actor, task: Task) -> Task:
    task = _own(actor, task)
    if not task.unfinished:
        raise WrongState
    return task
