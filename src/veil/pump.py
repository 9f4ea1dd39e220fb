"""A whole-number table from one with fractions: round it, and step back to the nearest table that fits, in turns.

The feasibility pump of Fischetti, Glover and Lodi (Mathematical Programming 104, 2005). On the sums of linked
tables it needs a handful of rounds where branch and bound finds nothing within minutes.
"""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

from veil.tables import IntArray

FloatArray = npt.NDArray[np.float64]

MOST_ROUNDS = 40
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


class Pump:
    """Looks for whole numbers x with  sums @ x = right  and  lower <= x <= upper.

    minimise  sum (up + down)  subject to  sums @ x = right,  x - up + down = target,  lower <= x <= upper,
    with the rounded x as the next target, until it is whole.

    Args:
        sums: shape (rows, unknowns), of -1, 0 and 1.
    """

    def __init__(
        self, sums: sparse.csr_matrix, right: FloatArray, lower: FloatArray, upper: FloatArray
    ) -> None:
        rows, size = sums.shape
        self._rows, self._size = rows, size
        one = sparse.identity(size, format="csr")
        matrix = sparse.bmat([[sums, None, None], [one, -one, one]]).tocsr()
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 3 * size, rows + size
        lp.col_cost_ = np.concatenate([np.zeros(size), np.ones(2 * size)])
        lp.col_lower_ = np.concatenate([lower, np.zeros(2 * size)])
        lp.col_upper_ = np.concatenate([upper, np.full(2 * size, highspy.kHighsInf)])
        lp.row_lower_ = lp.row_upper_ = np.concatenate([right, np.zeros(size)])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
        lp.a_matrix_.value_ = matrix.data.astype(np.float64)
        self._highs = silent_solver()
        self._highs.passModel(lp)

    def whole(self, solution: FloatArray) -> IntArray | None:
        """A whole solution near this one; None if none was found."""
        dice = np.random.default_rng(20170310)
        everywhere = np.ones(self._size)
        for _ in range(MOST_ROUNDS):
            nearest = np.rint(solution)
            if np.abs(solution - nearest).max(initial=0.0) <= NEARLY:
                return nearest.astype(np.int64)
            target = np.floor(solution + 1.0 - dice.uniform(*ROUND_UP_FROM, self._size))
            found = self._nearest(target, everywhere)
            if found is None:
                return None
            solution = found
        return None

    def towards(self, unknowns: IntArray, values: IntArray) -> IntArray | None:
        """A whole solution that brings these unknowns as near to the values as may be, all at once; None if none
        was found."""
        target, weight = np.zeros(self._size), np.zeros(self._size)
        target[unknowns], weight[unknowns] = values, 1.0
        found = self._nearest(target, weight)
        return None if found is None else self.whole(found)

    def _nearest(self, target: FloatArray, weight: FloatArray) -> FloatArray | None:
        rows = np.arange(self._rows, self._rows + self._size, dtype=np.int32)
        columns = np.arange(self._size, 3 * self._size, dtype=np.int32)
        self._highs.changeRowsBounds(len(rows), rows, target, target)
        self._highs.changeColsCost(len(columns), columns, np.concatenate([weight, weight]))
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._highs.getSolution().col_value)[: self._size]
