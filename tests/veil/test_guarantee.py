"""The promise, checked by writing down every table that a reader must hold possible."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.veil.small import SLACK, TooMany, every_table, persons
from veil import Rule, TableSpec, Variable, attack, protect, tabulate
from veil.judgement import needs
from veil.system import build

AGE = Variable("age", ("child", "young", "adult"), {"class": {"young": "grown", "adult": "grown"}})
SEX = Variable("sex", ("K", "M"))
MET = Variable("met", ("yes", "no"))
FORM = Variable("form", ("S", "L", "T"))
MANY = Variable("form", ("S", "L"), multiple=True)

SMALL = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _check(rows, variables, specs, rule):
    """Protect, then compare the adversary and the promise with brute force."""
    tables = tabulate(rows, variables, specs)
    if rule.zeros == "protected":
        tables = tuple(table.with_empty_cells() for table in tables)
    result = protect(tables, rule)
    assert attack(result.tables, rule).safe
    truth = build(tables, rule)
    system = build(result.tables, rule)
    highest = len(rows) + rule.threshold
    try:
        every = every_table(system, highest)
    except TooMany:
        return
    low, high = every.min(axis=0), every.max(axis=0)
    verdict = result.verdict
    for cell in np.flatnonzero(~system.shown & (system.kind != SLACK)):
        assert verdict.low[cell] <= low[cell]
        assert verdict.high[cell] >= high[cell]
        assert low[cell] < high[cell] or system.kind[cell] != 0
    told = attack(result.tables, rule, exact=True)
    if every.max(initial=0) < highest:
        for cell in np.flatnonzero(~system.shown & (system.kind != SLACK)):
            assert (told.low[cell], told.high[cell]) == (low[cell], high[cell])
    promised = needs(truth, tables, rule, np.zeros(truth.cells, bool))
    if rule.level == "threshold":
        for table, place, true_place in zip(result.tables, system.places, truth.places, strict=True):
            for entry in np.flatnonzero(table.counts < 0):
                true_cell = true_place[entry]
                if promised.primary[true_cell]:
                    assert high[place[entry]] >= rule.threshold - 1
                    assert low[place[entry]] <= max(promised.low[true_cell], system.forced[place[entry]])


@SMALL
@given(persons([AGE, SEX]), st.sampled_from(["exact", "threshold"]), st.sampled_from([3, 5]))
def test_no_hidden_cell_of_a_table_with_a_hierarchy_is_narrower_than_promised(rows, level, threshold):
    _check(rows, [AGE, SEX], [TableSpec("t", ("age", "sex"))], Rule(threshold=threshold, level=level))


@SMALL
@given(persons([SEX, FORM, AGE], most=20), st.sampled_from(["exact", "threshold"]))
def test_no_hidden_cell_of_linked_tables_is_narrower_than_promised(rows, level):
    specs = [TableSpec("a", ("sex", "form")), TableSpec("b", ("sex", "age")), TableSpec("c", ("form",))]
    _check(rows, [SEX, FORM, AGE], specs, Rule(threshold=3, level=level))


@SMALL
@given(persons([SEX, MANY], most=16), st.sampled_from(["exact", "threshold"]))
def test_no_hidden_cell_of_a_multi_answer_table_is_narrower_than_promised(rows, level):
    _check(rows, [SEX, MANY], [TableSpec("t", ("form", "sex"))], Rule(threshold=3, level=level))


@SMALL
@given(persons([SEX, MET], most=16), st.sampled_from(["exact", "threshold"]))
def test_protected_zeros_are_as_hidden_as_small_counts(rows, level):
    rule = Rule(threshold=3, level=level, zeros="protected")
    _check(rows, [SEX, MET], [TableSpec("t", ("met", "sex"))], rule)


@SMALL
@given(persons([SEX, FORM], most=20), st.sampled_from(["exact", "threshold"]))
def test_a_filter_and_its_complement_do_not_betray_each_other(rows, level):
    specs = [
        TableSpec("women", ("form",), {"sex": ("K",)}),
        TableSpec("all", ("form",)),
    ]
    _check(rows, [SEX, FORM], specs, Rule(threshold=3, level=level))
