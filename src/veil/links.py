"""How populations hang together: an earlier and a restated version of the same persons, and overlapping periods.

A link adds unknowns that nobody prints (who stayed, who came, who went; the persons of a part of a period) and the
sums that tie them to what is printed. They add up among each other as the tables themselves do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from veil.published import Cell, ProtectedTable
from veil.system import REST, SLACK, Link
from veil.tables import TableSpec

if TYPE_CHECKING:
    from veil.system import Keys, Sheet, Sums, Terms

_Bools = npt.NDArray[np.bool_]
_OWN = object()
"""Marks the sums that links add, so that no link takes them for a table's."""


@dataclass(frozen=True)
class Restated(Link):
    """Two versions of the same persons, between which at most so many rows were added, removed or altered.

    Per cell  old = stayed + went  and  new = stayed + came;  over all cells  went <= changed  and  came <= changed.
    An altered row goes in its old form and comes in its new one.

    Args:
        old, new: the two populations.
        changed: rows; the table of `declared` must be among those attacked.
    """

    old: str
    new: str
    changed: int

    @property
    def _name(self) -> str:
        return f"{self.old} → {self.new}"

    @property
    def came(self) -> str:
        """The population of rows that are in the new version only, or in another form."""
        return f"came, {self._name}"

    @property
    def went(self) -> str:
        """The population of rows that are in the old version only, or in another form."""
        return f"went, {self._name}"

    @property
    def declared(self) -> ProtectedTable:
        """The declared number of changed rows, as what it is: a published figure."""
        name = f"changed rows, {self._name}"
        return ProtectedTable.from_cells(TableSpec(name, ()), {}, {(): Cell(self.changed, "published")}, name)

    def add_to(self, rows: Sums, sheets: list[Sheet], terms: Terms) -> None:
        """Add who stayed, went and came, and that few went and came."""
        cells = _Cells(sheets, (self.old, self.new), terms)
        stayed = f"stayed, {self._name}"
        cells.make(rows, stayed, ~cells.empty(self.old) & ~cells.empty(self.new), SLACK)
        for version, moved in ((self.old, self.went), (self.new, self.came)):
            listed = cells.listed[version]
            cells.make(rows, moved, listed, SLACK)
            cells.copy_sums(rows, (version,), moved, SLACK)
            cells.tie(rows, version, (stayed, moved), listed)
            self._limit(rows, cells.tops(version, moved), terms, moved)

    def _limit(self, rows: Sums, tops: Keys, terms: Terms, moved: str) -> None:
        whole = terms["population", self.declared.population]
        for top in tops.tolist():
            fewer = terms["fewer", moved, top] - whole
            rows.add(
                (_OWN, "limit", moved, top), [np.uint64(top) - whole, fewer], np.array([whole], np.uint64)
            )
            rows.make(np.array([whole + fewer], np.uint64), SLACK, (moved, ()))


@dataclass(frozen=True)
class Span:
    """A population and the months it covers: first .. end, end not included."""

    population: str
    first: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether the other lies within."""
        return self.first <= other.first and other.end <= self.end


@dataclass(frozen=True)
class Periods(Link):
    """Populations of overlapping periods.

    Args:
        spans: one per period; no two cover the same months.
        adds_up: each person stands in one month only (first contacts), so a period is the sum of its parts.
            Otherwise somebody may stand in several:  largest part <= whole <= sum of the parts.
    """

    spans: tuple[Span, ...]
    adds_up: bool

    def add_to(self, rows: Sums, sheets: list[Sheet], terms: Terms) -> None:
        """Add the parts that nobody prints, and how each period hangs together with those within it."""
        own = tuple(span.population for span in self.spans)
        cells = _Cells(sheets, own, terms)
        if self.adds_up:
            self._add_up(rows, cells, own)
            return
        for whole in self.spans:
            parts = [span for span in self.spans if whole.holds(span) and span != whole]
            self._enclose(rows, cells, whole, parts)

    def _add_up(self, rows: Sums, cells: _Cells, own: Sequence[str]) -> None:
        atoms = self._atoms()
        for population in dict.fromkeys((*own, *(atom.population for atom in atoms))):
            cells.make(rows, population, ~cells.covered[population], REST)
            cells.copy_sums(rows, own, population, REST)
        for span in self.spans:
            parts = [atom.population for atom in atoms if span.holds(atom)]
            if parts != [span.population]:
                cells.tie(rows, span.population, parts, np.ones(len(cells.base), bool))

    def _atoms(self) -> list[Span]:
        """The stretches between neighbouring borders; one that is itself a period keeps its population."""
        borders = sorted({border for span in self.spans for border in (span.first, span.end)})
        known = {(span.first, span.end): span for span in self.spans}
        stretches = [
            Span(f"{month(first)} to {month(end - 1)}", first, end) for first, end in pairwise(borders)
        ]
        return [
            known.get((one.first, one.end), one)
            for one in stretches
            if any(span.holds(one) for span in self.spans)
        ]

    @staticmethod
    def _enclose(rows: Sums, cells: _Cells, whole: Span, parts: Sequence[Span]) -> None:
        """Each part is at most the whole; parts that cover all its months are together at least the whole."""
        for part in parts:
            others = f"{whole.population} without {part.population}"
            both = cells.covered[whole.population] & cells.covered[part.population]
            cells.make(rows, others, both & ~cells.empty(whole.population), REST)
            cells.tie(rows, whole.population, (part.population, others), both)
        if {m for part in parts for m in range(part.first, part.end)} != set(range(whole.first, whole.end)):
            return
        again = f"{whole.population}, counted again"
        told = cells.covered[whole.population].copy()
        for part in parts:
            told &= cells.covered[part.population]
        cells.make(rows, again, told, SLACK)
        names = [part.population for part in parts]
        cells.tie(rows, whole.population, (*names, again), told, [*[1] * len(names), -1])


def month(index: int) -> str:
    """Months since year 0 -> "2022-03"."""
    return f"{index // 12:04}-{index % 12 + 1:02}"


class _Cells:
    """The cells that several populations print, whichever prints them; without the population in their keys.

    Attributes:
        base: shape (cells,): their keys less the population's number.
        listed, covered: population -> per cell whether it lists it, and whether its tables are cut so that it would:
            what is covered and not listed is a published zero.
    """

    def __init__(self, sheets: Sequence[Sheet], populations: Sequence[str], terms: Terms) -> None:
        self._sheets = [sheet for sheet in sheets if sheet.source.population in populations]
        self._terms = terms
        keys = [sheet.keys - self._number(sheet.source.population) for sheet in self._sheets]
        whole = np.concatenate(keys) if keys else np.zeros(0, np.uint64)
        self.base, self._first = np.unique(whole, return_index=True)
        self.listed: dict[str, _Bools] = {}
        self.covered = _Otherwise(len(self.base))
        for population in populations:
            own = [
                k
                for k, sheet in zip(keys, self._sheets, strict=True)
                if sheet.source.population == population
            ]
            self.listed[population] = np.isin(self.base, np.concatenate(own) if own else self.base[:0])
            self.covered[population] = self._covered(population)

    def _number(self, population: str) -> np.uint64:
        return self._terms["population", population]

    def _covered(self, population: str) -> _Bools:
        others = [sheet for sheet in self._sheets if sheet.source.population == population]
        each = []
        for sheet in self._sheets:
            told = np.zeros(len(sheet.keys), bool)
            for other in others:
                told |= _covers(other, sheet)
            each.append(told)
        return np.concatenate(each)[self._first] if each else np.zeros(0, bool)

    def empty(self, population: str) -> _Bools:
        """Per cell: whether the population prints it as zero by not listing it."""
        return self.covered[population] & ~self.listed[population]

    def make(self, rows: Sums, population: str, where: _Bools, kind: int) -> None:
        """Cells of a population that nobody prints."""
        names = self._names()
        for at in np.flatnonzero(where).tolist():
            key = self.base[at : at + 1] + self._number(population)
            rows.make(key, kind, (population, names[at]))

    def _names(self) -> list[tuple[tuple[str, str], ...]]:
        if not hasattr(self, "_named"):
            every = [name for sheet in self._sheets for name in _names_of(sheet)]
            self._named = [every[at] for at in self._first.tolist()]
        return self._named

    def tie(
        self,
        rows: Sums,
        whole: str,
        parts: Sequence[str],
        where: _Bools,
        signs: Sequence[int] | None = None,
    ) -> None:
        """Per cell: the whole is the sum of the parts."""
        steps = [self._number(part) - self._number(whole) for part in parts]
        rows.add((_OWN, whole, *parts), steps, self.base[where] + self._number(whole), signs)

    def copy_sums(self, rows: Sums, sources: Sequence[str], target: str, rest: int) -> None:
        """A population adds up in every way in which the sources do; what follows by subtraction is of kind `rest`."""
        for source in sources:
            if source == target:
                continue
            own = [sheet.keys for sheet in self._sheets if sheet.source.population == source]
            keys = np.unique(np.concatenate(own)) if own else self.base[:0]
            shift = self._number(target) - self._number(source)
            for what, sums in list(rows.sums.items()):
                if isinstance(what, tuple) and what[0] == _OWN:
                    continue
                parents = np.unique(np.concatenate(sums.parents))
                parents = parents[np.isin(parents, keys)]
                if len(parents):
                    sums.parents.append(parents + shift)
            for key, (kind, label, whole) in list(rows.made.items()):
                if label[0] == source:
                    copied = rest if kind == REST else kind
                    of = None if whole is None else np.array([whole], np.uint64) + shift
                    rows.make(np.array([key], np.uint64) + shift, copied, (target, label[1]), of)

    def tops(self, population: str, target: str) -> Keys:
        """The keys, in the target population, of each table's own total."""
        found = [
            sheet.keys[(sheet.source.coordinates == 0).all(axis=1)]
            for sheet in self._sheets
            if sheet.source.population == population
        ]
        tops = np.unique(np.concatenate(found)) if found else self.base[:0]
        return tops + (self._number(target) - self._number(population))


class _Otherwise(dict[str, _Bools]):
    """What no population covers that prints nothing."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def __missing__(self, population: str) -> _Bools:
        return np.zeros(self._size, bool)


def _covers(one: Sheet, other: Sheet) -> _Bools:
    """Per cell of the other sheet: whether the one is cut so that it would list it, were anybody in it."""
    allowed = {name: {int(number)} for name, (_, number) in one.fixed.items()}
    for axis in one.axes:
        shown = [number for covered, number in zip(axis.covers, axis.terms.tolist(), strict=True) if covered]
        allowed.setdefault(axis.name, set()).update(shown)
    codes = {name: np.full(len(other.keys), number) for name, (_, number) in other.fixed.items()}
    for at, axis in enumerate(other.axes):
        codes[axis.name] = axis.terms[other.source.coordinates[:, at]]
    told = np.ones(len(other.keys), bool)
    for name in allowed.keys() | codes.keys():
        given = codes.get(name, np.zeros(len(other.keys), np.uint64))
        known = np.array(sorted(allowed.get(name, {0})), np.uint64)
        told &= np.isin(given, known)
    return told


def _names_of(sheet: Sheet) -> list[tuple[tuple[str, str], ...]]:
    """Per cell its codes in words; margins are left out."""
    source = sheet.source
    fixed = tuple(
        (name, "/".join(codes))
        for name, codes in source.spec.filters.items()
        if name not in source.dimensions
    )
    spelled = [variable.all_codes for variable in source.dimension_variables]
    return [
        (
            *fixed,
            *(
                (name, codes[code])
                for name, codes, code in zip(source.dimensions, spelled, cell, strict=True)
                if code
            ),
        )
        for cell in source.coordinates.tolist()
    ]
