"""A table of nothing but everybody, and a table of nobody."""

from __future__ import annotations

import pyarrow as pa
import pytest

from veil import TableSpec, Variable, protect, tabulate
from veil.rule import Rule

SEX = Variable("sex", ("K", "M"))


@pytest.mark.parametrize("rows", [[{"sex": "K"}] * 3, pa.table({"sex": ["K"] * 3, "age": [1, 2, 3]})])
def test_the_grand_total_alone_can_be_asked_for(rows):
    (table,) = tabulate(rows, [SEX], [TableSpec("t", ())])
    assert table.cells == {(): 3}
    whole = table.with_empty_cells()
    assert whole.coordinates.shape == (1, 0)
    assert whole.cells == {(): 3}
    assert protect([table], Rule(threshold=5)).tables[0][()].hidden
    assert not protect([table], Rule(threshold=3)).tables[0][()].hidden


def test_a_period_in_which_nobody_was_met_is_a_table_of_zeros():
    tables = tabulate([], [SEX], [TableSpec("t", ("sex",)), TableSpec("u", ())])
    assert [sum(table.counts) for table in tables] == [0, 0]
    printed = protect(tables, Rule()).tables
    assert printed[0][("K",)].count == printed[1][()].count == 0
