"""Rules of the programme, the minutes and the evaluation on plain values. No database here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

#: fewer answers than this and nothing of an evaluation is shown: who said what could be guessed
EVALUATIONS_SHOWN_FROM = 5

#: what a file must begin with to be what its name says. Macro-free formats only
_ZIP = b"PK\x03\x04"
FILE_KINDS = {
    "pdf": b"%PDF-",
    "docx": _ZIP, "xlsx": _ZIP, "pptx": _ZIP,
    "odt": _ZIP, "ods": _ZIP, "odp": _ZIP,
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff",
}  # fmt: skip


def is_allowed_file(name: str, beginning: bytes) -> bool:
    """Whether a file is a PDF, an Office document without macros or a picture, by its name and by its first bytes."""
    _called, dot, kind = name.rpartition(".")
    start = FILE_KINDS.get(kind.lower()) if dot else None
    return start is not None and beginning.startswith(start)


def clock_times(starts: dt.datetime | None, lengths: Sequence[int | None]) -> list[dt.datetime | None]:
    """When each item begins: known as long as all items before it have a length (minutes)."""
    times: list[dt.datetime | None] = []
    for length in lengths:
        times.append(starts)
        starts = starts + dt.timedelta(minutes=length) if starts is not None and length is not None else None
    return times


def order_after_move(order: Sequence[int], moved: int, *, up: bool) -> list[int]:
    """The order with one of its members moved a step; at the end it stays."""
    places = list(order)
    here = places.index(moved)
    there = here - 1 if up else here + 1
    if 0 <= there < len(places):
        places[here], places[there] = places[there], places[here]
    return places


@dataclass(frozen=True)
class ItemInMinutes:
    """An agenda item as the skeleton needs it."""

    title: str
    outcome: str = ""
    decisions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Skeleton:
    """What is known of a meeting before anybody has written a word of its minutes."""

    heading: str
    when: str
    place: str
    present: tuple[str, ...]
    remotely: tuple[str, ...]
    absent: int
    items: tuple[ItemInMinutes, ...]
    #: False of a meeting of others, whose list of those present isn't ours to keep
    lists_present: bool = True


def skeleton_text(of: Skeleton) -> str:
    """Minutes to write on: heading, who was there, one paragraph (§) for each item with its decisions. Markdown."""
    lines = [f"# {_escaped(of.heading)}", "", ", ".join(part for part in (of.when, of.place) if part), ""]
    if of.lists_present:
        lines += ["## " + _("Present"), "", *_names(of.present), ""]
    if of.remotely:
        lines += ["## " + _("Present by video"), "", *_names(of.remotely), ""]
    if of.absent:
        lines += [_("Invited but not present: %(number)s") % {"number": of.absent}, ""]
    for number, item in enumerate(of.items, start=1):
        lines += [f"## § {number} {_escaped(item.title)}", ""]
        lines += [item.outcome, ""] if item.outcome else []
        for name, text in item.decisions:
            called = _("Decision %(name)s") % {"name": name}
            lines += [f"**{called}:** {text}", ""]
    return "\n".join(lines).rstrip() + "\n"


def _names(names: Sequence[str]) -> list[str]:
    return [f"- {_escaped(name)}" for name in names] or [_("Nobody has been marked as present yet.")]


def _escaped(text: str) -> str:
    """Text that Markdown takes as it is written."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in text)
