"""The room rail: the rooms a person has, and how many things wait in each.

A room registers itself from its AppConfig.ready():

    rail.register(rail.Room("contacts", _("Collecting"), "contacts:index", visible=..., waiting=...))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sluss.trust.actor import Actor


def nothing_waits(actor: Actor) -> int:
    return 0


@dataclass(frozen=True)
class Room:
    """An entry of the rail. `url` is the name of the room's first page."""

    key: str
    name: Any
    url: str
    visible: Callable[[Actor], bool]
    waiting: Callable[[Actor], int] = nothing_waits
    order: int = 50


_rooms: dict[str, Room] = {}


def register(room: Room) -> None:
    _rooms[room.key] = room


def rooms_of(actor: Actor) -> list[Room]:
    """The rooms that the actor has, in the rail's order."""
    return sorted((room for room in _rooms.values() if room.visible(actor)), key=lambda room: room.order)
