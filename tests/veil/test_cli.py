"""The command as a statistician runs it."""

import csv

import pytest

from tests.veil.desk import SPEC, rows, veil
from veil.cli import main


def test_persons_are_counted_with_all_margins(desk):
    assert veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv") == 0
    counts = {(row["form"], row["sex"]): row["count"] for row in rows(desk / "cells.csv")}
    assert counts[("S", "M")] == "2"
    assert counts[("Total", "M")] == "9"
    assert counts[("Total", "Total")] == "30"


def test_what_is_protected_is_safe_from_persons_or_from_cells_alike(desk):
    assert veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", "a.csv") == 0
    veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv")
    assert veil(desk, "protect", "cells.csv", "--spec", "spec.toml", "-o", "b.csv") == 0
    printed = {(r["form"], r["sex"]): r["count"] for r in rows(desk / "a.csv")}
    assert printed == {(r["form"], r["sex"]): r["count"] for r in rows(desk / "b.csv")}
    assert printed[("S", "M")] == ""
    assert veil(desk, "attack", "a.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 0


def test_the_same_input_gives_the_same_output(desk):
    for name in ("one.csv", "two.csv"):
        veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", name)
    assert (desk / "one.csv").read_bytes() == (desk / "two.csv").read_bytes()


def test_for_print_why_a_cell_is_hidden_is_left_out(desk):
    veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "--print", "-o", "printed.csv")
    assert list(rows(desk / "printed.csv")[0]) == ["form", "sex", "count"]


@pytest.mark.parametrize("marker", ["", "..", "c", "*", "<5"])
def test_hiding_only_the_small_count_is_found_unsafe_however_hidden_is_written(desk, capsys, marker):
    veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv")
    text = (desk / "cells.csv").read_text().replace("S,M,2,", f"S,M,{marker},")
    (desk / "naive.csv").write_text(text)
    assert veil(desk, "attack", "naive.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 1
    told = capsys.readouterr().err
    assert "pinned: form by sex, S, M" in told
    assert "must be 2" not in told
    [found] = [row for row in rows(desk / "bounds.csv") if row["verdict"] == "pinned"]
    assert (found["low"], found["high"]) == ("", "")


def test_recovered_values_are_told_only_when_asked_for(desk, capsys):
    veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv")
    (desk / "naive.csv").write_text((desk / "cells.csv").read_text().replace("S,M,2,", "S,M,,"))
    assert veil(desk, "attack", "naive.csv", "--spec", "spec.toml", "--reveal", "-o", "bounds.csv") == 1
    assert "must be 2" in capsys.readouterr().err
    [found] = [row for row in rows(desk / "bounds.csv") if row["verdict"] == "pinned"]
    assert (found["low"], found["high"]) == ("2", "2")


def test_tables_that_do_not_add_up_are_bad_input(desk, capsys):
    veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv")
    (desk / "wrong.csv").write_text((desk / "cells.csv").read_text().replace("S,M,2,", "S,M,3,"))
    assert veil(desk, "attack", "wrong.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 2
    told = capsys.readouterr().err
    assert "veil: form by sex: Total, M is 9, its parts are 10 (" in told
    assert veil(desk, "protect", "wrong.csv", "--spec", "spec.toml", "-o", "out.csv") == 2
    assert "its parts are 10" in capsys.readouterr().err
    assert not (desk / "out.csv").exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("S,M,two,published", "row 11"),
        ("S,,2,published", "row 11"),
        ("S,M,2", "row 11"),
        ("L,K,9,published", "stands twice"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(desk, capsys, line, words):
    veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv")
    with (desk / "cells.csv").open("a") as cells:
        cells.write(f"{line}\n")
    assert veil(desk, "protect", "cells.csv", "--spec", "spec.toml", "-o", "out.csv") == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("threshold = 5", "no [[table]]"),
        ("treshold = 5", "treshold"),
        ("threshold = 1\n[[table]]\nname = 'a'\ndimensions = ['form']", "at least 2"),
        ("[[table]]\nname = 'a'\ndimensions = ['colour']", "colour"),
        ("not toml", "spec.toml"),
    ],
)
def test_a_specification_that_cannot_be_used_says_what_to_mend(desk, capsys, spec, words):
    (desk / "spec.toml").write_text(spec)
    assert veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", "out.csv") == 2
    assert words in capsys.readouterr().err
    assert not (desk / "out.csv").exists()


def test_a_later_table_is_protected_beside_what_the_ledger_holds(desk):
    veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", "first.csv")
    record = ["ledger", "add", str(desk / "first.csv"), "--spec", str(desk / "spec.toml")]
    for _ in range(2):  # recorded twice it stands once
        assert main([*record, "--ledger", str(desk / "out")]) == 0
        assert len(list((desk / "out").glob("*.json"))) == 1
    (desk / "again.toml").write_text(SPEC.replace("form by sex", "once more"))
    words = ["protect", str(desk / "persons.csv"), "--spec", str(desk / "again.toml")]
    assert main([*words, "--ledger", str(desk / "out"), "-o", str(desk / "second.csv")]) == 0
    first = {(r["form"], r["sex"]): r["count"] for r in rows(desk / "first.csv")}
    second = {(r["form"], r["sex"]): r["count"] for r in rows(desk / "second.csv")}
    assert {cell for cell, count in first.items() if not count} <= {c for c, n in second.items() if not n}


def test_the_real_quarter_is_safe_when_protected_and_broken_when_only_small_counts_are_hidden(
    shared, tmp_path
):
    persons = shared / "data" / "uk-nrm-ngo" / "persons-2022-q3.csv"
    (tmp_path / "spec.toml").write_text(
        'threshold = 5\n[[table]]\nname = "a"\ndimensions = ["exploitation", "gender"]\n'
        '[[table]]\nname = "b"\ndimensions = ["nationality", "gender"]\n'
    )
    spec = str(tmp_path / "spec.toml")
    assert main(["protect", str(persons), "--spec", spec, "-o", str(tmp_path / "safe.csv")]) == 0
    main(["tabulate", str(persons), "--spec", spec, "-o", str(tmp_path / "cells.csv")])
    naive = rows(tmp_path / "cells.csv")
    for row in naive:
        if 0 < int(row["count"]) < 5:
            row["count"] = ".."
    with (tmp_path / "naive.csv").open("w", newline="") as target:
        writer = csv.DictWriter(target, list(naive[0]))
        writer.writeheader()
        writer.writerows(naive)
    assert main(["attack", str(tmp_path / "naive.csv"), "--spec", spec, "-o", str(tmp_path / "b.csv")]) == 1


@pytest.mark.parametrize("names", [("form", "persons"), ("form", "Form")])
def test_a_variable_may_be_called_as_it_likes(desk, names):
    (desk / "spec.toml").write_text(f'[[table]]\nname = "t"\ndimensions = {list(names)}\n')
    lines = (desk / "persons.csv").read_text().replace("form,sex", ",".join(names))
    (desk / "persons.csv").write_text(lines)

    assert veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", "out.csv") == 0
    assert {names[1]: "M", names[0]: "Total", "count": "9"}.items() <= rows(desk / "out.csv")[2].items()
