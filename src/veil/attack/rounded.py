"""What a reader can work out from rounded tables.

She knows the base b, every printed figure F, all their sums, and the rule of `veil.rounding`: an inner cell of
1 .. b - 1 persons may stand as 0 or b, and does where it makes up a small figure. With y persons in an inner cell,

    F = sum of r,   T = sum of y,   r = 0 and 0 <= y < b,  or r = b and 1 <= y <= b,  or r = y, kept,

where no figure with 0 < T < b has a kept inner cell. As long as no figure (nor the rest of a subtraction) is
printed as 1 .. b - 1, no small T has a single possible value: the proof stands in `veil.rounding`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from math import prod

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from veil.attack.adversary import Range
from veil.attack.misfit import check_sums
from veil.errors import BadInput
from veil.grid import cells_at, left_out, places
from veil.judgement import Finding, finding, in_order
from veil.published import STATUSES, ProtectedTable, place_of
from veil.rounding import Answer, counted_under, with_rests
from veil.rule import Rule
from veil.subtraction import by_subtraction
from veil.system import SLACK, UNBOUNDED, UNKNOWN, System, build
from veil.tables import Codes, IntArray
from veil.variables import TOTAL, Variable

MOST_INNER = 64
"""Ranges are exact where the tables can have at most so many inner cells; else they only enclose what is possible."""


@dataclass(frozen=True, eq=False)
class RoundedVerdict:
    """What a reader of rounded tables makes of them.

    Attributes:
        findings: the figures that tell a small count.
        exact: whether the ranges are exact.
    """

    findings: tuple[Finding, ...]
    sources: tuple[ProtectedTable, ...] = field(repr=False)
    system: System = field(repr=False)
    low: IntArray = field(repr=False)
    high: IntArray = field(repr=False)
    exact: bool

    @property
    def safe(self) -> bool:
        """Whether every small count keeps two possible values."""
        return not self.findings

    def ranges(self, table: ProtectedTable) -> dict[Codes, Range]:
        """Codes -> range of the true count, for every listed figure of one of the tables.

        Raises:
            BadInput: it is none of them.
        """
        source = place_of(table, self.sources)
        told = {(one.table, one.codes) for one in self.findings}
        return {
            codes: Range.of(self.low[at], self.high[at], safe=(table.name, codes) not in told)
            for codes, at in zip(self.sources[source].cells, self.system.places[source].tolist(), strict=True)
        }


def attack_rounded(tables: Sequence[ProtectedTable], rule: Rule) -> RoundedVerdict:
    """Find the small counts that rounded tables tell.

    Args:
        tables: of one population, all rounded to the same base, nothing hidden.
        rule: counts 1 .. threshold - 1 are small.

    Raises:
        BadInput: a cell is hidden, the bases differ or are below the threshold, the tables don't add up, or no
            persons give these figures.
    """
    base = _base(tables, rule)
    system = build(tables, rule)
    check_sums(system, tables)
    printed = by_subtraction(system, system.count)
    small = (printed > 0) & (printed < base) & (system.kind != SLACK)
    inner = _Inner(tables)
    low, high = _enclosed(system, tables, inner, printed, base)
    low[small] = high[small] = printed[small]
    exact = not small.any() and inner.number <= MOST_INNER
    if exact:
        filled = [_filled(table) for table in tables]
        whole = build(filled, rule)
        ranges = _Solver(filled, whole, by_subtraction(whole, whole.count), inner, base).ranges()
        for at, place in enumerate(system.places):
            index = {codes: entry for entry, codes in enumerate(filled[at].cells)}
            there = whole.places[at][[index[codes] for codes in tables[at].cells]]
            low[place], high[place] = ranges[0][there], ranges[1][there]
    told = small | ((low == high) & (low > 0) & (low < rule.threshold))
    found = tuple(
        finding(system, tables, cell, int(low[cell]), int(high[cell]))
        for cell in in_order(system, told & (system.kind != SLACK))
    )
    return RoundedVerdict(found, tuple(tables), system, low, high, exact)


def _base(tables: Sequence[ProtectedTable], rule: Rule) -> int:
    bases = {table.base for table in tables}
    if len(bases) != 1 or bases == {0}:
        raise BadInput("tables rounded to different bases, or rounded and not, can't be judged together")
    (base,) = bases
    if base < rule.threshold:
        raise BadInput(
            f"rounded to base {base}, counts {base} to {rule.threshold - 1} are printed as they are"
        )
    for table in tables:
        if table.hidden:
            raise BadInput(f"table {table.name} is rounded, and has hidden cells too: that can't be judged")
    return base


def _filled(table: ProtectedTable) -> ProtectedTable:
    """The table with its empty figures listed: each is a figure like any other. Margins left out stay so."""
    variables = table.dimension_variables
    shape = tuple(len(variable.all_codes) for variable in variables)
    counts = np.zeros(prod(shape), np.int64)
    counts[places(table.coordinates, shape)] = table.counts
    printed = np.ones(len(counts), bool)
    printed[places(left_out(table.coordinates, table.coordinates, variables), shape)] = False
    at = np.flatnonzero(printed)
    statuses = np.full(len(at), STATUSES.index("rounded"), np.int8)
    return replace(table, coordinates=cells_at(at, shape), counts=counts[at], statuses=statuses)


class _Inner:
    """The inner cells that tables can have: one per combination of answers to every variable.

    Attributes:
        variables: name -> variable, with the codes that the first table shows it in.
        number: of inner cells.
    """

    def __init__(self, tables: Sequence[ProtectedTable]) -> None:
        self.variables: dict[str, Variable] = {}
        for table in tables:
            self.variables = {**table.variables, **self.variables}
        self.number = prod(self._answers(variable, TOTAL) for variable in self.variables.values())

    @staticmethod
    def _answers(variable: Variable, code: str) -> int:
        """How many different answers are counted under a code, with those who don't answer where they may."""
        if not variable.multiple:
            return len(variable.codes if code == TOTAL else variable.groups.get(code, (code,)))
        if code == TOTAL:
            return int(2 ** len(variable.codes))
        covered = len(variable.groups.get(code, (code,)))
        return int(2 ** len(variable.codes) - 2 ** (len(variable.codes) - covered))

    def within(self, table: ProtectedTable, codes: Codes) -> int:
        """At most so many inner cells make up a figure."""
        of = dict(zip(table.dimensions, codes, strict=True))
        return prod(self._answers(v, of.get(name, TOTAL)) for name, v in self.variables.items())

    def __iter__(self) -> Iterator[dict[str, Answer]]:
        names = list(self.variables)
        each: list[list[Answer]] = [
            [
                chosen
                for size in range(len(variable.codes) + 1)
                for chosen in combinations(sorted(variable.codes), size)
            ]
            if variable.multiple
            else list(variable.codes)
            for variable in self.variables.values()
        ]
        for answers in product(*each):
            yield dict(zip(names, answers, strict=True))


def _enclosed(
    system: System, tables: Sequence[ProtectedTable], inner: _Inner, printed: IntArray, base: int
) -> tuple[IntArray, IntArray]:
    """Outer bounds, figure by figure.

    least: every base in the figure is one person;  most: every other inner cell holds base - 1 that stand as 0.
    Of what nobody prints and no sum decides nothing is known.
    """
    least = np.where(printed == UNKNOWN, 0, printed - (base - 1) * (printed // base))
    most = np.full(system.cells, UNBOUNDED, np.int64)
    for table, place in zip(tables, system.places, strict=True):
        for codes, at in zip(table.cells, place.tolist(), strict=True):
            others = inner.within(table, codes) - (1 if printed[at] else 0)
            most[at] = min(most[at], int(printed[at]) + (base - 1) * others, UNBOUNDED)
    return least, most


class _Solver:
    """Least and greatest true count of each figure, by branch and bound over the inner cells.

    Per inner cell six unknowns: down, up, kept (one of them is 1) and the persons y under each.
    """

    def __init__(
        self,
        tables: Sequence[ProtectedTable],
        system: System,
        printed: IntArray,
        inner: _Inner,
        base: int,
    ) -> None:
        cells = list(inner)
        self._n, self._base = len(cells), base
        self._sums = with_rests(system, _counted(tables, system, cells))
        self._printed = printed
        self._people = np.flatnonzero((system.kind != SLACK) & (printed != UNKNOWN))
        self._rules = self._constraints()

    def ranges(self) -> tuple[IntArray, IntArray]:
        """Per unknown of the system; 0 .. 0 for gaps of inequalities and what no sum decides.

        Raises:
            BadInput: no persons give these figures.
        """
        ends = []
        for sign in (1, -1):
            found = np.zeros(len(self._printed), np.int64)
            for figure in self._people.tolist():
                found[figure] = self._end(figure, sign)
            ends.append(found)
        return ends[0], ends[1]

    def _end(self, figure: int, sign: int) -> int:
        n, b = self._n, self._base
        if not n:  # a variable of which no code occurs: nobody can be counted
            if self._printed[figure]:
                raise self._impossible()
            return 0
        row = self._sums[figure].toarray().ravel()
        most = int(self._printed.max(initial=0))
        upper = np.concatenate([np.ones(3 * n), np.full(n, b - 1), np.full(n, b), np.full(n, most)])
        result = milp(
            sign * np.concatenate([np.zeros(3 * n), row, row, row]).astype(float),
            integrality=np.ones(6 * n),
            bounds=Bounds(np.zeros(6 * n), upper),
            constraints=self._rules,
        )
        if not result.success:
            raise self._impossible()
        return sign * round(result.fun)

    def _impossible(self) -> BadInput:
        return BadInput(f"no persons give these figures when they are rounded to base {self._base}")

    def _constraints(self) -> list[LinearConstraint]:
        n, b = self._n, self._base
        one, none = sparse.identity(n, format="csr"), sparse.csr_matrix((n, n))
        most = max(int(self._printed.max(initial=0)), 1)
        sums = self._sums[self._people].astype(float)
        nothing = sparse.csr_matrix(sums.shape)
        figures = self._printed[self._people].astype(float)
        each = [  # columns: down, up, kept, persons down, persons up, persons kept
            (sparse.hstack([one, one, one, none, none, none]), 1, 1),
            (sparse.hstack([-(b - 1) * one, none, none, one, none, none]), -np.inf, 0),
            (sparse.hstack([none, -b * one, none, none, one, none]), -np.inf, 0),
            (sparse.hstack([none, -one, none, none, one, none]), 0, np.inf),
            (sparse.hstack([none, none, -most * one, none, none, one]), -np.inf, 0),
            (sparse.hstack([none, none, -one, none, none, one]), 0, np.inf),
            (sparse.hstack([nothing, b * sums, nothing, nothing, nothing, sums]), figures, figures),
        ]
        # a figure with a kept inner cell isn't small:  T >= b * kept
        pairs = sums.tocoo()
        kept = sparse.csr_matrix(
            (np.full(pairs.nnz, -float(b)), (np.arange(pairs.nnz), pairs.col)), shape=(pairs.nnz, n)
        )
        totals, no = sums[pairs.row], sparse.csr_matrix((pairs.nnz, n))
        each.append((sparse.hstack([no, no, kept, totals, totals, totals]), 0, np.inf))
        return [LinearConstraint(matrix, low, high) for matrix, low, high in each]


def _counted(
    tables: Sequence[ProtectedTable], system: System, cells: Sequence[dict[str, Answer]]
) -> sparse.csr_matrix:
    place = [
        dict(zip(table.cells, own.tolist(), strict=True))
        for table, own in zip(tables, system.places, strict=True)
    ]
    pairs = {
        (where[codes], at)
        for table, where in zip(tables, place, strict=True)
        for at, cell in enumerate(cells)
        for codes in counted_under(table, cell)
        if codes in where
    }
    figures, inner = zip(*sorted(pairs), strict=True) if pairs else ((), ())
    ones = np.ones(len(pairs), np.int64)
    return sparse.csr_matrix((ones, (figures, inner)), shape=(system.cells, len(cells)))
