"""Where things stand on the wheel. Plain numbers; y grows downwards, angles run clockwise from the top, in radians."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

FULL = 2 * math.pi


@dataclass(frozen=True)
class Point:
    x: float
    y: float


def angle_of(day: dt.date, *, share: float = 0.0) -> float:
    """Where a day begins on the wheel of its year; with `share`, how far into the day."""
    first = dt.date(day.year, 1, 1)
    days = (dt.date(day.year + 1, 1, 1) - first).days
    return FULL * ((day - first).days + share) / days


def at(angle: float, radius: float) -> Point:
    return Point(radius * math.sin(angle), -radius * math.cos(angle))


def spread(
    wanted: Sequence[float], sizes: Sequence[float], *, least: float = -math.inf, most: float = math.inf
) -> list[float]:
    """Middles of labels in a row, as near as can be to where they are wanted, none lying over another.

    Minimises the sum of squared distances from `wanted` (ascending) subject to neighbours lying half of each of
    their sizes apart, and all lying between `least` and `most`. Without the sizes it is isotonic regression,
    solved by pooling neighbours that violate the order (Ayer et al. 1955); bounds are met by clipping, which
    keeps it optimal. Where the bounds leave too little room, the row keeps its distances and passes `most`.
    """
    if not wanted:
        return []
    offsets = _offsets(sizes)
    pooled: list[tuple[float, int]] = []  # mean and how many it stands for
    for value, offset in zip(wanted, offsets, strict=True):
        mean, count = value - offset, 1
        while pooled and pooled[-1][0] > mean:
            earlier, standing = pooled.pop()
            mean, count = (earlier * standing + mean * count) / (standing + count), standing + count
        pooled.append((mean, count))
    low = least + sizes[0] / 2
    high = max(low, most - sizes[-1] / 2 - offsets[-1])
    flat = [min(max(mean, low), high) for mean, count in pooled for _ in range(count)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=True)]


def _offsets(sizes: Sequence[float]) -> list[float]:
    offsets = [0.0]
    for before, size in pairwise(sizes):
        offsets.append(offsets[-1] + (before + size) / 2)
    return offsets


def clear_of(
    angle: float, lane: float, taken: Iterable[Point], *, apart: float, steps: Sequence[float]
) -> float:
    """The radius near the lane at which a mark lies clear of the others; the lane itself where none is clear."""
    others = list(taken)
    for step in steps:
        here = at(angle, lane + step)
        if all(math.hypot(here.x - other.x, here.y - other.y) >= apart for other in others):
            return lane + step
    return lane


def arc(radius: float, begins: float, ends: float) -> str:
    """The path of an arc, clockwise. A whole turn stops a hair short: an arc can't end where it begins."""
    ends = min(ends, begins + FULL - 1e-3)
    start, end = at(begins, radius), at(ends, radius)
    large = int(ends - begins > math.pi)
    return f"M{start.x:.1f} {start.y:.1f}A{radius:g} {radius:g} 0 {large} 1 {end.x:.1f} {end.y:.1f}"


def band(inner: float, outer: float, begins: float, ends: float) -> str:
    """The path of a piece of a ring."""
    a, b = at(begins, outer), at(ends, outer)
    c, d = at(ends, inner), at(begins, inner)
    large = int(ends - begins > math.pi)
    return (
        f"M{a.x:.1f} {a.y:.1f}A{outer:g} {outer:g} 0 {large} 1 {b.x:.1f} {b.y:.1f}"
        f"L{c.x:.1f} {c.y:.1f}A{inner:g} {inner:g} 0 {large} 0 {d.x:.1f} {d.y:.1f}Z"
    )
