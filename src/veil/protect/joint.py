"""Many cells at once: one linear programme that buys protection where it is cheap.

Protecting cells one by one hides a set of its own for each. Asked together, cells share what is hidden.
"""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt

from veil.errors import VeilError
from veil.programme import silent_solver
from veil.system import System
from veil.tables import IntArray

FREE = 1e-3
"""The cost of changing a cell that is hidden already: little, so that moves stay short."""


def shared_move(
    system: System,
    cost: npt.NDArray[np.float64],
    rise: IntArray,
    fall: IntArray,
    reward: float,
) -> npt.NDArray[np.float64]:
    """One move, fractions allowed, that changes many cells the way they need as far as that pays.

    maximise    reward * (sum over cells of what is reached of rise and fall) - sum cost * |d|
    subject to  sum sign * d = 0 in every row, d >= lower - count, d = 0 where the cost is infinite.

    Args:
        cost: per cell and unit of change; `FREE` where the cell is hidden, infinite where it must stay.
        rise, fall: by how much each cell should go up or down, at least 0.
        reward: per unit of what is reached; the higher, the more is bought.

    Returns:
        d, shape (cells,).
    """
    n = system.cells
    may = np.isfinite(cost)
    room = np.where(may, np.maximum(system.count - system.lower, 0), 0)
    fall = np.minimum(fall, room)
    up, down = np.flatnonzero((rise > 0) & may), np.flatnonzero(fall > 0)
    price = np.where(may, cost, 0.0)
    free = np.flatnonzero(may)
    parts = [(free, 1), (free, -1), (up, 1), (down, -1)]
    lengths, rows, signs = zip(*(_columns(system, cells) for cells, _ in parts), strict=True)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = sum(len(cells) for cells, _ in parts), system.rows
    lp.col_cost_ = np.concatenate([price[free], price[free], np.full(len(up) + len(down), -reward)])
    lp.col_lower_ = np.zeros(lp.num_col_)
    unlimited = np.full(len(free), highspy.kHighsInf)
    lp.col_upper_ = np.concatenate([unlimited, (room - fall)[free], rise[up], fall[down]]).astype(np.float64)
    lp.row_lower_ = lp.row_upper_ = np.zeros(system.rows)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(np.concatenate(lengths))))
    lp.a_matrix_.index_ = np.concatenate(rows)
    lp.a_matrix_.value_ = np.concatenate(
        [sign.astype(np.float64) * side for sign, (_, side) in zip(signs, parts, strict=True)]
    )
    solver = silent_solver()
    solver.passModel(lp)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise VeilError(f"the solver gave up: {solver.modelStatusToString(solver.getModelStatus())}")
    solution = np.array(solver.getSolution().col_value)
    d = np.zeros(n)
    at = 0
    for cells, side in parts:
        d[cells] += side * solution[at : at + len(cells)]
        at += len(cells)
    return d


def _columns(
    system: System, cells: IntArray
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int8]]:
    """The rows and signs of these cells: entries per cell, rows, signs."""
    lengths = (system.cell_start[1:] - system.cell_start[:-1])[cells]
    ends = np.cumsum(lengths)
    entries = np.repeat(system.cell_start[cells] - (ends - lengths), lengths) + np.arange(lengths.sum())
    return lengths, system.cell_row[entries], system.cell_sign[entries]
