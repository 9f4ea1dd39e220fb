"""Unknowns that a sum of two makes equal, taken for one: a region in which only one country has anybody.

In sparse tables that is a third of the unknowns, and a linear programme without them takes half the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

from veil.tables import IntArray

SEED = 20170310


@dataclass(frozen=True)
class Merged:
    """Sums of fewer unknowns, each of which stands for one or more that are equal.

    Attributes:
        sums: shape (rows, groups), whole numbers; no row is empty or there twice.
        rows: which of the sums before these are.
        group: shape (unknowns,): the group of each.
    """

    sums: sparse.csr_matrix
    rows: IntArray
    group: IntArray

    @classmethod
    def of(cls, sums: sparse.csr_matrix, right: IntArray) -> Merged:
        """From  sums @ x = right; unknowns are equal by sums whose right side is 0, or by others so made."""
        rows, group = np.arange(sums.shape[0]), np.arange(sums.shape[1])
        while True:
            one, other = _pairs(sums, right[rows])
            if not len(one):
                return cls(sums, rows, group)
            size = sums.shape[1]
            links = sparse.csr_matrix((np.ones(len(one)), (one, other)), shape=(size, size))
            groups, together = connected_components(links, directed=False)
            whole = sparse.csr_matrix((np.ones(size), (np.arange(size), together)), shape=(size, groups))
            sums = sums @ whole
            sums.eliminate_zeros()
            kept = _different(sums)
            sums, rows, group = sums[kept], rows[kept], together[group]


def _pairs(sums: sparse.csr_matrix, right: IntArray) -> tuple[IntArray, IntArray]:
    """The unknowns of each row that says  x - y = 0."""
    two = sums.indptr[np.flatnonzero((np.diff(sums.indptr) == 2) & (right == 0))]
    two = two[sums.data[two] == -sums.data[two + 1]]
    return sums.indices[two], sums.indices[two + 1]


def _different(sums: sparse.csr_matrix) -> IntArray:
    """The rows that aren't empty, each once: rows are told apart by a random sum of their unknowns, up to its sign."""
    drawn = np.random.default_rng(SEED).integers(-(2**62), 2**62, sums.shape[1])
    with np.errstate(over="ignore"):
        told = np.abs(sums.astype(np.int64) @ drawn)
    kept = np.unique(told, return_index=True)[1]
    return np.sort(kept[told[kept] != 0])
