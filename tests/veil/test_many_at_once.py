"""A large system widens many cells by each linear programme; what it prints is as safe as when each has its own."""

import random

import pytest

from veil import Rule, TableSpec, Variable, attack, protect, tabulate
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
