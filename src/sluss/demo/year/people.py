"""Who sits where in the demo's coalition: the board, the working groups, who represents it elsewhere."""

import datetime as dt
from dataclasses import dataclass

from sluss.agenda.models import Task
from sluss.agenda.services import finish_task
from sluss.coalition.models import Group, GroupKind, SeatRole
from sluss.coalition.services import groups
from sluss.demo import cast
from sluss.people.models import Person
from sluss.trust.actor import Actor
from sluss.trust.models import DemoClock

ELECTED_ON = dt.date(2016, 3, 18)
ELECTED_BY = "2016:3, årsmötet 18 mars 2016"


@dataclass(frozen=True)
class Place:
    """A seat on the board."""

    name: str
    role: SeatRole
    signatory: bool = False


BOARD = (
    Place("Birger Nyman", SeatRole.CHAIR, signatory=True),
    Place("Elsa Vinter", SeatRole.SECRETARY),
    Place("Karin Öberg", SeatRole.TREASURER, signatory=True),
    Place("Omar Haddad", SeatRole.MEMBER),
    Place("Lena Falk", SeatRole.MEMBER),
    Place("Ulla Brandt", SeatRole.DEPUTY),
)


@dataclass(frozen=True)
class WorkingGroup:
    name: str
    mandate: str
    starts: dt.date
    ends: dt.date
    convener: str
    members: tuple[str, ...]


WORKING_GROUPS = (
    WorkingGroup(
        "Remissgruppen",
        "Skriv förslag till remissvar på utredningens delbetänkande och följ vad som händer med det.",
        dt.date(2016, 11, 15),
        dt.date(2017, 2, 28),
        "Jan Ribbing",
        ("Bo Almlöv", "Nadja Petrov"),
    ),
    WorkingGroup(
        "Barnrapporten",
        "Ta fram en rapport om medföljande barn ur statistiken, med några beskrivningar, till den 18 oktober.",
        dt.date(2017, 2, 10),
        dt.date(2017, 11, 30),
        "Lena Falk",
        ("Rut Holm", "Amina Warsame", "Disa Fors"),
    ),
    WorkingGroup(
        "Workshop om asylrätt",
        "Förbered en nordisk workshop om kvinnor från tredje land, asyl och Dublin. Föreslå hur den följs upp.",
        dt.date(2017, 1, 20),
        dt.date(2017, 6, 30),
        "Nadja Petrov",
        ("Fatima Noor", "Erik Tamm"),
    ),
)
NOMINATING = ("Per Stålnacke", "Signe Buhre")


def make_groups(coordinator: Actor) -> None:
    """Board and nominating committee of 2016, then the working groups, each on its day."""
    DemoClock.stand_on(ELECTED_ON)
    board = groups.start_group(coordinator, name="Styrelsen", kind=GroupKind.BOARD)
    for place in BOARD:
        groups.elect(
            coordinator, board, _person(place.name), place.role, starts=ELECTED_ON, ends=None,
            elected_by=ELECTED_BY, signatory=place.signatory,
        )  # fmt: skip
    _tell_who_signs(coordinator)
    nominating = groups.start_group(coordinator, name="Valberedningen", kind=GroupKind.NOMINATING)
    for name in NOMINATING:
        groups.elect(
            coordinator, nominating, _person(name), SeatRole.MEMBER, starts=ELECTED_ON, ends=None,
            elected_by=ELECTED_BY,
        )  # fmt: skip
    for wanted in sorted(WORKING_GROUPS, key=lambda one: one.starts):
        _make_working_group(coordinator, board, wanted)


def _tell_who_signs(coordinator: Actor) -> None:
    """The tasks that a new signatory makes are done within the week."""
    DemoClock.stand_on(ELECTED_ON + dt.timedelta(days=5))
    for task in Task.objects.visible_to(coordinator).unfinished():
        finish_task(coordinator, task)


def _make_working_group(coordinator: Actor, board: Group, wanted: WorkingGroup) -> None:
    DemoClock.stand_on(wanted.starts)
    group = groups.start_group(
        coordinator, name=wanted.name, mandate=wanted.mandate, ends=wanted.ends, reports_to=board
    )
    groups.seat(coordinator, group, _person(wanted.convener), SeatRole.CONVENER, ends=wanted.ends)
    for name in wanted.members:
        groups.seat(coordinator, group, _person(name), ends=wanted.ends)


def _person(name: str) -> Person:
    return Person.objects.get(email=cast.address(name))
