"""One set of codes for tables that came out at different times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np

from veil.published import ProtectedTable
from veil.tables import Table
from veil.variables import TOTAL, Variable

Source = TypeVar("Source", Table, ProtectedTable)


def leaves_of(tables: Iterable[Table | ProtectedTable]) -> dict[str, dict[str, None]]:
    """Variable -> every code of the rows' own that any table knows of."""
    found: dict[str, dict[str, None]] = {}
    for table in tables:
        for variable in table.variables.values():
            for code in variable.codes:
                found.setdefault(variable.name, {}).update(dict.fromkeys(variable.leaves.get(code, (code,))))
    return found


def in_codes(table: Source, everything: Mapping[str, Iterable[str]]) -> Source:
    """The same table, whose variables know of every code, so that its total is everybody's.

    A code that it doesn't show is one that nobody has: it is printed as zero by not being there.
    """
    wider = {name: _wider(variable, everything.get(name, ())) for name, variable in table.variables.items()}
    if all(wider[name] is variable for name, variable in table.variables.items()):
        return table
    coordinates = table.coordinates.copy()
    for at, name in enumerate(table.dimensions):
        index = {code: place for place, code in enumerate(wider[name].all_codes)}
        there = np.array([index[code] for code in table.variables[name].all_codes], np.int32)
        coordinates[:, at] = there[table.coordinates[:, at]]
    return replace(table, variables=wider, coordinates=coordinates)


def _wider(variable: Variable, everything: Iterable[str]) -> Variable:
    known = variable.leaves_of(TOTAL)
    more = tuple(sorted(code for code in everything if code not in known))
    return replace(variable, codes=(*variable.codes, *more)) if more else variable
