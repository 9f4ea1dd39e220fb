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
    sizes = np.array([len(codes) for codes in targets])
    starts = np.concatenate(([0], np.cumsum(sizes)))
    flat = np.array([code for codes in targets for code in codes], np.int32)
    column = coordinates[:, at]
    times = sizes[column]
    again = np.repeat(np.arange(len(column)), times)
    offset = np.arange(len(again)) - np.repeat(np.cumsum(times) - times, times)
    found = coordinates[again]
    found[:, at] = flat[starts[column[again]] + offset]
    return found


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
