"""The words around the wheel: which things have them, broken into which lines, and where.

The words of each side hug an ellipse around the wheel. A leader runs from the wheel to the ellipse, that is, within
a convex figure that no words lie in; and the words keep the order of the marks. So no leader crosses any words.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sluss.agenda.calendar import INTERNAL
from sluss.agenda.wheel.geometry import spread
from sluss.agenda.wheel.things import Thing
from sluss.agenda.wheel.writing import lines_of, width

SIZE, LINE, GAP = 14.0, 17.0, 9.0
#: between the date and the title
SPACE = "\N{NO-BREAK SPACE}"
#: between the ellipse and the words: there the leader ends with a small mark
MARGIN = 17.0
#: how much higher the ellipse is than the words need, so that they can lie nearer to their marks
SLACK = 1.12
#: how near to the middle the words of a side may come, above and under the wheel
LEAST = 70.0


@dataclass(frozen=True)
class Label:
    """A thing's words: the distance of their near edge from the middle line, their middle's height, the lines."""

    thing: Thing
    x: float
    y: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return LINE * len(self.lines) + GAP


def dated(thing: Thing) -> str:
    """The date as it stands before the title."""
    return thing.short.replace(" ", SPACE) + SPACE


def column(side: Sequence[tuple[Thing, float]], *, near: float, edge: float) -> list[Label]:
    """The labels of the things of one side, given from the top down with the angles they are wanted at.

    `near` is the width of the ellipse from the middle, `edge` where the paper ends. Where the words are placed
    decides how much room they have, which decides how many lines they take, which decides where they are placed:
    so the rooms are made less until all agree, which ends as they never grow.
    """
    rooms = [edge - MARGIN - LEAST] * len(side)
    while True:
        lines = [_lines(thing, room) for (thing, _), room in zip(side, rooms, strict=True)]
        heights = [LINE * len(each) + GAP for each in lines]
        tall = max(near, sum(heights) / 2 * SLACK)
        wanted = [-tall * math.cos(angle) for _, angle in side]
        middles = spread(wanted, heights, least=-tall, most=tall)
        edges = [
            _near_edge(middle, height, near, tall) for middle, height in zip(middles, heights, strict=True)
        ]
        fitting = [min(room, edge - x) for room, x in zip(rooms, edges, strict=True)]
        if fitting == rooms:
            return [
                Label(thing, x, middle, tuple(each))
                for (thing, _), x, middle, each in zip(side, edges, middles, lines, strict=True)
            ]
        rooms = fitting


def told(side: Sequence[tuple[Thing, float]], *, near: float, edge: float, most: float) -> list[Label]:
    """The labels of a side that together are no higher than `most`.

    Where they would be, some things go without words: first what is done, then what is our own, the later first.
    """
    left = list(side)
    _drop(left, [LINE + GAP] * len(left), most)  # more than that don't fit, even on a line each
    while True:
        labels = column(left, near=near, edge=edge)
        if not _drop(left, [label.height for label in labels], most):
            return labels


def _drop(left: list[tuple[Thing, float]], heights: list[float], most: float) -> bool:
    """Take out the things that give way until the heights together are no more than `most`; whether any were."""
    dropped = False
    while sum(heights) > most:
        place = min(range(len(left)), key=lambda place: _gives_way(left[place]))
        del left[place], heights[place]
        dropped = True
    return dropped


def _gives_way(one: tuple[Thing, float]) -> tuple[bool, bool, int]:
    thing, _angle = one
    return (not thing.over, thing.kind != INTERNAL, -thing.number)


def _lines(thing: Thing, room: float) -> list[str]:
    return lines_of(thing.title, SIZE, room, taken=width(dated(thing), SIZE))


def _near_edge(middle: float, height: float, near: float, tall: float) -> float:
    """Where words of a height begin, so that their corner nearest to the wheel's middle lies by the ellipse."""
    corner = max(0.0, abs(middle) - (height - GAP) / 2)
    across = near * math.sqrt(max(0.0, 1 - (corner / tall) ** 2))
    return max(across, LEAST) + MARGIN
