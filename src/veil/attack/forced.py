"""What the empty cells alone force, found exactly for the cells where it matters."""

from __future__ import annotations

import numpy as np

from veil.nearest import NEARLY
from veil.programme import Infeasible, Programme
from veil.system import System
from veil.tables import IntArray


def refine(system: System, cells: IntArray, table: IntArray) -> None:
    """Set `system.forced` of these cells to their least value over all whole-number tables so empty.

    minimise x_i  subject to  sum sign * x = 0 in every row, x = 0 where 0 is published, x >= lower elsewhere.

    Args:
        table: one that fits, or nearly. Another near to it may have the least value that is already thought of:
            that settles it.
    """
    if not len(cells):
        return
    empty = system.shown & (system.count == 0)
    programme = Programme(system, np.flatnonzero(~empty), np.zeros(system.cells, np.int64), system.lower)
    for cell in cells:
        try:
            if programme.holding(table, int(cell), int(system.forced[cell])) is not None:
                continue
        except Infeasible:
            pass  # it is higher
        system.forced[cell] = int(np.ceil(programme.optimum(int(cell), 1).bound - NEARLY))
