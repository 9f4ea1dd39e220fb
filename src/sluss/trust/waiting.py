"""What waits for a person, what is coming, and what is new: each room tells, the home page collects.

A room registers a teller from its AppConfig.ready():

    waiting.register(teller)        # teller(actor: Actor) -> Iterable[Item]

Titles name organisations and rounds, never a person met.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sluss.trust.actor import Actor


class Part(StrEnum):
    """The three questions that a home page answers, in this order."""

    WAITS = "waits"
    COMING = "coming"
    NEW = "new"


@dataclass(frozen=True)
class Item:
    """One line of a home page. `url` is an address; `tone` is wait, stop, done or calm."""

    part: Part
    title: Any
    url: str = ""
    detail: Any = ""
    tag: Any = ""
    tone: str = "calm"
    #: what the line is sorted by: the day it is due, or the day it happened
    when: dt.date | None = None
    #: the detail says the day already, so it isn't said again beside the line
    says_day: bool = False
    #: the calendar entry that it is about: what waits isn't said again among what is coming
    about: str = ""


Teller = Callable[[Actor], Iterable[Item]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    if teller not in _tellers:
        _tellers.append(teller)


def items_for(actor: Actor) -> dict[Part, list[Item]]:
    """All lines for the actor: what waits and what is coming nearest first, what is new newest first."""
    items = [item for teller in _tellers for item in teller(actor)]
    parts: dict[Part, list[Item]] = {
        part: sorted(
            (item for item in items if item.part == part),
            key=lambda item: (item.when is None, item.when or dt.date.max),
        )
        for part in Part
    }
    waits = {item.about for item in parts[Part.WAITS]} - {""}
    parts[Part.COMING] = [item for item in parts[Part.COMING] if item.about not in waits]
    parts[Part.NEW].sort(key=lambda item: item.when or dt.date.min, reverse=True)
    return parts
