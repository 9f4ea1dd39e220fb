"""From the command line: totals of other persons, subtotals of two hierarchies, cells that are the same persons."""

from tests.veil.desk import rows, veil


def test_of_several_answers_no_more_than_all_can_be_shown(desk, capsys):
    (desk / "persons.csv").write_text("\n".join(["needs", *["home;money"] * 9, *["home"] * 6]) + "\n")
    (desk / "spec.toml").write_text(
        '[[variable]]\nname = "needs"\nmultiple = true\n[[table]]\nname = "n"\ndimensions = ["needs"]\n'
    )

    assert veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv") == 0
    assert "100% of persons in published inner cells" in capsys.readouterr().err


def test_who_gave_no_answer_is_in_the_one_total_and_not_in_the_other(desk):
    """24 persons, of whom 21 answered: the margins of the two tables aren't the same persons'."""
    people = [*["w,"] * 3, *["w,home"] * 6, *["w,money;home"] * 6, *["m,money"] * 9]
    (desk / "persons.csv").write_text("\n".join(["sex,needs", *people]) + "\n")
    (desk / "spec.toml").write_text(
        '[[variable]]\nname = "needs"\nmultiple = true\n'
        '[[table]]\nname = "s"\ndimensions = ["sex"]\n'
        '[[table]]\nname = "n"\ndimensions = ["sex", "needs"]\n'
    )
    spec = ("--spec", "spec.toml")
    assert veil(desk, "protect", "persons.csv", *spec, "-o", "cells.csv") == 0

    totals = {
        row["table"]: row["count"]
        for row in rows(desk / "cells.csv")
        if (row["sex"], row["needs"]) == ("w", "Total")
    }
    assert totals == {"": "15", "n": "12"}
    assert veil(desk, "attack", "cells.csv", *spec, "-o", "bounds.csv") == 0
    assert veil(desk, "ledger", "add", "cells.csv", *spec, "--ledger", "a.ledger") == 0


def test_two_hierarchies_one_of_which_stands_in_columns(desk):
    people = [*["Lund,Skane,M"] * 9, *["Malmo,Skane,K"] * 8, *["Umea,North,K"] * 7]
    (desk / "persons.csv").write_text("\n".join(["town,county,sex", *people]) + "\n")
    (desk / "coast.csv").write_text("Malmo,coast\nUmea,coast\nLund,inland\n")
    (desk / "spec.toml").write_text(
        '[[variable]]\nname = "town"\nhierarchies = ["coast.csv", ["town", "county"]]\n'
        '[[table]]\nname = "t"\ndimensions = ["town"]\n'
    )
    spec = ("--spec", "spec.toml")
    assert veil(desk, "tabulate", "persons.csv", *spec, "-o", "cells.csv", "--new-spec", "cells.toml") == 0

    assert {row["town"] for row in rows(desk / "cells.csv")} >= {"coast", "inland", "Skane", "North"}
    assert veil(desk, "attack", "cells.csv", *spec, "-o", "bounds.csv") == 2
    assert veil(desk, "attack", "cells.csv", "--spec", "cells.toml", "-o", "bounds.csv") == 0


def test_of_two_cells_that_are_the_same_persons_both_are_told(desk):
    """Whoever answered chose the one option there is: her cell and the margin are one."""
    (desk / "spec.toml").write_text(
        '[[variable]]\nname = "needs"\nmultiple = true\n[[table]]\nname = "n"\ndimensions = ["sex", "needs"]\n'
    )
    lines = [
        "Total,Total,33",
        "m,Total,9",
        "w,Total,",
        "x,Total,20",
        "Total,home,33",
        "m,home,9",
        "w,home,",
        "x,home,20",
    ]
    (desk / "theirs.csv").write_text("\n".join(["sex,needs,count", *lines]) + "\n")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 1
    hidden = [row for row in rows(desk / "bounds.csv") if row["count"] == ""]
    assert [(row["low"], row["verdict"]) for row in hidden] == [("", "pinned")] * 2
