"""Margins that a table doesn't print, though it prints parts of them: a total by form, and none by sex.

A cell that isn't listed is a published zero; one of which a part is listed, and isn't empty, can't be. A reader works
with it all the same: it is the sum of its parts, and a part of what is printed above it.
"""

from __future__ import annotations

import numpy as np

from veil.grid import left_out
from veil.system.sheets import Sheet, Terms, keys_of
from veil.tables import Table


def with_margins(sheet: Sheet, terms: Terms) -> Sheet:
    """The sheet with the margins and subtotals of its cells; itself if it lacks none."""
    source = sheet.source
    lacking = left_out(source.coordinates, source.coordinates, source.dimension_variables)
    if not len(lacking):
        return sheet
    whole = np.concatenate([source.coordinates, lacking])
    table = Table(source.spec, source.variables, source.population, whole, np.zeros(len(whole), np.int64))
    return Sheet(
        table, sheet.axes, sheet.fixed, keys_of(source.population, sheet.fixed, sheet.axes, whole, terms)
    )
