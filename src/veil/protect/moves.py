"""Moves: whole-number changes of the table that leave every sum and every shown cell as it is.

A move that raises a cell by n proves that a reader must hold n more possible. Hiding the cells it touches
makes it invisible. So protecting a cell at the least cost is finding its cheapest move.
"""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt

from veil.errors import VeilError
from veil.pump import NEARLY, silent_solver
from veil.system import System
from veil.tables import IntArray

REWARD = 1e7
"""What it is worth to bring a cell one nearer to where it must be; more than any cell costs."""


class Moves:
    """Cheapest moves by a linear programme, made whole by branch and bound where it must be.

    minimise    sum cost * (up + down)
    subject to  sum sign * (up - down) = 0 in every row, up - down = amount at the cell,
                0 <= down <= count - lower, up = down = 0 where fixed.
    """

    def __init__(self, system: System, fixed: npt.NDArray[np.bool_]) -> None:
        n = system.cells
        self._system = system
        room = np.where(fixed, 0, np.maximum(system.count - system.lower, 0)).astype(np.float64)
        ceiling = np.where(fixed, 0.0, highspy.kHighsInf)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 2 * n, system.rows
        lp.col_cost_ = np.zeros(2 * n)
        lp.col_lower_ = np.zeros(2 * n)
        lp.col_upper_ = np.concatenate([ceiling, room])
        lp.row_lower_ = lp.row_upper_ = np.zeros(system.rows)
        lengths = np.diff(system.row_start)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(2 * lengths)))
        entry_row = np.repeat(np.arange(system.rows), lengths)
        order = np.argsort(np.concatenate([entry_row, entry_row]), kind="stable")
        lp.a_matrix_.index_ = np.concatenate([system.row_cell, system.row_cell + n])[order]
        lp.a_matrix_.value_ = np.concatenate([system.row_sign, -system.row_sign])[order].astype(np.float64)
        self._upper = np.asarray(lp.col_upper_).copy()
        self._lp = lp
        self._highs = self._start(lp)
        self._integer: highspy._Highs | None = None

    @staticmethod
    def _start(lp: highspy.HighsLp) -> highspy._Highs:
        highs = silent_solver()
        highs.passModel(lp)
        return highs

    def set_cost(self, cost: npt.NDArray[np.float64]) -> None:
        """What it costs to touch a cell, per unit of change."""
        both = np.concatenate([cost, cost])
        for highs in (self._highs, self._integer):
            if highs is not None:
                highs.changeColsCost(len(both), np.arange(len(both), dtype=np.int32), both)
        self._lp.col_cost_ = both

    def cheapest(self, cell: int, amount: int) -> IntArray | None:
        """The cheapest move that changes the cell by `amount`; None if there is none."""
        found = self._solve(self._highs, cell, amount)
        if found is None:
            return None
        move = np.rint(found).astype(np.int64)
        if np.abs(found - move).max() <= NEARLY and not self._system.residual(move).any():
            return move
        if self._integer is None:
            self._lp.integrality_ = [highspy.HighsVarType.kInteger] * self._lp.num_col_
            self._integer = self._start(self._lp)
            self._integer.setOptionValue("mip_rel_gap", 0.1)
        found = self._solve(self._integer, cell, amount)
        if found is None:
            return None
        move = np.rint(found).astype(np.int64)
        return None if self._system.residual(move).any() else move

    def jointly(self, cells: IntArray, amounts: IntArray) -> npt.NDArray[np.float64]:
        """A change, perhaps with fractions, that brings many cells as near to their amounts as may be and costs little.

        maximise  sum of what these cells change, each at most its amount, times `REWARD`, less the cost of the rest.
        """
        n = self._system.cells
        towards = np.where(amounts > 0, cells, cells + n)
        both = np.concatenate([cells, cells + n]).astype(np.int32)
        limit = np.zeros(2 * n)
        limit[towards] = np.minimum(np.abs(amounts), self._upper[towards])
        reward = np.where(np.isin(both, towards), -REWARD, 0.0)
        highs = self._highs
        highs.changeColsBounds(len(both), both, np.zeros(len(both)), limit[both])
        highs.changeColsCost(len(both), both, reward)
        highs.run()
        status = highs.getModelStatus()
        solution = np.array(highs.getSolution().col_value)
        highs.changeColsBounds(len(both), both, np.zeros(len(both)), self._upper[both])
        highs.changeColsCost(len(both), both, np.asarray(self._lp.col_cost_)[both])
        if status != highspy.HighsModelStatus.kOptimal:
            raise VeilError(f"the solver gave up: {highs.modelStatusToString(status)}")
        return solution[:n] - solution[n:]

    def _solve(self, highs: highspy._Highs, cell: int, amount: int) -> npt.NDArray[np.float64] | None:
        n = self._system.cells
        ups, downs = (max(amount, 0), max(-amount, 0))
        if ups > self._upper[cell] or downs > self._upper[cell + n]:
            return None
        highs.changeColBounds(cell, float(ups), float(ups))
        highs.changeColBounds(cell + n, float(downs), float(downs))
        highs.run()
        status = highs.getModelStatus()
        solution = np.array(highs.getSolution().col_value)
        highs.changeColBounds(cell, 0.0, self._upper[cell])
        highs.changeColBounds(cell + n, 0.0, self._upper[cell + n])
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            raise VeilError(f"the solver gave up: {highs.modelStatusToString(status)}")
        return solution[:n] - solution[n:]
