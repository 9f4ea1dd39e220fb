"""The range of each hidden cell: proved from inside by whole-number tables, from outside by bounds."""

from __future__ import annotations

import numpy as np

from veil.judgement import UNBOUNDED
from veil.programme import NEARLY, Infeasible, Programme
from veil.system import SLACK, System
from veil.tables import IntArray


def bounds(system: System) -> tuple[IntArray, IntArray]:
    """Per cell, the lowest and the highest count over all whole-number tables that fit.

    Raises:
        Infeasible: no table fits.
    """
    free = np.flatnonzero(~system.shown)
    low, high = system.count.copy(), system.count.copy()
    values = np.where(system.shown, system.count, 0)
    programme = Programme(system, free, values, system.lower)
    if not len(free):
        if system.residual(values).any():
            raise Infeasible("the published figures don't add up")
        return low, high
    first = programme.table()
    seen_low, seen_high = first.copy(), first.copy()
    for cell in free:
        if system.kind[cell] == SLACK:
            low[cell], high[cell] = 0, UNBOUNDED
            continue
        for sign in (1, -1):
            best = programme.optimum(int(cell), sign)
            if best.x is not None:
                np.minimum(seen_low, best.x, out=seen_low)
                np.maximum(seen_high, best.x, out=seen_high)
            if sign == 1:
                low[cell] = int(np.ceil(best.bound - NEARLY))
            else:
                high[cell] = UNBOUNDED if np.isinf(best.bound) else int(np.floor(best.bound + NEARLY))
    return low, high
