"""Moves found by walking: a cell is changed, the sums it breaks are mended one by one with other cells.

A move is a whole-number change d with  sum sign * d = 0  in every row. Added to a table that fits it gives
another table that fits, as long as no cell leaves its least and greatest value: the proof that a reader must hold both
possible. Finding the cheapest move is hard in general; a greedy walk with a little chance finds short ones in
microseconds, and `veil.protect.moves` finds the others by a linear programme.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from veil.compiled import compiled
from veil.system import System
from veil.tables import IntArray

NEVER = np.inf
"""The cost of a cell that must not change."""

MOST_STEPS = 160
MOST_CODES = 4
ROWS_LOOKED_AT = 6


@dataclass(frozen=True)
class Move:
    """Cells and by how much each changes."""

    cells: npt.NDArray[np.int32]
    changes: IntArray
    cost: float

    @classmethod
    def of(cls, change: IntArray, price: npt.NDArray[np.float64]) -> Move:
        """From the change of every cell, and what it costs to touch each."""
        cells = np.flatnonzero(change)
        return cls(cells.astype(np.int32), change[cells], float(price[cells].sum()))


@compiled
def _chance(state):
    """The next state of a linear congruential generator (Knuth's constants), and a number in 0 .. 1."""
    state = state * np.int64(6364136223846793005) + np.int64(1442695040888963407)
    return state, np.float64((state >> np.int64(33)) & np.int64(0x3FFFFFFF)) / 1073741824.0


@compiled
def _change(cell, amount, d, touched, r, broken, place, cell_start, cell_row, cell_sign, counts):
    """Change a cell; keep the lists of touched cells (counts[0]) and broken rows (counts[1])."""
    if d[cell] == 0:
        touched[counts[0]] = cell
        counts[0] += 1
    d[cell] += amount
    for e in range(cell_start[cell], cell_start[cell + 1]):
        row = cell_row[e]
        r[row] += cell_sign[e] * amount
        if r[row] != 0 and place[row] < 0:
            place[row] = counts[1]
            broken[counts[1]] = row
            counts[1] += 1
        elif r[row] == 0 and place[row] >= 0:
            counts[1] -= 1
            last = broken[counts[1]]
            broken[place[row]] = last
            place[last] = place[row]
            place[row] = -1


@compiled
def _newly_broken(cell, amount, r, cell_start, cell_row, cell_sign):
    """Rows that the change breaks less those that it mends."""
    more = 0
    for e in range(cell_start[cell], cell_start[cell + 1]):
        before = r[cell_row[e]]
        if before + cell_sign[e] * amount != 0:
            more += 1
        if before != 0:
            more -= 1
    return more


@compiled
def _has_room(cell, slots, used, most, cut_start, cut_axis, cut_code):
    """Whether the walk may step on the cell: per axis it uses at most so many codes."""
    for e in range(cut_start[cell], cut_start[cell + 1]):
        axis = cut_axis[e]
        if used[axis] < most:
            continue
        known = False
        for at in range(used[axis]):
            if slots[axis, at] == cut_code[e]:
                known = True
                break
        if not known:
            return False
    return True


@compiled
def _take_room(cell, slots, used, cut_start, cut_axis, cut_code):
    for e in range(cut_start[cell], cut_start[cell + 1]):
        axis = cut_axis[e]
        known = False
        for at in range(used[axis]):
            if slots[axis, at] == cut_code[e]:
                known = True
        if not known and used[axis] < slots.shape[1]:
            slots[axis, used[axis]] = cut_code[e]
            used[axis] += 1


@compiled
def find(
    start,
    amount,
    y,
    lower,
    upper,
    cost,
    row_start,
    row_cell,
    row_sign,
    cell_start,
    cell_row,
    cell_sign,
    cut_start,
    cut_axis,
    cut_code,
    d,
    r,
    touched,
    broken,
    place,
    slots,
    used,
    best_cells,
    best_changes,
    tries,
    seed,
    enough,
):
    """Look for a cheap move that changes `start` by `amount` from the table y.

    Up to `tries` walks; the cheapest is written to best_cells and best_changes. Stops early at a cost of at most
    `enough`. d, r, place are scratch and left clean. Returns (number of cells or 0, cost).
    """
    counts = np.zeros(2, np.int64)
    best_cost, best_size = np.inf, 0
    state = np.int64(seed * 2654435761 + 97)
    for attempt in range(tries):
        weight = (2.0, 0.8, 4.0, 1.3)[attempt % 4]
        noise = 0.0 if attempt == 0 else 1.0 if attempt % 2 else 0.3
        counts[0] = counts[1] = 0
        _change(start, amount, d, touched, r, broken, place, cell_start, cell_row, cell_sign, counts)
        used[:] = 0
        most = (2, 2, 3, 2, 2, 4)[attempt % 6]
        _take_room(start, slots, used, cut_start, cut_axis, cut_code)
        spent, walked = 0.0, 0
        while counts[1] > 0 and walked < MOST_STEPS and spent < best_cost:
            walked += 1
            choice, choice_amount, choice_score, fewest = -1, 0, np.inf, 1 << 30
            looked = min(counts[1], ROWS_LOOKED_AT)
            state, luck = _chance(state)
            first = int(luck * counts[1]) if counts[1] > looked else 0
            for at in range(looked):
                row = broken[(first + at) % counts[1]]
                gap = r[row]
                options, option, option_amount, option_score = 0, -1, 0, np.inf
                for e in range(row_start[row], row_start[row + 1]):
                    cell = row_cell[e]
                    q = -gap * row_sign[e]
                    if cost[cell] == np.inf or cell == start or d[cell] * q < 0:
                        continue
                    after = y[cell] + d[cell] + q
                    if after < lower[cell] or after > upper[cell]:
                        continue
                    if not _has_room(cell, slots, used, most, cut_start, cut_axis, cut_code):
                        continue
                    options += 1
                    score = weight * _newly_broken(cell, q, r, cell_start, cell_row, cell_sign)
                    if d[cell] == 0:
                        score += cost[cell]
                    if noise > 0.0:
                        state, luck = _chance(state)
                        score += noise * luck
                    if score < option_score:
                        option, option_amount, option_score = cell, q, score
                if options < fewest or (options == fewest and option_score < choice_score):
                    fewest = options
                    choice, choice_amount, choice_score = option, option_amount, option_score
                if options == 0:
                    break
            if choice < 0:
                break
            if d[choice] == 0:
                spent += cost[choice]
            _take_room(choice, slots, used, cut_start, cut_axis, cut_code)
            _change(
                choice, choice_amount, d, touched, r, broken, place, cell_start, cell_row, cell_sign, counts
            )
        if counts[1] == 0 and spent < best_cost:
            best_cost, best_size = spent, 0
            for at in range(counts[0]):
                cell = touched[at]
                if d[cell] != 0:
                    best_cells[best_size] = cell
                    best_changes[best_size] = d[cell]
                    best_size += 1
        for at in range(counts[0]):
            d[touched[at]] = 0
        for at in range(counts[1]):
            r[broken[at]] = 0
            place[broken[at]] = -1
        for at in range(counts[0]):
            cell = touched[at]
            for e in range(cell_start[cell], cell_start[cell + 1]):
                r[cell_row[e]] = 0
        if best_cost <= enough:
            break
    return best_size, best_cost


class Walker:
    """Finds moves in one system; keeps the scratch memory.

    Args:
        system: the sums.
        lower, upper: the least and the greatest value of each cell.
    """

    def __init__(self, system: System, lower: IntArray, upper: IntArray) -> None:
        n, m = system.cells, system.rows
        self._system, self._lower, self._upper = system, lower, upper
        self._sums = (
            system.row_start,
            system.row_cell,
            system.row_sign,
            system.cell_start,
            system.cell_row,
            system.cell_sign,
            system.cut_start,
            system.cut_axis,
            system.cut_code,
        )
        self._scratch = (
            np.zeros(n, np.int64),
            np.zeros(m, np.int64),
            np.zeros(n + MOST_STEPS + 1, np.int32),
            np.zeros(m + 1, np.int32),
            np.full(m, -1, np.int32),
            np.zeros((int(system.cut_axis.max(initial=0)) + 1, MOST_CODES), np.int32),
            np.zeros(int(system.cut_axis.max(initial=0)) + 1, np.int64),
        )
        self._cells = np.zeros(n + MOST_STEPS + 1, np.int32)
        self._changes = np.zeros(n + MOST_STEPS + 1, np.int64)

    def cheapest(
        self,
        cell: int,
        amount: int,
        table: IntArray,
        cost: npt.NDArray[np.float64],
        tries: int,
        enough: float = 0.0,
        seed: int | None = None,
    ) -> Move | None:
        """A cheap move that changes the cell by `amount`; None if no walk found any.

        Args:
            table: the table it starts from, shape (cells,).
            cost: per cell what it costs to touch it, 0 where it is hidden already, NEVER where it must stay.
            tries: at most so many walks; fewer if one costs at most `enough`.
        """
        size, spent = find(
            cell,
            amount,
            table,
            self._lower,
            self._upper,
            cost,
            *self._sums,
            *self._scratch,
            self._cells,
            self._changes,
            tries,
            cell if seed is None else seed,
            enough,
        )
        if not size:
            return None
        return Move(self._cells[:size].copy(), self._changes[:size].copy(), spent)
