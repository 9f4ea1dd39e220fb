"""Rounding, comparing, the ledger and the insider from the command line; files whole or not at all."""

import csv
from pathlib import Path

import pyarrow
import pyarrow.csv
import pyarrow.parquet
import pytest

from veil import cells as files
from veil.cli import main, telling

SPEC = """threshold = 5

[[variable]]
name = "town"
hierarchy = "regions.csv"

[[table]]
name = "town by sex"
dimensions = ["town", "sex"]
"""
REGIONS = "child,parent\nUmeå,north\nLuleå,north\nKiruna,north\nLund,south\nMalmö,south\nYstad,south\n"
PERSONS = {
    ("Umeå", "K"): 9,
    ("Umeå", "M"): 2,
    ("Luleå", "K"): 3,
    ("Luleå", "M"): 7,
    ("Kiruna", "K"): 1,
    ("Kiruna", "M"): 8,
    ("Lund", "K"): 12,
    ("Lund", "M"): 1,
    ("Malmö", "K"): 6,
    ("Malmö", "M"): 9,
    ("Ystad", "K"): 4,
    ("Ystad", "M"): 11,
}


def write_persons(path: Path, people: dict[tuple[str, str], int]) -> None:
    lines = [f"{town},{sex}" for (town, sex), times in people.items() for _ in range(times)]
    path.write_text("\n".join(["town,sex", *lines]) + "\n", encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec.toml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "regions.csv").write_text(REGIONS, encoding="utf-8")
    write_persons(tmp_path / "persons.csv", PERSONS)
    return tmp_path


def veil(words: str) -> int:
    return main(words.split())


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def counts(path: str) -> dict[tuple[str, str], str]:
    return {(row["town"], row["sex"]): row["count"] for row in rows(path)}


# --- rounding ---------------------------------------------------------------------------------------------


def test_small_counts_are_rounded_and_the_line_says_how_far_figures_are_off(desk, capsys):
    assert veil("protect persons.csv --spec spec.toml --method round -o cells.csv") == 0
    told = capsys.readouterr().err
    assert "rounded to base 5, the largest deviation is" in told
    assert "of persons in published inner cells" in told
    assert "of the information kept" in told
    printed = rows("cells.csv")
    assert {row["status"] for row in printed} == {"rounded"}
    assert all(int(row["count"]) >= 5 for row in printed)
    assert counts("cells.csv")[("Lund", "K")] == "12"


def test_another_base_is_taken_and_one_below_the_threshold_refused(desk, capsys):
    assert veil("protect persons.csv --spec spec.toml --method round --base 7 -o cells.csv") == 0
    assert all(int(row["count"]) >= 7 for row in rows("cells.csv"))
    assert veil("protect persons.csv --spec spec.toml --method round --base 3 -o low.csv") == 2
    assert "counts 3 to 4 would be printed" in capsys.readouterr().err
    assert not Path("low.csv").exists()


@pytest.mark.parametrize("method", ["round", "recode"])
def test_what_needs_persons_is_refused_from_cells_with_the_reason(desk, capsys, method):
    veil("tabulate persons.csv --spec spec.toml -o cells.csv")
    assert veil(f"protect cells.csv --spec spec.toml --method {method} -o out.csv") == 2
    assert "needs the persons, one row each, not cells: " in capsys.readouterr().err


def test_rounded_tables_are_attacked_by_their_base_from_the_option_or_the_specification(desk, capsys):
    veil("protect persons.csv --spec spec.toml --method round -o cells.csv")
    assert veil("attack cells.csv --spec spec.toml -o bounds.csv") == 2
    assert "row 2: it is rounded; say to which base" in capsys.readouterr().err
    assert veil("attack cells.csv --spec spec.toml --base 5 -o bounds.csv") == 0
    Path("rounded.toml").write_text("base = 5\n" + SPEC, encoding="utf-8")
    assert veil("attack cells.csv --spec rounded.toml -o again.csv") == 0
    assert Path("bounds.csv").read_bytes() == Path("again.csv").read_bytes()
    truth = {key: str(count) for key, count in PERSONS.items()}
    for row in rows("bounds.csv"):
        key = (row["town"], row["sex"])
        if key in truth:
            assert int(row["low"]) <= int(truth[key]) <= int(row["high"])


def test_a_small_count_left_in_rounded_tables_is_found(desk):
    veil("protect persons.csv --spec spec.toml --method round -o cells.csv")
    (desk / "one.toml").write_text('[[table]]\nname = "t"\ndimensions = ["sex"]\n')
    (desk / "one.csv").write_text("sex,count\nTotal,12\nK,9\nM,3\n")
    assert veil("attack one.csv --spec one.toml --base 5 -o bounds.csv") == 1
    assert [row["verdict"] for row in rows("bounds.csv")] == ["safe", "safe", "pinned"]


# --- comparing --------------------------------------------------------------------------------------------


def test_all_methods_are_compared_line_by_line_and_nothing_is_written(desk, capsys):
    before = sorted(path.name for path in desk.iterdir())
    assert veil("protect persons.csv --spec spec.toml --compare") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["suppress", "recode", "round"]
    assert all("% of persons" in line and "% of the information" in line for line in lines)
    assert sorted(path.name for path in desk.iterdir()) == before


def test_of_some_persons_only_it_is_told_how_little_is_kept_where_all_is_hidden(desk, capsys):
    (desk / "few.csv").write_text("form,sex\n" + "S,K\nS,K\nL,K\nT,K\nT,K\nT,K\n" + "S,M\n" * 9)
    (desk / "women.toml").write_text(
        '[[table]]\nname = "women"\ndimensions = ["form"]\nfilter = { sex = ["K"] }\n'
    )
    assert veil("protect few.csv --spec women.toml --compare") == 0
    hidden = capsys.readouterr().out.splitlines()[0]
    assert (
        hidden
        == "suppress: 3 of 4 cells hidden; 0% of persons in published inner cells, 0% of the information kept"
    )


def test_the_chosen_method_is_written_after_comparing(desk, capsys):
    assert veil("protect persons.csv --spec spec.toml --compare --method round -o cells.csv") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert {row["status"] for row in rows("cells.csv")} == {"rounded"}


def test_from_cells_only_hiding_can_be_compared(desk, capsys):
    veil("tabulate persons.csv --spec spec.toml -o cells.csv")
    assert veil("protect cells.csv --spec spec.toml --compare") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "cells hidden" in lines[0]
    assert "not possible" in lines[1]
    assert "not possible" in lines[2]


def test_without_an_output_or_comparing_there_is_nothing_to_do(desk, capsys):
    assert veil("protect persons.csv --spec spec.toml") == 2
    assert "-o" in capsys.readouterr().err


# --- coarser codes ----------------------------------------------------------------------------------------


def test_coarser_codes_can_be_attacked_recorded_and_used_again(desk, capsys):
    assert (
        veil("protect persons.csv --spec spec.toml --method recode --new-spec coarse.toml -o cells.csv") == 0
    )
    assert "coarser: town: " in capsys.readouterr().err
    shown = {row["town"] for row in rows("cells.csv")}
    assert not shown & {"Kiruna"}
    joined = shown - {town for town, _ in PERSONS} - {"Total"}
    told = {row["status"] for row in rows("cells.csv") if row["town"] in joined and row["count"]}
    assert told == {"recoded"}
    assert "recoded" not in {row["status"] for row in rows("cells.csv") if row["town"] not in joined}
    assert veil("attack cells.csv --spec coarse.toml -o bounds.csv") == 0
    assert veil("ledger add cells.csv --spec coarse.toml --ledger out") == 0
    # next time the same codes are counted at once
    assert veil("tabulate persons.csv --spec coarse.toml -o again.csv") == 0
    assert {row["town"] for row in rows("again.csv")} == shown
    # and the finest codes are protected beside them: their sums are known
    assert veil("protect persons.csv --spec spec.toml --ledger out --name fine -o fine.csv") in (0, 1)


def test_a_coarser_code_that_the_specification_does_not_know_is_named_with_its_row(desk, capsys):
    Path("cells.csv").write_text("town,sex,count\nTotal,Total,20\nnorth,Total,20\n", encoding="utf-8")
    assert veil("attack cells.csv --spec spec.toml -o bounds.csv") == 2
    assert (
        "cells.csv, row 3: town north stands for codes of which the file has none" in capsys.readouterr().err
    )


def test_coarser_codes_can_be_made_coarser_again(desk):
    write_persons(desk / "persons.csv", {**PERSONS, ("Umeå", "M"): 1, ("Lund", "M"): 1, ("Malmö", "M"): 2})
    Path("once.toml").write_text(
        SPEC.replace('hierarchy = "regions.csv"', 'joined = { small = ["Kiruna", "Lund"] }'), encoding="utf-8"
    )
    words = "protect persons.csv --spec once.toml --method recode --new-spec again.toml -o cells.csv"
    assert veil(words) == 0
    assert veil("tabulate persons.csv --spec again.toml -o again.csv") == 0
    assert counts("again.csv").keys() == counts("cells.csv").keys()


def test_a_hierarchy_in_the_persons_columns_is_written_out_for_cells(desk, capsys):
    region = dict(line.split(",") for line in REGIONS.split()[1:])
    lines = Path("persons.csv").read_text(encoding="utf-8").split()
    wider = ["town,sex,region", *(f"{line},{region[line.split(',')[0]]}" for line in lines[1:])]
    Path("wider.csv").write_text("\n".join(wider) + "\n", encoding="utf-8")
    Path("columns.toml").write_text(SPEC.replace('"regions.csv"', '["town", "region"]'), encoding="utf-8")
    assert veil("protect wider.csv --spec columns.toml --new-spec printed.toml -o cells.csv") == 0
    veil("protect persons.csv --spec spec.toml -o same.csv")
    assert counts("cells.csv") == counts("same.csv")
    coast = "Umeå,coast\nLuleå,coast\nKiruna,inland\nLund,inland\nMalmö,coast\nYstad,coast\n"
    Path("coast.csv").write_text(coast, encoding="utf-8")
    both = SPEC.replace('"regions.csv"', '"coast.csv"\nhierarchies = [["town", "region"]]')
    Path("both.toml").write_text(both, encoding="utf-8")
    assert veil("tabulate wider.csv --spec both.toml --new-spec printed-both.toml -o both.csv") == 0
    assert veil("protect both.csv --spec printed-both.toml -o protected.csv") == 0
    assert {"coast", "inland", "north", "south"} <= {row["town"] for row in rows("protected.csv")}
    assert veil("attack cells.csv --spec columns.toml -o bounds.csv") == 2
    assert "--new-spec" in capsys.readouterr().err
    assert veil("attack cells.csv --spec printed.toml -o bounds.csv") == 0
    assert veil("attack same.csv --spec spec.toml -o same-bounds.csv") == 0
    assert Path("bounds.csv").read_bytes() == Path("same-bounds.csv").read_bytes()


# --- the ledger -------------------------------------------------------------------------------------------


def test_a_publication_is_recorded_once_by_its_plain_form_and_listed(desk, capsys):
    veil("protect persons.csv --spec spec.toml -o cells.csv")
    for _ in range(2):
        assert veil("ledger add cells.csv --ledger out") == 0
    assert len(list((desk / "out").iterdir())) == 1
    assert "recorded already" in capsys.readouterr().err
    assert veil("ledger list --ledger out") == 0
    assert capsys.readouterr().out == "cells: all: town by sex\n"


def test_another_publication_needs_another_name(desk, capsys):
    veil("protect persons.csv --spec spec.toml -o cells.csv")
    veil("ledger add cells.csv --ledger out --period 2022")
    assert veil("ledger add cells.csv --ledger out --period 2023") == 2
    assert "another publication called “cells”" in capsys.readouterr().err
    assert veil("ledger add cells.csv --ledger out --period 2023 --name next") == 0


def test_editions_are_listed_with_what_they_are_of(desk, capsys):
    veil("protect persons.csv --spec spec.toml -o cells.csv")
    veil("ledger add cells.csv --ledger out --name first --period 2022 --persons ours")
    veil(
        "ledger add cells.csv --ledger out --name second --period 2022 --persons ours --restates first --changed 2"
    )
    capsys.readouterr()
    veil("ledger list --ledger out")
    assert capsys.readouterr().out.splitlines() == [
        "first: ours; 2022: town by sex",
        "second: ours; 2022; restates “first”, at most 2 rows changed: town by sex",
    ]
    assert veil("ledger add cells.csv --ledger out --name third --restates first") == 2
    assert "how many rows were changed" in capsys.readouterr().err


def test_a_collision_names_what_is_out_and_what_could_be_published_instead(desk, capsys):
    people = {("Lund", "K"): 20, ("Lund", "M"): 2, ("Umeå", "K"): 9, ("Umeå", "M"): 9}
    write_persons(desk / "persons.csv", people)
    Path("women.toml").write_text(
        '[[table]]\nname = "women"\ndimensions = ["town"]\nfilter = { sex = ["K"] }\nkeep = [["town"]]\n'
        '[[table]]\nname = "sexes"\ndimensions = ["sex"]\n',
        encoding="utf-8",
    )
    Path("towns.toml").write_text('[[table]]\nname = "towns"\ndimensions = ["town"]\n', encoding="utf-8")
    veil("protect persons.csv --spec towns.toml -o towns.csv")
    veil("ledger add towns.csv --spec towns.toml --ledger out")
    capsys.readouterr()
    assert veil("protect persons.csv --spec women.toml --ledger out -o women.csv") == 1
    told = capsys.readouterr().err
    assert "can't be protected beside “towns”" in told
    assert "you could publish “sexes”" in told
    assert not Path("women.csv").exists()


def test_a_small_count_that_must_stay_is_named(desk, capsys):
    write_persons(desk / "persons.csv", {("Lund", "K"): 20, ("Umeå", "M"): 3})
    Path("keep.toml").write_text(
        '[[table]]\nname = "t"\ndimensions = ["town"]\nkeep = [["town"]]\n', encoding="utf-8"
    )
    assert veil("protect persons.csv --spec keep.toml -o out.csv") == 1
    assert "t: Umeå must be 3" in capsys.readouterr().err


def test_a_small_count_that_is_out_already_is_named(desk, capsys):
    write_persons(desk / "persons.csv", {("Lund", "K"): 20, ("Umeå", "M"): 3})
    Path("towns.toml").write_text('[[table]]\nname = "t"\ndimensions = ["town"]\n', encoding="utf-8")
    veil("tabulate persons.csv --spec towns.toml -o out.csv")
    veil("ledger add out.csv --spec towns.toml --ledger out")
    assert veil("protect persons.csv --spec spec.toml --ledger out -o new.csv") == 1
    told = capsys.readouterr().err
    assert "can't be protected beside “out”" in told
    assert "town by sex: Umeå, Total must be 3" in told


def test_an_attack_beside_the_ledger_subtracts_what_is_out(desk, capsys):
    Path("towns.toml").write_text('[[table]]\nname = "towns"\ndimensions = ["town"]\n', encoding="utf-8")
    Path("women.toml").write_text(
        '[[table]]\nname = "women"\ndimensions = ["town"]\nfilter = { sex = ["K"] }\n', encoding="utf-8"
    )
    Path("towns.csv").write_text("town,count\nTotal,40\nLund,22\nUmeå,18\n", encoding="utf-8")
    Path("women.csv").write_text(
        "table,town,count\nwomen,Total,29\nwomen,Lund,20\nwomen,Umeå,9\n", encoding="utf-8"
    )
    veil("ledger add towns.csv --spec towns.toml --ledger out")
    assert veil("attack women.csv --spec women.toml -o bounds.csv") == 0
    assert veil("attack women.csv --spec women.toml --ledger out -o bounds.csv") == 1
    assert "pinned: all, town=Lund, sex=not K" in capsys.readouterr().err


def test_rounding_beside_figures_of_the_same_persons_is_refused_and_beside_others_done(desk, capsys):
    veil("protect persons.csv --spec spec.toml -o cells.csv")
    veil("ledger add cells.csv --ledger out --period 2022")
    words = "protect persons.csv --spec spec.toml --method round --ledger out -o rounded.csv"
    assert veil(f"{words} --period 2022-Q1") == 2
    assert "of the same persons" in capsys.readouterr().err
    assert veil(f"{words} --period 2023") == 0
    assert veil("ledger add rounded.csv --ledger out --period 2023 --base 5") == 0
    assert veil("attack rounded.csv --spec spec.toml --ledger out --period 2023 --base 5 -o b.csv") == 0
    assert veil("protect persons.csv --spec spec.toml --ledger out --period 2023 --name hid -o hid.csv") == 2


def test_a_ledger_that_is_not_there_is_not_taken_for_an_empty_one(desk, capsys):
    assert veil("protect persons.csv --spec spec.toml --ledger nowhere -o cells.csv") == 2
    assert "there is no such ledger" in capsys.readouterr().err


# --- the insider ------------------------------------------------------------------------------------------


def test_who_knows_some_persons_reads_more_than_a_stranger(desk, capsys):
    veil("protect persons.csv --spec spec.toml -o cells.csv")
    assert veil("attack cells.csv --spec spec.toml -o bounds.csv") == 0
    write_persons(desk / "ours.csv", {**PERSONS, ("Umeå", "M"): 1, ("Kiruna", "K"): 0})
    assert veil("attack cells.csv --spec spec.toml --knows-rows ours.csv -o bounds.csv") == 1
    told = capsys.readouterr().err
    assert "unsafe" in told
    write_persons(desk / "strangers.csv", {("Umeå", "K"): 200})
    assert veil("attack cells.csv --spec spec.toml --knows-rows strangers.csv -o bounds.csv") == 2
    assert "200 of the known persons" in capsys.readouterr().err
    write_persons(desk / "elsewhere.csv", {("Umeå", "K"): 1, ("Visby", "K"): 1})
    assert veil("attack cells.csv --spec spec.toml --knows-rows elsewhere.csv -o bounds.csv") == 2
    assert "elsewhere.csv, row 3: town = “Visby” is not one of its codes" in capsys.readouterr().err


def test_the_insider_subtracts_her_persons_from_what_is_out_too(desk, capsys):
    Path("women.toml").write_text(
        '[[table]]\nname = "women"\ndimensions = ["town"]\nfilter = { sex = ["K"] }\n', encoding="utf-8"
    )
    Path("towns.toml").write_text('[[table]]\nname = "towns"\ndimensions = ["town"]\n', encoding="utf-8")
    write_persons(
        desk / "persons.csv", {("Lund", "K"): 9, ("Lund", "M"): 8, ("Malmö", "K"): 9, ("Malmö", "M"): 9}
    )
    write_persons(desk / "ours.csv", {("Lund", "M"): 6})
    veil("protect persons.csv --spec towns.toml -o towns.csv")
    veil("protect persons.csv --spec women.toml -o women.csv")
    veil("ledger add towns.csv --spec towns.toml --ledger out")
    beside = "attack women.csv --spec women.toml --ledger out -o bounds.csv"
    assert veil(beside) == 0
    assert veil(f"{beside} --knows-rows ours.csv") == 1
    assert "pinned: all, town=Lund, sex=not K" in capsys.readouterr().err
    Path("women.toml").write_text(
        '[[variable]]\nname = "sex"\ncodes = ["K", "M"]\n' + Path("women.toml").read_text(), encoding="utf-8"
    )
    assert veil(f"{beside} --knows-rows ours.csv") == 1
    assert "pinned: all, town=Lund, sex=M" in capsys.readouterr().err


# --- bad input is named, files are whole ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Total,K", "row 75: town = “Total” is the name of a total"),
        ("north,K", "row 75: town = “north” is the name of a total"),
        (",K", "row 75: town is empty"),
        ("Lund", "row 75: it hasn't as many cells"),
    ],
)
def test_a_person_that_cannot_be_counted_is_named_by_the_row(desk, capsys, line, words):
    with (desk / "persons.csv").open("a", encoding="utf-8") as persons:
        persons.write(f"{line}\n")
    assert veil("protect persons.csv --spec spec.toml -o cells.csv") == 2
    assert words in capsys.readouterr().err


def test_persons_from_parquet_are_counted_like_those_from_csv(desk, capsys):
    table = pyarrow.csv.read_csv("persons.csv")
    pyarrow.parquet.write_table(table, "persons.parquet")
    for kind in ("csv", "parquet"):
        assert veil(f"protect persons.{kind} --spec spec.toml -o {kind}.out.csv") == 0
    assert Path("csv.out.csv").read_bytes() == Path("parquet.out.csv").read_bytes()
    holed = pyarrow.table({"town": ["Lund", None], "sex": ["K", "K"]})
    pyarrow.parquet.write_table(holed, "holed.parquet")
    assert veil("protect holed.parquet --spec spec.toml -o out.csv") == 2
    assert "row 2: town is empty" in capsys.readouterr().err
    Path("broken.parquet").write_text("no parquet")
    assert veil("protect broken.parquet --spec spec.toml -o out.csv") == 2
    assert "broken.parquet: " in capsys.readouterr().err


def test_codes_joined_in_the_specification_are_counted_as_one_and_given_no_hierarchy(desk, capsys):
    joined = 'joined = { islands = ["Umeå", "Luleå"] }\n'
    Path("joined.toml").write_text(SPEC.replace("hierarchy =", f"{joined}hierarchy ="), encoding="utf-8")
    assert veil("tabulate persons.csv --spec joined.toml -o cells.csv") == 0
    assert counts("cells.csv")[("islands", "K")] == "12"
    assert ("Umeå", "K") not in counts("cells.csv")
    assert ("north", "K") not in counts("cells.csv")
    Path("twice.toml").write_text(
        SPEC.replace("hierarchy =", 'joined = { a = ["Lund"], b = ["Lund"] }\nhierarchy ='), encoding="utf-8"
    )
    assert veil("tabulate persons.csv --spec twice.toml -o cells.csv") == 2
    assert "joined twice" in capsys.readouterr().err


def test_what_is_out_of_other_months_does_not_hinder(desk):
    veil("protect persons.csv --spec spec.toml -o cells.csv")
    veil("ledger add cells.csv --ledger out --period 2022")
    write_persons(
        desk / "persons.csv", {("Lund", "K"): 9, ("Lund", "M"): 2, ("Malmö", "K"): 8, ("Malmö", "M"): 7}
    )
    assert veil("protect persons.csv --spec spec.toml -o alone.csv") == 0
    assert veil("protect persons.csv --spec spec.toml --ledger out --period 2023 -o beside.csv") == 0
    assert Path("alone.csv").read_bytes() == Path("beside.csv").read_bytes()


def test_a_margin_that_is_not_listed_is_not_printed_and_gives_nothing_away(desk):
    Path("town.toml").write_text('[[table]]\nname = "t"\ndimensions = ["town"]\n', encoding="utf-8")
    Path("cells.csv").write_text("town,count\nLund,9\nUmeå,\n", encoding="utf-8")
    assert veil("attack cells.csv --spec town.toml -o bounds.csv") == 0
    Path("cells.csv").write_text("town,count\nTotal,12\nLund,9\nUmeå,\n", encoding="utf-8")
    assert veil("attack cells.csv --spec town.toml -o bounds.csv") == 1


def test_progress_within_a_step_is_told_to_who_watches_once_a_second(monkeypatch, capsys):
    seconds = iter([0.0, 0.2, 1.3, 1.3, 1.4])
    monkeypatch.setattr(telling.time, "monotonic", lambda: next(seconds))
    monkeypatch.setattr(telling.sys.stderr, "isatty", lambda: True, raising=False)
    progress = telling.Progress()
    for done in range(4):
        progress("hiding", done, 4)
    assert capsys.readouterr().err.splitlines() == ["hiding ...", "hiding: 2 of 4"]


def test_who_interrupts_keeps_the_file_that_was_there(desk, monkeypatch):
    Path("cells.csv").write_text("as before\n")

    class Interrupted(csv.DictWriter):
        def writerows(self, rows):
            super().writerow(next(iter(rows)))
            raise KeyboardInterrupt

    monkeypatch.setattr(files.csv, "DictWriter", Interrupted)
    assert veil("protect persons.csv --spec spec.toml -o cells.csv") == 130
    assert Path("cells.csv").read_text() == "as before\n"
    assert not list(desk.glob(".*"))


def test_a_folder_that_is_not_there_is_bad_input(desk, capsys):
    assert veil("protect persons.csv --spec spec.toml -o nowhere/cells.csv") == 2
    assert "can't be written" in capsys.readouterr().err


@pytest.mark.parametrize("method", ["suppress", "recode", "round"])
def test_the_same_persons_give_the_same_file_byte_for_byte(desk, method):
    for name in ("one.csv", "two.csv"):
        assert veil(f"protect persons.csv --spec spec.toml --method {method} -o {name}") == 0
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()


def test_each_step_is_told_once_where_nobody_watches(desk, capsys):
    veil("protect persons.csv --spec spec.toml -o cells.csv")
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["counting ...", "protecting ..."]
    assert lines[-1] == "safe: nothing concealed can be inferred"
