"""Rounding: small counts become 0 or the base, and every table is added up anew from the rounded persons.

Nothing is hidden and everything adds up, within and between the tables; every figure may be a little off instead.
After Langsrud and Heldal, "An algorithm for small count rounding of tabular data", Privacy in Statistical
Databases 2018.

The unknowns are the inner cells: the persons who agree in every variable that any table uses, y. Those of them that
make up a small count are rounded:  r = 0 or base  where y is rounded, r = y elsewhere. Every printed figure is the sum
of r over its inner cells. A rest that anybody gets by subtracting printed figures (all less women: men) counts as
printed.

What is promised: a reader who knows the base, all the printed figures, their sums, and that exactly the inner cells
below the base may be rounded, must hold at least two values possible for every small count. Proof: let T be a small
count and i one of its rounded inner cells, with y = 1 .. base - 1. If y is printed as the base, or y < base - 1, then
y + 1 prints the same and makes no further count small. Else y - 1 prints the same: a count d that only thereby
becomes small was exactly the base, so its other persons number 1; they are rounded too, for else d would have been
printed as 1, and no figure is printed as 1 .. base - 1. So T + 1 or T - 1 is possible beside T.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import scipy.sparse as sparse

from veil.errors import BadInput
from veil.published import STATUSES, ProtectedTable
from veil.rule import Rule
from veil.system import CELL, REST, System, build
from veil.tables import Codes, IntArray, Rows, Table, TableSpec, as_columns, tabulate
from veil.variables import TOTAL, Variable

MOST_EXCHANGED = 256
"""An exchange is looked for among so many cells at 0 and so many at the base, those that it costs least to change."""

Answer = str | tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Rounding:
    """Tables that may be published.

    Attributes:
        tables: in the order of the specs; a figure that isn't listed is printed as 0.
        counted: the same tables with their true counts. Never shown.
        base: small counts became 0 or this.
        largest: the largest deviation of any figure from its true count, in persons.
        total: the deviation of the persons in all inner cells together.
    """

    tables: tuple[ProtectedTable, ...]
    counted: tuple[Table, ...]
    base: int
    largest: int
    total: int


def round_counts(
    rows: Rows,
    variables: Sequence[Variable],
    specs: Sequence[TableSpec],
    rule: Rule,
    base: int | None = None,
    population: str = "all",
) -> Rounding:
    """Count persons into tables and round what is small, so that all margins stay near.

    minimise  sum over the printed figures of (printed - true)^2  over the choice of 0 or base for each rounded inner
    cell: by steepest descent, changing one cell or exchanging two.

    Args:
        rows, variables, specs, population: as in `tabulate`.
        rule: counts 1 .. threshold - 1 are small.
        base: the threshold unless said otherwise; not less, or small counts would be printed.

    Returns:
        The same for the same input.

    Raises:
        BadInput: as `tabulate`; the base is below the threshold; the rule asks for what rounding doesn't give.
    """
    base = rule.threshold if base is None else base
    _check(rule, base)
    columns = as_columns(rows, variables, specs)
    counted = tabulate(columns, variables, specs, population)
    inner = _Inner(columns, counted, rule)
    rounded = _Descent(inner, base).rounded()
    figures = inner.sums @ rounded
    off = figures - inner.true
    return Rounding(
        tuple(inner.printed(table, figures, base) for table in counted),
        counted,
        base,
        int(np.abs(off).max(initial=0)),
        int(rounded.sum() - inner.persons.sum()),
    )


def _check(rule: Rule, base: int) -> None:
    if base < rule.threshold:
        raise BadInput(
            f"counts {base} to {rule.threshold - 1} would be printed: round to base {rule.threshold} or more"
        )
    if rule.zeros == "protected" or rule.dominance or rule.group_disclosure:
        raise BadInput(
            "rounding guards small counts only; for protected zeros, dominance or group disclosure hide instead"
        )


class _Inner:
    """The inner cells, and which of them make up which figure: those that are printed, and the rests that anybody
    gets by subtracting printed ones (a filter's complement, who answered but not this).

    Attributes:
        persons: shape (inner cells,): y.
        sums: shape (figures, inner cells): 1 where the inner cell is counted in the figure.
        true: shape (figures,): the true counts; 0 for the gaps of inequalities, which count nobody.
    """

    def __init__(self, columns: pa.Table, tables: Sequence[Table], rule: Rule) -> None:
        variables: dict[str, Variable] = {}
        for table in tables:
            variables.update(table.variables)
        names = list(variables)
        groups = Counter(
            tuple(_answer(value, variables[name]) for name, value in zip(names, person, strict=True))
            for person in _persons(columns, names)
        )
        cells = sorted(groups)
        self.persons: IntArray = np.array([groups[cell] for cell in cells], np.int64)
        system = build(tables, rule)
        self.places = dict(zip((table.name for table in tables), system.places, strict=True))
        place = {
            table.name: dict(zip(table.cells, self.places[table.name].tolist(), strict=True))
            for table in tables
        }
        figures, inner = [], []
        for at, cell in enumerate(cells):
            of = dict(zip(names, cell, strict=True))
            found = {place[table.name][codes] for table in tables for codes in counted_under(table, of)}
            figures += sorted(found)
            inner += [at] * len(found)
        printed = sparse.csr_matrix(
            (np.ones(len(figures), np.int64), (figures, inner)), shape=(system.cells, len(cells))
        )
        self.sums = with_rests(system, printed)
        self.true: IntArray = self.sums @ self.persons

    def small(self, base: int) -> npt.NDArray[np.bool_]:
        """Per figure: whether its true count is small."""
        return (self.true > 0) & (self.true < base)

    def printed(self, table: Table, figures: IntArray, base: int) -> ProtectedTable:
        """The table as it may be printed. Every figure has the same status: a reader can't tell which are off."""
        counts = figures[self.places[table.name]]
        shown = counts > 0
        return ProtectedTable(
            table.spec,
            table.variables,
            table.population,
            table.coordinates[shown],
            counts[shown],
            np.full(int(shown.sum()), STATUSES.index("rounded"), np.int8),
            base,
        )


def with_rests(system: System, printed: sparse.csr_matrix) -> sparse.csr_matrix:
    """Which inner cells make up each unknown of a system, rests included: a rest is its whole less the other parts.

    Args:
        printed: shape (unknowns, inner cells): 1 where a printed cell counts the inner cell; no rests yet.

    Returns:
        The same with the rests' rows filled. The gap of an inequality counts nobody: its row is empty.
    """
    if not (system.kind == REST).any():
        return printed
    made = {cell: printed[cell] for cell in range(system.cells) if system.kind[cell] == CELL}
    waiting = {row for cell in np.flatnonzero(system.kind == REST).tolist() for row in _rows_of(system, cell)}
    while True:
        done = set()
        for row in sorted(waiting):
            cells, signs = system.row(row)
            unknown = [at for at, cell in enumerate(cells.tolist()) if cell not in made]
            if len(unknown) == 1 and system.kind[cells[unknown[0]]] == REST:
                others = [at for at in range(len(cells)) if at != unknown[0]]
                whole = -int(signs[unknown[0]])
                made[int(cells[unknown[0]])] = sum(
                    (whole * int(signs[at]) * made[int(cells[at])] for at in others),
                    sparse.csr_matrix((1, printed.shape[1]), dtype=np.int64),
                )
                done.add(row)
        if not done:
            break
        waiting -= done
    nobody = sparse.csr_matrix((1, printed.shape[1]), dtype=np.int64)
    rows = [made.get(cell, nobody) for cell in range(system.cells)]
    result = sparse.csr_matrix(sparse.vstack(rows)) if rows else printed
    result.eliminate_zeros()
    return result


def _rows_of(system: System, cell: int) -> list[int]:
    return system.cell_row[system.cell_start[cell] : system.cell_start[cell + 1]].tolist()


class _Descent:
    """Chooses 0 or the base for each rounded inner cell."""

    def __init__(self, inner: _Inner, base: int) -> None:
        self._inner, self._base = inner, base
        self._may = (inner.persons > 0) & (inner.persons < base)
        self._chosen = np.zeros(len(inner.persons), bool)
        self._up = np.zeros(len(inner.persons), bool)
        self._columns = inner.sums.tocsc()
        self._figures = np.diff(self._columns.indptr)

    def rounded(self) -> IntArray:
        """Round until no figure is printed as 1 .. base - 1."""
        small = self._inner.small(self._base)
        while small.any():
            self._choose(small)
            self._descend()
            figures = self._inner.sums @ self._now()
            small = (figures > 0) & (figures < self._base)
        return self._now()

    def _choose(self, small: npt.NDArray[np.bool_]) -> None:
        """Round every inner cell of the small figures."""
        within = np.asarray(self._inner.sums[small].sum(axis=0)).ravel() > 0
        self._chosen |= within & self._may

    def _now(self) -> IntArray:
        return np.where(self._chosen, np.where(self._up, self._base, 0), self._inner.persons)

    def _gradient(self) -> IntArray:
        """Per inner cell: the sum, over the figures it is counted in, of printed - true."""
        return self._inner.sums.T @ (self._inner.sums @ (self._now() - self._inner.persons))

    def _descend(self) -> None:
        gradient = self._gradient()
        while self._change_one(gradient) or self._exchange_two(gradient):
            pass

    def _gain(self, gradient: IntArray) -> IntArray:
        """Per chosen inner cell: what changing it would add to the sum of squares, over the base."""
        step = np.where(self._up, -1, 1)
        return np.where(
            self._chosen, 2 * step * gradient + self._base * self._figures, np.iinfo(np.int64).max
        )

    def _change_one(self, gradient: IntArray) -> bool:
        gain = self._gain(gradient)
        best = int(gain.argmin())
        if gain[best] >= 0:
            return False
        self._flip(best, gradient)
        return True

    def _exchange_two(self, gradient: IntArray) -> bool:
        gain = self._gain(gradient)
        ups = self._cheapest(gain, self._chosen & self._up)
        downs = self._cheapest(gain, self._chosen & ~self._up)
        if not len(ups) or not len(downs):
            return False
        shared = (self._columns[:, ups].T @ self._columns[:, downs]).toarray()
        both = gain[ups][:, None] + gain[downs][None, :] - 2 * self._base * shared
        best = int(both.argmin())
        if both.flat[best] >= 0:
            return False
        self._flip(int(ups[best // len(downs)]), gradient)
        self._flip(int(downs[best % len(downs)]), gradient)
        return True

    @staticmethod
    def _cheapest(gain: IntArray, among: npt.NDArray[np.bool_]) -> IntArray:
        cells = np.flatnonzero(among)
        return cells[np.argsort(gain[cells], kind="stable")[:MOST_EXCHANGED]]

    def _flip(self, cell: int, gradient: IntArray) -> None:
        step = -self._base if self._up[cell] else self._base
        self._up[cell] = not self._up[cell]
        figures = self._columns.indices[self._columns.indptr[cell] : self._columns.indptr[cell + 1]]
        for figure in figures:
            within = slice(self._inner.sums.indptr[figure], self._inner.sums.indptr[figure + 1])
            gradient[self._inner.sums.indices[within]] += step


def _persons(columns: pa.Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Each person's answers; none where nobody asks for any, as for a grand total alone."""
    if not names:
        return iter([()] * columns.num_rows)
    return zip(*(columns[name].to_pylist() for name in names), strict=True)


def _answer(value: Any, variable: Variable) -> Answer:
    """A person's code, or codes, as the tables show them."""
    shown = {leaf: code for code in variable.codes for leaf in variable.leaves.get(code, (code,))}
    if variable.multiple:
        return tuple(sorted({shown[leaf] for leaf in value or ()}))
    return shown[value]


def counted_under(table: Table | ProtectedTable, answers: Mapping[str, Answer]) -> Iterator[Codes]:
    """The cells of a table, margins and coarser codes too, that a person with these answers is counted in."""
    for name, codes in table.spec.filters.items():
        wanted = frozenset[str]().union(*(table.variables[name].leaves_of(code) for code in codes))
        own = _leaves(answers[name], table.variables[name])
        if wanted.isdisjoint(own):
            return
    each = [_codes(answers[variable.name], variable) for variable in table.dimension_variables]
    yield from product(*each)


def _leaves(answer: Answer, variable: Variable) -> set[str]:
    codes = answer if isinstance(answer, tuple) else (answer,)
    return {leaf for code in codes for leaf in variable.leaves.get(code, (code,))}


def _codes(answer: Answer, variable: Variable) -> tuple[str, ...]:
    """Every code of a variable, of any level, that a person is counted under."""
    codes = answer if isinstance(answer, tuple) else (answer,)
    found = dict.fromkeys(above for code in codes for above in (TOTAL, *variable.ancestors[code], code))
    return tuple(found)
