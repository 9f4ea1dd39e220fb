"""The system as a linear programme for HiGHS: what a reader can work out, exactly.

Variables are the cells that a reader doesn't see; rows are the sums, with what is seen moved to the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np

from veil.errors import VeilError
from veil.nearest import NEARLY, FloatArray, Nearest, is_whole, silent_solver
from veil.system import System
from veil.tables import IntArray

MOST_NODES = 100
"""Branches tried for one cell; if they don't decide, the bound so far holds and the cell counts as undecided."""

NONE = np.zeros(0, np.int64)


class Infeasible(VeilError):
    """No table fits what is published."""


@dataclass(frozen=True)
class Optimum:
    """The end of a range: a bound that no table passes, and a whole-number table at it if one was found."""

    bound: float
    x: IntArray | None


class Programme:
    """Finds the lowest and the highest value of a cell over all tables that fit.

    min or max x_i  subject to  sum sign * x = 0 in every row, x = count where shown, lower <= x <= upper elsewhere.
    Keeps the solver's last basis, so that the next bound starts from the last table.

    Args:
        system: the sums.
        free: the cells a reader doesn't see.
        values: shape (cells,): the counts of the others.
        lower, upper: shape (cells,): the least and the greatest value of each; without `upper` there is no greatest.
    """

    def __init__(
        self, system: System, free: IntArray, values: IntArray, lower: IntArray, upper: IntArray | None = None
    ) -> None:
        self._system = system
        self._free = free
        self._values = values.copy()
        self._column = np.full(system.cells, -1, np.int64)
        self._column[free] = np.arange(len(free))
        self._sums, rows = system.among(free)
        fixed = values.copy()
        fixed[free] = 0
        right = -system.residual(fixed)
        self._right = right[rows].astype(np.float64)
        right[rows] = 0
        if right.any():
            raise Infeasible("the published figures don't add up")
        self._lower = lower[free].astype(np.float64)
        self._upper = (
            np.full(len(free), highspy.kHighsInf) if upper is None else upper[free].astype(np.float64)
        )
        self._highs = self._model(integer=False)
        self._integer: highspy._Highs | None = None
        self._uneven: IntArray | None = None
        """The last table that had to be made whole. Where an odd change takes halves from one table, it seldom does from
        another that has such a change behind it."""

    def _model(self, *, integer: bool) -> highspy._Highs:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self._free), len(self._right)
        lp.col_cost_ = np.zeros(len(self._free))
        lp.col_lower_, lp.col_upper_ = self._lower, self._upper
        lp.row_lower_, lp.row_upper_ = self._right, self._right
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = self._sums.indptr, self._sums.indices
        lp.a_matrix_.value_ = self._sums.data
        if integer:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self._free)
        highs = silent_solver()
        highs.passModel(lp)
        return highs

    def table(self) -> IntArray:
        """A whole-number table that fits, with room around it: near the middle of all that do.

        Raises:
            Infeasible: there is none.
        """
        middle = self._model(integer=False)
        middle.setOptionValue("solver", "ipm")
        middle.setOptionValue("run_crossover", "off")
        found = self._solve(middle)
        if found is None:
            raise Infeasible("no table fits the published figures")
        whole = self._nearest.whole(found[1], NONE)
        table = None if whole is None else self._filled(whole)
        if table is not None:
            return table
        return self._whole_optimum(None, 1.0).x  # type: ignore[return-value]

    def holding(self, table: IntArray, cell: int, value: int) -> IntArray | None:
        """A whole-number table near to this one with the value in the cell; None if none was found.

        Raises:
            Infeasible: none has it, not even with fractions: nor any value beyond.
        """
        column = self._column[[cell]]
        found = self._with(table, column, value)
        if is_whole(found):
            return self._made_whole(found, column)
        if self._uneven is not None:
            other = self._with(self._uneven, column, value)
            if is_whole(other):
                return self._made_whole(other, column)
        made = self._made_whole(found, column)
        if made is not None:
            self._uneven = made
        return made

    def with_most(self, table: IntArray, cells: IntArray, values: IntArray) -> IntArray | None:
        """A whole-number table near to this one in which as many as can be of these cells have these values."""
        target = table.astype(np.float64)
        target[cells] = values
        whole = self._nearest.with_most(
            target[self._free], np.ones(len(self._free)), NONE, self._column[cells]
        )
        return None if whole is None else self._filled(whole)

    def _with(self, table: IntArray, column: IntArray, value: int) -> FloatArray:
        target = table[self._free].astype(np.float64)
        target[column] = value
        return self._near(target, column)

    def _near(self, target: FloatArray, held: IntArray) -> FloatArray:
        """The nearest table, in which fractions may stand, with the held unknowns just so."""
        found = self._nearest.to(target, np.ones(len(target)), held)
        if found is None:
            raise Infeasible("no table is so")
        return found

    def _made_whole(self, found: FloatArray, held: IntArray) -> IntArray | None:
        whole = self._nearest.whole(found, held)
        return None if whole is None else self._filled(whole)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self._sums, self._right, self._lower, self._upper)

    def _filled(self, whole: IntArray) -> IntArray | None:
        x = self._values.copy()
        x[self._free] = whole
        return None if self._system.residual(x).any() else x

    def optimum(self, cell: int, sign: int) -> Optimum:
        """The lowest (sign = 1) or highest (sign = -1) value of the cell over whole-number tables.

        Raises:
            Infeasible: no table fits.
        """
        objective, solution = self._fractional(np.array([cell]), sign)
        best = self._optimum_of(objective, solution, sign)
        if best.x is not None or np.isinf(objective):
            return best
        column, end = self._column[[cell]], int(np.ceil(objective - NEARLY))
        target = np.rint(solution)
        target[column] = sign * end
        whole = self._made_whole(self._near(target, column), column)
        return (
            self._whole_optimum(int(column[0]), float(sign)) if whole is None else Optimum(sign * end, whole)
        )

    def relaxed(self, cell: int, sign: int) -> Optimum:
        """As `optimum`, but over tables with fractions: the bound holds; the table only if it is whole."""
        return self._optimum_of(*self._fractional(np.array([cell]), sign), sign)

    def empty_among(self, cells: IntArray) -> IntArray:
        """Those of these cells that no table fills, not even one with fractions: they are 0 together at most."""
        while len(cells):
            _, solution = self._fractional(cells, -1)
            if not len(solution):
                return NONE
            filled = solution[self._column[cells]] > NEARLY
            if not filled.any():
                return cells
            cells = cells[~filled]
        return cells

    def _fractional(self, cells: IntArray, sign: int) -> tuple[float, FloatArray]:
        columns = self._column[cells].astype(np.int32)
        self._highs.changeColsCost(len(columns), columns, np.full(len(columns), float(sign)))
        found = self._solve(self._highs)
        self._highs.changeColsCost(len(columns), columns, np.zeros(len(columns)))
        if found is None:
            raise Infeasible("no table fits the published figures")
        return found

    def _optimum_of(self, objective: float, solution: FloatArray, sign: int) -> Optimum:
        return Optimum(sign * objective, None if objective == -np.inf else self._whole(solution))

    def _whole_optimum(self, column: int | None, sign: float) -> Optimum:
        if self._integer is None:
            self._integer = self._model(integer=True)
        if column is not None:
            self._integer.changeColCost(column, sign)
        self._integer.setOptionValue("mip_max_nodes", 2**31 - 1 if column is None else MOST_NODES)
        found = self._solve(self._integer)
        if column is not None:
            self._integer.changeColCost(column, 0.0)
        if found is None:
            raise Infeasible("no whole-number table fits the published figures")
        return Optimum(sign * found[0], self._whole(found[1]))

    @staticmethod
    def _solve(highs: highspy._Highs) -> tuple[float, FloatArray] | None:
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kUnknown:
            # seldom, it loses its way from the last table; from none it doesn't
            highs.clearSolver()
            highs.run()
            status = highs.getModelStatus()
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return -np.inf, np.zeros(0)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status == highspy.HighsModelStatus.kSolutionLimit:
            return highs.getInfo().mip_dual_bound, np.full(1, 0.5)
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            raise VeilError(f"the solver gave up: {highs.modelStatusToString(status)}")
        return highs.getInfo().objective_function_value, np.array(highs.getSolution().col_value)

    def _whole(self, solution: FloatArray) -> IntArray | None:
        return self._filled(np.rint(solution).astype(np.int64)) if is_whole(solution) else None
