"""Whom the demo's coalition works with, where it sits, and how far its forming has come."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from sluss.coalition.models import Audience, Group
from sluss.coalition.services import forming, members, parties, representation
from sluss.demo import cast
from sluss.people.models import Person
from sluss.trust.actor import Actor
from sluss.trust.models import DemoClock

KNOWN_SINCE = dt.date(2016, 4, 4)
APPLIED_ON = dt.date(2017, 3, 6)


def make_world(coordinator: Actor) -> None:
    with (Path(__file__).parent / "world.toml").open("rb") as source:
        wanted = tomllib.load(source)
    DemoClock.stand_on(KNOWN_SINCE)
    for entry in wanted["party"]:
        _make_party(coordinator, entry)
    board = Group.objects.get(name="Styrelsen")
    for entry in wanted["representation"]:
        _make_representation(coordinator, board, entry)
    forming.keep_particulars(coordinator, name="Plattformen", email=cast.address("plattformen"))
    for entry in wanted["step"]:
        DemoClock.stand_on(entry["done_on"])
        forming.take_step(coordinator, entry["key"], done_on=entry["done_on"], note=entry.get("note", ""))
    _somebody_applies(coordinator)


def _make_party(coordinator: Actor, entry: dict[str, Any]) -> None:
    known = {name: value for name, value in entry.items() if name != "contact"}
    party = parties.add_party(coordinator, **known)
    if "contact" in entry:
        name, title, role = entry["contact"]
        parties.add_contact(
            coordinator, party, name=name, title=title, email=cast.address(name), roles=[role] if role else []
        )


def _make_representation(coordinator: Actor, board: Group, entry: dict[str, Any]) -> None:
    given = representation.give_representation(
        coordinator,
        body=entry["body"],
        person=Person.objects.get(email=cast.address(entry["person"])),
        starts=entry["starts"],
        reports_to=board,
        instructions=entry["instructions"],
        next_occasions=entry.get("next", ""),
    )
    if "note" in entry:
        representation.write_representation_note(
            coordinator, given, text=entry["note"], audience=Audience.MEMBERS
        )


def _somebody_applies(coordinator: Actor) -> None:
    """An organisation waits for the board's decision."""
    DemoClock.stand_on(APPLIED_ON)
    applicant = parties.add_party(coordinator, name="Fyrbåken", short_name="Fyrbåken", kind="applicant")
    members.apply_for_membership(
        coordinator,
        applicant,
        applied_on=APPLIED_ON,
        note="Vi möter unga i Gävle och vill vara med och rapportera.",
    )
