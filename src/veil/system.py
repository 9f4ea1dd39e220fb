"""All tables as one system of equations: every cell one unknown, every sum one row.

A cell is a population and, for every variable that it is cut by, the set of the rows' own codes it covers.
So a margin that two tables share is one unknown, a group that covers all codes is the margin, and a table
with a filter is linked to the same cut without it. What a reader can work out by subtracting tables from each
other (a filter's complement, the rest of a coarser code) becomes a cell of its own that was never printed.

Building the system is done here; solving it in `veil.attack` and `veil.protect`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import numpy.typing as npt

from veil.errors import BadInput
from veil.published import HIDDEN, STATUSES, ProtectedTable
from veil.rule import Rule
from veil.tables import IntArray, Table
from veil.variables import TOTAL, Variable

Source = Table | ProtectedTable
Keys = npt.NDArray[np.uint64]
Leaves = frozenset[str]
Label = tuple[str, tuple[tuple[str, str], ...]]
"""A cell in words: population, and per variable that cuts it the code."""

UNKNOWN = -1
"""A count that nobody has told."""

CELL, REST, SLACK = 0, 1, 2
"""Kinds of unknowns: printed in a table; persons that follow by subtraction; the gap of an inequality."""


@dataclass
class System:
    """Unknowns x and rows: for each row r, sum over its entries of sign * x = 0.

    Arrays over cells (n): count (UNKNOWN where not told), shown (a reader sees it), kind, lower (what she
    knows x to be at least, if it isn't shown), forced (the least x that the empty cells alone allow).
    Rows flat: row r has the entries row_start[r] : row_start[r + 1] of row_cell and row_sign. By cell:
    cell_start, cell_row, cell_sign.
    """

    count: IntArray
    shown: npt.NDArray[np.bool_]
    kind: npt.NDArray[np.int8]
    lower: IntArray
    row_start: npt.NDArray[np.int64]
    row_cell: npt.NDArray[np.int32]
    row_sign: npt.NDArray[np.int8]
    places: list[npt.NDArray[np.int64]]
    """Per source: the unknown of each of its listed cells."""
    labels: Labels
    cut_start: npt.NDArray[np.int64]
    cut_axis: npt.NDArray[np.int32]
    cut_code: npt.NDArray[np.int32]
    """Flat, by cell: the variables that cut it (groups of codes count as an axis of their own), and the codes."""
    primary: npt.NDArray[np.bool_] | None = None
    """Which cells are primary; None to a reader who can't tell primary from secondary."""
    forced: IntArray = field(init=False)
    cell_start: npt.NDArray[np.int64] = field(init=False)
    cell_row: npt.NDArray[np.int32] = field(init=False)
    cell_sign: npt.NDArray[np.int8] = field(init=False)

    def __post_init__(self) -> None:
        entry_row = np.repeat(np.arange(self.rows, dtype=np.int32), np.diff(self.row_start))
        order = np.argsort(self.row_cell, kind="stable")
        self.cell_row, self.cell_sign = entry_row[order], self.row_sign[order]
        self.cell_start = np.concatenate(
            ([0], np.cumsum(np.bincount(self.row_cell, minlength=self.cells), dtype=np.int64))
        ).astype(np.int64)
        self.forced = _forced(self)

    @property
    def cells(self) -> int:
        """Number of unknowns."""
        return len(self.count)

    @property
    def rows(self) -> int:
        """Number of equations."""
        return len(self.row_start) - 1

    def residual(self, x: IntArray) -> IntArray:
        """Row -> sum of sign * x; all zero for a table that adds up."""
        products = self.row_sign * x[self.row_cell]
        sums = np.concatenate(([0], np.cumsum(products)))
        return sums[self.row_start[1:]] - sums[self.row_start[:-1]]

    def row(self, r: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int8]]:
        """The cells and signs of a row."""
        at = slice(self.row_start[r], self.row_start[r + 1])
        return self.row_cell[at], self.row_sign[at]


def as_seen(system: System, shown: npt.NDArray[np.bool_], primary: npt.NDArray[np.bool_]) -> System:
    """The same system to a reader who sees other cells; counts stay known to those who hold the rows."""
    other = copy(system)
    other.shown, other.primary = shown, primary
    other.forced = system.forced.copy()
    return other


def _forced(system: System) -> IntArray:
    """The least value of each cell if nothing but the empty cells were published.

    A sum is at least the sum of its parts' least values, and a part without siblings equals the sum; rows are
    walked until nothing rises. The true least can be higher where several sums act together: then
    `veil.attack.forced` finds it.
    """
    least = system.lower.copy()
    negative = np.flatnonzero(system.row_sign < 0)
    entry_row = np.repeat(np.arange(system.rows), np.diff(system.row_start))
    sole = np.bincount(entry_row[negative], minlength=system.rows) == 1
    sole &= np.diff(system.row_start) > 1
    usable = negative[sole[entry_row[negative]]]
    parent, row_of_parent = system.row_cell[usable], entry_row[usable]
    pairs = np.flatnonzero(np.diff(system.row_start) == 2)
    one, other = system.row_cell[system.row_start[pairs]], system.row_cell[system.row_start[pairs] + 1]
    opposite = system.row_sign[system.row_start[pairs]] != system.row_sign[system.row_start[pairs] + 1]
    one, other = one[opposite], other[opposite]
    while True:
        parts = np.where(system.row_sign > 0, least[system.row_cell], 0)
        sums = np.bincount(entry_row, weights=parts, minlength=system.rows).astype(np.int64)
        risen = least.copy()
        np.maximum.at(risen, parent, sums[row_of_parent])
        np.maximum.at(risen, one, risen[other])
        np.maximum.at(risen, other, risen[one])
        if (risen == least).all():
            return least
        least = risen


class Labels:
    """What the unknowns are called."""

    def __init__(
        self, sources: Sequence[Source], keys: Sequence[Keys], places: Sequence[IntArray], size: int
    ) -> None:
        self._sources = sources
        self._home = np.full((size, 2), -1, np.int64)
        for at in range(len(sources) - 1, -1, -1):
            self._home[places[at], 0] = at
            self._home[places[at], 1] = np.arange(len(places[at]))
        self._made: dict[int, Label] = {}

    def name(self, cell: int, label: Label) -> None:
        """Give a name to a cell that no table prints."""
        self._made[cell] = label

    def __getitem__(self, cell: int) -> Label:
        """Population and codes of a cell; codes that are margins are left out."""
        source, entry = self._home[cell]
        if source < 0:
            return self._made.get(int(cell), ("", ()))
        table = self._sources[source]
        parts = [
            (name, "/".join(codes))
            for name, codes in table.spec.filters.items()
            if name not in table.dimensions
        ]
        for variable, code in zip(table.dimension_variables, table.coordinates[entry], strict=True):
            if code:
                parts.append((variable.name, variable.all_codes[code]))
        return table.population, tuple(parts)

    def where(self, cell: int) -> tuple[int, int] | None:
        """(source, entry) of the first table that prints the cell; None if no table does."""
        source, entry = self._home[cell]
        return None if source < 0 else (int(source), int(entry))


# --- keys -------------------------------------------------------------------------------------------------


class _Terms:
    """Code -> random 64-bit number; a cell's key is the sum of its codes' numbers (wrapping around).

    So moving from a parent to a child is one addition, whatever the number of variables. Two different cells
    share a key with a probability below cells^2 / 2^64.
    """

    def __init__(self, seed: int = 20170310) -> None:
        self._random = np.random.default_rng(seed)
        self._terms: dict[object, np.uint64] = {}

    def __getitem__(self, what: object) -> np.uint64:
        if what not in self._terms:
            self._terms[what] = self._random.integers(1, 2**64 - 1, dtype=np.uint64)
        return self._terms[what]


@dataclass
class _Axis:
    """One variable as one source is cut by it: what each code covers, and its number."""

    name: str
    variable: Variable
    covers: list[Leaves | None]
    """Per code of `Variable.all_codes`; None where the table's filter leaves nothing."""
    terms: Keys

    def term_of(self, leaves: Leaves) -> np.uint64 | None:
        """The number of the code that covers exactly these; None if the source shows no such code."""
        for at, covered in enumerate(self.covers):
            if covered == leaves:
                return self.terms[at]
        return None


@dataclass
class _Sheet:
    """A source with the keys of its cells."""

    source: Source
    axes: list[_Axis]
    fixed: dict[str, tuple[Leaves, np.uint64]]
    """Filters that are no dimensions: pseudo-variable -> what it covers, number."""
    keys: Keys


class _Universe:
    """Per population and variable: all of the rows' own codes, over all sources."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._all: dict[tuple[str, str], Leaves] = {}
        for source in sources:
            for variable in source.variables.values():
                at = (source.population, variable.name)
                self._all[at] = self._all.get(at, frozenset()) | variable.leaves_of(TOTAL)

    def __call__(self, population: str, name: str) -> Leaves:
        return self._all[population, name]


def _sheet(source: Source, universe: _Universe, terms: _Terms) -> _Sheet:
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
        numbers = [_number(terms, variable, covered, everything) for covered in covers]
        axes.append(_Axis(variable.name, variable, covers, np.array(numbers, np.uint64)))
    fixed = {}
    for name, codes in filters.items():
        variable = source.variables[name]
        if name in source.dimensions and not variable.multiple:
            continue
        covered = frozenset[str]().union(*(variable.leaves_of(code) for code in codes))
        everything = universe(source.population, name)
        pseudo = f"{name} (filter)" if name in source.dimensions else name
        number = _number(terms, variable, covered, everything, pseudo)
        if number:
            fixed[pseudo] = (covered, number)
    with np.errstate(over="ignore"):
        keys = np.full(len(source.counts), terms["population", source.population], np.uint64)
        for _, number in fixed.values():
            keys += number
        for at, axis in enumerate(axes):
            keys += axis.terms[source.coordinates[:, at]]
    return _Sheet(source, axes, fixed, keys)


def _number(
    terms: _Terms, variable: Variable, covered: Leaves | None, everything: Leaves, pseudo: str | None = None
) -> np.uint64:
    if covered is None or (covered == everything and not variable.multiple):
        return np.uint64(0)
    return terms[pseudo or variable.name, covered]


# --- rows -------------------------------------------------------------------------------------------------


@dataclass
class _Sums:
    """One way in which cells add up, and the parent cells it holds for: parent = sum of parent + step."""

    steps: list[np.uint64]
    signs: list[int]
    """Sign of each child; the parent's is -1."""
    parents: list[Keys] = field(default_factory=list)


class _Rows:
    """Collects sums and unprinted cells until all are known."""

    def __init__(self) -> None:
        self.sums: dict[object, _Sums] = {}
        self.made: dict[int, tuple[int, Label, int]] = {}
        """Key of a cell that nobody prints -> kind, name, lower bound."""

    def add(
        self, what: object, steps: Sequence[np.uint64], parents: Keys, signs: Sequence[int] | None = None
    ) -> None:
        if any(step == 0 for step in steps):
            return  # one child that covers what its parent covers is the same cell
        entry = self.sums.setdefault(what, _Sums(list(steps), list(signs or [1] * len(steps))))
        entry.parents.append(parents)

    def make(self, keys: Keys, kind: int, label: Label) -> None:
        for key in keys.tolist():
            self.made.setdefault(key, (kind, label, 0))


def build(sources: Sequence[Source], rule: Rule, links: Sequence[Link] = ()) -> System:
    """The system of all tables together.

    Args:
        sources: tables with counts (`Table`), or as printed (`ProtectedTable`).
        rule: whether empty cells are printed, so that a cell that is hidden is at least one.
        links: how the populations hang together.

    Raises:
        BadInput: two tables print different counts for one cell.
    """
    universe, terms = _Universe(sources), _Terms()
    sheets = [_sheet(source, universe, terms) for source in sources]
    printed = (
        np.unique(np.concatenate([sheet.keys for sheet in sheets])) if sheets else np.zeros(0, np.uint64)
    )
    rows = _Rows()
    with np.errstate(over="ignore"):
        for sheet in sheets:
            _own_sums(sheet, terms, rows)
        for population in dict.fromkeys(source.population for source in sources):
            together = [sheet for sheet in sheets if sheet.source.population == population]
            _cross_sums(together, population, universe, terms, rows)
            _dropped_filters(together, printed, terms, rows)
        for link in links:
            link.add_to(rows, sheets, printed, terms)
        return _assemble(sources, sheets, printed, rows, rule)


def _own_sums(sheet: _Sheet, terms: _Terms, rows: _Rows) -> None:
    """The sums within one table: along each dimension, each parent code is its children."""
    for at, axis in enumerate(sheet.axes):
        index = {code: local for local, code in enumerate(axis.variable.all_codes)}
        local = sheet.source.coordinates[:, at]
        for partition in axis.variable.partitions:
            parent = index[partition.parent]
            children = [index[code] for code in partition.children if axis.covers[index[code]] is not None]
            parents = sheet.keys[local == parent]
            if axis.covers[parent] is None or not len(parents):
                continue
            steps = [axis.terms[child] - axis.terms[parent] for child in children]
            what = (axis.name, axis.terms[parent], *(axis.terms[child] for child in children))
            if axis.variable.multiple:
                _answers(sheet, axis, what, parent, children, parents, terms, rows)
            else:
                rows.add(what, steps, parents)


def _answers(
    sheet: _Sheet,
    axis: _Axis,
    what: tuple,
    parent: int,
    children: list[int],
    parents: Keys,
    terms: _Terms,
    rows: _Rows,
) -> None:
    """A multi-answer variable: each option <= those who answered <= the options' sum."""
    excess = terms["excess", what] - axis.terms[parent]
    steps = [axis.terms[child] - axis.terms[parent] for child in children]
    rows.add(("sum", *what), [*steps, excess], parents, [1] * len(steps) + [-1])
    rows.make(parents + excess, SLACK, (sheet.source.population, ((axis.name, "more than one answer"),)))
    for child, step in zip(children, steps, strict=True):
        without = terms["without", axis.name, axis.terms[parent], axis.terms[child]] - axis.terms[parent]
        code = axis.variable.all_codes[child]
        with_option = parents[np.isin(parents + step, sheet.keys)]
        rows.add(("part", axis.terms[parent], axis.terms[child]), [step, without], with_option)
        rows.make(with_option + without, REST, (sheet.source.population, ((axis.name, f"not {code}"),)))


def _pairs(sheet: _Sheet) -> Iterator[tuple[frozenset[str], tuple[int, ...]]]:
    """Every margin of a sheet: names of the variables it is cut by, the dimensions that aren't at Total."""
    always = [at for at, axis in enumerate(sheet.axes) if axis.terms[0]]
    free = [at for at in range(len(sheet.axes)) if at not in always]
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            at = tuple(sorted((*always, *chosen)))
            yield frozenset((*sheet.fixed, *(sheet.axes[i].name for i in at))), at


@dataclass
class _View:
    """A sheet seen as the codes of one variable within contexts (the codes of the other variables)."""

    sheet: _Sheet
    codes: dict[Leaves, np.uint64]
    """What a code of the variable covers -> its number; the whole has 0 where the sheet isn't cut by it."""

    def cuts(self, context: Iterable[str]) -> set[tuple[str, int]]:
        """The codes of these variables that the sheet is cut by."""
        numbers = {name: [number] for name, (_, number) in self.sheet.fixed.items()}
        numbers |= {axis.name: axis.terms.tolist() for axis in self.sheet.axes}
        return {(name, int(number)) for name in context for number in numbers[name]}

    def prints(self, contexts: Mapping[str, Keys]) -> npt.NDArray[np.bool_]:
        """Per context: whether the sheet is cut by exactly those codes of the other variables."""
        result = np.ones(len(next(iter(contexts.values()))), bool)
        for name, numbers in contexts.items():
            if not name:
                continue
            if name in self.sheet.fixed:
                result &= numbers == self.sheet.fixed[name][1]
            else:
                axis = next(axis for axis in self.sheet.axes if axis.name == name)
                result &= np.isin(numbers, axis.terms)
        return result


def _cross_sums(
    sheets: list[_Sheet], population: str, universe: _Universe, terms: _Terms, rows: _Rows
) -> None:
    """Sums between tables that cut one variable differently: coarser and finer, filter and none."""
    if _alike(sheets):
        return
    names = dict.fromkeys(
        name for sheet in sheets for name in (*sheet.fixed, *(axis.name for axis in sheet.axes))
    )
    views: dict[tuple[frozenset[str], str], list[_View]] = {}
    for sheet in sheets:
        seen: dict[tuple[frozenset[str], str], _View] = {}
        for margin, _ in _pairs(sheet):
            for name in names:
                view = seen.setdefault((margin - {name}, name), _View(sheet, {}))
                if name not in margin:
                    view.codes[universe(population, name.removesuffix(" (filter)"))] = np.uint64(0)
                elif name in sheet.fixed:
                    view.codes[sheet.fixed[name][0]] = sheet.fixed[name][1]
                else:
                    axis = next(axis for axis in sheet.axes if axis.name == name)
                    view.codes.update(
                        {
                            covered: number
                            for covered, number in zip(axis.covers, axis.terms, strict=True)
                            if covered is not None and number
                        }
                    )
        for at, view in seen.items():
            views.setdefault(at, []).append(view)
    for (context, name), group in views.items():
        _cross_one(context, name, group, population, terms, rows)


def _alike(sheets: list[_Sheet]) -> bool:
    """Whether no two sheets cut a variable differently, so that the tables' own sums say it all."""
    numbers: dict[str, bytes] = {}
    for sheet in sheets:
        if sheet.fixed:
            return False
        for axis in sheet.axes:
            if axis.terms[0] and len(sheets) > 1:
                return False  # its total isn't everybody
            if numbers.setdefault(axis.name, axis.terms.tobytes()) != axis.terms.tobytes():
                return False
    return True


def _is_multiple(name: str, group: list[_View]) -> bool:
    return any(
        variable.multiple
        for view in group
        for variable in view.sheet.source.variables.values()
        if variable.name == name.removesuffix(" (filter)")
    )


def _cross_one(
    context: frozenset[str], name: str, group: list[_View], population: str, terms: _Terms, rows: _Rows
) -> None:
    family = {covered for view in group for covered in view.codes}
    multiple = _is_multiple(name, group)
    everywhere = set[tuple[str, int]]().union(*(view.cuts(context) for view in group))
    if len(group) < 2 or (
        not multiple
        and any(view.codes.keys() >= family and view.cuts(context) >= everywhere for view in group)
    ):
        return
    for view in group:
        for covered, number in view.codes.items():
            parents, contexts = _cells_of(view, context, name, number)
            if not len(parents):
                continue
            parts = [
                (other, part)
                for other in group
                for part, part_number in other.codes.items()
                if _is_part(part, covered, part_number, number, multiple)
            ]
            shown: dict[Leaves, npt.NDArray[np.bool_]] = {}
            for other, part in parts:
                printed = other.prints(contexts)
                shown[part] = shown.get(part, np.zeros(len(parents), bool)) | printed
            numbers = {part: other.codes[part] for other, part in parts}
            _split(parents, covered, number, shown, numbers, name, population, multiple, terms, rows)


def _is_part(part: Leaves, whole: Leaves, part_number: np.uint64, number: np.uint64, multiple: bool) -> bool:
    """Whether everybody counted under `part` is counted under `whole`.

    For several answers: any of a part's codes is any of the whole's, and whoever answered is somebody.
    """
    if multiple:
        return part_number != number and (not number or (part < whole and bool(part_number)))
    return part < whole


def _cells_of(
    view: _View, context: frozenset[str], name: str, number: np.uint64
) -> tuple[Keys, dict[str, Keys]]:
    """The sheet's cells with this code: keys, and per variable of the context the code's number."""
    sheet = view.sheet
    chosen = np.ones(len(sheet.keys), bool)
    contexts: dict[str, Keys] = {"": sheet.keys}
    for at, axis in enumerate(sheet.axes):
        numbers = axis.terms[sheet.source.coordinates[:, at]]
        if axis.name == name:
            chosen &= numbers == number
        elif axis.name in context:
            chosen &= numbers != 0
            contexts[axis.name] = numbers
        else:
            chosen &= numbers == 0
    for other, (_, fixed) in sheet.fixed.items():
        if other != name:
            contexts[other] = np.full(len(sheet.keys), fixed, np.uint64)
    return sheet.keys[chosen], {other: numbers[chosen] for other, numbers in contexts.items()}


def _split(
    parents: Keys,
    whole: Leaves,
    number: np.uint64,
    shown: dict[Leaves, npt.NDArray[np.bool_]],
    numbers: dict[Leaves, np.uint64],
    name: str,
    population: str,
    multiple: bool,
    terms: _Terms,
    rows: _Rows,
) -> None:
    """Write each parent as the parts that are printed in its context, and a rest that nobody prints."""
    if not shown:
        return
    parts = sorted(shown, key=lambda part: (-len(part), sorted(part)))
    patterns, which = np.unique(np.stack([shown[part] for part in parts]), axis=1, return_inverse=True)
    for at in range(patterns.shape[1]):
        family = [part for part, printed in zip(parts, patterns[:, at], strict=True) if printed]
        here = parents[which.reshape(-1) == at]
        if not family:
            continue
        if multiple:
            for part in family:
                rest = terms["rest", name, number, numbers[part]] - number
                rows.add(("rest", name, number, numbers[part]), [numbers[part] - number, rest], here)
                rows.make(here + rest, REST if number else SLACK, (population, ((name, "the rest"),)))
            continue
        pieces = _pieces(whole, family)
        steps = []
        for piece in pieces:
            piece_number = numbers[piece] if piece in family else terms[name, piece]
            steps.append(piece_number - number)
            if piece not in family:
                rows.make(here + steps[-1], REST, (population, ((name, "+".join(sorted(piece))),)))
        rows.add((name, number, *(step + number for step in steps)), steps, here)


def _pieces(whole: Leaves, family: list[Leaves]) -> list[Leaves]:
    """Disjoint sets that make up the whole: the family's largest and the rest, or atoms if those overlap."""
    largest = [part for part in family if not any(part < other for other in family)]
    if sum(map(len, largest)) == len(frozenset[str]().union(*largest)):
        rest = whole - frozenset[str]().union(*largest)
        return [*largest, *([rest] if rest else [])]
    atoms: dict[tuple[bool, ...], set[str]] = {}
    for leaf in sorted(whole):
        atoms.setdefault(tuple(leaf in part for part in family), set()).add(leaf)
    return [frozenset(atom) for atom in atoms.values()]


def _dropped_filters(sheets: list[_Sheet], printed: Keys, terms: _Terms, rows: _Rows) -> None:
    """A table with several filters beside the same cut without: what is outside follows."""
    for sheet in sheets:
        for size in range(2, len(sheet.fixed) + 1):
            for dropped in combinations(sheet.fixed, size):
                number = sum((sheet.fixed[name][1] for name in dropped), np.uint64(0))
                parents = sheet.keys - number
                parents = parents[np.isin(parents, printed)]
                if not len(parents):
                    continue
                outside = terms["outside", number]
                rows.add(("outside", number), [number, outside], parents)
                what = " and ".join(dropped)
                rows.make(parents + outside, REST, (sheet.source.population, ((what, "the rest"),)))


def _assemble(
    sources: Sequence[Source], sheets: list[_Sheet], printed: Keys, rows: _Rows, rule: Rule
) -> System:
    made = np.array(sorted(set(rows.made) - set(printed.tolist())), np.uint64)
    keys = np.concatenate([printed, made])
    order = np.argsort(keys)
    by_key = keys[order]
    kind = np.full(len(keys), CELL, np.int8)
    kind[len(printed) :] = [rows.made[key][0] for key in made.tolist()]
    count = np.full(len(keys), UNKNOWN, np.int64)
    shown = np.zeros(len(keys), bool)
    places = [np.searchsorted(printed, sheet.keys) for sheet in sheets]
    for source, place in zip(sources, places, strict=True):
        _tell(source, place, count, shown)
    labels = Labels(sources, [sheet.keys for sheet in sheets], places, len(keys))
    for at, key in enumerate(made.tolist(), start=len(printed)):
        labels.name(at, rows.made[key][1])
    start, cell, sign = _flatten(rows, by_key, order)
    lower = np.where((kind == CELL) & (rule.zeros == "published"), 1, 0).astype(np.int64)
    for source, place in zip(sources, places, strict=True):
        if rule.group_disclosure:
            lower[place[cut_by_sensitive(source)]] = 0
        lower[place[source.counts == 0]] = 0
    cuts = _cuts(sheets, places, len(keys))
    primary = np.zeros(len(keys), bool)
    for source, place in zip(sources, places, strict=True):
        if isinstance(source, ProtectedTable):
            primary[place[(source.counts == HIDDEN) & (source.statuses == STATUSES.index("primary"))]] = True
    return System(count, shown, kind, lower, start, cell, sign, places, labels, *cuts, primary=primary)


def _cuts(
    sheets: list[_Sheet], places: list[IntArray], size: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Per printed cell the codes that cut it; none for cells that nobody prints."""
    axes: dict[tuple[str, bool], int] = {}
    codes: dict[int, int] = {}
    done = np.zeros(size, bool)
    cells, axis_of, code_of = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for sheet, place in zip(sheets, places, strict=True):
        fresh = ~done[place]
        done[place] = True
        for at, axis in enumerate(sheet.axes):
            numbers = np.array([codes.setdefault(term, len(codes)) for term in axis.terms.tolist()], np.int32)
            groups = len(axis.variable.groups)
            kinds = np.array(
                [axes.setdefault((axis.name, local <= groups), len(axes)) for local in range(len(numbers))],
                np.int32,
            )
            local = sheet.source.coordinates[:, at]
            cut = fresh & (local != 0)
            cells.append(place[cut])
            axis_of.append(kinds[local[cut]])
            code_of.append(numbers[local[cut]])
    cell = np.concatenate(cells)
    order = np.argsort(cell, kind="stable")
    start = np.concatenate(([0], np.cumsum(np.bincount(cell, minlength=size)))).astype(np.int64)
    return start, np.concatenate(axis_of)[order], np.concatenate(code_of)[order]


def cut_by_sensitive(source: Source) -> npt.NDArray[np.bool_]:
    """Per listed cell: whether a sensitive variable cuts it, so that its being empty may be hidden too."""
    result = np.zeros(len(source.counts), bool)
    for at, variable in enumerate(source.dimension_variables):
        if variable.sensitive:
            result |= source.coordinates[:, at] != 0
    return result


def _tell(source: Source, place: IntArray, count: IntArray, shown: npt.NDArray[np.bool_]) -> None:
    told = source.counts != HIDDEN
    at = place[told]
    known = count[at] != UNKNOWN
    differing = known & (count[at] != source.counts[told])
    if differing.any():
        entry = int(np.flatnonzero(told)[np.flatnonzero(differing)[0]])
        codes = [
            variable.all_codes[code]
            for variable, code in zip(source.dimension_variables, source.coordinates[entry], strict=True)
        ]
        raise BadInput(f"table {source.name}: cell {codes} has another count than in a table before it")
    count[at] = source.counts[told]
    if isinstance(source, ProtectedTable):
        shown[at] = True


def _flatten(
    rows: _Rows, by_key: Keys, order: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int8]]:
    lengths, cells, signs = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int8)]
    for entry in rows.sums.values():
        parents = np.unique(np.concatenate(entry.parents))
        steps = np.array([np.uint64(0), *entry.steps], np.uint64)
        wanted = parents[:, None] + steps[None, :]
        at = np.minimum(np.searchsorted(by_key, wanted), len(by_key) - 1)
        found = by_key[at] == wanted
        lengths.append(found.sum(axis=1))
        cells.append(order[at][found])
        signs.append(np.broadcast_to(np.array([-1, *entry.signs], np.int8), wanted.shape)[found])
    start = np.concatenate(([0], np.cumsum(np.concatenate(lengths)))).astype(np.int64)
    return start, np.concatenate(cells).astype(np.int32), np.concatenate(signs)


class Link:
    """How two populations hang together. The form that links between versions or periods take; none is made yet."""

    def add_to(self, rows: _Rows, sheets: list[_Sheet], printed: Keys, terms: _Terms) -> None:
        """Add the link's rows and unknowns."""
        raise NotImplementedError
