"""The pattern: which cells are hidden, grown by the cheapest moves and then thinned.

Every hidden cell names the moves that prove it wide enough. A cell may be published again when each cell whose proof
touches it finds another.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from veil.errors import VeilError
from veil.judgement import BoolArray, Needs
from veil.progress import Report, silent, told
from veil.protect.moves import Moves
from veil.system import CELL, System
from veil.tables import IntArray
from veil.walk import NEVER, Move, Walker

FEWEST_TRIES = 16
"""Walks per search, at least."""

CELLS_A_TRY = 1_000
"""While the pattern grows, a search has one walk for so many cells of the system: the larger, the longer the programme
that it saves."""

EFFORT, MOST_TRIES = 100_000, 150
"""Afterwards small systems can afford more: about this many walks times cells, at most so many walks."""

WORTH = 0.9
"""A cell is published in exchange for others that cost together no more than this share of it."""

SEED = 20170310
"""Which cells share a programme is drawn, the same each time: neighbours would ask for the same persons."""

UP, DOWN, EITHER = 1, -1, 0
"""Which way a cell must be seen to move; either way, if it must only not be fixed."""

Costs = npt.NDArray[np.float64]
Side = int
Need = tuple[Side, int]
"""A side, and by how much the cell must be seen to move that way (EITHER: 1)."""


def _meets(need: Need, change: int) -> bool:
    side, amount = need
    return change != 0 if side == EITHER else change * side >= amount * side


class Pattern:
    """The set of hidden cells, with the proofs.

    Args:
        system: the sums, every count known.
        required: the range each cell needs.
        hidden: the cells hidden from the start.
        fixed: the cells that must stay published.
        cost: per cell, what hiding it costs.
        report: told of progress.
    """

    def __init__(
        self,
        system: System,
        required: Needs,
        hidden: BoolArray,
        fixed: BoolArray,
        cost: Costs,
        report: Report = silent,
    ) -> None:
        self.report = report
        self.system, self._required, self._cost = system, required, cost
        self.hidden = hidden
        self.release(fixed)
        self._walker = Walker(system, system.lower, system.upper)
        self._programme = Moves(system)
        self._table = system.count.copy()
        self._first_tries = max(FEWEST_TRIES, system.cells // CELLS_A_TRY)
        self._tries = min(max(EFFORT // max(system.cells, 1), FEWEST_TRIES), MOST_TRIES)
        self._moves: list[Move | None] = []
        self._touching: dict[int, list[tuple[int, int]]] = {}
        """Cell -> the moves that touch it, and by how much."""
        self._proof: dict[tuple[int, Side], tuple[int, int]] = {}
        """Cell and side -> the move that proves it, and by how much it moves the cell."""
        self._proves: list[set[tuple[int, Side]]] = []

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
        self._free = np.where(self._price == 0.0, 0.0, NEVER)
        """The price of a move that hides nothing more."""

    # --- needs ---------------------------------------------------------------------------------------------

    def needs(self, cell: int) -> list[Need]:
        """Each end of the range that the cell needs; a cell that needs none must only not be fixed."""
        count = int(self.system.count[cell])
        up, down = int(self._required.high[cell]) - count, int(self._required.low[cell]) - count
        found = []
        if up > 0:
            found.append((UP, up))
        if down < 0:
            found.append((DOWN, down))
        return found or [(EITHER, 1)]

    def unproved(self, cell: int) -> list[Need]:
        """The needs that no move meets yet."""
        return [need for need in self.needs(cell) if not self._is_proved(cell, need)]

    def _is_proved(self, cell: int, need: Need) -> bool:
        proof = self._proof.get((cell, need[0]))
        return proof is not None and _meets(need, proof[1])

    # --- growing -------------------------------------------------------------------------------------------

    def widen_together(self, cells: IntArray, most: int) -> IntArray:
        """Widen these cells, at most so many by each move. Returns those that are still too narrow."""
        waiting = deque(np.random.default_rng(SEED).permutation(cells).tolist())
        while waiting:
            self.report("hiding", max(len(cells) - len(waiting), 0), len(cells))
            wants: dict[int, int] = {}
            while waiting and len(wants) < most:
                cell = waiting.popleft()
                self._walk(cell)
                if amount := self._wanted(cell):
                    wants[cell] = amount
            move = self._programme.together(wants, self._price) if wants else None
            if move is not None:
                self.take(move)
            # a cell with two ends to reach comes again, once one is reached
            waiting.extend(cell for cell, amount in wants.items() if self._wanted(cell) not in (0, amount))
        return np.array([cell for cell in cells.tolist() if self.unproved(cell)], np.int64)

    def _walk(self, cell: int) -> None:
        """Widen the cell by moves through what is hidden already, as far as walks find any."""
        for need in self.unproved(cell):
            move = self._search(cell, need, self._free, self._first_tries)
            if move is not None:
                self.take(move)

    def _wanted(self, cell: int) -> int:
        """By how much the cell must still be seen to change, for one of its ends; 0 if for none."""
        if np.isinf(self._price[cell]):
            return 0
        for side, amount in self.unproved(cell):
            # of cells that may move either way half are to fall, so that the others can rise
            if side == EITHER and cell % 2 and self._has_room(cell, -1):
                return -1
            if self._has_room(cell, amount):
                return amount
        return 0

    def _has_room(self, cell: int, amount: int) -> bool:
        reached = self.system.count[cell] + amount
        return bool(self.system.lower[cell] <= reached <= self.system.upper[cell])

    def widen(self, cell: int, need: Need) -> bool:
        """Find a move that meets the need: one that hides nothing more, or the cheapest; False if there is none."""
        move = self._search(cell, need, self._free, self._first_tries)
        move = move or self._cheapest(cell, need, self._price)
        if move is None:
            return False
        self.take(move)
        return True

    def take(self, move: Move) -> None:
        """Hide what the move touches, and keep it as a proof."""
        fresh = move.cells[(self.system.kind[move.cells] == CELL) & ~self.hidden[move.cells]]
        self.hidden[fresh] = True
        self._price[move.cells] = self._free[move.cells] = 0.0
        at = len(self._moves)
        self._moves.append(move)
        self._proves.append(set())
        for cell, change in zip(move.cells.tolist(), move.changes.tolist(), strict=True):
            self._touching.setdefault(cell, []).append((at, change))
            if self.hidden[cell]:
                for need in self.unproved(cell):
                    if _meets(need, change):
                        self._prove(cell, need[0], at, change)

    def _prove(self, cell: int, side: Side, at: int, change: int) -> None:
        before = self._proof.get((cell, side))
        if before is not None:
            self._proves[before[0]].discard((cell, side))
        self._proof[cell, side] = at, change
        self._proves[at].add((cell, side))

    def _cheapest(self, cell: int, need: Need, price: Costs) -> Move | None:
        side, amount = need
        found = self._programme.cheapest(cell, amount, price)
        return self._programme.cheapest(cell, -1, price) if found is None and side == EITHER else found

    def _search(self, cell: int, need: Need, price: Costs, tries: int) -> Move | None:
        side, amount = need
        found = self._search_by(cell, amount, price, tries)
        return self._search_by(cell, -1, price, tries) if found is None and side == EITHER else found

    def _search_by(self, cell: int, amount: int, price: Costs, tries: int) -> Move | None:
        if not self._has_room(cell, amount):
            return None
        whole = self._walker.cheapest(cell, amount, self._table, price, tries)
        if abs(amount) == 1 or (whole is not None and whole.cost == 0.0):
            return whole
        pieces = self._piecewise(cell, amount, price, tries, NEVER if whole is None else whole.cost)
        return pieces or whole

    def _piecewise(self, cell: int, amount: int, price: Costs, tries: int, limit: float) -> Move | None:
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

    # --- proof ---------------------------------------------------------------------------------------------

    def reach(self) -> tuple[IntArray, IntArray]:
        """Per cell the lowest and the highest value that the moves show to be possible."""
        low, high = self.system.count.copy(), self.system.count.copy()
        for move in self._moves:
            if move is not None:
                reached = self.system.count[move.cells] + move.changes
                low[move.cells] = np.minimum(low[move.cells], reached)
                high[move.cells] = np.maximum(high[move.cells], reached)
        return low, high

    def check_proofs(self) -> None:
        """Check every move that a proof rests on, whatever found it.

        Raises:
            VeilError: a move breaks a sum, touches a published cell, or leaves a cell's least and greatest value.
        """
        system = self.system
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
            reached = system.count[cells] + move.changes
            beyond = (reached < system.lower[cells]) | (reached > system.upper[cells])
            if gaps.any() or touched.any() or beyond.any():
                raise VeilError("a proof doesn't hold; nothing may be published")

    # --- thinning ------------------------------------------------------------------------------------------

    def thin(self, keep: BoolArray) -> None:
        """Publish again every cell that isn't needed, the dearest first.

        Args:
            keep: cells that must stay hidden.
        """
        hidden = self._secondary(keep)
        for cell in told(self.report, "showing again what may be", hidden, len(hidden)):
            self._publish([cell], self._free.copy(), 0.0)

    def show(self, cells: IntArray, instead: BoolArray) -> None:
        """Publish again as many of these cells as can be, the largest first, whatever else must be hidden for it.

        Cells that only keep each other from being fixed are published together.

        Args:
            instead: what may be hidden instead, at its cost.
        """
        hidden = cells[np.lexsort((cells, -self.system.count[cells]))].tolist()
        for cell in told(self.report, "showing totals", hidden, len(hidden)):
            together = [cell] if self.hidden[cell] else []
            while together:
                price = np.where(instead | (self._price == 0.0), self._price, NEVER)
                stuck = self._publish(together, price, NEVER, surely=True)
                if stuck not in hidden or stuck in together:
                    break
                together.append(stuck)

    def exchange(self, keep: BoolArray) -> None:
        """Publish again cells for which cheaper ones can be hidden instead, the dearest first."""
        hidden = self._secondary(keep)
        for cell in told(self.report, "showing more instead of less", hidden, len(hidden)):
            if self.hidden[cell]:
                self._publish([cell], self._price.copy(), WORTH * self._cost[cell])

    def _secondary(self, keep: BoolArray) -> list[int]:
        cells = np.flatnonzero(self.hidden & ~keep & (self.system.kind == CELL) & np.isfinite(self._price))
        return cells[np.lexsort((cells, -self._cost[cells]))].tolist()

    def _publish(self, cells: list[int], price: Costs, budget: float, *, surely: bool = False) -> int | None:
        """Publish hidden cells if all that leaned on them can be proved without them, at no more than the budget.

        Args:
            surely: ask the linear programme where walks find no move that hides nothing more.

        Returns:
            The cell that can't be proved without them; None if they were published.
        """
        price[cells] = NEVER
        touching = {at for cell in cells for at, _ in self._touching.get(cell, ())}
        dying = sorted(at for at in touching if self._moves[at] is not None)
        leaning = sorted({each for at in dying for each in self._proves[at] if each[0] not in cells})
        found: list[Move] = []
        spent = 0.0
        for other, side in leaning:
            need = next((need for need in self.needs(other) if need[0] == side), None)
            if need is None or self._has_other_proof(other, need, set(dying), found):
                continue
            move = self._search(other, need, price, self._tries)
            if surely and (move is None or move.cost > 0.0):
                move = self._cheapest(other, need, price) or move
            spent = NEVER if move is None else spent + move.cost
            if move is None or spent > budget:
                return other
            found.append(move)
            price[move.cells] = 0.0
        self._let_go(cells, dying, leaning)
        for move in found:
            self.take(move)
        for other, _ in leaning:
            self._lean_again(other)
        return None

    def _has_other_proof(self, cell: int, need: Need, dying: set[int], found: Iterable[Move]) -> bool:
        if any(
            _meets(need, change)
            for at, change in self._touching[cell]
            if at not in dying and self._moves[at] is not None
        ):
            return True
        return any(_meets(need, int(move.changes[move.cells == cell].sum())) for move in found)

    def _let_go(self, cells: list[int], dying: Iterable[int], leaning: Iterable[tuple[int, Side]]) -> None:
        for at in dying:
            self._moves[at] = None
            self._proves[at].clear()
        for each in leaning:
            self._proof.pop(each, None)
        for cell in cells:
            for side in (UP, DOWN, EITHER):
                self._proof.pop((cell, side), None)
            self._touching.pop(cell, None)
        self.hidden[cells] = False
        self._price[cells], self._free[cells] = self._cost[cells], NEVER

    def _lean_again(self, cell: int) -> None:
        """Name another of the moves as the proof."""
        alive = [(at, change) for at, change in self._touching[cell] if self._moves[at] is not None]
        self._touching[cell] = alive
        for need in self.unproved(cell):
            for at, change in alive:
                if _meets(need, change):
                    self._prove(cell, need[0], at, change)
                    break
