"""The wheel as SVG. Colours come by class from the page's style sheet, or from one put into the picture."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from sluss.agenda.calendar import EXTERNAL, FUNDER, INTERNAL, MEETING, STATUTORY
from sluss.agenda.wheel.geometry import Point, angle_of, arc, at, band, clear_of, spread
from sluss.agenda.wheel.labels import LINE, MARGIN, SIZE, Label, dated, told
from sluss.agenda.wheel.marks import SHAPES
from sluss.agenda.wheel.strokes import line, path, shape, word
from sluss.agenda.wheel.things import Thing, short_day
from sluss.agenda.wheel.writing import width

OUTER, INNER = 300.0, 270.0
HUB = 84.0
#: the slit between two months, in radians
SLIT = 0.006
#: each kind has its own circle, so that a glance tells them apart
LANES = {MEETING: 245.0, STATUTORY: 212.0, EXTERNAL: 179.0, FUNDER: 146.0, INTERNAL: 113.0}
APART, STEPS = 19.0, (0.0, -10.0, 10.0, -19.0, 19.0, -29.0, 29.0, -38.0, -57.0)

#: days from which a span is long, and drawn so thin that several lie together in peace
LONG = 45

#: the words: the ellipse they hug, the room beside the wheel on the side that has more and on the other,
#: and how high a column may grow
NEAR, MORE_ROOM, LESS_ROOM, MOST = OUTER + 32, 200.0, 138.0, 780.0
#: a word longer than this is broken
LONGEST = 190.0
#: a number that stands for words, at the ring
KEY_AT, KEY_SIZE, KEY_ROOM, PASSING = OUTER + 15, 13.0, 21.0, 7.0

NUMBER_AT, NUMBER_SIZE, NUMBER_ROOM = 336.0, 26.0, 33.0

COLOURS = """
text { font-family: "Atkinson Hyperlegible Next"; fill: #17262e; }
.y-ring { fill: #f1ede2; } .y-passed { fill: #e0dccd; } .y-spoke { stroke: #d9d7ce; fill: none; }
.y-month, .y-date, .y-small { fill: #4d5d65; } .y-over text { fill: #4d5d65; } .y-year { font-weight: 700; }
.y-today { stroke: #9c2127; stroke-width: 2; } .y-today-head { fill: #9c2127; }
.y-meeting { fill: #0b5567; stroke: #0b5567; } .y-statutory { fill: #9c2127; stroke: #9c2127; }
.y-external { fill: #8a5a00; stroke: #8a5a00; } .y-funder { fill: #1c6240; stroke: #1c6240; }
.y-internal { fill: #574b90; stroke: #574b90; }
.y-lane { fill: none; stroke-width: 28; stroke-opacity: 0.07; }
.y-number { font-weight: 650; paint-order: stroke; stroke: #ffffff; stroke-width: 4; }
.y-leader { fill: none; stroke-linejoin: round; stroke-width: 1; stroke-opacity: 0.5; }
.y-span { fill: none; stroke-width: 6; stroke-opacity: 0.4; }
.y-long { stroke-width: 3; stroke-opacity: 0.3; }
.y-tentative .y-mark { fill: #ffffff; stroke-width: 2.4; } .y-over .y-mark { fill-opacity: 0.55; }
"""


@dataclass(frozen=True)
class Placed:
    """A thing with its mark: at which angle, how far out."""

    thing: Thing
    angle: float
    radius: float

    @property
    def right(self) -> bool:
        return self.angle < math.pi


def labelled(
    things: Sequence[Thing], year: int, *, today: dt.date | None = None, colours: bool = False
) -> str:
    """The wheel with the words beside it, for a wide page, a printer or a PDF.

    `today` is drawn as the hand where it lies in the year; with `colours` the picture brings its own.
    """
    placed = _place(things)
    right_edge, left_edge = _edges(placed)
    labels = {
        label.thing.number: label
        for right, edge in ((True, right_edge), (False, left_edge))
        for label in told(_side(placed, right=right), near=NEAR, edge=edge, most=MOST)
    }
    exits = _exits(placed, labels)
    top = min([-OUTER - 28, *(label.y - label.height / 2 for label in labels.values())])
    bottom = max([OUTER + 28, *(label.y + label.height / 2 for label in labels.values())])
    svg = _canvas(
        year, (-left_edge, top - 4, left_edge + right_edge, bottom - top + 60), "wide", colours=colours
    )
    _ground(svg, year, today)
    for one in placed:
        if label := labels.get(one.thing.number):
            _with_words(svg, one, exits[one.thing.number], label)
    for one in placed:
        if one.thing.number not in labels:
            _with_number(svg, one, exits[one.thing.number], KEY_AT, KEY_SIZE)
    _legend(
        svg, things, (right_edge - left_edge) / 2, bottom + 40, size=14.0, keyed=len(labels) < len(placed)
    )
    return Xml.tostring(svg, encoding="unicode")


def numbered(things: Sequence[Thing], year: int, *, today: dt.date | None = None) -> str:
    """The wheel with numbers around it, keyed to the list, for a narrow page."""
    placed = _place(things)
    around = sorted(placed, key=lambda one: (one.angle, one.thing.number))
    room = min(NUMBER_ROOM, 2 * math.pi * NUMBER_AT / max(len(around), 1))
    angles = spread(
        [one.angle for one in around], [room / NUMBER_AT] * len(around), least=0.0, most=2 * math.pi
    )
    reach = NUMBER_AT + 24
    svg = _canvas(year, (-reach, -reach, 2 * reach, 2 * reach + 8), "narrow")
    _ground(svg, year, today, size=22.0)
    for one, angle in zip(around, angles, strict=True):
        _with_number(svg, one, angle, NUMBER_AT, NUMBER_SIZE)
    return Xml.tostring(svg, encoding="unicode")


def legend_of(things: Sequence[Thing]) -> list[tuple[str, str]]:
    """The kinds that the year has, with their words, in the order of the circles."""
    words = {
        MEETING: _("Meeting"),
        STATUTORY: _("By the statutes"),
        EXTERNAL: _("Set by others"),
        FUNDER: _("Set by a funder"),
        INTERNAL: _("Our own"),
    }
    present = {thing.kind for thing in things}
    return [(kind, said) for kind, said in words.items() if kind in present]


# placing


def _place(things: Sequence[Thing]) -> list[Placed]:
    """Each mark on its day; those of a vague range share the range between them, so that none hides another."""
    ranges: dict[tuple[dt.date, dt.date], list[int]] = defaultdict(list)
    for thing in things:
        if thing.vague:
            ranges[thing.first, thing.last].append(thing.number)
    angles = {thing.number: _angle(thing, ranges) for thing in things}
    taken: list[Point] = []
    placed = []
    for thing in sorted(things, key=lambda thing: (angles[thing.number], thing.number)):
        angle = angles[thing.number]
        lane = LANES.get(thing.kind, LANES[INTERNAL])
        radius = clear_of(angle, lane, taken, apart=APART, steps=STEPS)
        taken.append(at(angle, radius))
        placed.append(Placed(thing, angle, radius))
    return placed


def _angle(thing: Thing, ranges: dict[tuple[dt.date, dt.date], list[int]]) -> float:
    if not thing.vague:
        return angle_of(thing.first, share=0.5)
    sharing = ranges[thing.first, thing.last]
    share = (sharing.index(thing.number) + 1) / (len(sharing) + 1)
    begins, ends = angle_of(thing.first), angle_of(thing.last, share=1.0)
    return begins + share * (ends - begins)


def _side(placed: Sequence[Placed], *, right: bool) -> list[tuple[Thing, float]]:
    """The things of a side with their angles, from the top down."""
    side = [one for one in placed if one.right == right]
    side.sort(key=lambda one: (one.angle, one.thing.number), reverse=not right)
    return [(one.thing, one.angle) for one in side]


def _edges(placed: Sequence[Placed]) -> tuple[float, float]:
    """How far the paper goes to the right and to the left of the wheel's middle."""
    right = [one.thing for one in placed if one.right]
    left = [one.thing for one in placed if not one.right]
    rooms = (MORE_ROOM, LESS_ROOM) if len(right) >= len(left) else (LESS_ROOM, MORE_ROOM)
    return NEAR + max(rooms[0], _word_room(right)), NEAR + max(rooms[1], _word_room(left))


def _word_room(things: Sequence[Thing]) -> float:
    """The room that the longest word needs to stand unbroken, within reason."""
    longest = max((width(said, SIZE) for thing in things for said in thing.title.split()), default=0.0)
    return MARGIN + min(longest, LONGEST) + 1


def _exits(placed: Sequence[Placed], labels: Mapping[int, Label]) -> dict[int, float]:
    """At which angle each thing's leader leaves the ring, so that numbers and leaders there don't meet."""
    around = sorted(placed, key=lambda one: (one.angle, one.thing.number))
    sizes = [(PASSING if one.thing.number in labels else KEY_ROOM) / KEY_AT for one in around]
    shrunk = min(1.0, 2 * math.pi / max(sum(sizes), 1e-9))
    angles = spread(
        [one.angle for one in around], [size * shrunk for size in sizes], least=0.0, most=2 * math.pi
    )
    return {one.thing.number: angle for one, angle in zip(around, angles, strict=True)}


# the ground


def _canvas(
    year: int, box: tuple[float, float, float, float], name: str, *, colours: bool = False
) -> Xml.Element:
    svg = Xml.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": " ".join(f"{value:.0f}" for value in box),
            "class": f"wheel {name}",
            "role": "group",
            "aria-labelledby": f"wheel-{name}-title wheel-{name}-text",
        },
    )
    title = Xml.SubElement(svg, "title", {"id": f"wheel-{name}-title"})
    title.text = _("The year %(year)s as a wheel") % {"year": year}
    text = Xml.SubElement(svg, "desc", {"id": f"wheel-{name}-text"})
    text.text = _(
        "January begins at the top and the months run clockwise. The list beside it tells the same."
    )
    if colours:
        Xml.SubElement(svg, "style").text = COLOURS
    return svg


def _ground(svg: Xml.Element, year: int, today: dt.date | None, *, size: float = 16.0) -> None:
    """The ring of months, the circles of the kinds, the year, and the hand where today lies in it."""
    for month in range(1, 13):
        _month(svg, year, month, size)
    for kind, radius in LANES.items():
        Xml.SubElement(svg, "circle", {"r": f"{radius:g}", "class": f"y-lane y-{kind}"})
    if today is None or today.year != year:
        word(svg, str(year), Point(0, 14), 44, "y-year")
        return
    _hand(svg, today)
    word(svg, str(year), Point(0, 8), 44, "y-year")
    said = _("today %(day)s") % {"day": short_day(today)}
    word(svg, said, Point(0, 34), size - 1, "y-small")


def _month(svg: Xml.Element, year: int, month: int, size: float) -> None:
    begins = angle_of(dt.date(year, month, 1))
    ends = angle_of(dt.date(year, month + 1, 1)) if month < 12 else 2 * math.pi
    path(svg, band(INNER, OUTER, begins + SLIT, ends - SLIT), "y-ring")
    path(svg, line(at(begins, HUB), at(begins, INNER)), "y-spoke")
    middle = (begins + ends) / 2
    upside_down = math.pi / 2 < middle < 3 * math.pi / 2
    # the baseline lies so that the words stand in the middle of the ring, in the lower half on their feet, too
    radius = (INNER + OUTER) / 2 + size * (0.34 if upside_down else -0.34)
    turned = math.degrees(middle) + (180 if upside_down else 0)
    word(svg, str(MONTHS[month]), at(middle, radius), size, "y-month", turned=turned)


def _hand(svg: Xml.Element, today: dt.date) -> None:
    angle = angle_of(today, share=0.5)
    path(svg, band(INNER - 5, INNER - 1, 0.0, angle), "y-passed")
    tip = at(angle, OUTER + 5)
    path(svg, line(at(angle, HUB), tip), "y-today")
    Xml.SubElement(
        svg, "circle", {"cx": f"{tip.x:.1f}", "cy": f"{tip.y:.1f}", "r": "4.5", "class": "y-today-head"}
    )


# a thing


def _drawn_as(thing: Thing) -> str:
    return thing.kind if thing.kind in LANES else INTERNAL


def _thing(svg: Xml.Element, one: Placed, leader: str, *, number: str = "") -> Xml.Element:
    """Span, leader and mark of a thing, within its link. Returns where its words belong."""
    thing = one.thing
    classes = ["y-thing", *(["y-tentative"] if thing.tentative else []), *(["y-over"] if thing.over else [])]
    around = Xml.SubElement(svg, "g", {"class": " ".join(classes)})
    inside = Xml.SubElement(around, "a", {"href": thing.url}) if thing.url else around
    # the title names the link, too, with the words that are seen and those that had no room
    Xml.SubElement(inside, "title").text = f"{number} {thing.words}: {thing.title}".strip()
    kind = _drawn_as(thing)
    if thing.first != thing.last:
        begins, ends = angle_of(thing.first), angle_of(thing.last, share=1.0)
        long = " y-long" if (thing.last - thing.first).days > LONG else ""
        path(inside, arc(one.radius, begins, ends), f"y-span{long} y-{kind}")
    # the names of the months stay free: the leader stops at the ring and goes on outside it
    within = line(at(one.angle, one.radius + 8), at(one.angle, INNER))
    dashes = {"stroke-dasharray": "4 4"} if thing.tentative else {}
    path(inside, within + leader, f"y-leader y-{kind}", **dashes)
    shape(inside, SHAPES[kind], at(one.angle, one.radius), f"y-mark y-{kind}")
    return inside


def _with_words(svg: Xml.Element, one: Placed, leaves: float, label: Label) -> None:
    """The thing with its date and title beside the wheel. A small mark of its kind ties them to the leader."""
    way = 1 if one.right else -1
    end = Point(way * (label.x - MARGIN + 2), label.y)
    leader = line(at(one.angle, OUTER + 2), at(leaves, OUTER + 9), at(leaves, KEY_AT + 6), end)
    inside = _thing(svg, one, leader)
    kind = _drawn_as(one.thing)
    shape(inside, SHAPES[kind], Point(end.x + way * 5, end.y), f"y-mark y-{kind}", scale=0.6)
    top = label.y - LINE * (len(label.lines) - 1) / 2 + SIZE * 0.35
    anchor = "start" if one.right else "end"
    for place, said in enumerate(label.lines):
        here = Point(way * label.x, top + place * LINE)
        before = dated(one.thing) if place == 0 else ""
        word(inside, said, here, SIZE, "y-title", anchor=anchor, before=before)


def _with_number(svg: Xml.Element, one: Placed, angle: float, radius: float, size: float) -> None:
    """The thing with its number outside the ring."""
    leader = line(at(one.angle, OUTER + 1), at(angle, radius - size * 0.65))
    inside = _thing(svg, one, leader, number=str(one.thing.number))
    here = at(angle, radius)
    word(inside, str(one.thing.number), Point(here.x, here.y + size * 0.35), size, "y-number")


def _legend(
    svg: Xml.Element, things: Sequence[Thing], middle: float, y: float, *, size: float, keyed: bool
) -> None:
    """What the marks mean, in a row under the wheel; and, where numbers stand for words, what they mean."""
    entries = [(kind, said, "") for kind, said in legend_of(things)]
    if any(thing.tentative for thing in things):
        entries.append((MEETING, _("Not decided yet"), "y-tentative"))
    lengths = [22 + width(said, size) + 26 for _kind, said, _class in entries]
    said_of_numbers = _("Numbers: see the list") if keyed else ""
    x = middle - (sum(lengths) + width(said_of_numbers, size)) / 2
    for (kind, said, more), length in zip(entries, lengths, strict=True):
        group = Xml.SubElement(svg, "g", {"class": more, "aria-hidden": "true"})
        shape(group, SHAPES[kind], Point(x + 9, y - 5), f"y-mark y-{kind}")
        word(group, said, Point(x + 24, y), size, "y-small", anchor="start")
        x += length
    word(svg, said_of_numbers, Point(x, y), size, "y-small", anchor="start")
