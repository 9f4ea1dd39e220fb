"""How the demo's coalition came to where it stands: years of rounds, by the services that people use."""

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sluss.coalition.models import Affiliation, Appointment, Membership, Organisation
from sluss.coalition.selectors import actor_for
from sluss.contacts import services as collecting
from sluss.contacts.codebook import book_of
from sluss.contacts.models import GroupCase, Return, ReturnState, Round
from sluss.demo import cast
from sluss.demo.met import persons
from sluss.demo.year import live
from sluss.people.models import Person
from sluss.statistics.models import Release
from sluss.statistics.rules import Measure
from sluss.statistics.services import checking, earlier, freezing, perspectives, publishing
from sluss.trust.actor import Actor, Role
from sluss.trust.models import DemoClock

STANDS_ON = dt.date(2017, 3, 10)
PUBLISHED_YEARS = (2013, 2014, 2015)
OPEN_YEAR = 2016
CODEBOOK = "2017"
SEED = 2017

#: organisations that met nobody in the year, and those that were late
NIL = {2013: {"Sjömärket"}, 2014: {"Stigen"}, 2015: {"Vadstället"}, 2016: {"Stigen"}}
LATE = {2013: {"Linden", "Stenbron"}, 2014: {"Farleden"}, 2015: {"Björkdungen", "Linden"}, 2016: set()}
#: where the open round stands; who isn't named has been accepted
OPEN_ROUND = {
    "Hamnen": ReturnState.QUERIED,
    "Vindbron": ReturnState.QUERIED,
    "Fyrtornet": ReturnState.DRAFT,
    "Bryggan": ReturnState.DRAFT,
    "Snäckan": ReturnState.DRAFT,
    "Linden": ReturnState.NOT_STARTED,
    "Kajutan": ReturnState.NOT_STARTED,
    "Tröskeln": ReturnState.SUBMITTED,
    "Gläntan": ReturnState.SUBMITTED,
    "Lanternan": ReturnState.SUBMITTED,
    "Stigen": ReturnState.SUBMITTED,
}
#: one case with many persons swamps a year: totals are shown with and without it
GROUP_CASE_YEAR, GROUP_CASE_ORGANISATION, GROUP_CASE_PERSONS = 2015, "Hamnen", 24
GROUP_CASE = {"sex": "male", "citizenship": ["VN"], "forms": ["labour"], "industry": "A", "county": "14"}
EARLIER = ((2011, 31), (2012, 47))
INVENTED = "Påhittad siffra, gjord för demon (invented for the demo)."


@dataclass
class Stage:
    """Who acts in the demo, and the dice."""

    coordinator: Actor
    draw: random.Random


def set_stage() -> Stage:
    """Make the organisations and people of the cast."""
    DemoClock.stand_on(dt.date(2013, 1, 1))
    with transaction.atomic():
        for member in cast.MEMBERS:
            _make_member(member)
        officials = {official.key: _make_official(official) for official in cast.OFFICIALS}
        _make_deputy(officials["coordinator"])
        for name in (cast.CHAIR, cast.SECRETARY):
            _person(name)
    perspectives.ensure_standard_perspectives()
    return Stage(actor_for(officials["coordinator"]), random.Random(SEED))


def _make_member(member: cast.Member) -> None:
    organisation = Organisation.objects.create(name=member.name, short_name=member.name, county=member.county)
    first = dt.date(member.since, 1, 1)
    last = dt.date(member.until, 12, 31) if member.until else None
    Membership.objects.create(organisation=organisation, starts=first, ends=last)
    # who leaves at New Year still owes the return of its last year
    until = dt.date(member.until + 1, 6, 30) if member.until else None
    roles = (
        (member.reporter, Role.REPORTER, 1),
        (member.lead, Role.LEAD, None),
        (member.lead, Role.REPORTER, 2),
    )
    for name, role, contact in roles:
        Affiliation.objects.create(
            person=_person(name),
            organisation=organisation,
            role=role,
            reporting_contact=contact,
            starts=first,
            ends=until,
        )


def _person(name: str) -> Person:
    email = cast.address(name)
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email, name)


def _make_official(official: cast.Official) -> Person:
    person = _person(official.name)
    Appointment.objects.create(person=person, role=official.role, starts=dt.date(2013, 1, 1))
    return person


def _make_deputy(coordinator: Person) -> None:
    Appointment.objects.create(
        person=_person(cast.DEPUTY_NAME),
        role=Role.COORDINATOR,
        deputy_for=coordinator,
        starts=dt.date(2017, 3, 6),
        ends=dt.date(2017, 3, 24),
    )


def enter_earlier_totals(stage: Stage) -> None:
    """Years before the coalition counted in Sluss enter as totals, marked as invented."""
    note = {
        "sv": "Räknat för hand. Medföljande barn ingår inte.",
        "en": "Counted by hand. Accompanying children aren't included.",
    }
    for year, count in EARLIER:
        earlier.enter_total(
            stage.coordinator,
            year=year,
            measure=Measure.POTENTIAL_VICTIMS,
            count=count,
            source=INVENTED,
            break_note=note,
        )


def collect(stage: Stage, year: int) -> Round:
    """Walk a whole round: opened, reported (some late, some nobody), accepted."""
    DemoClock.stand_on(dt.date(year + 1, 1, 16))
    round_ = _open_round(stage, year)
    for owed in _owed(round_):
        late = owed.organisation.name in LATE[year]
        DemoClock.stand_on(dt.date(year + 1, 4, 11) if late else _day_of_sending(stage, year))
        _report(stage, owed)
    for owed in _owed(round_):
        collecting.accept_return(stage.coordinator, owed)
    return round_


def _open_round(stage: Stage, year: int) -> Round:
    after = year + 1
    return collecting.open_round(
        stage.coordinator,
        name=str(year),
        period_start=dt.date(year, 1, 1),
        period_end=dt.date(year, 12, 31),
        opens=dt.date(after, 1, 16),
        due=dt.date(after, 3, 31),
        locks=dt.date(after, 4, 30),
        codebook_version=CODEBOOK,
    )


def _owed(round_: Round) -> Iterator[Return]:
    yield from round_.returns.select_related("organisation", "round").order_by("organisation__name")


def _day_of_sending(stage: Stage, year: int) -> dt.date:
    return dt.date(year + 1, 2, 1) + dt.timedelta(days=stage.draw.randrange(35))


def _report(stage: Stage, owed: Return, *, send: bool = True) -> None:
    """An organisation reports whom it has met, or that it met nobody."""
    member = next(member for member in cast.MEMBERS if member.name == owed.organisation.name)
    reporter = actor_for(Person.objects.get(email=cast.address(member.reporter)))
    year = owed.round.period_start.year
    if member.name in NIL[year]:
        collecting.submit_nil(reporter, owed)
        return
    number = max(2, round(member.yearly * (0.7 + 0.15 * (year - 2013)) * stage.draw.uniform(0.8, 1.2)))
    collecting.add_contacts(reporter, owed, _rows(stage, owed, member, number), None, "add")
    if (year, member.name) == (GROUP_CASE_YEAR, GROUP_CASE_ORGANISATION):
        case = collecting.name_group_case(stage.coordinator, owed.round, "Gruppärende 1")
        rows = _rows(stage, owed, member, GROUP_CASE_PERSONS, fixed=GROUP_CASE, case=case)
        collecting.add_contacts(reporter, owed, rows, None, "add")
    if send:
        collecting.submit_return(reporter, owed)


def _rows(
    stage: Stage,
    owed: Return,
    member: cast.Member,
    number: int,
    *,
    fixed: Mapping[str, Any] | None = None,
    case: GroupCase | None = None,
) -> list[collecting.NewContact]:
    period = (owed.round.period_start, owed.round.period_end)
    return [
        collecting.NewContact(
            role=person.role,
            answers=person.answers,
            belongs_to_index=person.belongs_to,
            reasons=person.reasons,
            group_case=case,
        )
        for person in persons(
            book_of(owed.round.codebook_version),
            period,
            number,
            stage.draw,
            county=member.county,
            fixed=fixed,
        )
    ]


def release(stage: Stage, round_: Round) -> Release:
    """Freeze the round and ask for its check; the worker protects and attacks it."""
    DemoClock.stand_on(dt.date(round_.period_start.year + 1, 5, 15))
    frozen = freezing.freeze(stage.coordinator, round_)
    return checking.start_check(stage.coordinator, frozen)


def publish(stage: Stage, checked: Release) -> Release:
    """Publish what withstood the attack, at the end of May."""
    DemoClock.stand_on(dt.date(checked.round.period_start.year + 1, 5, 29))
    checked.refresh_from_db()
    return publishing.publish(stage.coordinator, checked)


def open_this_years_round(stage: Stage) -> Round:
    """The round that is open on the demo's day: some are done, some asked, some late to begin."""
    DemoClock.stand_on(dt.date(OPEN_YEAR + 1, 1, 16))
    round_ = _open_round(stage, OPEN_YEAR)
    for owed in _owed(round_):
        wanted = OPEN_ROUND.get(owed.organisation.name, ReturnState.ACCEPTED)
        if wanted == ReturnState.NOT_STARTED:
            continue
        DemoClock.stand_on(dt.date(2017, 2, 6) + dt.timedelta(days=stage.draw.randrange(30)))
        _report(stage, owed, send=wanted != ReturnState.DRAFT)
        owed.refresh_from_db()
        if wanted == ReturnState.ACCEPTED:
            collecting.accept_return(stage.coordinator, owed)
        elif wanted == ReturnState.QUERIED:
            _ask_back(stage, owed)
    DemoClock.stand_on(STANDS_ON)
    return round_


def _ask_back(stage: Stage, owed: Return) -> None:
    met = owed.contacts.filter(role="directly_exploited").order_by("number").first()
    collecting.query_return(
        stage.coordinator,
        owed,
        "Stämmer åldern när utnyttjandet började? Den skiljer sig från året innan.",
        contact=met,
        variable="age_start",
    )


def live_the_year(stage: Stage) -> None:
    """The coalition's own year, up to the day on which the demo stands."""
    live(stage.coordinator, stage.draw)
    DemoClock.stand_on(STANDS_ON)
