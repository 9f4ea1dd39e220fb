"""Small tables for the tests, and the adversary by brute force: every whole-number table is written down."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import strategies as st

from veil import ProtectedTable, Rule, Table, TableSpec, Variable, tabulate
from veil.system import SLACK, System, build

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SLUSS_SHARED", ROOT.parent / "shared"))
QUARTERS = SHARED / "data" / "uk-nrm-ngo"


def real_quarter(quarter: str) -> pa.Table:
    """Ten organisations' real quarter; the test is skipped aloud where it isn't at hand."""
    path = QUARTERS / f"persons-2022-{quarter}.csv"
    if not path.exists():
        pytest.skip(f"{path} isn't here: the real quarter wasn't tried")
    return pyarrow.csv.read_csv(path)


def tables_of(rows: pa.Table, ways: int) -> tuple[Table, ...]:
    """All tables with so many dimensions."""
    specs = [TableSpec(" x ".join(names), names) for names in combinations(rows.column_names, ways)]
    return tabulate(rows, [Variable(name) for name in rows.column_names], specs)


class TooMany(Exception):
    """There are more tables than a test has time for."""


def every_table(system: System, highest: int, most_steps: int = 6_000) -> np.ndarray:
    """All whole-number tables that fit what is shown, one a row; no cell above `highest`.

    Written for certainty, not speed: depth first over the hidden cells, a row is checked when its last cell
    is set.

    Raises:
        TooMany: after so many steps.
    """
    steps = 0
    hidden = [int(cell) for cell in np.flatnonzero(~system.shown)]
    place = {cell: at for at, cell in enumerate(hidden)}
    closing: dict[int, list[int]] = {}
    x = np.where(system.shown, system.count, 0)
    for r in range(system.rows):
        cells, signs = system.row(r)
        last = max((place[int(cell)] for cell in cells if int(cell) in place), default=-1)
        if last < 0:
            assert int((signs * x[cells]).sum()) == 0
        closing.setdefault(last, []).append(r)
    found: list[np.ndarray] = []

    def fill(depth: int) -> None:
        nonlocal steps
        steps += 1
        if steps > most_steps:
            raise TooMany
        if depth == len(hidden):
            found.append(x.copy())
            return
        cell = hidden[depth]
        rows = closing.get(depth, [])
        choices = range(int(system.lower[cell]), highest + 1)
        if rows:
            cells, signs = system.row(rows[0])
            own = int(signs[cells == cell][0])
            x[cell] = 0
            value = -int((signs * x[cells]).sum()) * own
            choices = range(value, value + 1) if system.lower[cell] <= value <= highest else range(0)
        for value in choices:
            x[cell] = value
            if all(int((system.row(r)[1] * x[system.row(r)[0]]).sum()) == 0 for r in rows):
                fill(depth + 1)
        x[cell] = 0

    fill(0)
    return np.array(found).reshape(len(found), system.cells)


def ranges_by_brute_force(
    tables: Sequence[ProtectedTable], rule: Rule, highest: int
) -> tuple[System, np.ndarray, np.ndarray]:
    """The system, and the least and greatest value of each cell over every table that fits."""
    system = build(tables, rule)
    every = every_table(system, highest)
    assert len(every), "the true table itself must fit"
    return system, every.min(axis=0), every.max(axis=0)


def persons(variables: Sequence[Variable], most: int = 40) -> st.SearchStrategy[list[dict]]:
    """Rows of persons, skewed so that small counts and singletons abound."""
    person = st.fixed_dictionaries(
        {
            variable.name: (
                st.lists(st.sampled_from(variable.codes), max_size=3, unique=True)
                if variable.multiple
                else st.sampled_from(variable.codes)
            )
            for variable in variables
        }
    )
    group = st.tuples(person, st.sampled_from([1, 1, 1, 2, 3, 5, 8]))
    return st.lists(group, min_size=1, max_size=8).map(
        lambda groups: [row for row, times in groups for _ in range(times)][:most]
    )


__all__ = ["SLACK", "TooMany", "every_table", "persons", "ranges_by_brute_force", "real_quarter", "tables_of"]
