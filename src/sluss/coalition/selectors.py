"""What is read of the coalition."""

import datetime as dt

from sluss.coalition.models import Affiliation, Appointment
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role


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
