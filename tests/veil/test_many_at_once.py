"""A large system widens many cells by each linear programme; what it prints is as safe as when each has its own."""

import random

import pytest

from veil import Cell, ProtectedTable, Rule, TableSpec, Variable, attack, protect, tabulate
from veil.attack import bounds
from veil.protect import suppress


def tables():
    dice = random.Random(5)
    rows = [
        {name: f"{name}{min(dice.randrange(size), dice.randrange(size))}" for name, size in SIZES.items()}
        for _ in range(150)
    ]
    variables = [Variable(name) for name in SIZES]
    return tabulate(rows, variables, [TableSpec(" ".join(pair), pair) for pair in PAIRS])


SIZES = {"age": 6, "form": 7, "region": 9}
PAIRS = [("age", "form"), ("age", "region"), ("form", "region")]


@pytest.mark.parametrize("huge", [False, True])
@pytest.mark.parametrize("level", ["exact", "threshold"])
def test_cells_widened_together_are_wide_enough(monkeypatch, level, huge):
    monkeypatch.setattr(suppress, "LARGE", 0)
    if huge:
        monkeypatch.setattr(suppress, "HUGE", 0)

    protected = protect(tables(), Rule(level=level))

    verdict = attack(protected.tables, Rule(level=level), exact=True)
    assert verdict.safe
    assert any(cell.status == "secondary" for table in protected.tables for cell in table.cells.values())


@pytest.mark.parametrize("level", ["exact", "threshold"])
def test_cells_settled_together_are_judged_as_each_alone(monkeypatch, level):
    """Of what is hidden one cell in four is printed after all: some of the others are given away. No walk helps."""
    hidden = protect(tables(), Rule(level=level)).tables
    open_again = [
        ProtectedTable.from_cells(
            table.spec,
            table.variables,
            {
                codes: Cell(counted[codes], "published") if at % 4 == 0 else cell
                for at, (codes, cell) in enumerate(table.cells.items())
            },
        )
        for table, counted in zip(hidden, tables(), strict=True)
    ]
    alone = attack(open_again, Rule(level=level))
    monkeypatch.setattr(bounds, "TRIES", 0)
    monkeypatch.setattr(bounds, "MANY", 3)

    together = attack(open_again, Rule(level=level))

    assert alone.findings
    assert [(one.table, one.codes) for one in together.findings] == [
        (one.table, one.codes) for one in alone.findings
    ]
