"""What rooms above show on a group's page: its meetings, its deadlines, its tasks.

A room registers a teller from its AppConfig.ready():

    group_parts.register(teller)    # teller(actor: Actor, group: Group) -> Iterable[GroupPart]
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sluss.coalition.models import Group
from sluss.trust.actor import Actor


@dataclass(frozen=True)
class Line:
    """One meeting, deadline or task. `tone` is wait, stop, done or calm."""

    title: Any
    url: str = ""
    when: dt.date | None = None
    detail: Any = ""
    tag: Any = ""
    tone: str = "calm"


@dataclass(frozen=True)
class GroupPart:
    """A heading with lines, and a link to do more ("All meetings of the group")."""

    heading: Any
    lines: tuple[Line, ...]
    #: said where there are no lines; a part without lines and words isn't shown
    empty: Any = ""
    url: str = ""
    action: Any = ""


Teller = Callable[[Actor, Group], Iterable[GroupPart]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    if teller not in _tellers:
        _tellers.append(teller)


def parts_of(actor: Actor, group: Group) -> list[GroupPart]:
    """What the rooms above have to show of the group, each in the order it registered."""
    told = (part for teller in _tellers for part in teller(actor, group))
    return [part for part in told if part.lines or part.empty]
