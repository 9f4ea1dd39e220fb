"""The grid of cells that a table can have: coarser codes of its cells, what it leaves out, kinds of cells.

A cell is a row of `coordinates`, shape (cells, variables): per variable the index of its code in `Variable.all_codes`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from veil.variables import Variable


def spread(
    coordinates: npt.NDArray[np.int32], at: int, targets: Sequence[Sequence[int]]
) -> npt.NDArray[np.int32]:
    """Each cell in other codes of one column, once for each.

    Args:
        targets: per code that stands there now, the codes to put.
    """
    again, codes = each_target(coordinates[:, at], targets)
    found = coordinates[again]
    found[:, at] = codes
    return found


def each_target(
    column: npt.NDArray[np.integer], targets: Sequence[Sequence[int]]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The entries of a column once for each of their targets: which entry, and which target.

    Args:
        targets: per value that stands in the column, the codes that it becomes.
    """
    sizes = np.array([len(codes) for codes in targets], np.int64)
    starts = np.cumsum(sizes) - sizes
    flat = np.array([code for codes in targets for code in codes], np.int64)
    times = sizes[column]
    again = np.repeat(np.arange(len(column)), times)
    offset = np.arange(len(again)) - np.repeat(np.cumsum(times) - times, times)
    return again, flat[starts[column[again]] + offset]


def left_out(
    parts: npt.NDArray[np.int32], listed: npt.NDArray[np.int32], variables: Sequence[Variable]
) -> npt.NDArray[np.int32]:
    """The margins and subtotals of these parts that aren't among the listed cells.

    Where a part isn't empty such a cell is no published zero: the table leaves it out.
    """
    shape = tuple(len(variable.all_codes) for variable in variables)
    cells = parts
    for at, variable in enumerate(variables):
        leaves = [variable.leaves_of(code) for code in variable.all_codes]
        coarser = range(1 + len(variable.groups))
        targets = [
            [code, *(above for above in coarser if above != code and own <= leaves[above])]
            for code, own in enumerate(leaves)
        ]
        cells = cells_at(np.unique(places(spread(cells, at, targets), shape)), shape)
    return cells[~np.isin(places(cells, shape), places(listed, shape))]


def kinds(variables: Sequence[Variable]) -> npt.NDArray[np.int64]:
    """Of every cell that a table can have a number for its kind: by variable total, finest code or a hierarchy's."""
    kind = np.zeros(1, np.int64)
    for variable in variables:
        within = {
            group: 2 + at
            for at, steps in enumerate(variable.hierarchies.values())
            for group in steps.values()
        }
        own = np.array([0, *(within[group] for group in variable.groups), *[1] * len(variable.codes)])
        kind = (kind[:, None] * (2 + len(variable.hierarchies)) + own).ravel()
    return kind


def places(cells: npt.NDArray[np.int32], shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """Each cell's place among all that a table of this shape can have."""
    return np.ravel_multi_index(tuple(cells.T), shape) if shape else np.zeros(len(cells), np.int64)


def cells_at(at: npt.NDArray[np.int64], shape: tuple[int, ...]) -> npt.NDArray[np.int32]:
    """The inverse of `places`."""
    if not shape:
        return np.zeros((len(at), 0), np.int32)
    return np.stack(np.unravel_index(at, shape), axis=1).astype(np.int32)
