"""The dates of the demo's yearly plan."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from sluss.agenda import services
from sluss.agenda.dates import Precision, VagueDate
from sluss.agenda.models import LADDER, Deadline
from sluss.agenda.rules import Recurrence
from sluss.coalition.models import Audience
from sluss.people.models import Person
from sluss.trust.actor import Actor
from sluss.trust.models import DemoClock

WRITTEN_ON = dt.date(2017, 1, 12)


def make_plan(coordinator: Actor) -> None:
    """Enter every date of the plan; what is behind is marked as done on its day."""
    with (Path(__file__).parent / "plan.toml").open("rb") as source:
        wanted = tomllib.load(source)["deadline"]
    for entry in wanted:
        DemoClock.stand_on(WRITTEN_ON)
        _enter(coordinator, entry)


def _enter(coordinator: Actor, entry: dict[str, Any]) -> None:
    when = VagueDate(entry["date"], Precision(entry.get("precision", "day")))
    shared: dict[str, Any] = {
        "title": entry["title"],
        "kind": entry["kind"],
        "source": entry["source"],
        "owner": Person.objects.get(pk=coordinator.person_id or 0),
        "audience": entry.get("audience", Audience.MEMBERS),
        "ladder": entry.get("ladder", LADDER),
    }
    if entry.get("yearly"):
        services.start_series(coordinator, recurrence=Recurrence.YEARLY, first=when, **shared)
        return
    made: Deadline = services.keep_deadline(
        coordinator, when=when, tentative=entry.get("tentative", False), **shared
    )
    if entry.get("done"):
        DemoClock.stand_on(when.day)
        services.meet_deadline(coordinator, made)
