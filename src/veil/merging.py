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
        group: shape (unknowns,): the group of each.
    """

    sums: sparse.csr_matrix
    group: IntArray

    @classmethod
    def of(cls, sums: sparse.csr_matrix) -> Merged:
        """From  sums @ x = 0, of -1 and 1; unknowns are equal by a sum of two, or by another that becomes one."""
        sums, group = _different(sums), np.arange(sums.shape[1])
        while True:
            one, other = _pairs(sums)
            if not len(one):
                return cls(sums, group)
            size = sums.shape[1]
            links = sparse.csr_matrix((np.ones(len(one)), (one, other)), shape=(size, size))
            groups, together = connected_components(links, directed=False)
            whole = sparse.csr_matrix((np.ones(size), (np.arange(size), together)), shape=(size, groups))
            sums = sums @ whole
            sums.eliminate_zeros()
            sums, group = _different(sums), together[group]


def _pairs(sums: sparse.csr_matrix) -> tuple[IntArray, IntArray]:
    """The unknowns of each row that says  x - y = 0."""
    two = sums.indptr[np.flatnonzero(np.diff(sums.indptr) == 2)]
    two = two[sums.data[two] == -sums.data[two + 1]]
    return sums.indices[two], sums.indices[two + 1]


def _different(sums: sparse.csr_matrix) -> sparse.csr_matrix:
    """The rows that aren't empty, each once: rows are told apart by a random sum of their unknowns, up to its sign."""
    drawn = np.random.default_rng(SEED).integers(-(2**62), 2**62, sums.shape[1])
    with np.errstate(over="ignore"):
        told = np.abs(sums.astype(np.int64) @ drawn)
    kept = np.unique(told, return_index=True)[1]
    return sums[np.sort(kept[told[kept] != 0])]
