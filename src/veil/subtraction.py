"""What follows by subtraction alone."""

from __future__ import annotations

import numpy as np

from veil.errors import BadInput
from veil.system import UNKNOWN, System
from veil.tables import IntArray


def by_subtraction(system: System, values: IntArray) -> IntArray:
    """Fill in every unknown that a sum decides, one after the other.

    Args:
        values: per unknown of the system; UNKNOWN where it isn't told.

    Returns:
        The same with more told. What no single sum decides stays UNKNOWN.

    Raises:
        BadInput: a sum would leave fewer than nobody.
    """
    values = values.copy()
    entry_row = system.entry_row
    while True:
        unknown = values == UNKNOWN
        missing = np.bincount(entry_row, weights=unknown[system.row_cell], minlength=system.rows)
        known = np.where(unknown, 0, values)[system.row_cell] * system.row_sign
        sums = np.bincount(entry_row, weights=known, minlength=system.rows).astype(np.int64)
        deciding = np.flatnonzero((missing[entry_row] == 1) & unknown[system.row_cell])
        if not len(deciding):
            return values
        decided = -sums[entry_row[deciding]] * system.row_sign[deciding]
        if (decided < 0).any():
            raise BadInput("the tables contradict each other")
        values[system.row_cell[deciding]] = decided
