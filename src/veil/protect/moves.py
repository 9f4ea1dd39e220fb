"""Moves: whole-number changes of the table that leave every sum and every shown cell as it is.

A move that raises a cell by n proves that a reader must hold n more possible. Hiding the cells it touches
makes it invisible. So protecting a cell at the least cost is finding its cheapest move.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from veil.merging import Merged
from veil.nearest import FloatArray, Nearest
from veil.system import UNBOUNDED, System
from veil.tables import IntArray
from veil.walk import Move

MOST_COST = 1e6
"""Costs are cut here for the solver's sake."""

FREE = 1e-3
"""What it costs to touch a cell that is hidden already: little, so that moves stay short."""


class Moves:
    """Cheapest moves by a linear programme, made whole near by, or by branch and bound, where it must be.

    minimise    sum price * |d|
    subject to  sum sign * d = 0 in every row, d = amount at the cell, lower <= count + d <= upper.
    """

    def __init__(self, system: System) -> None:
        self._system = system
        merged = Merged.of(system.among(np.arange(system.cells))[0])
        self._group, size = merged.group, merged.sums.shape[1]
        self._fall, self._rise = np.full((2, size), np.inf)
        np.minimum.at(self._fall, self._group, np.maximum(system.count - system.lower, 0))
        bounded = system.upper < UNBOUNDED
        np.minimum.at(self._rise, self._group[bounded], (system.upper - system.count)[bounded])
        self._nearest = Nearest(merged.sums, np.zeros(merged.sums.shape[0]), -self._fall, self._rise)

    def cheapest(self, cell: int, amount: int, price: FloatArray) -> Move | None:
        """The cheapest move that changes the cell by `amount`; None if there is none.

        Args:
            price: per cell, what it costs to touch it, per unit of change; NEVER where it must stay.
        """
        group = self._group[cell]
        if not -self._fall[group] <= amount <= self._rise[group]:
            return None
        target, weight, held = self._asked({cell: amount}, price)
        if not target.any():
            return None
        held = np.append(held, group)
        found = self._nearest.to(target, weight, held)
        if found is None:
            return None
        whole = self._nearest.whole(found, held)
        if whole is None:
            branched = self._nearest.to(target, weight, held, whole=True)
            whole = None if branched is None else np.rint(branched).astype(np.int64)
        return None if whole is None else self._move(whole, price)

    def together(self, amounts: Mapping[int, int], price: FloatArray) -> Move | None:
        """A move that changes as many of these cells by these amounts as it can, cheaply; None if none is found.

        The programme counts what a cell costs by unit of change, so the more cells, the dearer the move.

        Args:
            amounts: cell -> by how much it is to change.
            price: as in `cheapest`.
        """
        target, weight, held = self._asked(amounts, price)
        whole = self._nearest.with_most(target, weight, held, self._group[list(amounts)])
        return self._move(whole, price) if whole is not None and whole.any() else None

    def _asked(
        self, amounts: Mapping[int, int], price: FloatArray
    ) -> tuple[FloatArray, FloatArray, IntArray]:
        """Target, weights and what must stay, of the groups of cells that are equal: what stays has no target."""
        held = np.unique(self._group[np.isinf(price)])
        target, weight = np.zeros((2, self._nearest.size))
        target[self._group[list(amounts)]] = list(amounts.values())
        target[held] = 0.0
        np.add.at(weight, self._group, np.clip(price, FREE, MOST_COST))
        return target, weight, held

    def _move(self, groups: IntArray, price: FloatArray) -> Move | None:
        change = groups[self._group]
        return None if self._system.residual(change).any() else Move.of(change, price)
