"""A small world in which every address has something to show: two organisations, two rounds, two releases."""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from sluss.coalition.models import Affiliation, Appointment, Membership, Organisation
from sluss.coalition.selectors import actor_for
from sluss.contacts import services as collecting
from sluss.contacts.codebook import book_of
from sluss.contacts.imports import services as imports
from sluss.contacts.models import Return, Round
from sluss.demo.met import persons
from sluss.people.models import Person
from sluss.statistics.models import EarlierTotal, Perspective, Release
from sluss.statistics.rules import Measure
from sluss.statistics.services import checking, earlier, freezing, perspectives, publishing
from sluss.trust.actor import Actor, Role
from sluss.trust.models import DemoClock
from tests.matrix import things

FRIDAY = dt.date(2017, 3, 10)
#: two of the standard perspectives are enough for every address, and are protected in seconds
PERSPECTIVES = ("personer", "form")
COALITION_ROLES = (Role.COORDINATOR, Role.BOARD, Role.AUTHORITY, Role.AUDITOR, Role.ADMINISTRATOR)


@dataclass
class World:
    """`people` by role; `own` and `other` are the address parts of Fyrtornet's and of Hamnen's things."""

    people: dict[str, Person] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    other: dict[str, Any] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)


def _member(name: str, *roles: Role) -> tuple[Organisation, list[Person]]:
    organisation = Organisation.objects.create(name=name, short_name=name, county="01")
    Membership.objects.create(organisation=organisation, starts=dt.date(2013, 1, 1))
    people = []
    for role in roles:
        person = Person.objects.create_user(f"{role}.{name.lower()}@example.org", f"{role} {name}", "x")
        Affiliation.objects.create(
            person=person, organisation=organisation, role=role, starts=dt.date(2013, 1, 1)
        )
        people.append(person)
    return organisation, people


def _round(coordinator: Actor, year: int) -> Round:
    return collecting.open_round(
        coordinator,
        name=str(year),
        period_start=dt.date(year, 1, 1),
        period_end=dt.date(year, 12, 31),
        opens=dt.date(year + 1, 1, 15),
        due=dt.date(year + 1, 3, 31),
        locks=dt.date(year + 1, 4, 30),
        codebook_version="2017",
    )


def _report(reporter: Person, owed: Return, number: int) -> None:
    period = (owed.round.period_start, owed.round.period_end)
    met = persons(book_of("2017"), period, number, random.Random(owed.pk), county="01")
    rows = [
        collecting.NewContact(m.role, m.answers, belongs_to_index=m.belongs_to, reasons=m.reasons)
        for m in met
    ]
    collecting.add_contacts(actor_for(reporter), owed, rows, None, "add")


def build(run_jobs: Any) -> World:
    """Build it; `run_jobs()` is a context in which jobs asked for are done."""
    world = World()
    DemoClock.stand_on(dt.date(2016, 2, 10))
    own, (reporter, lead) = _member("Fyrtornet", Role.REPORTER, Role.LEAD)
    other, (other_reporter,) = _member("Hamnen", Role.REPORTER)
    world.people |= {"reporter": reporter, "lead": lead}
    for role in COALITION_ROLES:
        person = Person.objects.create_user(f"{role}@example.org", f"{role}", "x")
        Appointment.objects.create(person=person, role=role, starts=dt.date(2013, 1, 1))
        world.people[role.value] = person
    world.people["nobody"] = Person.objects.create_user("nobody@example.org", "nobody", "x")
    coordinator = actor_for(world.people["coordinator"])
    perspectives.ensure_standard_perspectives()
    Perspective.objects.exclude(slug__in=PERSPECTIVES).update(in_use=False)
    _publish_2015(coordinator, {own: reporter, other: other_reporter}, run_jobs)
    _open_2016(world, coordinator, {own: reporter, other: other_reporter}, run_jobs)
    earlier.enter_total(coordinator, year=2012, measure=Measure.PERSONS, count=9, source="Påhittad")
    world.shared |= {
        "slug": Release.objects.get(round__name="2015").tables.filter(audience="public").first().slug,
        "perspective": Perspective.objects.first().pk,
        "earlier": EarlierTotal.objects.first().pk,
        "affiliation": Affiliation.objects.get(person=reporter).pk,
        "organisation": own.pk,
        "person": reporter.pk,
        "deputy": _deputy_of_summer(world).pk,
    }
    world.other |= {
        "affiliation": Affiliation.objects.get(person=other_reporter).pk,
        "organisation": other.pk,
    }
    things.make_all(world)
    return world


def _deputy_of_summer(world: World) -> Appointment:
    """Stands in later: until then the powers are nobody's."""
    return Appointment.objects.create(
        person=world.people["board"],
        role=Role.COORDINATOR,
        deputy_for=world.people["coordinator"],
        starts=dt.date(2017, 6, 1),
        ends=dt.date(2017, 6, 30),
    )


def _publish_2015(coordinator: Actor, reporters: dict[Organisation, Person], run_jobs: Any) -> None:
    round_ = _round(coordinator, 2015)
    for organisation, reporter in reporters.items():
        owed = round_.returns.get(organisation=organisation)
        _report(reporter, owed, 60)
        collecting.submit_return(actor_for(reporter), owed)
        collecting.accept_return(coordinator, owed)
    publishing.publish(coordinator, _checked(coordinator, round_, run_jobs))


def _open_2016(
    world: World, coordinator: Actor, reporters: dict[Organisation, Person], run_jobs: Any
) -> None:
    """Fyrtornet's draft, Hamnen's accepted return, and a release of it that is checked but not published."""
    DemoClock.stand_on(dt.date(2017, 2, 10))
    round_ = _round(coordinator, 2016)
    for organisation, reporter in reporters.items():
        owed = round_.returns.get(organisation=organisation)
        _report(reporter, owed, 60)
        is_own = organisation.name == "Fyrtornet"
        side = world.own if is_own else world.other
        side |= {"return": owed.pk, "contact": owed.contacts.first().pk}
        listed = b"first_contact,sex,age\n2016-05-01,female,age_24_26\n"
        side["run"] = imports.receive(actor_for(reporter), owed, name="lista.csv", content=listed).pk
        if not is_own:
            collecting.submit_return(actor_for(reporter), owed)
            query = collecting.query_return(coordinator, owed, "Stämmer det?")
            side["query"] = query.pk
            collecting.close_query(coordinator, query)
            collecting.accept_return(coordinator, owed)
    world.shared |= {"round": round_.pk, "release": _checked(coordinator, round_, run_jobs).pk}
    DemoClock.stand_on(FRIDAY)


def _checked(coordinator: Actor, round_: Round, run_jobs: Any) -> Release:
    release = freezing.freeze(coordinator, round_)
    with run_jobs():
        checking.start_check(coordinator, release)
    release.refresh_from_db()
    return release
