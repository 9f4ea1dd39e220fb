"""Unknowns that a sum of two makes equal are taken for one, and nothing else changes."""

import numpy as np
import scipy.sparse as sparse
from hypothesis import given, strategies
from hypothesis.extra.numpy import arrays

from veil.merging import Merged


def of(*rows):
    return Merged.of(sparse.csr_matrix(np.array(rows)))


def test_a_region_with_one_country_is_that_country():
    everybody_is_two_regions, region_is_its_country = [-1, 1, 0, 1], [0, -1, 1, 0]

    merged = of(everybody_is_two_regions, region_is_its_country)

    assert merged.group[1] == merged.group[2]
    assert len(set(merged.group)) == 3
    assert merged.sums.toarray().tolist() == [[-1, 1, 1]]


def test_a_sum_that_becomes_one_of_two_merges_on():
    """x = y, and z - x + y - w = 0 leaves z = w."""
    merged = of([1, -1, 0, 0], [-1, 1, 1, -1])

    assert merged.group[0] == merged.group[1]
    assert merged.group[2] == merged.group[3]
    assert merged.sums.shape[0] == 0


def test_a_sum_that_is_there_twice_is_kept_once():
    merged = of([1, -1, 0, 0, 0], [-1, 0, 1, 1, 1], [0, -1, 1, 1, 1], [0, 1, -1, -1, -1])

    assert merged.sums.shape == (1, 4)
    assert of([1, 1, 1], [1, 1, 1]).sums.shape == (1, 3)


def test_two_that_add_up_to_nothing_are_not_equal():
    assert len(set(of([1, 1]).group)) == 2


@given(arrays(np.int8, (6, 7), elements=strategies.sampled_from([0, 0, 0, 1, -1])))
def test_the_same_tables_fit_before_and_after(rows):
    merged = Merged.of(sparse.csr_matrix(rows.astype(float)))

    after = merged.sums.toarray()
    members = np.eye(after.shape[1])[merged.group]
    free = rows.shape[1] - np.linalg.matrix_rank(rows)
    assert after.shape[1] - np.linalg.matrix_rank(after) == free
    _, values, directions = np.linalg.svd(after)
    fitting = directions[(values > 1e-9).sum() :]
    np.testing.assert_allclose(rows @ members @ fitting.T, 0, atol=1e-9)
