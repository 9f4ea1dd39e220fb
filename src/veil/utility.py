"""How much is still said: beside every proof of safety, the measure of usefulness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from veil.errors import BadInput
from veil.grid import left_out
from veil.published import HIDDEN, Cell, ProtectedTable
from veil.tables import Table, inner, spell
from veil.variables import TOTAL, Variable

FloatArray = npt.NDArray[np.float64]

MIXED_IN = 0.001
"""The share of the uniform distribution in each fit, so that a published zero costs no infinite information."""

LARGEST_JOINT = 2_000_000
"""Most cells of a joint distribution; with more, the information is measured table by table."""

ROUNDS = 200
NEAR_ENOUGH = 1e-7
"""The fit stops after so many rounds, or when a round changes no probability by more than this."""


@dataclass(frozen=True)
class Utility:
    """What a set of published tables still says.

    Attributes:
        persons: persons in published inner cells (no margin, no coarser code), summed over the tables. In rounded
            tables those in inner cells that are printed as they are.
        share: the same, of the persons in all inner cells; of several answers each counts.
        information: 1 - KL(T | R) / KL(T | U): T and R are the maximum-entropy distributions that fit the
            unprotected and the published tables, U the uniform one; 1: nothing lost, 0: nothing said.
        cells, published, hidden: distinct cells that aren't printed as empty; one that is hidden may be.
    """

    persons: int
    share: float
    information: float
    cells: int
    published: int
    hidden: int


def measure(tables: Sequence[Table], published: Sequence[ProtectedTable]) -> Utility:
    """Measure published tables against the unprotected ones.

    Args:
        tables: as counted, in the finest codes.
        published: as printed, of the same persons, in the same order; their codes may be coarser.

    Returns:
        Of nobody: a share of 0, and all of the information, for there was none.

    Raises:
        BadInput: there are more tables of the one kind than of the other.
    """
    persons = sum(_in_inner_cells(*pair) for pair in _paired(tables, published))
    everybody = sum(int(table.counts[inner(table)].sum()) for table in tables)
    cells: dict[tuple, bool] = {}
    for table in published:
        for codes, cell in table.cells.items():
            if cell.count != 0:
                cells[_identity(table, codes)] = cell.hidden
    hidden = sum(cells.values())
    return Utility(
        persons,
        persons / everybody if everybody else 0.0,
        information(tables, published),
        len(cells),
        len(cells) - hidden,
        hidden,
    )


def _identity(table: ProtectedTable, codes: tuple[str, ...]) -> tuple:
    cut = sorted((name, code) for name, code in zip(table.dimensions, codes, strict=True) if code != TOTAL)
    return (table.population, *cut, *table.spec.filters.items())


def _in_inner_cells(counted: Table, table: ProtectedTable) -> int:
    shown = inner(table) & (table.counts != HIDDEN)
    if table.base:
        true = [counted[codes] for codes in table.cells]
        shown &= table.counts == np.array(true, np.int64)
    return int(table.counts[shown].sum())


# --- information ------------------------------------------------------------------------------------------


def information(tables: Sequence[Table], published: Sequence[ProtectedTable]) -> float:
    """The share of the unprotected tables' information that the published ones keep; 1 where those say nothing.

    Each distribution is mixed with `MIXED_IN` of the uniform one. Over the joint distribution of all variables
    where that has at most `LARGEST_JOINT` cells, else the mean over the tables, weighted by what each has to say.
    A multi-answer variable counts as one yes/no variable an option. Tables with a filter are of some persons only:
    those of one filter are measured for themselves, and what they say and lose counts by their persons.

    Raises:
        BadInput: there are more tables of the one kind than of the other.
    """
    populations: dict[object, list[_Pair]] = {}
    for table, shown in _paired(tables, published):
        if table.dimensions and table.persons:
            populations.setdefault(tuple(table.spec.filters.items()), []).append((table, shown))
    kept = lost = 0.0
    for pairs in populations.values():
        persons = max(table.persons for table, _ in pairs)
        for group in _together(pairs):
            for split in _without_several(group):
                said, missing = _said_and_missing(split)
                kept, lost = kept + persons * said, lost + persons * missing
    return 1.0 - lost / kept if kept else 1.0


_Pair = tuple[Table, ProtectedTable]
"""A table as counted, and as published."""

_Constraints = list[tuple[dict[str, npt.NDArray[np.int64]], FloatArray]]
"""What is known: per sum, variable -> its leaves' place, and the probability of each cell (nan: not known)."""

_Split = tuple[dict[str, int], _Constraints, _Constraints]
"""Variable -> number of leaves; what the unprotected tables say; what the published ones say."""


def _paired(tables: Sequence[Table], published: Sequence[ProtectedTable]) -> list[_Pair]:
    if len(tables) != len(published):
        raise BadInput(
            f"{len(tables)} tables were counted and {len(published)} published: give the same of both"
        )
    return list(zip(tables, published, strict=True))


def _together(pairs: Sequence[_Pair]) -> list[Sequence[_Pair]]:
    """The tables whose joint distribution is fitted: all in one, but those cut by several answers; else each alone."""
    single = [pair for pair in pairs if not any(v.multiple for v in pair[0].dimension_variables)]
    several = [pair for pair in pairs if any(v.multiple for v in pair[0].dimension_variables)]
    groups = [single] if _joint_size(single) <= LARGEST_JOINT else [[pair] for pair in single]
    return [*groups, *([pair] for pair in several)]


def _joint_size(pairs: Sequence[_Pair]) -> float:
    sizes = {v.name: len(v.leaves_of(TOTAL)) for table, _ in pairs for v in table.dimension_variables}
    return float(np.prod([float(size) for size in sizes.values()])) if sizes else 0.0


def _without_several(pairs: Sequence[_Pair]) -> list[_Split]:
    if not pairs:
        return []
    several = [v for v in pairs[0][0].dimension_variables if v.multiple]
    leaves = {
        v.name: sorted(v.leaves_of(TOTAL))
        for table, _ in pairs
        for v in table.dimension_variables
        if not v.multiple
    }
    splits: list[_Split] = []
    for options in product(*(v.codes for v in several)):
        chosen = {v.name: option for v, option in zip(several, options, strict=True)}
        sizes = {name: len(codes) for name, codes in leaves.items()} | dict.fromkeys(chosen, 2)
        truth: _Constraints = []
        said: _Constraints = []
        for table, shown in pairs:
            total = max(table.persons, 1)
            truth += _constraints(table, leaves, chosen, total)
            said += _constraints(shown, leaves, chosen, total)
        splits.append((sizes, truth, said))
    return splits


def _levels(
    variable: Variable, leaves: Sequence[str], option: str | None
) -> list[tuple[npt.NDArray, list[str]]]:
    """The ways a table is cut by a variable: per leaf the place of its code, and the codes. The total's first."""
    if option is not None:
        known = option in variable.codes
        yes_no = [(np.array([0, 1]), [option, ""])] if known else []
        return [(np.zeros(2, np.int64), [TOTAL]), *yes_no]
    place = {leaf: at for at, leaf in enumerate(leaves)}
    result = [(np.zeros(len(leaves), np.int64), [TOTAL])]
    finest = dict.fromkeys(variable.codes)
    cuts = [finest]
    for steps in variable.hierarchies.values():
        cut = finest
        while any(code in steps for code in cut):
            cut = dict.fromkeys(steps.get(code, code) for code in cut)
            cuts.append(cut)
    for cut in cuts:
        codes = list(cut)
        where = np.full(len(leaves), -1, np.int64)
        for at, code in enumerate(codes):
            where[[place[leaf] for leaf in variable.leaves_of(code) if leaf in place]] = at
        result.append((where, codes))
    return result


def _constraints(
    table: Table | ProtectedTable,
    leaves: Mapping[str, Sequence[str]],
    chosen: Mapping[str, str],
    total: int,
) -> _Constraints:
    found: _Constraints = []
    cells = table.cells
    variables = table.dimension_variables
    unknown = set(
        spell(left_out(table.coordinates[table.counts != 0], table.coordinates, variables), variables)
    )
    axes = [_levels(v, leaves.get(v.name, ()), chosen.get(v.name)) for v in table.dimension_variables]
    for levels in product(*axes):
        shape = tuple(len(codes) for _, codes in levels)
        known = np.empty(shape)
        for at in np.ndindex(shape):
            codes = tuple(level[1][i] for level, i in zip(levels, at, strict=True))
            if "" in codes:
                known[at] = np.nan
                continue
            cell = None if codes in unknown else cells.get(codes, 0)
            count = cell.count if isinstance(cell, Cell) else cell
            known[at] = np.nan if count is None else count / total
        where = {
            name: place
            for name, (place, codes) in zip(table.dimensions, levels, strict=True)
            if codes != [TOTAL]
        }
        if where:
            found.append((where, known.reshape([len(c) for _, c in levels if c != [TOTAL]])))
    return found


def _said_and_missing(split: _Split) -> tuple[float, float]:
    """KL(T | U) and KL(T | R) in nats."""
    sizes, truth, said = split
    uniform = 1.0 / float(np.prod(list(sizes.values())))
    t = (1 - MIXED_IN) * _fit(sizes, truth) + MIXED_IN * uniform
    r = (1 - MIXED_IN) * _fit(sizes, said) + MIXED_IN * uniform
    return float((t * np.log(t / uniform)).sum()), float((t * np.log(t / r)).sum())


def _fit(sizes: Mapping[str, int], constraints: _Constraints) -> FloatArray:
    """The maximum-entropy distribution over the joint codes that meets every known sum.

    Iterative proportional fitting: each round scales the cells of every known sum to its value, and what is left
    of the whole to the rest (Csiszar 1975: cyclic I-projections converge to the I-projection).
    """
    names = list(sizes)
    p = np.full([sizes[name] for name in names], 1.0 / float(np.prod(list(sizes.values()))))
    for _ in range(ROUNDS):
        largest = 0.0
        for where, known in constraints:
            axes = [names.index(name) for name in where]
            others = tuple(axis for axis in range(len(names)) if axis not in axes)
            margin = p.sum(axis=others)
            order = np.argsort(axes)
            places = [list(where.values())[i] for i in order]
            target = np.transpose(known, order)
            codes = np.ravel_multi_index(np.meshgrid(*places, indexing="ij"), target.shape)
            now = np.bincount(codes.ravel(), weights=margin.ravel(), minlength=target.size)
            factor = _factors(now.astype(np.float64), target.ravel())
            largest = max(largest, float(np.abs(now * factor - now).max()))
            shape = [sizes[name] if axis in axes else 1 for axis, name in enumerate(names)]
            p *= factor[codes].reshape(shape)
        if largest < NEAR_ENOUGH:
            break
    everybody = p.sum()
    return p / everybody if everybody > 0 else np.full(p.shape, 1.0 / p.size)  # nobody: nothing is said


def _factors(now: FloatArray, target: FloatArray) -> FloatArray:
    known = ~np.isnan(target)
    factor = np.ones(len(now))
    factor[known] = np.where(now[known] > 0, target[known] / np.where(now[known] > 0, now[known], 1), 0)
    rest, wanted = now[~known].sum(), 1.0 - target[known].sum()
    if rest > 0:
        factor[~known] = max(wanted, 0.0) / rest
    return factor
