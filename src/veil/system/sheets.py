"""Tables as sheets of cells with a key each: the same key in two tables is the same unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from veil.published import ProtectedTable
from veil.tables import Table
from veil.variables import TOTAL, Variable

Source = Table | ProtectedTable
Keys = npt.NDArray[np.uint64]
Leaves = frozenset[str]

SEED = 20170310


class Terms:
    """Code -> random 64-bit number; a cell's key is the sum of its codes' numbers (wrapping around).

    So moving from a parent to a child is one addition, whatever the number of variables. Two different cells
    share a key with a probability below cells^2 / 2^64.
    """

    def __init__(self) -> None:
        self._random = np.random.default_rng(SEED)
        self._terms: dict[object, np.uint64] = {}

    def __getitem__(self, what: object) -> np.uint64:
        if what not in self._terms:
            self._terms[what] = self._random.integers(1, 2**64 - 1, dtype=np.uint64)
        return self._terms[what]


@dataclass
class Axis:
    """One variable as one source is cut by it: what each code covers, and its number."""

    name: str
    variable: Variable
    covers: list[Leaves | None]
    """Per code of `Variable.all_codes`; None where the table's filter leaves nothing."""
    terms: Keys


@dataclass
class Sheet:
    """A source with the keys of its cells."""

    source: Source
    axes: list[Axis]
    fixed: dict[str, tuple[Leaves, np.uint64]]
    """Filters that are no dimensions: pseudo-variable -> what it covers, number."""
    keys: Keys

    @property
    def names(self) -> tuple[str, ...]:
        """The variables that cut it."""
        return (*self.fixed, *(axis.name for axis in self.axes))


class Universe:
    """Per population and variable: all of the rows' own codes, over all sources."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._all: dict[tuple[str, str], Leaves] = {}
        self._several: set[tuple[str, str]] = set()
        for source in sources:
            for variable in source.variables.values():
                at = (source.population, variable.name)
                self._all[at] = self._all.get(at, frozenset()) | variable.leaves_of(TOTAL)
                if variable.multiple:
                    self._several.add(at)

    def __call__(self, population: str, name: str) -> Leaves:
        return self._all[population, name]

    def everybody(self, population: str, name: str) -> Leaves | None:
        """The codes of which everybody has one; None if a person may have several or none."""
        at = (population, name)
        return None if at in self._several else self._all.get(at)


def sheet_of(source: Source, universe: Universe, terms: Terms) -> Sheet:
    filters = source.spec.filters
    axes = []
    for variable in source.dimension_variables:
        everything = universe(source.population, variable.name)
        limit = everything
        if variable.name in filters and not variable.multiple:
            limit = frozenset[str]().union(*(variable.leaves_of(code) for code in filters[variable.name]))
        covers = [variable.leaves_of(code) & limit or None for code in variable.all_codes]
        if variable.name not in filters and not variable.multiple:
            covers[0] = everything if variable.leaves_of(TOTAL) == everything else variable.leaves_of(TOTAL)
        numbers = [number_of(terms, variable, covered, everything) for covered in covers]
        axes.append(Axis(variable.name, variable, covers, np.array(numbers, np.uint64)))
    fixed = {}
    for name, codes in filters.items():
        variable = source.variables[name]
        if name in source.dimensions and not variable.multiple:
            continue
        covered = frozenset[str]().union(*(variable.leaves_of(code) for code in codes))
        everything = universe(source.population, name)
        pseudo = f"{name} (filter)" if name in source.dimensions else name
        number = number_of(terms, variable, covered, everything, pseudo)
        if number:
            fixed[pseudo] = (covered, number)
    return Sheet(source, axes, fixed, keys_of(source.population, fixed, axes, source.coordinates, terms))


def keys_of(
    population: str,
    fixed: Mapping[str, tuple[Leaves, np.uint64]],
    axes: Sequence[Axis],
    coordinates: npt.NDArray[np.int32],
    terms: Terms,
) -> Keys:
    """The key of each cell: the sum of the numbers of its population, filters and codes."""
    with np.errstate(over="ignore"):
        keys = np.full(len(coordinates), terms["population", population], np.uint64)
        for _, number in fixed.values():
            keys += number
        for at, axis in enumerate(axes):
            keys += axis.terms[coordinates[:, at]]
    return keys


def number_of(
    terms: Terms, variable: Variable, covered: Leaves | None, everything: Leaves, pseudo: str | None = None
) -> np.uint64:
    if covered == everything and not variable.multiple:
        return np.uint64(0)
    return terms[pseudo or variable.name, covered or frozenset()]


class CodeNames:
    """What a variable's codes are called: as some table calls them, or by the rows' own codes."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._names: dict[tuple[str, Leaves], str] = {}
        for sheet in sheets:
            for axis in sheet.axes:
                for code, covered in zip(axis.variable.all_codes, axis.covers, strict=True):
                    if code != TOTAL and covered == axis.variable.leaves_of(code):
                        self._names.setdefault((axis.name, covered), code)
            for name, (covered, _) in sheet.fixed.items():
                codes = sheet.source.spec.filters[name.removesuffix(" (filter)")]
                self._names.setdefault((name, covered), "/".join(codes))

    def __call__(self, name: str, covered: Leaves) -> str:
        """The code that covers these."""
        return self._names.get((name, covered), "/".join(sorted(covered)))
