"""Marks that say how small a hidden count is: "<5" tells more than a dot does, and the adversary uses it."""

import sys

import numpy as np
import pytest

from tests.veil.desk import rows, veil
from veil import Cell, ProtectedTable, Rule, TableSpec, Variable, from_json, to_json
from veil.system import build
from veil.walk import Walker

FORM, SEX = Variable("form", ("S", "L")), Variable("sex", ("K", "M"))
SPEC = TableSpec("t", ("form", "sex"))
MARGINS = {
    ("Total", "Total"): 30,
    ("S", "Total"): 15,
    ("L", "Total"): 15,
    ("Total", "K"): 15,
    ("Total", "M"): 15,
}


def printed(*inner: Cell) -> ProtectedTable:
    """A table of two by two with every margin."""
    margins = {codes: Cell(count, "published") for codes, count in MARGINS.items()}
    codes = [("S", "K"), ("S", "M"), ("L", "K"), ("L", "M")]
    variables = {"form": FORM, "sex": SEX}
    return ProtectedTable.from_cells(SPEC, variables, margins | dict(zip(codes, inner, strict=True)))


MARKED = printed(Cell(None, "secondary"), *[Cell(None, "primary", 4)] * 2, Cell(None, "secondary"))
TRUE = np.array([12, 3, 3, 12])


def system_of(table):
    """The system with the true counts, and the unknowns of the four inner cells."""
    system = build([table], Rule())
    inner = system.places[0][-4:]
    system.count[inner] = TRUE
    return system, inner


def test_a_walk_stops_where_the_mark_does():
    system, (corner, beside, *_) = system_of(MARKED)
    walker = Walker(system, system.lower, system.upper)
    free = np.where(system.shown, np.inf, 0.0)

    down = {by: walker.cheapest(int(corner), by, system.count, free, 24) for by in (-1, -2)}

    assert dict(zip(down[-1].cells.tolist(), down[-1].changes.tolist(), strict=True))[beside] == 1
    assert down[-2] is None


def test_a_move_of_the_programme_stops_there_too():
    system, (corner, *_) = system_of(MARKED)
    moves = sys.modules["veil.protect.moves"].Moves(system)
    free = np.where(system.shown, np.inf, 0.0)

    assert moves.cheapest(int(corner), -1, free) is not None
    assert moves.cheapest(int(corner), -2, free) is None


def test_marks_are_kept_with_the_table():
    (again,) = from_json(to_json([MARKED]))

    assert again["S", "M"] == Cell(None, "primary", 4)
    assert again["S", "K"] == Cell(None, "secondary")


def theirs(desk, *lines: str) -> None:
    (desk / "theirs.csv").write_text("\n".join(["form,sex,count", *lines]) + "\n")


def test_a_mark_narrows_what_stands_beside_it(desk):
    """Of 15 women at most four have the one form: of the other there are 11 at least."""
    theirs(desk, "Total,K,15", "S,K,c", "L,K,<5")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 0
    assert [(row["low"], row["high"]) for row in rows(desk / "bounds.csv")[1:]] == [("11", "14"), ("1", "4")]


@pytest.mark.parametrize(
    ("mark", "high"),
    [("<5", "4"), ("< 5", "4"), ("≤5", "5"), ("<=6", "6"), ("1-4", "4"), ("1 – 5", "5"), ("<low", "14")],
)
def test_marks_as_people_write_them(desk, mark, high):
    theirs(desk, "Total,K,15", "S,K,c", f"L,K,{mark}")
    veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "--reveal", "-o", "bounds.csv")

    assert rows(desk / "bounds.csv")[2]["high"] == high


def test_marks_that_leave_a_count_one_value_are_found(desk, capsys):
    theirs(desk, "Total,K,8", "S,K,<5", "L,K,<5")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "--reveal", "-o", "bounds.csv") == 1
    assert "form by sex: S, K must be 4" in capsys.readouterr().err


def test_marks_that_cannot_be_true_are_refused(desk, capsys):
    theirs(desk, "Total,K,15", "S,K,<5", "L,K,<5")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 2
    assert "Total, K is 15, its parts are 8 at most" in capsys.readouterr().err


def test_a_mark_that_says_nobody_is_refused(desk, capsys):
    theirs(desk, "Total,K,15", "S,K,<1")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 2
    assert "row 3: <1 says that nobody is there; write 0" in capsys.readouterr().err


def test_a_band_that_holds_nobody_is_refused_where_an_empty_cell_is_printed(desk, capsys):
    theirs(desk, "Total,K,15", "S,K,0-4")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 2
    assert "row 3: 0-4 isn't how a count is hidden where zeros are published" in capsys.readouterr().err


def test_it_is_told_that_a_band_of_larger_counts_is_taken_for_any_hidden_count(desk, capsys):
    theirs(desk, "Total,K,15", "S,K,5-9", "L,K,*")
    hidden = ("--hidden", "5-9,*")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", *hidden, "-o", "bounds.csv") == 0
    assert "note: what 5-9 says of a count isn't reckoned with" in capsys.readouterr().err


def test_two_kinds_of_marks_are_noticed(desk, capsys):
    theirs(desk, "Total,K,15", "S,K,c", "L,K,<5")
    veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv")

    assert "marks some hidden counts as small and others not: a reader may take the others for 5 or more" in (
        capsys.readouterr().err
    )


def test_what_is_recorded_keeps_its_marks(desk):
    """A later table can't undo it: beside "<5" of 15 and a total of 15 nothing else is small."""
    theirs(desk, "Total,K,15", "S,K,..", "L,K,<5")
    spec = ("--spec", "spec.toml", "--ledger", "a.ledger")
    assert veil(desk, "ledger", "add", "theirs.csv", *spec) == 0
    (desk / "more.csv").write_text("form,sex,count\nL,Total,20\nL,K,..\nL,M,..\n")

    veil(desk, "attack", "more.csv", *spec, "-o", "bounds.csv")

    assert [(row["low"], row["high"]) for row in rows(desk / "bounds.csv")[1:]] == [("1", "4"), ("16", "19")]


def test_a_mark_and_a_count_that_contradict_each_other_are_refused(desk, capsys):
    theirs(desk, "Total,K,15", "S,K,..", "L,K,<5")
    spec = ("--spec", "spec.toml", "--ledger", "a.ledger")
    veil(desk, "ledger", "add", "theirs.csv", *spec)
    (desk / "more.csv").write_text("form,sex,count\nL,Total,20\nL,K,8\nL,M,12\n")

    assert veil(desk, "attack", "more.csv", *spec, "-o", "bounds.csv") == 2
    assert "L, K is hidden as one of at most 4, and printed as 8 in another table" in capsys.readouterr().err
