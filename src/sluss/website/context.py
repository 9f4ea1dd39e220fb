"""What every page knows of the house: who looks, the rooms of the rail, whether it is the demo."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sluss.trust import clock
from sluss.trust.actor import PUBLIC, Actor
from sluss.trust.rail import rooms_of

#: how many rooms the bar of a phone shows; the others are behind "more"
ROOMS_ON_A_PHONE = 4


@dataclass(frozen=True)
class Entry:
    """A room as the rail shows it."""

    name: Any
    url: str
    current: bool
    waiting: int


def house(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", PUBLIC)
    rooms: Any = SimpleLazyObject(lambda: _entries(actor, request.path))
    return {
        "demo": settings.DEMO,
        "actor": actor,
        "today": SimpleLazyObject(clock.today),
        "rooms": rooms,
        "waiting_below": SimpleLazyObject(lambda: sum(room.waiting for room in rooms[ROOMS_ON_A_PHONE:])),
    }


def _entries(actor: Actor, path: str) -> list[Entry]:
    addressed = [(room, reverse(room.url)) for room in rooms_of(actor)]
    # the longest address that the page's own begins with is where one stands
    current = max((url for _, url in addressed if path.startswith(url)), key=len, default="")
    return [Entry(room.name, url, url == current, room.waiting(actor)) for room, url in addressed]
