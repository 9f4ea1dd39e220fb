"""What is read of the coalition."""

import datetime as dt

from django.db.models import Q, QuerySet

from sluss.coalition.models import Affiliation, Appointment, Organisation
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.models import TrailEntry

#: the verb in the trail of having read the trail
CHECKED = "check trail"


def actor_for(person: Person, day: dt.date | None = None) -> Actor:
    """The person as an actor with the roles held on a day (default: today)."""
    day = day or clock.today()
    affiliations = list(
        Affiliation.objects.on(day).filter(person=person).values_list("role", "organisation_id")
    )
    appointments = Appointment.objects.on(day).filter(person=person).values_list("role", flat=True)
    return Actor(
        person_id=person.pk,
        name=person.name,
        roles=frozenset(Role(role) for role in [*appointments, *(role for role, _ in affiliations)]),
        reports_for=frozenset(org for role, org in affiliations if role == Role.REPORTER),
        leads=frozenset(org for role, org in affiliations if role == Role.LEAD),
    )


def led_by(actor: Actor) -> QuerySet[Organisation]:
    """Organisations whose colleagues the actor sees to."""
    return Organisation.objects.visible_to(actor).filter(pk__in=actor.leads)


def colleagues(actor: Actor, organisation: Organisation) -> QuerySet[Affiliation]:
    """Roles held today in an organisation that the actor leads."""
    held = Affiliation.objects.visible_to(actor).on(clock.today())
    return held.filter(organisation=organisation).select_related("person").order_by("person__name", "role")


def coordinators(actor: Actor) -> QuerySet[Appointment]:
    """The coordinator and who stands in, now and later."""
    return (
        Appointment.objects.visible_to(actor)
        .filter(role=Role.COORDINATOR)
        .filter(Q(ends__isnull=True) | Q(ends__gte=clock.today()))
        .select_related("person", "deputy_for")
        .order_by("starts")
    )


def possible_deputies(actor: Actor) -> QuerySet[Person]:
    """Who may stand in for the coordinator: people with a role in the coalition, heads of organisations."""
    if not actor.is_coordinator:
        return Person.objects.none()
    today = clock.today()
    appointed = Appointment.objects.on(today).exclude(role=Role.AUTHORITY).values("person")
    leading = Affiliation.objects.on(today).filter(role=Role.LEAD).values("person")
    others = Person.objects.exclude(pk=actor.person_id) if actor.person_id else Person.objects.all()
    return others.filter(Q(pk__in=appointed) | Q(pk__in=leading))


def last_check_of_trail() -> TrailEntry | None:
    """When the trail was last read and marked as checked."""
    return TrailEntry.objects.filter(verb=CHECKED).first()
