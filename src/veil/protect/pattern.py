"""The pattern: which cells are hidden, grown by the cheapest moves and then thinned.

Every hidden cell holds the move that proves it wide enough. A cell may be published again when each cell whose
proof touches it finds another.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from veil.errors import VeilError
from veil.judgement import BoolArray, Needs
from veil.system import CELL, System
from veil.tables import IntArray
from veil.walk import NEVER, Move, Walker

FEWEST_TRIES = 16
"""Walks per search; four times as many again where none was found."""

EFFORT, MOST_TRIES = 100_000, 150
"""Small systems can afford more: about this many walks times cells, at most so many walks."""

UP, DOWN = 0, 1


class Pattern:
    """The set of hidden cells, with the proofs.

    Args:
        system: the sums, every count known.
        required: the range each cell needs.
        hidden: the cells hidden from the start.
        fixed: the cells that must stay published.
        cost: per cell, what hiding it costs.
    """

    def __init__(
        self,
        system: System,
        required: Needs,
        hidden: BoolArray,
        fixed: BoolArray,
        cost: npt.NDArray[np.float64],
    ) -> None:
        self._system, self._required, self._cost = system, required, cost
        self.hidden = hidden
        self.low, self.high = system.count.copy(), system.count.copy()
        self._price = np.where(fixed, NEVER, np.where(hidden, 0.0, cost))
        self._walker = Walker(system, system.lower)
        self._table = system.count.copy()
        self.tries = min(max(EFFORT // max(system.cells, 1), FEWEST_TRIES), MOST_TRIES)
        self._moves: list[Move | None] = []
        self._touching: dict[int, list[int]] = {}
        self._proof: dict[tuple[int, int], int] = {}
        self._proves: list[list[tuple[int, int]]] = []

    @property
    def fixed(self) -> BoolArray:
        """The cells that must not be hidden as things stand."""
        return np.isinf(self._price)

    @property
    def primary(self) -> BoolArray:
        """The cells hidden for their own sake."""
        return self._required.primary

    def release(self, fixed: BoolArray) -> None:
        """Let every cell be hidden at its cost, but those that are fixed."""
        self._price = np.where(fixed, NEVER, np.where(self.hidden, 0.0, self._cost))

    # --- needs ---------------------------------------------------------------------------------------------

    def sides(self, cell: int) -> list[tuple[int, int]]:
        """(side, value to reach) for each end of the range that the cell needs; none for a cell not hidden."""
        count = int(self._system.count[cell])
        low, high = int(self._required.low[cell]), int(self._required.high[cell])
        found = []
        if high > count:
            found.append((UP, high))
        if low < count:
            found.append((DOWN, low))
        return found

    def unproved(self, cell: int) -> list[tuple[int, int]]:
        """The sides that no move reaches yet. A cell that needs no range must only not be fixed."""
        sides = [
            (side, value)
            for side, value in self.sides(cell)
            if (self.high[cell] < value if side == UP else self.low[cell] > value)
        ]
        if not self.sides(cell) and self.low[cell] == self.high[cell]:
            return [(UP, int(self._system.count[cell]) + 1)]
        return sides

    # --- growing -------------------------------------------------------------------------------------------

    def grow(self, cells: IntArray) -> list[int]:
        """Widen these cells, hiding others where that must be. Returns those for which no move was found."""
        failed = []
        for tries in (self.tries, 4 * self.tries):
            failed = [
                int(cell)
                for cell in cells
                if not all(
                    self.widen(int(cell), side, value, tries) for side, value in self.unproved(int(cell))
                )
            ]
            cells = np.array(failed, np.int64)
        return failed

    def widen(self, cell: int, side: int, value: int, tries: int) -> bool:
        """Find a move that brings the cell to the value, at the least cost; hide what it touches."""
        move = self._search(cell, value, self._price, tries)
        if move is None and not self.sides(cell):
            move = self._search(cell, 2 * int(self._system.count[cell]) - value, self._price, tries)
        if move is None:
            return False
        self.take(move)
        return True

    def take(self, move: Move) -> None:
        """Hide what the move touches, and keep it as a proof."""
        fresh = move.cells[(self._system.kind[move.cells] == CELL) & ~self.hidden[move.cells]]
        self.hidden[fresh] = True
        self._price[move.cells] = 0.0
        self._remember(move)

    def _search(self, cell: int, value: int, price: npt.NDArray[np.float64], tries: int) -> Move | None:
        amount = value - int(self._system.count[cell])
        if amount < 0 and value < self._system.lower[cell]:
            return None
        whole = self._walker.cheapest(cell, amount, self._table, price, tries)
        if abs(amount) == 1 or (whole is not None and whole.cost == 0.0):
            return whole
        pieces = self._piecewise(cell, amount, price, tries, NEVER if whole is None else whole.cost)
        return pieces or whole

    def _piecewise(
        self, cell: int, amount: int, price: npt.NDArray[np.float64], tries: int, limit: float
    ) -> Move | None:
        """The same change in steps of one, each from the table that the step before left; None above the limit."""
        change: dict[int, int] = {}
        paid: dict[int, float] = {}
        step, spent = (1 if amount > 0 else -1), 0.0
        done = 0
        while done != amount and spent < limit:
            part = self._walker.cheapest(cell, step, self._table, price, tries, seed=cell + 7919 * abs(done))
            if part is None:
                break
            spent += part.cost
            for other, by in zip(part.cells.tolist(), part.changes.tolist(), strict=True):
                change[other] = change.get(other, 0) + by
                self._table[other] += by
                if price[other] > 0.0:
                    paid[other] = float(price[other])
                    price[other] = 0.0
            done += step
        for other, by in change.items():
            self._table[other] -= by
        for other, was in paid.items():
            price[other] = was
        if done != amount or spent >= limit:
            return None
        kept = {other: by for other, by in change.items() if by}
        return Move(np.array(list(kept), np.int32), np.array(list(kept.values()), np.int64), spent)

    def _remember(self, move: Move) -> None:
        at = len(self._moves)
        self._moves.append(move)
        self._proves.append([])
        cells = move.cells
        reached = self._system.count[cells] + move.changes
        lower, higher = reached < self.low[cells], reached > self.high[cells]
        self.low[cells[lower]] = reached[lower]
        self.high[cells[higher]] = reached[higher]
        for cell in cells.tolist():
            self._touching.setdefault(cell, []).append(at)

    # --- proof ---------------------------------------------------------------------------------------------

    def check_proofs(self) -> None:
        """Check every move that a proof rests on, whatever found it.

        Raises:
            VeilError: a move breaks a sum, touches a published cell, or sinks below a cell's least value.
        """
        system = self._system
        for move in self._moves:
            if move is None:
                continue
            cells = move.cells
            lengths = system.cell_start[cells + 1] - system.cell_start[cells]
            ends = np.cumsum(lengths)
            entries = np.repeat(system.cell_start[cells] - (ends - lengths), lengths) + np.arange(
                lengths.sum()
            )
            rows, at = np.unique(system.cell_row[entries], return_inverse=True)
            gaps = np.bincount(at, system.cell_sign[entries] * np.repeat(move.changes, lengths), len(rows))
            touched = ~self.hidden[cells] & (system.kind[cells] == CELL)
            sunk = system.count[cells] + move.changes < system.lower[cells]
            if gaps.any() or touched.any() or sunk.any():
                raise VeilError("a proof doesn't hold; nothing may be published")

    # --- thinning ------------------------------------------------------------------------------------------

    def thin(self, keep: BoolArray) -> int:
        """Publish again every cell that isn't needed, the dearest first. Returns how many.

        Args:
            keep: cells that must stay hidden.
        """
        secondary = np.flatnonzero(
            self.hidden & ~keep & (self._system.kind == CELL) & np.isfinite(self._price)
        )
        order = secondary[np.lexsort((secondary, -self._cost[secondary]))]
        return sum(self._publish(int(cell), self.tries) for cell in order)

    def _publish(self, cell: int, tries: int) -> bool:
        """Publish a hidden cell if all that leaned on it can be proved without it."""
        dead = [at for at in self._touching.get(cell, ()) if self._moves[at] is not None]
        price = self._zero_price
        was = price[cell]
        price[cell] = NEVER
        dying = set(dead)
        affected = {int(other) for at in dead for other in self._moves[at].cells} - {cell}  # type: ignore[union-attr]
        found: list[Move] = []
        for other in sorted(affected):
            if not self.hidden[other] or self._system.kind[other] != CELL:
                continue
            if not self._reprove(other, dying, found, price, tries):
                price[cell] = was
                return False
        for at in dead:
            self._moves[at] = None
        self.hidden[cell] = False
        self._price[cell] = self._cost[cell]
        for move in found:
            self._remember(move)
        for other in (*affected, cell):
            self._measure(int(other))
        return True

    def _reprove(
        self, cell: int, dying: set[int], found: list[Move], price: npt.NDArray[np.float64], tries: int
    ) -> bool:
        count = int(self._system.count[cell])
        reached = [count]
        for at in self._touching[cell]:
            move = self._moves[at]
            if move is not None and at not in dying:
                reached.append(count + int(move.changes[move.cells == cell][0]))
        reached += [count + int(m.changes[m.cells == cell][0]) for m in found if (m.cells == cell).any()]
        low, high = min(reached), max(reached)
        sides = self.sides(cell)
        wanted = [value for side, value in sides if (high < value if side == UP else low > value)]
        if not sides and low == high:
            wanted = [count + 1]
        for value in wanted:
            move = self._search(cell, value, price, tries)
            if move is None and not sides:
                move = self._search(cell, count - 1, price, tries)
            if move is None:
                return False
            found.append(move)
        return True

    @property
    def _zero_price(self) -> npt.NDArray[np.float64]:
        """Only hidden cells may change; one array is kept and mended as cells come and go."""
        if not hasattr(self, "_kept_price"):
            self._kept_price = np.full(self._system.cells, NEVER)
        self._kept_price[:] = np.where((self._price == 0.0), 0.0, NEVER)
        return self._kept_price

    def _measure(self, cell: int) -> None:
        count = self._system.count[cell]
        low = high = count
        for at in self._touching.get(cell, ()):
            move = self._moves[at]
            if move is not None:
                value = count + move.changes[move.cells == cell][0]
                low, high = min(low, value), max(high, value)
        self.low[cell], self.high[cell] = low, high
