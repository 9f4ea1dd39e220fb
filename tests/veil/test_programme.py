"""Ends of ranges where fractions would go farther than persons can."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.veil.small import every_table, persons
from tests.veil.worlds import SEARCH
from veil import Rule, Table, TableSpec, Variable, tabulate
from veil.programme import Infeasible, Programme
from veil.protect.moves import Moves
from veil.subtraction import by_subtraction
from veil.system import CELL, SLACK, UNBOUNDED, System, build
from veil.walk import NEVER

A, B, C, ALL, ROOM = 0, 1, 2, 3, (4, 5, 6)
PAIRS = ((A, B), (B, C), (A, C))


def pairs_of_three(limit, *, room):
    """Three cells and their sum; each two of them are together the limit, or at most the limit where there is room."""
    printed = 7
    rows = [((ALL, -1), (A, 1), (B, 1), (C, 1))]
    for pair, left in zip(PAIRS, ROOM, strict=True):
        rows.append(((printed, -1), *((cell, 1) for cell in pair), *(((left, 1),) if room else ())))
    shown = np.zeros(8, bool)
    shown[printed] = True
    if not room:
        shown[list(ROOM)] = True
    return System(
        count=np.array([0, 0, 0, 0, 0, 0, 0, limit], np.int64),
        shown=shown,
        kind=np.array([CELL] * 4 + [SLACK] * 3 + [CELL], np.int8),
        lower=np.zeros(8, np.int64),
        upper=np.full(8, UNBOUNDED),
        row_start=np.cumsum([0, *map(len, rows)]).astype(np.int64),
        row_cell=np.array([cell for row in rows for cell, _ in row], np.int32),
        row_sign=np.array([sign for row in rows for _, sign in row], np.int8),
        places=[],
        labels=None,
        cut_start=np.zeros(9, np.int64),
        cut_axis=np.zeros(0, np.int32),
        cut_code=np.zeros(0, np.int32),
    )


def programme(system):
    return Programme(system, np.flatnonzero(~system.shown), system.count, system.lower)


def test_three_cells_of_whom_each_two_are_three_at_most_are_four_at_most():
    system = pairs_of_three(3, room=True)
    assert programme(system).relaxed(ALL, -1).bound == pytest.approx(4.5)
    most = programme(system).optimum(ALL, -1)
    assert most.bound == pytest.approx(4)
    assert most.x is not None
    assert most.x[ALL] == 4
    assert not system.residual(most.x).any()
    assert programme(system)._whole_optimum(ALL, -1.0).bound == pytest.approx(4)


def test_three_cells_of_whom_each_two_are_three_cannot_be_persons():
    system = pairs_of_three(3, room=False)
    assert programme(system).relaxed(ALL, 1).x is None
    with pytest.raises(Infeasible):
        programme(system).table()
    with pytest.raises(Infeasible):
        programme(system).optimum(ALL, 1)
    assert programme(pairs_of_three(4, room=False)).table().tolist()[:4] == [2, 2, 2, 6]


def test_a_cell_that_nothing_bounds_has_no_end():
    people = [{"form": "S"}] * 2
    (table,) = tabulate(people, [Variable("form", ("S", "L"))], [TableSpec("t", ("form",))])
    system = build([table], Rule(threshold=3))
    most = programme(system).optimum(0, -1)
    assert (most.bound, most.x) == (np.inf, None)


@SEARCH
@given(
    persons([Variable("sex", ("K", "M")), Variable("form", ("S", "L"))], most=8),
    st.integers(0, 8),
    st.booleans(),
)
def test_the_ends_of_every_cell_are_those_of_all_tables(rows, which, total_shown):
    variables = [Variable("sex", ("K", "M")), Variable("form", ("S", "L"))]
    (table,) = tabulate(rows, variables, [TableSpec("t", ("sex", "form"))])
    system = build([table], Rule(threshold=3))
    system.shown[system.places[0][0]] = True
    system.shown[system.places[0][which % len(table.counts)]] |= total_shown
    every = every_table(system, len(rows))
    for cell in np.flatnonzero(~system.shown):
        low, high = (programme(system).optimum(int(cell), sign) for sign in (1, -1))
        assert (low.bound, high.bound) == (every[:, cell].min(), every[:, cell].max())
        assert low.x is None or low.x[cell] == low.bound


@SEARCH
@given(persons([Variable("sex", ("K", "M")), Variable("form", ("S", "L"))], most=8))
def test_what_the_empty_cells_force_is_never_put_too_high(rows):
    variables = [
        Variable("sex", ("K", "M")),
        Variable("form", ("S", "L"), {"all forms": {"S": "any", "L": "any"}}),
    ]
    (table,) = tabulate(rows, variables, [TableSpec("t", ("sex", "form"))])
    system = build([table], Rule(threshold=3))
    listed = dict(zip(table.cells, system.places[0].tolist(), strict=True))
    inner = [codes for codes in listed if codes[0] != "Total" and codes[1] in ("S", "L")]
    for codes, at in listed.items():
        within = [
            one for one in inner if codes[0] in ("Total", one[0]) and codes[1] in ("Total", "any", one[1])
        ]
        assert system.forced[at] == len(within)


def test_a_cheapest_move_with_fractions_is_made_whole():
    """Of this block of 27 cells, at these prices, the cheapest move changes cells by halves."""
    dice = np.random.default_rng(1865)
    counts = dice.integers(1, 4, (3, 3, 3))
    rows = [
        {"x": f"x{i}", "y": f"y{j}", "z": f"z{k}"}
        for (i, j, k), count in np.ndenumerate(counts)
        for _ in range(count)
    ]
    variables = [Variable("x"), Variable("y"), Variable("z")]
    system = build(tabulate(rows, variables, [TableSpec("t", ("x", "y", "z"))]), Rule())
    inner = np.flatnonzero(np.diff(system.cut_start) == 3)
    prices = np.full(system.cells, NEVER)
    prices[inner] = dice.integers(1, 50, system.cells)[inner]
    cell = int(dice.choice(inner))
    target = np.zeros(system.cells)
    target[cell] = 1
    held = np.flatnonzero(np.isinf(prices) | (target == 1))
    fractional = Moves(system)._nearest.to(target, np.minimum(prices, 100.0), held)
    assert fractional is not None
    assert np.any(fractional % 1)
    move = Moves(system).cheapest(cell, 1, prices)
    assert move is not None
    change = np.zeros(system.cells, np.int64)
    change[move.cells] = move.changes
    assert change[cell] == 1
    assert not system.residual(change).any()
    assert (system.count + change >= system.lower).all()
    assert np.isfinite(prices[move.cells]).all()


def test_a_cell_that_equals_one_that_stays_stays_too():
    """All from the south are from one country: who is told of the south is told of the country."""
    country = Variable("country", ("A", "B", "C"), {"region": {"A": "south", "B": "north", "C": "north"}})
    rows = [{"country": c, "sex": s} for c in "AABBBCCC" for s in "KM"]
    (table,) = tabulate(rows, [country, Variable("sex")], [TableSpec("t", ("country", "sex"))])
    system = build([table], Rule())
    place = dict(zip(table.cells, system.places[0].tolist(), strict=True))
    prices = np.ones(system.cells)
    prices[[place["south", "K"], place["Total", "Total"]]] = NEVER

    for cell, moves in ((place["A", "K"], False), (place["B", "K"], True)):
        assert (Moves(system).cheapest(cell, 1, prices) is not None) == moves
        assert (Moves(system).together({cell: 1}, prices) is not None) == moves


def test_a_cell_that_equals_one_that_cannot_fall_cannot_fall():
    """Nobody but one man is of form L: he is a man and L, which nobody prints, and he is all of L, which is printed."""
    form, sex = Variable("form", ("S", "L")), Variable("sex", ("K", "M"))
    rows = [{"form": "S", "sex": s} for s in "KKKKKKMMM"] + [{"form": "L", "sex": "M"}]
    women = TableSpec("women", ("form",), {"sex": ("K",)})
    system = build(tabulate(rows, [form, sex], [TableSpec("all", ("form",)), women]), Rule())
    system.count[:] = by_subtraction(system, system.count)
    moves = [
        move
        for cell in range(system.cells)
        for amount in (-1, 1)
        if (move := Moves(system).cheapest(cell, amount, np.ones(system.cells)))
    ]
    assert moves
    for move in moves:
        assert (system.count[move.cells] + move.changes >= system.lower[move.cells]).all()


def test_a_table_near_by_has_the_value_that_is_asked_for_or_no_table_has():
    (table,) = tabulate(
        [
            {"sex": s, "form": f}
            for s, f, n in (("K", "S", 12), ("M", "S", 2), ("K", "L", 9), ("M", "L", 7))
            for _ in range(n)
        ],
        [Variable("sex"), Variable("form")],
        [TableSpec("t", ("sex", "form"))],
    )
    system = build([table], Rule())
    inner = np.diff(system.cut_start) == 2
    system.shown[~inner] = True
    men = next(
        at for codes, at in zip(table.cells, system.places[0].tolist(), strict=True) if codes == ("M", "S")
    )
    wider = programme(system).holding(system.count, men, 4)
    assert wider is not None
    assert (wider[men], np.abs(wider - system.count).sum()) == (4, 8)
    assert not system.residual(wider).any()
    with pytest.raises(Infeasible):
        programme(system).holding(system.count, men, 9)


def test_cells_that_nobody_can_be_in_are_found_together():
    """Two rows of two: nobody stands in the one, two persons in the other."""
    table = Table.from_cells(
        TableSpec("t", ("form", "sex")),
        {"form": Variable("form", ("S", "L")), "sex": Variable("sex", ("K", "M"))},
        {("S", "Total"): 0, ("L", "Total"): 2, ("S", "K"): 0, ("S", "M"): 0, ("L", "K"): 1, ("L", "M"): 1},
    )
    system = build([table], Rule(zeros="protected"))
    rows, inner = system.places[0][:2], system.places[0][2:]
    hidden = np.setdiff1d(np.arange(system.cells), rows)
    programme = Programme(system, hidden, system.count, np.zeros(system.cells, np.int64))

    assert programme.empty_among(inner).tolist() == inner[:2].tolist()
