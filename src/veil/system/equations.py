"""The unknowns and the sums between them, as arrays."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

from veil.system.labels import Labels
from veil.tables import IntArray

UNKNOWN = -1
"""A count that nobody has told."""

CELL, REST, SLACK = 0, 1, 2
"""Kinds of unknowns: printed in a table; persons that follow by subtraction; the gap of an inequality."""


@dataclass(repr=False)
class System:
    """Unknowns x and rows: for each row r, sum over its entries of sign * x = 0.

    Arrays over cells (n): count (UNKNOWN where not told), shown (a reader sees it), kind, lower and upper (what
    she knows x to be at least and at most, if it isn't shown), forced (the least x that the empty cells alone allow).
    Rows flat: row r has the entries row_start[r] : row_start[r + 1] of row_cell and row_sign. By cell:
    cell_start, cell_row, cell_sign.
    """

    count: IntArray
    shown: npt.NDArray[np.bool_]
    kind: npt.NDArray[np.int8]
    lower: IntArray
    upper: IntArray
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
        order = np.argsort(self.row_cell, kind="stable")
        self.cell_row, self.cell_sign = self.entry_row[order], self.row_sign[order]
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

    @cached_property
    def entry_row(self) -> npt.NDArray[np.int32]:
        """The row of each entry of row_cell and row_sign."""
        return np.repeat(np.arange(self.rows, dtype=np.int32), np.diff(self.row_start))

    def among(self, cells: IntArray) -> tuple[sparse.csr_matrix, npt.NDArray[np.int32]]:
        """The signs by row and cell, for these cells only and the rows that hold any of them; and those rows."""
        column = np.full(self.cells, -1, np.int64)
        column[cells] = np.arange(len(cells))
        inside = column[self.row_cell] >= 0
        rows, at = np.unique(self.entry_row[inside], return_inverse=True)
        signs = self.row_sign[inside].astype(np.float64)
        where = (at, column[self.row_cell[inside]])
        return sparse.csr_matrix((signs, where), shape=(len(rows), len(cells))), rows

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
    entry_row = system.entry_row
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
