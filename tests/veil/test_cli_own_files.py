"""What the command has written it reads again, and means the same by it."""

import pytest

from tests.veil.desk import rows, veil

VICTIMS = '[[table]]\nname = "victims by form"\ndimensions = ["form"]\nfilter = { role = ["victim"] }\n'
ALL = '[[table]]\nname = "all"\ndimensions = ["form"]\n'
ZEROS = 'zeros = "protected"\n'


def write(desk, spec, *people):
    (desk / "spec.toml").write_text(spec)
    lines = [",".join(person) for times, *person in people for _ in range(times)]
    (desk / "persons.csv").write_text("\n".join(["form,role,sex", *lines]) + "\n")


def passes(desk):
    """Protected, attacked and recorded: the exit codes."""
    spec = ("--spec", "spec.toml")
    return [
        veil(desk, "protect", "persons.csv", *spec, "-o", "cells.csv"),
        veil(desk, "attack", "cells.csv", *spec, "-o", "bounds.csv"),
        veil(desk, "ledger", "add", "cells.csv", *spec, "--ledger", "a.ledger"),
    ]


def test_a_table_of_some_codes_of_its_own_variable_beside_one_of_all(desk):
    """Of the roles the file shows one only; that there are others is known all the same."""
    own = '[[table]]\nname = "role"\ndimensions = ["role"]\nfilter = { role = ["victim"] }\n'
    write(desk, ALL + own, (16, "S", "victim", "K"), (14, "L", "witness", "K"))

    assert passes(desk) == [0, 0, 0]


def test_a_code_that_only_a_filter_names_is_a_code_like_any_other(desk):
    some = '[[table]]\nname = "by role"\ndimensions = ["form", "role"]\nfilter = { sex = ["K"] }\n'
    write(desk, VICTIMS + some, (9, "S", "witness", "K"), (8, "L", "victim", "M"), (7, "S", "victim", "M"))

    assert passes(desk) == [0, 0, 0]


def test_a_filter_may_name_a_group_and_a_code_beside_it(desk):
    (desk / "roles.csv").write_text("victim,met\nsibling,met\n")
    both = '[[variable]]\nname = "role"\nhierarchy = "roles.csv"\n' + VICTIMS.replace(
        '"victim"', '"met", "witness"'
    )
    write(desk, both, (9, "S", "victim", "K"), (8, "L", "witness", "K"), (7, "L", "child", "K"))

    assert passes(desk) == [0, 0, 0]


def test_a_table_of_nobody_is_a_total_of_zero(desk):
    write(desk, ALL + VICTIMS, (9, "S", "witness", "K"), (8, "L", "witness", "K"))
    spec = desk / "spec.toml"
    spec.write_text('[[variable]]\nname = "role"\ncodes = ["victim", "witness"]\n' + spec.read_text())

    assert passes(desk) == [0, 0, 0]
    assert {"table": "victims by form", "form": "Total", "count": "0", "status": "published"} in rows(
        desk / "cells.csv"
    )


def test_empty_cells_that_must_be_hidden_are_counted_along(desk):
    """From the persons or from their counts: the same cells are hidden."""
    declared = '[[variable]]\nname = "form"\ncodes = ["S", "L", "T"]\n'
    write(desk, ZEROS + declared + VICTIMS, (9, "S", "victim", "K"), (8, "L", "victim", "K"))
    spec = ("--spec", "spec.toml")
    veil(desk, "tabulate", "persons.csv", *spec, "-o", "counts.csv")

    assert veil(desk, "protect", "persons.csv", *spec, "-o", "direct.csv") == 0
    assert veil(desk, "protect", "counts.csv", *spec, "-o", "counted.csv") == 0
    assert (desk / "direct.csv").read_text() == (desk / "counted.csv").read_text()
    assert {row["form"]: row["count"] for row in rows(desk / "counted.csv")}["T"] == ""


def test_whose_a_cell_is_counts_do_not_tell(desk, capsys):
    contributor = '[[variable]]\nname = "role"\ncontributor = true\n'
    write(desk, "dominance = true\n" + contributor + ALL, (9, "S", "one", "K"), (9, "S", "two", "K"))
    veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "counts.csv")

    assert veil(desk, "protect", "counts.csv", "--spec", "spec.toml", "-o", "out.csv") == 2
    assert "dominance needs the persons" in capsys.readouterr().err


@pytest.mark.parametrize("known", ["S,victim,K", "S,witness,K"])
def test_who_knows_persons_whom_a_filter_leaves_out_knows_none_of_the_table(desk, known):
    write(desk, VICTIMS, (9, "S", "victim", "K"), (9, "L", "victim", "K"), (9, "L", "witness", "K"))
    spec = ("--spec", "spec.toml")
    veil(desk, "protect", "persons.csv", *spec, "-o", "cells.csv")
    (desk / "ours.csv").write_text("form,role,sex\n" + 5 * f"{known}\n")

    code = veil(desk, "attack", "cells.csv", *spec, "--knows-rows", "ours.csv", "-o", "bounds.csv")
    assert code == (1 if known == "S,victim,K" else 0)


def test_codes_that_only_persons_outside_a_table_have_are_no_mistake_but_others_are(desk, capsys):
    write(desk, VICTIMS, (9, "S", "victim", "K"), (9, "L", "victim", "K"), (9, "T", "witness", "K"))
    spec = ("--spec", "spec.toml")
    veil(desk, "protect", "persons.csv", *spec, "-o", "cells.csv")
    attack = ("attack", "cells.csv", *spec, "--knows-rows", "ours.csv", "-o", "bounds.csv")

    (desk / "ours.csv").write_text("form,role,sex\nS,victim,K\nT,witness,K\n")
    assert veil(desk, *attack) == 0
    (desk / "ours.csv").write_text("form,role,sex\nS,victim,K\nT,victim,K\n")
    capsys.readouterr()
    assert veil(desk, *attack) == 2
    assert "row 3: form = “T” is not one of its codes in victims by form" in capsys.readouterr().err


def test_what_a_person_has_answered_besides_to_the_question_of_a_filter_is_no_mistake(desk):
    write(desk, VICTIMS, (9, "S", "victim", "K"), (9, "L", "victim", "K"))
    spec = (desk / "spec.toml").read_text()
    (desk / "spec.toml").write_text('[[variable]]\nname = "role"\nmultiple = true\n' + spec)
    veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv")
    (desk / "ours.csv").write_text("form,role,sex\nS,victim;witness,K\n")

    attack = ("attack", "cells.csv", "--spec", "spec.toml", "--knows-rows", "ours.csv", "-o", "bounds.csv")
    assert veil(desk, *attack) == 0


def test_a_rounded_table_in_which_all_stands_as_nobody_tells_nothing_of_the_others(desk):
    few = '[[table]]\nname = "by role"\ndimensions = ["role"]\nfilter = { sex = ["M"] }\n'
    write(desk, ALL + few, (9, "S", "victim", "K"), (1, "S", "witness", "M"), (8, "L", "victim", "K"))
    spec = ("--spec", "spec.toml")

    assert veil(desk, "protect", "persons.csv", *spec, "--method", "round", "-o", "cells.csv") == 0
    assert [row["count"] for row in rows(desk / "cells.csv") if row["table"] == "by role"] == ["0"]
    assert veil(desk, "attack", "cells.csv", *spec, "--base", "5", "-o", "bounds.csv") == 0


def test_true_counts_are_not_taken_for_rounded_ones_because_the_specification_names_a_base(desk, capsys):
    write(desk, "base = 5\n" + ALL, (9, "S", "victim", "K"), (8, "L", "victim", "K"))

    assert passes(desk) == [0, 0, 0]
    capsys.readouterr()
    veil(desk, "ledger", "list", "--ledger", "a.ledger")
    assert "rounded" not in capsys.readouterr().out


def test_a_hierarchy_is_not_written_over(desk, capsys):
    (desk / "groups.csv").write_text("S,any\nL,any\n")
    write(desk, '[[variable]]\nname = "form"\nhierarchy = "groups.csv"\n' + ALL, (9, "S", "victim", "K"))

    assert veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", "groups.csv") == 2
    assert "groups.csv: it would be written over" in capsys.readouterr().err
    assert (desk / "groups.csv").read_text() == "S,any\nL,any\n"


def test_that_nobody_knows_which_hidden_counts_are_small_is_told_when_print_is_recorded(desk, capsys):
    spec = ("--spec", "spec.toml")
    for name, how in (("kept", ()), ("printed", ("--print",))):
        veil(desk, "protect", "persons.csv", *spec, *how, "-o", f"{name}.csv")
        capsys.readouterr()
        veil(desk, "ledger", "add", f"{name}.csv", *spec, "--ledger", f"{name}.ledger")
        assert ("nobody knows which hidden counts are small" in capsys.readouterr().err) is bool(how)
