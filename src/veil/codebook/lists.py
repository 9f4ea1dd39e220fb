"""Code lists: the answers to a question in order, and the coarser codes they add up to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Text = Mapping[str, str]
"""The same words in each language: {"sv": ..., "en": ...}."""

MISSING = ("unknown", "not_asked", "declined")
"""Answers that say nothing about the matter, each for a reason of its own."""

NONE = "none"
"""A real answer: none of the list. It stands alone, as the missing ones do."""

RESERVED = (*MISSING, NONE)

NOT_KNOWN = "not_known"
"""The group of `MISSING` at every coarser level."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A code belongs to `group` from `since` up to, not including, `until`; an empty bound is open."""

    group: str
    since: dt.date | None = None
    until: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Code:
    """One answer.

    Attributes:
        code: stable; never given another meaning, not even in a new version.
        missing: says nothing about the matter (unknown, not asked, declined).
        exclusive: stands alone, also where several answers may be given.
        coarse: known only roughly ("adult, age not known"); stands beside the finer codes.
        span: whole numbers it covers, both ends in; the upper end is None where it is open.
        needs_parent: of a role: the person belongs to another person of the same return.
        mappings: standard -> its values for this answer; empty where the standard has none.
        memberships: level -> the groups it belongs to there, by date; without any it stands for itself.
        aliases: other words for it in lists that organisations keep; used to offer guesses.
        since, until: first day it may be answered, first day it may not any longer.
    """

    code: str
    label: Text
    missing: bool = False
    exclusive: bool = False
    coarse: bool = False
    span: tuple[int, int | None] | None = None
    needs_parent: bool = False
    mappings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    memberships: Mapping[str, tuple[Membership, ...]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None

    def valid_on(self, day: dt.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Group:
    """A coarser code, with its values in other standards where it has any."""

    code: str
    label: Text
    mappings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Level:
    """One coarser view of a list; its groups in the order they are shown and preferred."""

    code: str
    label: Text
    groups: tuple[Group, ...]

    def rank(self, group: str) -> int:
        """The group's place in the order; a code that stands for itself comes after the groups."""
        return next((i for i, g in enumerate(self.groups) if g.code == group), len(self.groups))


@dataclass(frozen=True, eq=False)
class CodeList:
    """The answers to a question, finest codes in the order they are shown.

    Attributes:
        levels: from fine to coarse; tables may be coarsened to them.
        breakdowns: levels of other bodies, for what is derived for them; no table is coarsened to these.
        reference: the day on which memberships are read where no day is given.
    """

    name: str
    codes: tuple[Code, ...]
    levels: tuple[Level, ...] = ()
    breakdowns: tuple[Level, ...] = ()
    reference: dt.date = dt.date.max

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __getitem__(self, code: str) -> Code:
        return self.by_code[code]

    @cached_property
    def by_code(self) -> dict[str, Code]:
        return {code.code: code for code in self.codes}

    def level(self, level: str) -> Level:
        """Raises KeyError where the list has no such level."""
        return self._levels[level]

    @cached_property
    def _levels(self) -> dict[str, Level]:
        return {level.code: level for level in (*self.levels, *self.breakdowns)}

    def parent(self, code: str, level: str, on: dt.date | None = None) -> str:
        """The group of `code` at `level` on a day; the code itself where it stands alone there."""
        self.level(level)
        day = on or self.reference
        for membership in self.by_code[code].memberships.get(level, ()):
            if membership.holds(day):
                return membership.group
        return code

    def parents(self, level: str, on: dt.date | None = None) -> dict[str, str]:
        """{code: its group at `level`}, for the codes that have one there, in the list's order."""
        found = {code.code: self.parent(code.code, level, on) for code in self.codes}
        return {code: group for code, group in found.items() if code != group}

    def group(self, level: str, code: str) -> Group | Code:
        """What stands for `code` at `level`, with its label; `code` is a group's or one of the list."""
        for group in self.level(level).groups:
            if group.code == code:
                return group
        return self.by_code[code]

    def label(self, code: str) -> Text:
        """The label of a code or of a group at any level. Raises KeyError for neither."""
        if code in self.by_code:
            return self.by_code[code].label
        for level in self._levels.values():
            for group in level.groups:
                if group.code == code:
                    return group.label
        raise KeyError(code)

    def holding(self, number: int) -> Code | None:
        """The finest code whose span holds the number: 17 -> "15–17"."""
        for code in self.codes:
            if code.span is not None and not code.coarse and _within(number, code.span):
                return code
        return None

    def matching(self, standard: str, value: str) -> tuple[Code, ...]:
        """The codes that a standard's value may stand for, in order; reserved ones last."""
        found = [code for code in self.codes if value in code.mappings.get(standard, ())]
        return tuple(sorted(found, key=lambda code: code.exclusive))


def _within(number: int, span: tuple[int, int | None]) -> bool:
    low, high = span
    return low <= number and (high is None or number <= high)
