"""Rounded tables that hang together: a reader of all of them holds two values possible for each small count.

She knows the base, all that is printed, whom each figure counts, that what makes up a small count is rounded, and
that an inner cell is rounded only if it is below the base.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.veil.small import TooMany, persons
from tests.veil.worlds import SEARCH, counts, every_cell, fitting, kinds
from veil import Rule, TableSpec, Variable, tabulate
from veil.rounding import round_counts

SEX = Variable("sex", ("K", "M"))
FORM = Variable("form", ("S", "L"))
AGE = Variable("age", ("child", "young", "adult"), {"class": {"young": "grown", "adult": "grown"}})
MANY = Variable("form", ("S", "L"), multiple=True)

SETS = {
    "linked": [TableSpec("a", ("sex", "form")), TableSpec("b", ("sex", "age"))],
    "hierarchy": [TableSpec("a", ("age", "sex"))],
    "filter": [TableSpec("a", ("form",), {"sex": ("K",)}), TableSpec("b", ("form",))],
    "complement": [TableSpec("a", ("form",), {"sex": ("K",)}), TableSpec("b", ("form",), {"sex": ("M",)})],
}


def truths(rounded, base):
    """Every true inner cells that may be printed as these rounded ones; small ones may have been kept."""
    choices = [
        range(base) if value == 0 else range(1, base + 1) if value == base else (value,) for value in rounded
    ]
    return np.array(list(product(*choices)), np.int64)


def possible(member, printed, base):
    """Per figure its possible true counts; none more is looked for once each has two."""
    seen = [set() for _ in printed]
    for rounded in fitting(member, printed, printed, max(printed, default=0)):
        true = truths(rounded.tolist(), base)
        kept = (true == rounded) & (true > 0) & (true < base)
        sums = true @ member.T
        small = (sums > 0) & (sums < base)
        fits = ~((kept.astype(int) @ member.T > 0) & small).any(axis=1)
        for values, column in zip(seen, sums[fits].T, strict=True):
            values.update(column.tolist())
        if all(len(values) > 1 for values in seen):
            break
    return seen


def check(people, variables, specs, base):
    """Each small count, printed or got by the reader's own sums, has two values at least."""
    rounded = round_counts(people, variables, specs, Rule(threshold=base)).tables
    counted = tabulate(people, variables, specs)
    types = kinds(variables)
    cells = [(at, codes) for at, table in enumerate(rounded) for codes in every_cell(table)]
    whole = np.array([[counts(rounded[at], codes, kind) for kind in types] for at, codes in cells], bool)
    member = whole[:, whole.any(axis=0)]
    printed = [rounded[at][codes].count for at, codes in cells]
    assert not any(0 < count < base for count in printed)
    try:
        seen = possible(member, printed, base)
    except TooMany:
        return
    for (at, codes), values in zip(cells, seen, strict=True):
        if 0 < counted[at][codes] < base:
            assert len(values) > 1, f"{rounded[at].name}: {codes} is {values}"


@SEARCH
@given(persons([SEX, FORM, AGE], most=8), st.sampled_from(sorted(SETS)), st.sampled_from([2, 3]))
def test_small_counts_in_tables_that_hang_together(people, names, base):
    used = {name for spec in SETS[names] for name in (*spec.dimensions, *spec.filters)}
    check(people, [v for v in (SEX, FORM, AGE) if v.name in used], SETS[names], base)


@SEARCH
@given(persons([SEX, MANY], most=6), st.sampled_from([2, 3]))
def test_small_counts_of_several_answers(people, base):
    check(people, [SEX, MANY], [TableSpec("a", ("form", "sex"))], base)


def test_the_reader_finds_a_small_count_that_is_rounded_alone():
    member = np.array([[1, 0], [0, 1], [1, 1]], bool)
    assert possible(member, [0, 7, 7], 3)[0] == {0, 1, 2}
    alone = np.array([[1]], bool)
    assert possible(alone, [7], 3) == [{7}]
