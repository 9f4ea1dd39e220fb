"""Deadlines as lists and pages show them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sluss.agenda.models import Deadline, DeadlineState
from sluss.coalition.models import Affiliation, Appointment, Group, Seat
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor

MINE, GROUPS, ALL = "mine", "groups", "all"
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True)
class Month:
    """The dates of one month; the overdue ones stand first, in a part of their own."""

    title: str
    deadlines: list[Deadline]
    overdue: bool = False


def deadlines_of(actor: Actor, *, whose: str = ALL, kind: str = "", state: str = OPEN) -> QuerySet[Deadline]:
    """What the actor may see, narrowed, nearest first."""
    seen = (
        Deadline.objects.visible_to(actor).select_related("owner", "group").prefetch_related("alternatives")
    )
    if whose == MINE:
        seen = seen.filter(Q(owner=actor.person_id) | Q(deputy=actor.person_id))
    elif whose == GROUPS:
        seen = seen.filter(group__in=actor.groups)
    if kind:
        seen = seen.filter(kind=kind)
    if state == OPEN:
        return seen.filter(state=DeadlineState.OPEN)
    if state == CLOSED:
        return seen.exclude(state=DeadlineState.OPEN).order_by("-date", "-pk")
    return seen


def owned(actor: Actor) -> QuerySet[Deadline]:
    """Open dates that the actor sees to."""
    if actor.person_id is None:
        return Deadline.objects.none()
    return Deadline.objects.open().filter(Q(owner=actor.person_id) | Q(deputy=actor.person_id))


def people_inside(actor: Actor) -> QuerySet[Person]:
    """Who may be given something: to the coordinator everybody with a role, to a group's leader its members."""
    today = clock.today()
    if actor.is_coordinator:
        with_a_role = (
            Q(pk__in=Appointment.objects.on(today).values("person"))
            | Q(pk__in=Affiliation.objects.on(today).values("person"))
            | Q(pk__in=Seat.objects.on(today).values("person"))
        )
    else:
        seats = Seat.objects.on(today).filter(group__in=actor.runs)
        with_a_role = Q(pk__in=seats.values("person")) | Q(pk=actor.person_id)
    return Person.objects.filter(with_a_role, is_active=True)


def groups_kept_by(actor: Actor) -> QuerySet[Group]:
    """Groups into whose calendar the actor puts dates."""
    active = Group.objects.visible_to(actor).filter(state="active")
    return active if actor.is_coordinator else active.filter(pk__in=actor.runs)
