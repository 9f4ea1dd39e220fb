"""Groups, who sits in them, and who sits where for the coalition."""

import datetime as dt

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from sluss.coalition.models import (
    RUNS_THE_GROUP,
    Affiliation,
    Appointment,
    Group,
    GroupState,
    Representation,
    RepresentationNote,
    Seat,
    SeatRole,
)
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role

#: the order in which who sits in a group is shown
_ORDER = Case(
    *(When(role=role, then=Value(place)) for place, role in enumerate(SeatRole)), output_field=IntegerField()
)


def groups(actor: Actor) -> list[Group]:
    """All groups with today's seats (`now`): active ones first, the board at the top, then those closed."""
    held = (
        Seat.objects.on(clock.today()).select_related("person").annotate(place=_ORDER).order_by("place", "pk")
    )
    found = Group.objects.visible_to(actor).prefetch_related(Prefetch("seats", held, to_attr="now"))
    return sorted(
        found, key=lambda group: (group.state == GroupState.CLOSED, group.kind != "board", group.name)
    )


def seats_of(actor: Actor, group: Group) -> list[Seat]:
    """Seats now and to come, in the order of their roles."""
    held = Seat.objects.visible_to(actor).filter(group=group).exclude(ends__lt=clock.today())
    return list(held.select_related("person").annotate(place=_ORDER).order_by("place", "starts", "pk"))


def earlier_seats_of(actor: Actor, group: Group) -> QuerySet[Seat]:
    """Seats that have ended, latest first."""
    held = Seat.objects.visible_to(actor).filter(group=group, ends__lt=clock.today())
    return held.select_related("person").order_by("-ends", "-pk")


def groups_out_of_time(actor: Actor) -> QuerySet[Group]:
    """Groups whose time is up, for who runs them; for the coordinator those that nobody runs."""
    up = Group.objects.visible_to(actor).filter(state=GroupState.ACTIVE, ends__lt=clock.today())
    mine = Q(pk__in=actor.runs)
    if actor.is_coordinator:
        led = Seat.objects.on(clock.today()).filter(role__in=RUNS_THE_GROUP).values("group")
        mine |= ~Q(pk__in=led)
    return up.filter(mine)


def people_inside(actor: Actor, day: dt.date | None = None) -> QuerySet[Person]:
    """Whom one may choose for a group or a body: everybody with a role inside the coalition."""
    if not actor.roles - {Role.AUTHORITY}:
        return Person.objects.none()
    day = day or clock.today()
    appointed = Appointment.objects.on(day).exclude(role=Role.AUTHORITY).values("person")
    working = Affiliation.objects.on(day).values("person")
    seated = Seat.objects.on(day).values("person")
    inside = Q(pk__in=appointed) | Q(pk__in=working) | Q(pk__in=seated)
    return Person.objects.filter(inside, is_active=True).order_by("name")


def representations(actor: Actor) -> tuple[list[Representation], list[Representation]]:
    """Who sits where now (or is to), and who did earlier; by body."""
    found = Representation.objects.visible_to(actor).select_related("person", "reports_to")
    today = clock.today()
    return (
        list(found.exclude(ends__lt=today).order_by("body", "person__name")),
        list(found.filter(ends__lt=today).order_by("-ends", "body")),
    )


def notes_of(actor: Actor, representation: Representation) -> QuerySet[RepresentationNote]:
    """Notes brought back that the actor may read, newest first."""
    return RepresentationNote.objects.visible_to(actor).filter(representation=representation)
