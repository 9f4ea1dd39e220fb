"""What the unknowns are called."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from veil.system.sheets import Sheet
from veil.tables import IntArray
from veil.variables import TOTAL

Label = tuple[str, tuple[tuple[str, str], ...]]
"""A cell in words: population, and per variable that cuts it the code."""


class Labels:
    """What the unknowns are called.

    Args:
        sheets: those that tables print first.
        printed: how many are printed.
        places: per sheet the unknown of each of its cells.
        size: number of unknowns.
    """

    def __init__(self, sheets: Sequence[Sheet], printed: int, places: Sequence[IntArray], size: int) -> None:
        self._sheets, self._printed = sheets, printed
        self._home = np.full((size, 2), -1, np.int64)
        for at in range(len(sheets) - 1, -1, -1):
            self._home[places[at], 0] = at
            self._home[places[at], 1] = np.arange(len(places[at]))
        self._made: dict[int, tuple[Label, int | None]] = {}

    def name(self, cell: int, label: Label, whole: int | None = None) -> None:
        """Give a name to a cell that no table prints.

        Args:
            whole: the cell of which it is a part: the codes of that belong to the name.
        """
        self._made[cell] = (label, whole)

    def __getitem__(self, cell: int) -> Label:
        """Population and codes of a cell; codes that are margins are left out."""
        sheet, entry = self._home[cell]
        if sheet >= 0:
            return self._cut(self._sheets[sheet], entry)
        (population, own), whole = self._made.get(int(cell), (("", ()), None))
        if whole is None:
            return population, own
        names = {name for name, _ in own}
        return population, (*(part for part in self[whole][1] if part[0] not in names), *own)

    def in_words(self, cell: int) -> str:
        """The codes that cut a cell: "town A, sex not K"; "Total" where none does."""
        return ", ".join(f"{name} {code}" for name, code in self[cell][1]) or TOTAL

    def where(self, cell: int) -> tuple[int, int] | None:
        """(source, entry) of the first table that prints the cell; None if no table does."""
        sheet, entry = self._home[cell]
        return (int(sheet), int(entry)) if 0 <= sheet < self._printed else None

    @staticmethod
    def _cut(sheet: Sheet, entry: int) -> Label:
        table = sheet.source
        filters = table.spec.filters
        parts = [(name, "/".join(codes)) for name, codes in filters.items() if name not in table.dimensions]
        for axis, code in zip(sheet.axes, table.coordinates[entry], strict=True):
            if code:
                parts.append((axis.name, axis.variable.all_codes[code]))
            elif axis.name in filters:
                parts.append((axis.name, "/".join(filters[axis.name])))
            elif axis.terms[0] and axis.covers[0] and not axis.variable.multiple:
                parts.append((axis.name, "/".join(sorted(axis.covers[0]))))
        return table.population, tuple(parts)
