"""The table nearest to a target, and whole numbers made of one with fractions.

A target is a table that need not add up: one that fits but for a cell that is to change, or a fitting one rounded.
Few sums are broken then, so the simplex method starts from the target itself, each time anew: a hundredth of the
work of a start from the table found last, which has other cells changed.

Whole numbers: round, and step to the nearest table that fits, in turns: the feasibility pump of Fischetti, Glover and
Lodi (Mathematical Programming 104, 2005). On the sums of linked tables it needs a handful of rounds where branch and
bound finds nothing within minutes.
"""

from __future__ import annotations

from functools import cached_property

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

from veil.errors import VeilError
from veil.tables import IntArray

FloatArray = npt.NDArray[np.float64]

MOST_ROUNDS = 40

WANTED = 1e4
"""What it weighs that one of many unknowns isn't as it is wanted: more than what most other changes cost."""

NEAR_ENOUGH = 0.1
"""Branch and bound stops where the nearest whole numbers can't be nearer by more than this share."""

NEARLY = 1e-6
"""A value this near to a whole number is taken for it; HiGHS's own feasibility tolerance is 1e-7."""

ROUND_UP_FROM = (0.2, 0.8)
"""A fraction is rounded up from a limit drawn between these, anew each time, so that the turns don't go in circles."""


def silent_solver() -> highspy._Highs:
    """A solver on one thread that prints nothing (the wrapper class `Highs` prints a banner)."""
    highs = highspy._Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs


def is_whole(solution: FloatArray) -> bool:
    """Whether every value is as good as a whole number."""
    return bool(np.abs(solution - np.rint(solution)).max(initial=0.0) <= NEARLY)


class Nearest:
    """Among  sums @ x = right, lower <= x <= upper  the x nearest to a target.

    minimise    weight @ (up + down)
    subject to  sums @ (up - down) = right - sums @ target,  x = target + up - down

    Args:
        sums: shape (rows, unknowns), whole numbers.

    Attributes:
        size: number of unknowns.
    """

    def __init__(
        self, sums: sparse.csr_matrix, right: FloatArray, lower: FloatArray, upper: FloatArray
    ) -> None:
        self._sums, self._right, self._lower, self._upper = sums, right, lower, upper
        rows, self.size = sums.shape
        both = sparse.hstack([sums, -sums], format="csr")
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 2 * self.size, rows
        lp.col_cost_ = lp.col_lower_ = np.zeros(2 * self.size)
        lp.col_upper_ = np.full(2 * self.size, highspy.kHighsInf)
        lp.row_lower_ = lp.row_upper_ = np.zeros(rows)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = both.indptr, both.indices
        lp.a_matrix_.value_ = both.data.astype(np.float64)
        self._lp = lp
        self._columns = np.arange(2 * self.size, dtype=np.int32)

    @cached_property
    def _simplex(self) -> highspy._Highs:
        highs = silent_solver()
        highs.setOptionValue("presolve", "off")
        highs.passModel(self._lp)
        return highs

    @cached_property
    def _branching(self) -> highspy._Highs:
        highs = silent_solver()
        highs.setOptionValue("mip_rel_gap", NEAR_ENOUGH)
        highs.passModel(self._lp)
        highs.changeColsIntegrality(
            len(self._columns),
            self._columns,
            np.full(len(self._columns), int(highspy.HighsVarType.kInteger), np.uint8),
        )
        return highs

    def to(
        self, target: FloatArray, weight: FloatArray, held: IntArray, *, whole: bool = False
    ) -> FloatArray | None:
        """The nearest x; None if there is none.

        Args:
            target, weight: shape (unknowns,).
            held: unknowns that must be just at the target.
            whole: find whole numbers, by branch and bound, nearly as near as may be; else fractions will do.
        """
        above, below = self._upper - target, target - self._lower
        above[held] = below[held] = 0.0
        least, most = np.concatenate([-below, -above]), np.concatenate([above, below])
        gap = self._right - self._sums @ target
        highs = self._branching if whole else self._simplex
        highs.clearSolver()
        self._ask(highs, np.concatenate([weight, weight]), np.maximum(least, 0.0), most, gap)
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            raise VeilError(f"the solver gave up: {highs.modelStatusToString(status)}")
        up, down = np.split(np.array(highs.getSolution().col_value), 2)
        return target + up - down

    def with_most(
        self, target: FloatArray, weight: FloatArray, held: IntArray, wanted: IntArray
    ) -> IntArray | None:
        """A whole x near the target in which as many of the wanted unknowns as can be are at it; None if none is found.

        One programme for many unknowns takes little longer than one for one of them.
        """
        heavy = weight.copy()
        heavy[wanted] = WANTED
        found = self.to(target, heavy, held)
        return None if found is None else self.whole(found, held, 1.0 + weight)

    def _ask(
        self, highs: highspy._Highs, cost: FloatArray, least: FloatArray, most: FloatArray, gap: FloatArray
    ) -> None:
        """Tell the solver what differs from what it holds: that takes a third of the time of telling all."""
        lp = highs.getLp()
        at = np.flatnonzero(cost != np.array(lp.col_cost_)).astype(np.int32)
        highs.changeColsCost(len(at), at, cost[at])
        other = (least != np.array(lp.col_lower_)) | (most != np.array(lp.col_upper_))
        at = np.flatnonzero(other).astype(np.int32)
        highs.changeColsBounds(len(at), at, least[at], most[at])
        at = np.flatnonzero(gap != np.array(lp.row_upper_)).astype(np.int32)
        highs.changeRowsBounds(len(at), at, gap[at], gap[at])

    def whole(
        self, solution: FloatArray, held: IntArray, weight: FloatArray | None = None
    ) -> IntArray | None:
        """A whole x near a solution with fractions; None if none was found.

        Args:
            held: unknowns that must stay as they are in the solution, which are whole there.
            weight: what it weighs to change each by one; the same everywhere, if not told.
        """
        dice = np.random.default_rng(20170310)
        weights = np.ones(len(solution)) if weight is None else weight
        for _ in range(MOST_ROUNDS):
            if is_whole(solution):
                return np.rint(solution).astype(np.int64)
            target = np.floor(solution + 1.0 - dice.uniform(*ROUND_UP_FROM, len(solution)))
            found = self.to(target, weights, held)
            if found is None:
                return None
            solution = found
        return None
