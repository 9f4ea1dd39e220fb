"""What the unknowns are called."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from veil.system.sheets import Keys, Source
from veil.tables import IntArray

Label = tuple[str, tuple[tuple[str, str], ...]]
"""A cell in words: population, and per variable that cuts it the code."""


class Labels:
    """What the unknowns are called."""

    def __init__(
        self, sources: Sequence[Source], keys: Sequence[Keys], places: Sequence[IntArray], size: int
    ) -> None:
        self._sources = sources
        self._home = np.full((size, 2), -1, np.int64)
        for at in range(len(sources) - 1, -1, -1):
            self._home[places[at], 0] = at
            self._home[places[at], 1] = np.arange(len(places[at]))
        self._made: dict[int, Label] = {}

    def name(self, cell: int, label: Label) -> None:
        """Give a name to a cell that no table prints."""
        self._made[cell] = label

    def __getitem__(self, cell: int) -> Label:
        """Population and codes of a cell; codes that are margins are left out."""
        source, entry = self._home[cell]
        if source < 0:
            return self._made.get(int(cell), ("", ()))
        table = self._sources[source]
        parts = [
            (name, "/".join(codes))
            for name, codes in table.spec.filters.items()
            if name not in table.dimensions
        ]
        for variable, code in zip(table.dimension_variables, table.coordinates[entry], strict=True):
            if code:
                parts.append((variable.name, variable.all_codes[code]))
        return table.population, tuple(parts)

    def where(self, cell: int) -> tuple[int, int] | None:
        """(source, entry) of the first table that prints the cell; None if no table does."""
        source, entry = self._home[cell]
        return None if source < 0 else (int(source), int(entry))
