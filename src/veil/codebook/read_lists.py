"""Reading code lists: codes, reserved answers, levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from veil.codebook.entry import Entry
from veil.codebook.lists import MISSING, NOT_KNOWN, RESERVED, Code, CodeList, Group, Level, Membership, Text


@dataclass(frozen=True, slots=True)
class Reserved:
    """The reserved answers as every list has them, and the group they form at coarser levels."""

    codes: Mapping[str, Code]
    not_known: Text


def read_reserved(main: Entry, languages: tuple[str, ...]) -> Reserved:
    found: dict[str, Code] = {}
    not_known: Text = {}
    for name, entry in main.named("reserved"):
        label = entry.flat_text(languages)
        aliases = entry.words("aliases")
        entry.done()
        if name == NOT_KNOWN:
            not_known = label
        elif name in RESERVED:
            found[name] = Code(name, label, missing=name in MISSING, exclusive=True, aliases=aliases)
        else:
            entry.refuse(f"reserved answers are {', '.join(RESERVED)}, and {NOT_KNOWN} for their group")
    if absent := [name for name in RESERVED if name not in found]:
        main.refuse(f"reserved {', '.join(absent)} is missing")
    if not not_known:
        main.refuse(f"reserved {NOT_KNOWN} is missing")
    return Reserved(found, not_known)


def read_list(
    name: str,
    entry: Entry,
    languages: tuple[str, ...],
    reserved: Reserved,
    reference: dt.date,
    standards: set[str],
) -> CodeList:
    levels = tuple(_level(inner, languages, reserved, standards) for inner in entry.entries("level"))
    tables = len(levels)
    levels += tuple(_level(inner, languages, reserved, standards) for inner in entry.entries("breakdown"))
    codes = [_code(inner, languages, levels, standards) for inner in entry.entries("codes")]
    codes += _reserved(entry, languages, reserved, levels, standards)
    entry.done()
    seen: set[str] = set()
    for code in codes:
        if code.code in seen:
            entry.refuse(f"{code.code} stands there twice")
        seen.add(code.code)
    if doubled := seen & {group.code for level in levels for group in level.groups}:
        entry.refuse(
            f"{', '.join(sorted(doubled))} is a code and a group at once; give the group another code"
        )
    return CodeList(name, tuple(codes), levels[:tables], levels[tables:], reference)


def _level(entry: Entry, languages: tuple[str, ...], reserved: Reserved, standards: set[str]) -> Level:
    groups = []
    for inner in entry.entries("groups"):
        code, label = inner.take("code", str), inner.flat_text(languages)
        groups.append(Group(code, label, _mappings(inner, standards)))
        inner.done()
    level = Level(
        entry.take("code", str),
        entry.text("label", languages),
        (*groups, Group(NOT_KNOWN, reserved.not_known)),
    )
    entry.done()
    return level


def _code(entry: Entry, languages: tuple[str, ...], levels: tuple[Level, ...], standards: set[str]) -> Code:
    code = Code(
        code=entry.take("code", str),
        label=entry.flat_text(languages),
        coarse=entry.take("coarse", bool, False),
        span=_span(entry),
        needs_parent=entry.take("needs_parent", bool, False),
        mappings=_mappings(entry, standards),
        memberships=_memberships(entry, levels),
        aliases=entry.words("aliases"),
        since=entry.day("since"),
        until=entry.day("until"),
    )
    if code.code in RESERVED:
        entry.refuse("this code is reserved; name it under reserved")
    entry.done()
    return code


def _span(entry: Entry) -> tuple[int, int | None] | None:
    span = entry.take("span", list, None)
    if span is None:
        return None
    if not 1 <= len(span) <= 2 or not all(isinstance(end, int) for end in span) or span != sorted(span):
        entry.refuse("span is [lowest, highest], or [lowest] where it is open")
    return span[0], (span[1] if len(span) == 2 else None)


def _mappings(entry: Entry, standards: set[str]) -> dict[str, tuple[str, ...]]:
    maps = entry.entry("maps")
    found = {}
    for standard in sorted(standards):
        if values := maps.words(standard):
            found[standard] = values
    maps.done()
    return found


def _memberships(entry: Entry, levels: tuple[Level, ...]) -> dict[str, tuple[Membership, ...]]:
    inside = entry.entry("in")
    found = {}
    for level in levels:
        groups = {group.code for group in level.groups}
        value = inside.take(level.code, (str, list), [])
        spells = [{"is": value}] if isinstance(value, str) else value
        memberships = tuple(_membership(Entry(entry.file, entry.place, spell), groups) for spell in spells)
        if any(_overlap(one, other) for one, other in combinations(memberships, 2)):
            entry.refuse(f"it stands in two groups of {level.code} on the same day")
        if memberships:
            found[level.code] = memberships
    inside.done()
    return found


def _overlap(one: Membership, other: Membership) -> bool:
    return (one.since or dt.date.min) < (other.until or dt.date.max) and (other.since or dt.date.min) < (
        one.until or dt.date.max
    )


def _membership(entry: Entry, groups: set[str]) -> Membership:
    membership = Membership(entry.take("is", str), entry.day("since"), entry.day("until"))
    entry.done()
    if membership.group not in groups:
        entry.refuse(f"there is no group {membership.group} at that level")
    return membership


def _reserved(
    entry: Entry,
    languages: tuple[str, ...],
    reserved: Reserved,
    levels: tuple[Level, ...],
    standards: set[str],
) -> list[Code]:
    """The list's reserved answers, with words of its own where it gives some."""
    found = []
    for plain in entry.take("reserved", list, []):
        own = Entry(entry.file, entry.place, {"code": plain} if isinstance(plain, str) else plain)
        name = own.one_of("code", RESERVED)
        code = reserved.codes[name]
        mappings = _mappings(own, standards)
        grouped = {level.code: (Membership(NOT_KNOWN),) for level in levels} if code.missing else {}
        memberships = grouped | _memberships(own, levels)
        aliases = own.words("aliases")
        label = code.label
        if not isinstance(plain, str) and languages[0] in plain:
            label = own.flat_text(languages)
        own.done()
        found.append(
            replace(
                code,
                label=label,
                mappings=mappings,
                memberships=memberships,
                aliases=(*code.aliases, *aliases),
            )
        )
    return found
