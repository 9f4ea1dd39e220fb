"""Who the agenda's tests are about: a coordinator, a board member, a working group with its convener."""

import datetime as dt

import pytest

from sluss.agenda import services
from sluss.agenda.dates import VagueDate
from sluss.agenda.models import Deadline
from sluss.coalition.models import Group, GroupKind, Seat, SeatRole
from sluss.coalition.selectors import actor_for
from sluss.people.models import Person
from sluss.trust.actor import Actor, Role
from tests.conftest import make_person


@pytest.fixture
def saga(coordinator) -> Actor:
    return actor_for(coordinator)


@pytest.fixture
def group(friday) -> Group:
    return Group.objects.create(
        name="Arbetsgruppen för barn", kind=GroupKind.WORKING, starts=dt.date(2017, 1, 1)
    )


def seat(person: Person, group: Group, role: SeatRole = SeatRole.MEMBER) -> Person:
    Seat.objects.create(person=person, group=group, role=role, starts=dt.date(2017, 1, 1))
    return person


@pytest.fixture
def convener(group, organisation) -> Person:
    return seat(make_person("Karin Kallar", organisation, Role.REPORTER), group, SeatRole.CONVENER)


@pytest.fixture
def member(group, organisation) -> Person:
    return seat(make_person("Mio Medlem", organisation, Role.REPORTER), group)


@pytest.fixture
def outsider(friday, organisation) -> Person:
    return make_person("Olle Utanför", organisation, Role.REPORTER)


def keep(
    actor: Actor, title: str = "Lägesrapporten", day: dt.date = dt.date(2017, 4, 10), **more
) -> Deadline:
    when = more.pop("when", VagueDate(day))
    return services.keep_deadline(actor, title=title, when=when, **more)
