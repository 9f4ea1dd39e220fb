"""How much published tables still say."""

from __future__ import annotations

import pytest

from veil import BadInput, Cell, ProtectedTable, Rule, TableSpec, Variable, measure, protect, tabulate
from veil.recode import propose
from veil.utility import information

SEX = Variable("sex", ("K", "M"))
FORM = Variable("form", ("S", "L", "T"))
RULE = Rule()
WOMEN = TableSpec("women", ("form",), {"sex": ("K",)})
ALL = TableSpec("all", ("form",))


def people(**counts):
    """So many women with each form, and thirty men with S."""
    women = [{"sex": "K", "form": form} for form, times in counts.items() for _ in range(times)]
    return [*women, *[{"sex": "M", "form": "S"}] * 30]


def useful(persons, *specs, variables=(SEX, FORM), rule=RULE):
    tables = tabulate(persons, variables, specs)
    return measure(tables, protect(tables, rule).tables)


def test_a_table_of_some_persons_in_which_everything_is_hidden_keeps_no_information():
    told = useful(people(S=3, L=2, T=4), WOMEN)
    assert told.hidden == 3
    assert told.information == pytest.approx(0.0, abs=1e-9)


def test_a_table_of_some_persons_keeps_as_much_as_the_same_table_of_everybody():
    few = people(S=30, L=2, T=4)[:36]
    assert 0.0 < useful(few, WOMEN).information < 1.0
    assert useful(few, WOMEN).information == pytest.approx(useful(few, ALL).information)


def test_tables_of_some_persons_weigh_by_their_persons_beside_those_of_all():
    women_met = [{"sex": "K", "form": form} for form in "SSSSLLLTT"] * 2
    men_met = [{**row, "sex": "M"} for row in women_met] * 4
    women, everybody = tabulate(women_met + men_met, [SEX, FORM], [WOMEN, ALL])
    hidden, shown = (
        ProtectedTable.from_cells(
            table.spec,
            table.variables,
            {codes: Cell(None if table is women else n, "published") for codes, n in table.cells.items()},
        )
        for table in (women, everybody)
    )
    assert information([women], [hidden]) == pytest.approx(0.0)
    assert information([everybody], [shown]) == pytest.approx(1.0)
    assert information([women, everybody], [hidden, shown]) == pytest.approx(90 / (90 + 18))


@pytest.mark.parametrize("form", [FORM, Variable("form"), Variable("form", multiple=True)])
@pytest.mark.parametrize("spec", [ALL, WOMEN, TableSpec("t", ("sex", "form")), TableSpec("total", ())])
def test_of_nobody_there_is_no_information_to_lose(form, spec):
    told = useful([], spec, variables=(SEX, form))
    assert (told.persons, told.share, told.information, told.cells) == (0, 0.0, 1.0, 0)
    assert [variant.utility for variant in propose([], [SEX, form], [spec], RULE)] == [told]


def test_hidden_zeros_are_among_the_cells_that_are_not_printed_as_empty():
    told = useful(people(S=9, L=9), TableSpec("t", ("sex", "form")), rule=Rule(zeros="protected"))
    assert told.cells == told.published + told.hidden == 12


def test_printed_tables_are_measured_against_as_many_counted_ones():
    tables = tabulate(people(S=9, L=9), [SEX, FORM], [WOMEN, ALL])
    printed = protect(tables, RULE).tables
    with pytest.raises(BadInput, match="2 tables were counted and 1 published"):
        measure(tables, printed[:1])
    with pytest.raises(BadInput, match="1 tables were counted and 2 published"):
        information(tables[:1], printed)
