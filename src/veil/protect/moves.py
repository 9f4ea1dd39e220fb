"""Moves: whole-number changes of the table that leave every sum and every shown cell as it is.

A move that raises a cell by n proves that a reader must hold n more possible. Hiding the cells it touches
makes it invisible. So protecting a cell at the least cost is finding its cheapest move.
"""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

from veil.errors import VeilError
from veil.judgement import BoolArray
from veil.pump import NEARLY, silent_solver
from veil.system import System
from veil.tables import IntArray

CODES_NEAR = 6
"""Of each variable so many codes are near a cell, besides its own."""


class Moves:
    """Cheapest moves by a linear programme, made whole by branch and bound where it must be.

    minimise    sum cost * (up + down)
    subject to  sum sign * (up - down) = 0 in every row, up - down = amount at the cell,
                0 <= down <= count - lower.

    Args:
        free: the cells that may change.
    """

    def __init__(self, system: System, free: IntArray) -> None:
        n = len(free)
        self._system, self._free = system, free
        self._column = np.full(system.cells, -1, np.int64)
        self._column[free] = np.arange(n)
        sums, rows = system.among(free)
        both = sparse.hstack([sums, -sums], format="csr")
        room = np.maximum(system.count - system.lower, 0)[free].astype(np.float64)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 2 * n, len(rows)
        lp.col_cost_ = np.zeros(2 * n)
        lp.col_lower_ = np.zeros(2 * n)
        lp.col_upper_ = self._upper = np.concatenate([np.full(n, highspy.kHighsInf), room])
        lp.row_lower_ = lp.row_upper_ = np.zeros(len(rows))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = both.indptr, both.indices, both.data
        self._lp = lp
        self._highs = self._start(lp)
        self._integer: highspy._Highs | None = None

    @staticmethod
    def _start(lp: highspy.HighsLp) -> highspy._Highs:
        highs = silent_solver()
        highs.passModel(lp)
        return highs

    def cheapest(self, cell: int, amount: int, cost: npt.NDArray[np.float64]) -> IntArray | None:
        """The cheapest move that changes the cell by `amount`; None if there is none.

        Args:
            cost: per cell of the system, what it costs to touch it, per unit of change.
        """
        found = self._solve(self._highs, cell, amount, cost)
        move = self._whole(found)
        if found is None or move is not None:
            return move
        if self._integer is None:
            self._lp.integrality_ = [highspy.HighsVarType.kInteger] * self._lp.num_col_
            self._integer = self._start(self._lp)
            self._integer.setOptionValue("mip_rel_gap", 0.1)
        return self._whole(self._solve(self._integer, cell, amount, cost))

    def _whole(self, found: npt.NDArray[np.float64] | None) -> IntArray | None:
        if found is None or np.abs(found - np.rint(found)).max(initial=0.0) > NEARLY:
            return None
        move = np.zeros(self._system.cells, np.int64)
        move[self._free] = np.rint(found).astype(np.int64)
        return None if self._system.residual(move).any() else move

    def _solve(
        self, highs: highspy._Highs, cell: int, amount: int, cost: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64] | None:
        n, column = len(self._free), int(self._column[cell])
        ups, downs = (max(amount, 0), max(-amount, 0))
        if column < 0 or downs > self._upper[column + n]:
            return None
        both = np.concatenate([cost[self._free], cost[self._free]])
        highs.changeColsCost(2 * n, np.arange(2 * n, dtype=np.int32), both)
        highs.changeColBounds(column, float(ups), float(ups))
        highs.changeColBounds(column + n, float(downs), float(downs))
        highs.run()
        status = highs.getModelStatus()
        solution = np.array(highs.getSolution().col_value)
        highs.changeColBounds(column, 0.0, self._upper[column])
        highs.changeColBounds(column + n, 0.0, self._upper[column + n])
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            raise VeilError(f"the solver gave up: {highs.modelStatusToString(status)}")
        return solution[:n] - solution[n:]


def near(system: System, cell: int, free: BoolArray) -> IntArray:
    """Free cells in whose codes a short move for the cell may be found: its own, and those with most room to fall."""
    entry_cell = np.repeat(np.arange(system.cells), np.diff(system.cut_start))
    room = np.where(free, np.minimum(system.count - system.lower, 1), 0)
    weight = np.bincount(system.cut_code, np.maximum(room, 0)[entry_cell])
    chosen = np.zeros(len(weight), bool)
    for axis in range(int(system.cut_axis.max(initial=-1)) + 1):
        codes = np.unique(system.cut_code[system.cut_axis == axis])
        chosen[codes[np.argsort(-weight[codes], kind="stable")[:CODES_NEAR]]] = True
    chosen[system.cut_code[system.cut_start[cell] : system.cut_start[cell + 1]]] = True
    far = np.bincount(entry_cell, ~chosen[system.cut_code], system.cells) > 0
    return np.flatnonzero(free & ~far)
