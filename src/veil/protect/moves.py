"""Moves: whole-number changes of the table that leave every sum and every shown cell as it is.

A move that raises a cell by n proves that a reader must hold n more possible. Hiding the cells it touches
makes it invisible. So protecting a cell at the least cost is finding its cheapest move.
"""

from __future__ import annotations

import numpy as np

from veil.judgement import BoolArray
from veil.nearest import FloatArray, Nearest
from veil.system import System
from veil.tables import IntArray

CODES_NEAR = 6
"""Of each variable so many codes are near a cell, besides its own."""


class Moves:
    """Cheapest moves by a linear programme, made whole near by, or by branch and bound, where it must be.

    minimise    sum cost * |d|
    subject to  sum sign * d = 0 in every row, d = amount at the cell, count + d >= lower.

    Args:
        free: the cells that may change.
    """

    def __init__(self, system: System, free: IntArray) -> None:
        self._system, self._free = system, free
        self._column = np.full(system.cells, -1, np.int64)
        self._column[free] = np.arange(len(free))
        sums, rows = system.among(free)
        room = np.maximum(system.count - system.lower, 0)[free].astype(np.float64)
        self._nearest = Nearest(sums, np.zeros(len(rows)), -room, np.full(len(free), np.inf))

    def cheapest(self, cell: int, amount: int, cost: FloatArray) -> IntArray | None:
        """The cheapest move that changes the cell by `amount`; None if there is none.

        Args:
            cost: per cell of the system, what it costs to touch it, per unit of change.
        """
        held = self._column[[cell]]
        if held[0] < 0 or self._system.count[cell] + amount < self._system.lower[cell]:
            return None
        target, price = np.zeros(len(self._free)), cost[self._free]
        target[held] = amount
        found = self._nearest.to(target, price, held)
        if found is None:
            return None
        whole = self._nearest.whole(found, held)
        if whole is None:
            branched = self._nearest.to(target, price, held, whole=True)
            whole = None if branched is None else np.rint(branched).astype(np.int64)
        return None if whole is None else self._filled(whole)

    def _filled(self, whole: IntArray) -> IntArray | None:
        move = np.zeros(self._system.cells, np.int64)
        move[self._free] = whole
        return None if self._system.residual(move).any() else move


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
