"""Why a cell is too narrow: the published figures of the one sum that narrows it."""

from __future__ import annotations

from collections.abc import Sequence

from veil.attack.bounds import Ranges
from veil.judgement import Figure
from veil.system import Source, System
from veil.tables import codes_of


def figures(system: System, sources: Sequence[Source], ranges: Ranges, cell: int) -> tuple[Figure, ...]:
    """The published figures of a sum that alone, with what is known of its hidden cells, leaves no more than the
    cell's range; of several such sums the one with fewest hidden cells. Empty where only several sums together do."""
    best: tuple[int, tuple[Figure, ...]] | None = None
    for at in range(system.cell_start[cell], system.cell_start[cell + 1]):
        row, own = int(system.cell_row[at]), int(system.cell_sign[at])
        cells, signs = system.row(row)
        others = [(int(c), -own * int(s)) for c, s in zip(cells, signs, strict=True) if c != cell]
        low = sum(s * int(ranges.least[c] if s > 0 else ranges.most[c]) for c, s in others)
        high = sum(s * int(ranges.most[c] if s > 0 else ranges.least[c]) for c, s in others)
        if low < ranges.least[cell] or high > ranges.most[cell]:
            continue
        hidden = sum(not system.shown[c] for c, _ in others)
        if best is None or hidden < best[0]:
            best = hidden, tuple(_figure(system, sources, c) for c, _ in others if system.shown[c])
    return best[1] if best else ()


def _figure(system: System, sources: Sequence[Source], cell: int) -> Figure:
    where = system.labels.where(cell)
    if where is None:
        population, parts = system.labels[cell]
        return Figure(population, tuple(f"{name}={code}" for name, code in parts), int(system.count[cell]))
    source, entry = where
    return Figure(sources[source].name, codes_of(sources[source], entry), int(system.count[cell]))
