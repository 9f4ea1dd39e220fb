"""Who may do what with dates and tasks. Seeing is `visible_to`; this is doing."""

from sluss.agenda.models import Deadline, Series, Task
from sluss.trust.actor import Actor


def may_keep_dates(actor: Actor) -> bool:
    """Puts dates into the calendar: the coordinator, and who leads a group for the group."""
    return actor.is_coordinator or bool(actor.runs)


def may_keep(actor: Actor, thing: Deadline | Series) -> bool:
    """Changes what it is, who sees to it and who sees it."""
    return actor.is_coordinator or thing.group_id in actor.runs


def may_see_to(actor: Actor, deadline: Deadline) -> bool:
    """Says that it is done, missed or not to be done, and moves it."""
    return may_keep(actor, deadline) or actor.person_id in {deadline.owner_id, deadline.deputy_id} - {None}


def may_give(actor: Actor, group_id: int | None) -> bool:
    """Gives tasks: inside the coalition anybody to themselves; who leads a group in it; the coordinator to all."""
    return actor.is_coordinator or (group_id is not None and group_id in actor.runs)


def may_work_on(actor: Actor, task: Task) -> bool:
    """Begins, finishes, drops and hands over a task."""
    if actor.person_id is None:
        return False
    return (
        actor.is_coordinator
        or actor.person_id in {task.owner_id, task.made_by_id}
        or task.group_id in actor.runs
    )
