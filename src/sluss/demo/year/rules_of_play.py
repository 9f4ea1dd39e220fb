"""The demo's statutes: the version in force, and the one that the board proposes."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from sluss.coalition.models import StatutesVersion
from sluss.coalition.rules import StatuteRules
from sluss.coalition.services import statutes
from sluss.trust.actor import Actor
from sluss.trust.models import DemoClock

ADOPTED_ON = dt.date(2016, 3, 18)
PROPOSED_ON = dt.date(2017, 2, 14)


def make_statutes(coordinator: Actor) -> None:
    with (Path(__file__).parent / "statutes.toml").open("rb") as source:
        first, second = tomllib.load(source)["version"]
    DemoClock.stand_on(ADOPTED_ON)
    adopted = _write(coordinator, first)
    statutes.adopt_statutes(
        coordinator, adopted, adopted_by="2016:2, årsmötet 18 mars 2016", valid_from=ADOPTED_ON
    )
    DemoClock.stand_on(PROPOSED_ON)
    statutes.propose_statutes(coordinator, _write(coordinator, second))


def _write(coordinator: Actor, version: dict[str, Any]) -> StatutesVersion:
    draft = statutes.draft_statutes(coordinator)
    articles = [(heading, text) for heading, text in version["articles"]]
    statutes.write_articles(coordinator, draft, articles, edits=draft.edits)
    draft.refresh_from_db()
    statutes.set_rules(coordinator, draft, StatuteRules.from_json(version["rules"]))
    return draft
