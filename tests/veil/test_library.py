"""veil from Python: what people hand to the library, and what they are told."""

from veil import TableSpec, Variable, tabulate


def counts(rows, *names: str) -> dict[tuple[str, ...], int]:
    (table,) = tabulate(rows, [Variable(name) for name in names], [TableSpec("t", names)])
    return table.cells


# --- what a variable may be called ------------------------------------------------------------------------


def test_a_variable_may_be_called_as_the_count_is():
    assert counts([{"persons": "many"}] * 3, "persons") == {("Total",): 3, ("many",): 3}


def test_names_that_differ_in_capitals_only_are_two_variables():
    rows = [{"Sex": "K", "sex": "female"}] * 2 + [{"Sex": "M", "sex": "male"}]

    assert counts(rows, "Sex", "sex")[("K", "female")] == 2
    assert counts(rows, "Sex", "sex")[("K", "Total")] == 2
