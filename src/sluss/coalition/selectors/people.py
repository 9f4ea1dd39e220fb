"""Who is who in the coalition: actors, colleagues, accounts, deputies."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from sluss.coalition.models import RUNS_THE_GROUP, Affiliation, Appointment, GroupState, Organisation, Seat
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.models import TrailEntry

#: the verb in the trail of having looked after who is reminded, and how long that holds
CONFIRMED = "confirm reporting contacts"
A_YEAR = dt.timedelta(days=365)


def actor_for(person: Person, day: dt.date | None = None) -> Actor:
    """The person as an actor with the roles held on a day (default: today)."""
    day = day or clock.today()
    affiliations = list(
        Affiliation.objects.on(day).filter(person=person).values_list("role", "organisation_id")
    )
    appointments = Appointment.objects.on(day).filter(person=person).values_list("role", flat=True)
    seats = list(
        Seat.objects.on(day)
        .filter(person=person, group__state=GroupState.ACTIVE)
        .values_list("group_id", "role")
    )
    return Actor(
        person_id=person.pk,
        name=person.name,
        roles=frozenset(Role(role) for role in [*appointments, *(role for role, _ in affiliations)]),
        reports_for=frozenset(org for role, org in affiliations if role == Role.REPORTER),
        leads=frozenset(org for role, org in affiliations if role == Role.LEAD),
        groups=frozenset(group for group, _ in seats),
        runs=frozenset(group for group, role in seats if role in RUNS_THE_GROUP),
    )


def how_many_members() -> int:
    """How many organisations are members today. The number is everybody's to know."""
    return Organisation.objects.members_on(clock.today()).count()


def seen_to_by(actor: Actor) -> QuerySet[Organisation]:
    """Organisations whose people the actor sees to: the administrator all, a head the own."""
    seen = Organisation.objects.visible_to(actor)
    return seen if actor.has(Role.ADMINISTRATOR) else seen.filter(pk__in=actor.leads)


def roles_seen_to_by(actor: Actor) -> QuerySet[Affiliation]:
    """Roles held today in those organisations, by name."""
    held = Affiliation.objects.on(clock.today()).filter(organisation__in=seen_to_by(actor))
    return held.select_related("person", "organisation").order_by("person__name", "role")


def reporters_of(actor: Actor, organisation: Organisation) -> QuerySet[Affiliation]:
    """Who may be a reporting contact of an organisation that the actor sees to."""
    return roles_seen_to_by(actor).filter(organisation=organisation, role=Role.REPORTER)


def contacts_to_confirm(actor: Actor) -> list[Organisation]:
    """Organisations led by the actor whose reporting contacts nobody has looked after for a year."""
    led = Organisation.objects.filter(pk__in=actor.leads) if actor.leads else Organisation.objects.none()
    looked_after = TrailEntry.objects.filter(
        verb=CONFIRMED, organisation_id__in=actor.leads, at__gte=clock.now() - A_YEAR
    ).values_list("organisation_id", flat=True)
    return list(led.exclude(pk__in=list(looked_after)))


@dataclass(frozen=True)
class Account:
    """Somebody who signs in, as the administrator sees it: which roles, and how well the door is locked."""

    person: Person
    roles: tuple[str, ...]
    has_second_factor: bool


def accounts(actor: Actor) -> list[Account]:
    """Everybody with an account, by name. The administrator's alone."""
    if not actor.has(Role.ADMINISTRATOR):
        return []
    today = clock.today()
    roles: dict[int, list[str]] = defaultdict(list)
    for held in Affiliation.objects.on(today).select_related("organisation"):
        roles[held.person_id].append(f"{held.get_role_display()}, {held.organisation.name}")
    for appointed in Appointment.objects.on(today):
        roles[appointed.person_id].append(str(appointed.get_role_display()))
    locked = set(Authenticator.objects.values_list("user_id", flat=True))
    return [
        Account(person, tuple(roles[person.pk]), person.pk in locked)
        for person in Person.objects.order_by("name")
    ]


def coordinators(actor: Actor) -> QuerySet[Appointment]:
    """The coordinator and who stands in, now and later."""
    return (
        Appointment.objects.visible_to(actor)
        .filter(role=Role.COORDINATOR)
        .filter(Q(ends__isnull=True) | Q(ends__gte=clock.today()))
        .select_related("person", "deputy_for")
        .order_by("starts")
    )


def may_appoint_deputies(actor: Actor) -> bool:
    """The coordinator may; who stands in may not."""
    regular = Appointment.objects.on(clock.today()).filter(role=Role.COORDINATOR, deputy_for=None)
    return actor.is_coordinator and regular.filter(person=actor.person_id or 0).exists()


def appointments_ended_by(actor: Actor) -> QuerySet[Appointment]:
    """Roles, held now or later, that the actor may end: the administrator any, the coordinator the own deputies'."""
    held = Appointment.objects.filter(Q(ends__isnull=True) | Q(ends__gte=clock.today()))
    held = held.select_related("person")
    return held if actor.has(Role.ADMINISTRATOR) else held.filter(deputy_for=actor.person_id or 0)


def possible_deputies(actor: Actor) -> QuerySet[Person]:
    """Who may stand in for the coordinator: people with a role in the coalition, heads of organisations."""
    if not actor.is_coordinator:
        return Person.objects.none()
    today = clock.today()
    appointed = Appointment.objects.on(today).exclude(role=Role.AUTHORITY).values("person")
    leading = Affiliation.objects.on(today).filter(role=Role.LEAD).values("person")
    others = Person.objects.exclude(pk=actor.person_id) if actor.person_id else Person.objects.all()
    return others.filter(Q(pk__in=appointed) | Q(pk__in=leading))
