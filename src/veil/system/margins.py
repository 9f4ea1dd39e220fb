"""Margins that a table doesn't print, though it prints parts of them: a total by form, and none by sex.

A cell that isn't listed is a published zero; one of which a part is listed, and isn't empty, can't be. A reader works
with it all the same: it is the sum of its parts, and a part of what is printed above it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from veil.system.sheets import Axis, Keys, Leaves, Sheet, Terms, keys_of, spread
from veil.tables import Table


def with_margins(sheet: Sheet, terms: Terms) -> Sheet:
    """The sheet with the margins and subtotals of its cells; itself if it lacks none."""
    source = sheet.source

    def keys(cells: npt.NDArray[np.int32]) -> Keys:
        return keys_of(source.population, sheet.fixed, sheet.axes, cells, terms)

    cells = source.coordinates[source.counts != 0]
    for at, axis in enumerate(sheet.axes):
        cells = spread(cells, at, _coarser(axis))
        cells = cells[np.unique(keys(cells), return_index=True)[1]]
    lacking = cells[~np.isin(keys(cells), sheet.keys)]
    if not len(lacking):
        return sheet
    whole = np.concatenate([source.coordinates, lacking])
    table = Table(source.spec, source.variables, source.population, whole, np.zeros(len(whole), np.int64))
    return Sheet(table, sheet.axes, sheet.fixed, keys(whole))


def _coarser(axis: Axis) -> list[list[int]]:
    """Per code itself and the total and the groups that hold it."""
    groups = range(1 + len(axis.variable.groups))
    return [
        [code, *(above for above in groups if above != code and _holds(axis.covers[above], covered))]
        for code, covered in enumerate(axis.covers)
    ]


def _holds(whole: Leaves | None, part: Leaves | None) -> bool:
    return whole is not None and part is not None and part <= whole
