"""Rows of persons -> frequency tables with all their margins.

The counting itself is done by an engine through Ibis expressions (DuckDB in process by default); what comes
back is the finest count of each table, and the margins are summed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from veil.errors import BadInput
from veil.grid import cells_at, each_target, kinds, left_out, places
from veil.rows import as_table
from veil.variables import TOTAL, Variable

if TYPE_CHECKING:
    from veil.published import ProtectedTable

Codes = tuple[str, ...]
Rows: TypeAlias = "pa.Table | Sequence[Mapping[str, Any]]"
IntArray = npt.NDArray[np.int64]

MOST_PERSONS = 2**40
"""No count is as great: there aren't as many people."""

MOST_EMPTY_CELLS = 4_000_000
"""A table whose empty cells must be reckoned with may have at most this many cells."""


@dataclass(frozen=True, eq=False)
class TableSpec:
    """The definition of a table.

    Args:
        name: unique within a release.
        dimensions: names of variables; none of them twice. Every margin belongs to the table.
        filter: only persons with one of these codes (of any level): {variable: codes}.
        keep: margins that must stay: each a tuple of dimensions, () for the grand total.
            Of dimensions, of codes and of margins a single one may stand as it is, as a text.
        weight: how much this table's cells matter beside the others' when something must be hidden.
    """

    name: str
    dimensions: tuple[str, ...]
    filter: Mapping[str, tuple[str, ...]] | None = None
    keep: tuple[tuple[str, ...], ...] = ()
    weight: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "dimensions", several(self.dimensions))
        object.__setattr__(self, "keep", tuple(several(margin) for margin in several(self.keep)))
        if self.filter is not None:
            wanted = {name: several(codes) for name, codes in self.filter.items()}
            object.__setattr__(self, "filter", wanted)
        if twice := repeated(self.dimensions):
            raise BadInput(f"table {self.name}: {twice} is named twice")
        for margin in self.keep:
            if not set(margin) <= set(self.dimensions):
                raise BadInput(f"table {self.name}: keep names {', '.join(margin)}: not among its dimensions")

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filter in order of names; empty where there is none."""
        return dict(sorted((self.filter or {}).items()))


@dataclass(frozen=True, eq=False)
class Table:
    """A frequency table with all its margins.

    Attributes:
        spec: its definition.
        variables: name -> variable, codes declared, for each dimension and each filter.
        population: whose persons these are; cells of tables of one population are the same unknowns.
        coordinates: shape (cells, dimensions): index of each code in `Variable.all_codes`.
        counts: shape (cells,): persons. Cells that aren't listed are empty.
        largest: shape (cells,): the largest number that one contributor has in the cell, if it is known.
    """

    spec: TableSpec
    variables: Mapping[str, Variable]
    population: str
    coordinates: npt.NDArray[np.int32]
    counts: IntArray = field(repr=False)
    largest: IntArray | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The table's name."""
        return self.spec.name

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The names of the variables the table is cut by."""
        return self.spec.dimensions

    @property
    def dimension_variables(self) -> tuple[Variable, ...]:
        """The variables the table is cut by."""
        return tuple(self.variables[name] for name in self.dimensions)

    @cached_property
    def cells(self) -> dict[Codes, int]:
        """Codes, one per dimension ("Total" for a margin) -> persons; empty cells only where listed."""
        return dict(zip(spell(self.coordinates, self.dimension_variables), self.counts.tolist(), strict=True))

    def __getitem__(self, codes: Codes | str) -> int:
        """Persons in a cell; 0 where nobody is.

        Args:
            codes: as in `cells`; of a table with one dimension the code alone will do.

        Raises:
            BadInput: the table can't have such a cell: a code isn't the variable's, or there are too many or too few.
        """
        return self.cells.get(own_codes(codes, self), 0)

    # else Python would ask for the cells 0, 1, 2 ...
    __iter__ = None

    @classmethod
    def from_cells(
        cls,
        spec: TableSpec,
        variables: Mapping[str, Variable],
        cells: Mapping[Codes, int],
        population: str = "all",
        largest: Mapping[Codes, int] | None = None,
    ) -> Table:
        """A table from cells counted elsewhere.

        Raises:
            BadInput: a code isn't the variable's, a cell has too many or too few codes, or a count is none.
        """
        needed = needed_by(spec, variables)
        coordinates = place(cells, tuple(needed[name] for name in spec.dimensions), spec.name)
        counts = [counted(count, spec.name, codes) for codes, count in cells.items()]
        own = None if largest is None else [counted(largest.get(codes), spec.name, codes) for codes in cells]
        return cls(
            spec,
            needed,
            population,
            coordinates,
            np.array(counts, np.int64),
            None if own is None else np.array(own, np.int64),
        )

    def with_empty_cells(self) -> Table:
        """The same table with its empty cells listed as 0, but for margins of a kind that it leaves out.

        Were the empty ones of those listed, a reader would know which they are. Cells that the table's own filter
        leaves out aren't listed, either: nobody can be in them.

        Raises:
            BadInput: there are more than `MOST_EMPTY_CELLS`.
        """
        shape = tuple(len(variable.all_codes) for variable in self.dimension_variables)
        size = int(np.prod(shape, dtype=np.float64))
        if size > MOST_EMPTY_CELLS:
            raise BadInput(
                f"table {self.name} has {size} cells; protecting empty cells needs at most {MOST_EMPTY_CELLS}"
            )
        own = places(self.coordinates, shape)
        counts, largest = np.zeros(size, np.int64), np.zeros(size, np.int64)
        counts[own] = self.counts
        if self.largest is not None:
            largest[own] = self.largest
        kind = kinds(self.dimension_variables)
        lacking = left_out(self.coordinates[self.counts != 0], self.coordinates, self.dimension_variables)
        printed = ~np.isin(kind, kind[places(lacking, shape)])
        printed &= self._meets_filter(cells_at(np.arange(size), shape))
        printed[own] = True
        at = np.flatnonzero(printed)
        return replace(
            self,
            coordinates=cells_at(at, shape),
            counts=counts[at],
            largest=None if self.largest is None else largest[at],
        )

    def _meets_filter(self, coordinates: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Which cells the filter lets anybody be in; of several answers a person may have others besides."""
        met = np.ones(len(coordinates), bool)
        for at, variable in enumerate(self.dimension_variables):
            if variable.name in self.spec.filters and not variable.multiple:
                wanted = [variable.leaves_of(code) for code in self.spec.filters[variable.name]]
                limit = frozenset[str]().union(*wanted)
                met &= np.array([bool(variable.leaves_of(code) & limit) for code in variable.all_codes])[
                    coordinates[:, at]
                ]
        return met

    @property
    def persons(self) -> int:
        """The grand total; where that is left out the sum of the finest cells, so that several answers count each."""
        whole = self.cells.get((TOTAL,) * len(self.dimensions))
        return int(self.counts[inner(self)].sum()) if whole is None else whole


def several(given: Any) -> tuple[Any, ...]:
    """One name or code, or several of them, as a tuple: a text is one, and not the row of its letters."""
    return tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)


def own_codes(codes: Codes | str, table: Table | ProtectedTable) -> Codes:
    """Codes by which somebody asks for a cell.

    Raises:
        BadInput: the table can't have such a cell.
    """
    asked: Codes = several(codes)
    if asked not in table.cells:
        _indices(asked, table.dimension_variables, table.name)
    return asked


def inner(table: Table | ProtectedTable) -> npt.NDArray[np.bool_]:
    """Which of the listed cells of a table, as counted or as printed, are in the finest codes of all its variables."""
    finest = np.ones(len(table.counts), bool)
    for at, variable in enumerate(table.dimension_variables):
        finest &= table.coordinates[:, at] > len(variable.groups)
    return finest


def repeated(names: Iterable[str]) -> str | None:
    """The first name that stands there twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def codes_of(table: Table | ProtectedTable, entry: int) -> Codes:
    """The codes of a table's listed cell."""
    return tuple(
        variable.all_codes[code]
        for variable, code in zip(table.dimension_variables, table.coordinates[entry], strict=True)
    )


def spell(coordinates: npt.NDArray[np.int32], variables: Sequence[Variable]) -> list[Codes]:
    """Indices of codes -> the codes."""
    if not variables:
        return [()] * len(coordinates)
    columns = [
        np.array(variable.all_codes, dtype=object)[coordinates[:, at]].tolist()
        for at, variable in enumerate(variables)
    ]
    return list(zip(*columns, strict=True))


def needed_by(spec: TableSpec, variables: Mapping[str, Variable]) -> dict[str, Variable]:
    """The variables that a table is cut or filtered by.

    Raises:
        BadInput: one of them isn't there.
    """
    for name in (*spec.dimensions, *spec.filters):
        if name not in variables:
            raise BadInput(f"table {spec.name}: no variable is called {name}")
    return {name: variables[name] for name in (*spec.dimensions, *spec.filters)}


def counted(count: Any, table: str, codes: Codes) -> int:
    """A count of persons, from somebody's cells.

    Raises:
        BadInput: it is no whole number, below 0, or more than there are people.
    """
    number = isinstance(count, Real) and not isinstance(count, bool)
    if number and 0 <= count < MOST_PERSONS and count == int(count):
        return int(count)
    raise BadInput(f"table {table}, {', '.join(several(codes)) or TOTAL}: {count} is no count of persons")


def place(cells: Iterable[Codes], variables: Sequence[Variable], name: str) -> npt.NDArray[np.int32]:
    """Codes -> their indices, shape (cells, dimensions).

    Raises:
        BadInput: a code isn't the variable's, or a cell has too many or too few codes.
    """
    placed = [_indices(several(codes), variables, name) for codes in cells]
    return np.array(placed, np.int32).reshape(len(placed), len(variables))


def _indices(codes: Codes, variables: Sequence[Variable], name: str) -> list[int]:
    if len(codes) != len(variables):
        raise BadInput(f"table {name}: cell {codes} needs {len(variables)} codes")
    for code, variable in zip(codes, variables, strict=True):
        if code not in variable.places:
            raise BadInput(f"table {name}: {variable.name} has no code {code}")
    return [variable.places[code] for code, variable in zip(codes, variables, strict=True)]


# --- counting ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grouped:
    """Rows that agree in all the columns that matter, counted once: one entry per distinct combination."""

    index: dict[str, npt.NDArray[np.int64]]
    """Column -> index into its values, per combination."""
    values: dict[str, list[Any]]
    """Column -> its distinct values; a tuple of codes for a multi-answer variable."""
    count: IntArray
    """Persons per combination."""


def tabulate(
    rows: Rows | Iterable[Mapping[str, Any]],
    variables: Sequence[Variable],
    specs: Sequence[TableSpec],
    population: str = "all",
) -> tuple[Table, ...]:
    """Count persons into tables with all their margins.

    Args:
        rows: one row per person; a column per variable, a list of codes for a multi-answer one. Mappings, an Arrow
            table, or what gives one, such as a pandas DataFrame. Numbers and truths are codes as text: "2022", "True".
        variables: all that the specs name; one marked `contributor` is counted along.
        specs: the tables.
        population: whose persons these are: period, release. Tables of one population are protected together.

    Returns:
        The tables in the order of the specs. A multi-answer variable's margin counts those who answered.

    Raises:
        BadInput: a variable that no column or declaration knows, an empty value, a code that isn't declared, a
            list where the variable has one answer.
    """
    by_name = {variable.name: variable for variable in variables}
    contributor = _contributor(variables)
    source = as_columns(rows, variables, specs)
    engine = _Engine.of(source)
    base = engine.group([name for name in source.column_names if name])
    by_name = _with_codes(by_name, base)
    _check_values(by_name, base, source)
    if len(base.count) > source.num_rows // 2 and len(specs) > 1:
        return tuple(
            _count(engine.group(_columns_of(spec, contributor)), by_name, spec, contributor, population)
            for spec in specs
        )
    return tuple(_count(base, by_name, spec, contributor, population) for spec in specs)


def as_columns(
    rows: Rows | Iterable[Mapping[str, Any]], variables: Sequence[Variable], specs: Sequence[TableSpec]
) -> pa.Table:
    """Rows as `tabulate` takes them -> the columns that the tables need, in codes, to be read as often as one likes.

    Raises:
        BadInput: as `tabulate`, but for codes that aren't declared.
    """
    by_name = {variable.name: variable for variable in variables}
    _check_names(by_name, specs)
    contributor = _contributor(variables)
    columns = list(dict.fromkeys(name for spec in specs for name in _columns_of(spec, contributor)))
    return as_table(rows, columns, {name for name in by_name if by_name[name].multiple})


def _contributor(variables: Iterable[Variable]) -> str | None:
    return next((variable.name for variable in variables if variable.contributor), None)


def _check_names(by_name: Mapping[str, Variable], specs: Sequence[TableSpec]) -> None:
    if twice := repeated([spec.name for spec in specs]):
        raise BadInput(f"two tables are called {twice}")
    for spec in specs:
        needed_by(spec, by_name)


def _columns_of(spec: TableSpec, contributor: str | None) -> list[str]:
    extra = [contributor] if contributor else []
    return list(dict.fromkeys((*spec.dimensions, *spec.filters, *extra)))


@dataclass(frozen=True)
class _Engine:
    """The rows as the engine sees them.

    Attributes:
        names: column -> what the engine calls it: to it "Sex" and "sex" are one, and the count needs a name, too.
    """

    table: Any
    names: Mapping[str, str]

    @classmethod
    def of(cls, source: pa.Table) -> _Engine:
        names = {name: f"c{at}" for at, name in enumerate(source.column_names)}
        return cls(ibis.memtable(source.rename_columns(list(names.values()))), names)

    def group(self, columns: Sequence[str]) -> Grouped:
        """One pass over the rows: count the distinct combinations of the columns."""
        by = [self.names[name] for name in columns]
        grouped = self.table.group_by(by) if by else self.table
        result = grouped.agg(persons=self.table.count()).to_pyarrow()
        index, values = {}, {}
        for name in columns:
            index[name], values[name] = _encode(result[self.names[name]].combine_chunks())
        return Grouped(index, values, result["persons"].to_numpy().astype(np.int64))


def _encode(column: pa.Array) -> tuple[npt.NDArray[np.int64], list[Any]]:
    """Per entry the index of its value, and the values."""
    if pa.types.is_list(column.type):
        return _encode_lists(column)
    encoded = pc.dictionary_encode(column, null_encoding="encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    index = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return index, encoded.dictionary.to_pylist()


def _encode_lists(column: pa.Array) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]]]:
    known: dict[tuple[str, ...], int] = {}
    index = np.empty(len(column), np.int64)
    for at, answer in enumerate(column.to_pylist()):
        index[at] = known.setdefault(tuple(sorted(set(answer or ()))), len(known))
    return index, list(known)


def _with_codes(by_name: Mapping[str, Variable], base: Grouped) -> dict[str, Variable]:
    """Variables without declared codes get those that occur."""
    found = dict(by_name)
    for name, values in base.values.items():
        if by_name[name].codes:
            continue
        found[name] = by_name[name].declared(tuple(sorted(code for code in _occurring(values) if code)))
    return found


def _occurring(values: Iterable[Any]) -> set[Any]:
    """The codes among a column's values."""
    return {code for value in values for code in (value if isinstance(value, tuple) else (value,))}


def _check_values(by_name: Mapping[str, Variable], base: Grouped, source: pa.Table) -> None:
    for name, values in base.values.items():
        variable = by_name[name]
        strange = _occurring(values) - variable.leaves_of(TOTAL)
        if not strange:
            continue
        row, code = next(
            (row, code)
            for row, answer in enumerate(source[name].to_pylist(), start=1)
            for code in ((answer or ()) if variable.multiple else (answer,))
            if code in strange
        )
        if not code:
            raise BadInput(f'row {row}: {name} is empty; give it a code, such as "unknown"')
        raise BadInput(f"row {row}: {name} = {code} is not one of its codes")


def _membership(variable: Variable, values: list[Any]) -> list[list[int]]:
    """Per value of the column: indices into `variable.all_codes` of all the codes it counts under."""
    shown = {leaf: code for code in variable.codes for leaf in variable.leaves.get(code, (code,))}
    lists = []
    for value in values:
        codes: dict[str, None] = {}
        for leaf in value if isinstance(value, tuple) else (value,):
            code = shown[leaf]
            codes.update(dict.fromkeys((TOTAL, *variable.ancestors[code], code)))
        lists.append([variable.places[code] for code in codes])
    return lists


def _passes(variable: Variable, codes: tuple[str, ...], values: list[Any]) -> npt.NDArray[np.bool_]:
    wanted = frozenset[str]().union(*(variable.leaves_of(code) for code in codes))
    return np.array(
        [not wanted.isdisjoint(value if isinstance(value, tuple) else (value,)) for value in values], bool
    )


def _sum_by(keys: IntArray, counts: IntArray, size: float) -> tuple[IntArray, IntArray]:
    """Distinct keys in order, with the sums of their counts. `size`: how many keys there could be."""
    if size <= 8_000_000:
        summed = np.bincount(keys, weights=counts, minlength=1).astype(np.int64)
        distinct = np.flatnonzero(summed)
        return distinct, summed[distinct]
    distinct, inverse = np.unique(keys, return_inverse=True)
    return distinct, np.bincount(inverse, weights=counts).astype(np.int64)


def _count(
    base: Grouped, by_name: Mapping[str, Variable], spec: TableSpec, contributor: str | None, population: str
) -> Table:
    rows = np.arange(len(base.count))
    for name, codes in spec.filters.items():
        rows = rows[_passes(by_name[name], codes, base.values[name])[base.index[name][rows]]]
    needed = needed_by(spec, by_name)
    fine = {name: base.index[name][rows] for name in spec.dimensions}
    counts = base.count[rows]
    if contributor is None:
        keys, counts = _expand(np.zeros(len(rows), np.int64), 1, fine, counts, base, spec, by_name)
        return Table(spec, needed, population, _unravel(keys, spec, by_name), counts)
    own_keys, own = _expand(
        base.index[contributor][rows], len(base.values[contributor]), fine, counts, base, spec, by_name
    )
    cells = own_keys % _size(spec, by_name)
    keys, inverse = np.unique(cells, return_inverse=True)
    largest = np.zeros(len(keys), np.int64)
    np.maximum.at(largest, inverse, own)
    summed = np.bincount(inverse, weights=own, minlength=len(keys)).astype(np.int64)
    return Table(spec, needed, population, _unravel(keys, spec, by_name), summed, largest)


def _size(spec: TableSpec, by_name: Mapping[str, Variable]) -> int:
    size = 1
    for name in spec.dimensions:
        size *= len(by_name[name].all_codes)
    if size > 2**52:
        raise BadInput(f"table {spec.name} has too many possible cells")
    return size


def _expand(
    keys: IntArray,
    width: int,
    fine: Mapping[str, npt.NDArray[np.int64]],
    counts: IntArray,
    base: Grouped,
    spec: TableSpec,
    by_name: Mapping[str, Variable],
) -> tuple[IntArray, IntArray]:
    """Sum the finest counts into every margin, one dimension after the other.

    Before: key = leading index. After: key = leading index and the code of each dimension, in mixed radix.
    """
    _size(spec, by_name)
    size = float(width)
    for name in spec.dimensions:
        size *= len(base.values[name])
        keys = keys * len(base.values[name]) + fine[name]
    keys, counts = _sum_by(keys, counts, size)
    columns = {}
    for name in reversed(spec.dimensions):
        keys, columns[name] = np.divmod(keys, len(base.values[name]))
    rows = np.arange(len(keys))
    for at, name in enumerate(spec.dimensions):
        again, code = each_target(columns[name][rows], _membership(by_name[name], base.values[name]))
        rows, counts = rows[again], counts[again]
        keys = keys[again] * len(by_name[name].all_codes) + code
        rows, keys, counts = _merge(rows, keys, counts, columns, spec.dimensions[at + 1 :], base)
    return keys, counts


def _merge(
    rows: IntArray,
    keys: IntArray,
    counts: IntArray,
    columns: Mapping[str, IntArray],
    left: tuple[str, ...],
    base: Grouped,
) -> tuple[IntArray, IntArray, IntArray]:
    """Sum entries that agree in the key so far and in the dimensions still to come."""
    whole = keys
    for name in left:
        whole = whole * len(base.values[name]) + columns[name][rows]
    distinct, first, inverse = np.unique(whole, return_index=True, return_inverse=True)
    return (
        rows[first],
        keys[first],
        np.bincount(inverse, weights=counts, minlength=len(distinct)).astype(np.int64),
    )


def _unravel(keys: IntArray, spec: TableSpec, by_name: Mapping[str, Variable]) -> npt.NDArray[np.int32]:
    coordinates = np.empty((len(keys), len(spec.dimensions)), np.int32)
    for at in range(len(spec.dimensions) - 1, -1, -1):
        keys, coordinates[:, at] = np.divmod(keys, len(by_name[spec.dimensions[at]].all_codes))
    return coordinates
