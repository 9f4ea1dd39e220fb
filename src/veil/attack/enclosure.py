"""Bounds from outside, by walking the sums: quick, and never too narrow."""

from __future__ import annotations

import numpy as np

from veil.compiled import compiled
from veil.system import UNBOUNDED, System
from veil.tables import IntArray

MOST_PASSES = 60


@compiled
def _tighten(low, high, row_start, row_cell, row_sign, unbounded, passes):
    """Per row and cell: sign * x = -(sum of the others), so each cell lies between the others' bounds."""
    for _ in range(passes):
        changed = False
        for row in range(len(row_start) - 1):
            least, most, open_least, open_most = 0, 0, 0, 0
            for e in range(row_start[row], row_start[row + 1]):
                cell = row_cell[e]
                lo, hi = low[cell], high[cell]
                if row_sign[e] < 0:
                    lo, hi = -hi, -lo
                if lo <= -unbounded:
                    open_least += 1
                else:
                    least += lo
                if hi >= unbounded:
                    open_most += 1
                else:
                    most += hi
            for e in range(row_start[row], row_start[row + 1]):
                cell = row_cell[e]
                lo, hi = low[cell], high[cell]
                if row_sign[e] < 0:
                    lo, hi = -hi, -lo
                own_open_least, own_open_most = lo <= -unbounded, hi >= unbounded
                if open_most - own_open_most == 0:
                    new_lo = -(most - (0 if own_open_most else hi))
                    if new_lo > lo:
                        if row_sign[e] > 0:
                            low[cell] = new_lo
                        else:
                            high[cell] = -new_lo
                        changed = True
                if open_least - own_open_least == 0:
                    new_hi = -(least - (0 if own_open_least else lo))
                    if new_hi < hi:
                        if row_sign[e] > 0:
                            high[cell] = new_hi
                        else:
                            low[cell] = -new_hi
                        changed = True
                if low[cell] > high[cell]:
                    return False
                lo2, hi2 = low[cell], high[cell]
                if row_sign[e] < 0:
                    lo2, hi2 = -hi2, -lo2
                if not own_open_least:
                    least += lo2 - lo
                elif lo2 > -unbounded:
                    open_least -= 1
                    least += lo2
                if not own_open_most:
                    most += hi2 - hi
                elif hi2 < unbounded:
                    open_most -= 1
                    most += hi2
        if not changed:
            break
    return True


def enclosure(system: System) -> tuple[IntArray, IntArray] | None:
    """Per cell a range that holds every table that fits; None if none fits.

    Bounds are carried along every sum until nothing narrows or `MOST_PASSES` is reached.
    """
    low = np.where(system.shown, system.count, system.lower).astype(np.int64)
    high = np.where(system.shown, system.count, system.upper).astype(np.int64)
    fits = _tighten(low, high, system.row_start, system.row_cell, system.row_sign, UNBOUNDED, MOST_PASSES)
    return (low, high) if fits else None
