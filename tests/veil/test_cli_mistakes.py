"""The mistakes that people make with the command: what they are told, and that nothing is called safe by omission."""

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.veil.desk import PERSONS, SPEC, rows, veil

REGIONS = '\n[[variable]]\nname = "form"\nhierarchy = "groups.csv"\n'


def told(capsys) -> str:
    return capsys.readouterr().err


@pytest.fixture
def grouped(desk):
    """A specification whose forms have groups."""
    (desk / "spec.toml").write_text(SPEC.replace('\n[[variable]]\nname = "form"\n', REGIONS))
    (desk / "groups.csv").write_text("child,parent\nS,any\nL,any\n")
    return desk


def test_a_forgotten_period_is_asked_for(desk, capsys):
    spec = ("--spec", "spec.toml")
    assert veil(desk, "protect", "persons.csv", *spec, "-o", "one.csv") == 0
    assert veil(desk, "ledger", "add", "one.csv", *spec, "--ledger", "a.ledger", "--period", "2022") == 0
    capsys.readouterr()

    assert veil(desk, "protect", "persons.csv", *spec, "--ledger", "a.ledger", "-o", "two.csv") == 2
    assert "“two” has no period, but “one” has" in told(capsys)
    assert not (desk / "two.csv").exists()


def test_a_total_that_is_called_otherwise_is_noticed(desk, capsys):
    (desk / "theirs.csv").write_text("form,sex,count\nTotalt,Totalt,30\nTotalt,M,9\nS,M,..\nL,M,7\n")

    veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv")

    assert "form by sex prints no total of form; a total is written Total" in told(capsys)


def test_small_counts_in_print_are_noticed(desk, capsys):
    veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv")
    veil(desk, "attack", "cells.csv", "--spec", "spec.toml", "-o", "bounds.csv")

    assert "form by sex prints 1 small count, below 5, openly" in told(capsys)


def test_tables_that_do_not_add_up_are_not_recorded(desk, capsys):
    (desk / "wrong.csv").write_text("form,sex,count\nS,K,12\nL,K,9\nTotal,K,22\n")

    assert veil(desk, "ledger", "add", "wrong.csv", "--spec", "spec.toml", "--ledger", "a.ledger") == 2
    assert "don't add up" in told(capsys)
    assert not (desk / "a.ledger").exists()


@pytest.mark.parametrize("content", ["", "form,sex\n"])
def test_a_file_of_nobody_is_refused(desk, capsys, content):
    (desk / "persons.csv").write_text(content)

    assert veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", "out.csv") == 2
    assert "nobody stands in it" in told(capsys)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"form;sex\nS;K\n", "separated by semicolons"),
        (b"form\tsex\nS\tK\n", "separated by tabs"),
        ("form,sex\nsläkt,K\n".encode("latin-1"), "it isn't UTF-8"),
        (b"PK\x03\x04\xff\xfe", "it is a workbook or an archive; save it as “CSV UTF-8”"),
        (b"form,gender\nS,K\n", "there is no column sex; there are form, gender"),
    ],
)
def test_a_file_saved_otherwise_is_told_how(desk, capsys, content, said):
    (desk / "persons.csv").write_bytes(content)

    assert veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "out.csv") == 2
    assert said in told(capsys)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("S,other", "row 4: S has another parent already, any"),
        ("S,S", "row 4: S is no parent of S"),
        ("any,Total", "row 4: Total is no parent of any"),
        ("X,", "row 4: a row is child,parent"),
    ],
)
def test_a_wrong_row_of_a_hierarchy_is_named(grouped, capsys, row, said):
    with (grouped / "groups.csv").open("a") as groups:
        groups.write(row + "\n")

    assert veil(grouped, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "out.csv") == 2
    assert said in told(capsys)


def test_a_hierarchy_in_another_encoding_is_told(grouped, capsys):
    (grouped / "groups.csv").write_bytes("S,släkt\n".encode("latin-1"))

    assert veil(grouped, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "out.csv") == 2
    assert "groups.csv: it isn't UTF-8" in told(capsys)


TABLE = '[[table]]\nname = "t"\ndimensions = ["form"]\n'
FORM = '[[variable]]\nname = "form"\n'


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("threshold: 5", "spec.toml: it isn't TOML: "),
        ("threshold = 5.5\n" + TABLE, "threshold must be a whole number"),
        ("threshold = 1\n" + TABLE, "threshold must be at least 2"),
        ("treshold = 5\n" + TABLE, "treshold isn't known here; what is: base, dominance"),
        ('dominance = "no"\n' + TABLE, "dominance must be true or false"),
        ('zeros = "hidden"\n' + TABLE, 'zeros must be "published" or "protected"'),
        ("", "no [[table]] is asked for"),
        (TABLE + TABLE, "two tables are called t"),
        (TABLE.replace("[[table]]", "[table]"), "write [[table]], in two brackets"),
        (TABLE + 'filter = ["K"]\n', "table t: filter must be a table in braces"),
        (TABLE + "filter = { sex = [1] }\n", "table t: filter, sex must be a list of texts"),
        (TABLE + 'weight = "much"\n', "table t: weight must be a number"),
        (TABLE + 'keep = ["form"]\n', 'keep is a list of margins, each a list itself: [["sex"]]'),
        (TABLE + 'keep = [["sex"]]\n', "table t: keep names sex: not among its dimensions"),
        ('[[table]]\ndimensions = ["form"]\n', "table 1: name is missing"),
        ('[[table]]\nname = "t"\ndimensions = ["form", "form"]\n', "table t: form is named twice"),
        (FORM + FORM + TABLE, "variable form: it is declared twice"),
        (FORM + 'hierachy = "groups.csv"\n' + TABLE, "variable form: hierachy isn't known here"),
        (FORM + "hierarchy = 3\n" + TABLE, "variable form: hierarchy must be a text in quotation marks or"),
        (FORM + 'hierarchy = ["group", "form"]\n' + TABLE, "the columns of its hierarchy begin with its own"),
        (FORM + 'hierarchy = { S = ["a"] }\n' + TABLE, "its hierarchy must be a list of texts"),
        (FORM + 'codes = ["Total"]\n' + TABLE, 'variable form: no code may be called "Total"'),
        (FORM + 'multiple = "yes"\n' + TABLE, "variable form: multiple must be true or false"),
        (FORM + 'separator = ""\n' + TABLE, "variable form: separator is empty"),
        (TABLE + "filter = { sex = [] }\n", "table t: filter, sex names no code"),
        (TABLE + "weight = 0\n", "table t: weight must be above 0"),
        (TABLE + "weight = nan\n", "table t: weight must be above 0"),
        ("dominance = true\n" + TABLE, "dominance needs a variable with contributor = true"),
        (
            '[[variable]]\nname = "a"\ncontributor = true\n[[variable]]\nname = "b"\ncontributor = true\n'
            + TABLE,
            "only one variable may have contributor = true",
        ),
        ("group_disclosure = true\n" + TABLE, "group_disclosure needs a variable with sensitive = true"),
        (TABLE.replace("form", "count"), "table t: no variable may be called count"),
        (FORM.replace("form", "low") + TABLE, "variable low: a column of the tables is called so"),
        (
            FORM + 'hierarchies = [["form", "a"], ["form", "b"]]\n' + TABLE,
            "only one of its hierarchies may stand in columns",
        ),
        (FORM + 'joined = { a = ["S"], b = ["S"] }\n' + TABLE, "variable form: S is joined twice"),
        (
            FORM + 'multiple = true\nhierarchy = ["form", "group"]\n' + TABLE,
            "variable form: with several answers its hierarchy can't stand in columns; name a file",
        ),
    ],
)
def test_what_is_wrong_in_a_specification_is_named_with_its_place(desk, capsys, spec, said):
    (desk / "spec.toml").write_text(spec)

    assert veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "out.csv") == 2
    assert said in told(capsys)


def test_a_single_name_may_stand_without_brackets(desk):
    (desk / "spec.toml").write_text('[[table]]\nname = "t"\ndimensions = "form"\nfilter = { sex = "K" }\n')

    assert veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "out.csv") == 0
    assert [(row["form"], row["count"]) for row in rows(desk / "out.csv")] == [
        ("Total", "21"),
        ("L", "9"),
        ("S", "12"),
    ]


def test_a_specification_in_another_encoding_is_told(desk, capsys):
    (desk / "spec.toml").write_bytes(("# släkt\n" + SPEC).encode("latin-1"))

    assert veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "out.csv") == 2
    assert "spec.toml: it isn't UTF-8" in told(capsys)


def test_a_variable_that_no_table_names_is_noticed(desk, capsys):
    with (desk / "spec.toml").open("a") as spec:
        spec.write('\n[[variable]]\nname = "gender"\nsensitive = true\n')

    veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "out.csv")

    assert "no table is cut or filtered by the variable gender" in told(capsys)


def test_codes_that_look_alike_are_noticed(desk, capsys):
    with (desk / "persons.csv").open("a") as persons:
        persons.write("s,K\nS ,K\n")

    veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "out.csv")

    assert "form: “S” and “S ” and “s” differ in spaces or capitals only" in told(capsys)


@pytest.mark.parametrize("base", ["0", "-5", "1", "five", "2.5"])
def test_an_impossible_base_is_refused(desk, capsys, base):
    words = ("--spec", "spec.toml", "--method", "round", f"--base={base}", "-o", "out.csv")
    with pytest.raises(SystemExit) as stopped:
        veil(desk, "protect", "persons.csv", *words)

    assert stopped.value.code == 2
    assert "a base is a whole number, at least 2" in told(capsys)


@pytest.mark.parametrize("option", [("--period", "2022"), ("--changed", "0"), ("--first-contacts",)])
def test_what_only_counts_beside_a_ledger_is_refused_without_one(desk, capsys, option):
    assert veil(desk, "protect", "persons.csv", "--spec", "spec.toml", *option, "-o", "out.csv") == 2
    assert f"{option[0]} tells how this hangs together with what a ledger holds" in told(capsys)


def test_a_base_without_rounding_is_refused(desk, capsys):
    assert veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "--base", "5", "-o", "out.csv") == 2
    assert "--base is for --method round" in told(capsys)


def test_codes_that_stand_in_no_subtotal_are_named(grouped, capsys):
    (grouped / "groups.csv").write_text("S,any\n")

    assert veil(grouped, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "out.csv") == 0
    assert "form: no parent in its hierarchy for L" in told(capsys)


def test_a_folder_is_no_file_to_write(desk, capsys):
    (desk / "out.d").mkdir()

    assert veil(desk, "tabulate", "persons.csv", "--spec", "spec.toml", "-o", "out.d") == 2
    assert "is a folder; name a file in it" in told(capsys)


def test_coarser_codes_leave_alone_what_a_filter_names(desk):
    lines = ["form,sex", *(f"{form},{sex}" for form, sex in [*PERSONS, *[("X", "K"), ("Y", "K")] * 2])]
    (desk / "persons.csv").write_text("\n".join(lines) + "\n")
    with (desk / "spec.toml").open("a") as spec:
        spec.write('\n[[table]]\nname = "X by sex"\ndimensions = ["sex"]\nfilter = { form = ["X"] }\n')

    assert (
        veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "--method", "recode", "-o", "out.csv")
        == 0
    )
    assert {"S", "L", "X", "Y"} <= {row["form"] for row in rows(desk / "out.csv")}


def test_a_count_that_nobody_can_have_is_refused(desk, capsys):
    (desk / "theirs.csv").write_text("form,sex,count\nS,K,99999999999999999999999\n")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 2
    assert "row 2: 99999999999999999999999 is more than there are people" in told(capsys)


def test_a_column_that_stands_twice_is_refused(desk, capsys):
    (desk / "theirs.csv").write_text("form,sex,count,count\nS,K,<5,4\n")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 2
    assert "two columns are called count" in told(capsys)


def test_cells_without_a_column_that_a_table_is_cut_by_are_refused(desk, capsys):
    """Otherwise every row would be taken for a total."""
    (desk / "theirs.csv").write_text("form,kon,count\nS,Totalt,24\nL,Totalt,<5\n")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv") == 2
    assert "there is no column sex; there are form, kon, count" in told(capsys)


def test_a_total_in_other_letters_is_noticed(desk, capsys):
    (desk / "theirs.csv").write_text("form,sex,count\nS,total,24\nS,K,20\nS,M,..\nTotal,K,30\n")

    veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "-o", "bounds.csv")

    said = told(capsys)
    assert "form by sex prints no total of sex" in said
    assert "sex: “Total” and “total” differ in spaces or capitals only" in said


def test_a_number_stands_for_no_hidden_count(desk, capsys):
    (desk / "theirs.csv").write_text("form,sex,count\nS,K,9\n")

    assert veil(desk, "attack", "theirs.csv", "--spec", "spec.toml", "--hidden", "x, 9", "-o", "b.csv") == 2
    assert "--hidden 9: a number is a count" in told(capsys)


@pytest.mark.parametrize(
    "words",
    [
        ("persons.csv", "--spec", "spec.toml", "-o", "persons.csv"),
        ("persons.csv", "--spec", "spec.toml", "-o", "spec.toml"),
        ("persons.csv", "--spec", "spec.toml", "-o", "out.csv", "--new-spec", "out.csv"),
    ],
)
def test_nothing_is_written_over_what_was_read(desk, capsys, words):
    before = (desk / "persons.csv").read_text(), (desk / "spec.toml").read_text()

    assert veil(desk, "protect", *words) == 2
    assert "it would be written over; name another file" in told(capsys)
    assert ((desk / "persons.csv").read_text(), (desk / "spec.toml").read_text()) == before


def test_a_publication_that_contradicts_what_is_recorded_is_not_recorded(desk, capsys):
    spec = ("--spec", "spec.toml", "--ledger", "a.ledger")
    (desk / "one.csv").write_text("form,sex,count\nS,K,10\nL,K,20\nTotal,K,30\n")
    (desk / "two.csv").write_text("form,sex,count\nS,K,12\nL,K,20\nTotal,K,32\n")
    assert veil(desk, "ledger", "add", "one.csv", *spec) == 0
    capsys.readouterr()

    assert veil(desk, "ledger", "add", "two.csv", *spec) == 2
    assert "S, K is 10, but 12 in a table before it" in told(capsys)
    assert len(list((desk / "a.ledger").iterdir())) == 1


def test_a_publication_is_recorded_in_a_folder(desk, capsys):
    veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv")
    (desk / "a.ledger").write_text("")

    assert veil(desk, "ledger", "add", "cells.csv", "--spec", "spec.toml", "--ledger", "a.ledger") == 2
    assert "a.ledger is a file; a ledger is a folder" in told(capsys)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            '"secondary"',
            '"foo"',
            "table form by sex, L, K: foo is no status; a status is published, primary,",
        ),
        (
            '"cells": [[',
            '"cells": [["x"], [',
            "not a table that veil has written: a cell is its codes, a count and",
        ),
        ('"tables": [', '"tables": [3, ', "not a table that veil has written: this must be a table"),
        ("{", "", "not a publication that veil has written: "),
    ],
)
def test_a_damaged_ledger_is_told_with_its_file(desk, capsys, before, after, said):
    spec = ("--spec", "spec.toml", "--ledger", "a.ledger")
    veil(desk, "protect", "persons.csv", "--spec", "spec.toml", "-o", "cells.csv")
    veil(desk, "ledger", "add", "cells.csv", *spec)
    [path] = (desk / "a.ledger").iterdir()
    path.write_text(path.read_text().replace(before, after, 1))

    assert veil(desk, "protect", "persons.csv", *spec, "-o", "out.csv") == 2
    assert f"{path}: {said}" in told(capsys)


def test_lists_and_missing_numbers_of_a_parquet_file(desk, capsys):
    table = pa.table({"form": [["S"], ["L"]], "sex": ["K", "M"]})
    parquet.write_table(table, desk / "lists.parquet")
    table = pa.table({"form": ["S", "L"], "sex": [1.0, float("nan")]})
    parquet.write_table(table, desk / "numbers.parquet")

    table = pa.table({"form": [{"a": 1}, {"a": 2}], "sex": ["K", "M"]})
    parquet.write_table(table, desk / "fields.parquet")

    for file, said in (
        ("fields.parquet", "row 1: form has fields within"),
        ("lists.parquet", "row 1: form is a list; say multiple = true"),
        ("numbers.parquet", "row 2: sex is empty"),
        ("missing.parquet", "missing.parquet: no such file"),
    ):
        assert veil(desk, "tabulate", file, "--spec", "spec.toml", "-o", "out.csv") == 2
        assert said in told(capsys)


# --- hierarchies and joined codes in the persons' columns -------------------------------------------------

TOWNS = """
[[variable]]
name = "town"
hierarchy = ["town", "county", "country"]

[[table]]
name = "towns"
dimensions = ["town"]
"""


def of_towns(desk, *lines: str) -> int:
    """Count persons of a file with these lines."""
    (desk / "spec.toml").write_text(TOWNS)
    (desk / "persons.csv").write_text("\n".join(lines) + "\n")
    words = ("--spec", "spec.toml", "-o", "cells.csv", "--new-spec", "new.toml")
    return veil(desk, "tabulate", "persons.csv", *words)


def test_a_column_of_a_hierarchy_that_the_file_has_not_is_named(desk, capsys):
    assert of_towns(desk, "town,region,country", "Lund,Skåne,Sweden") == 2
    assert "there is no column county for the hierarchy of town; there are town, region, country" in told(
        capsys
    )


def test_an_empty_coarser_code_is_no_parent(desk, capsys):
    assert (
        of_towns(desk, "town,county,country", "Lund,Skåne,Sweden", "Monaco,,Monaco", "Vaduz,,Alps", "Ys,,")
        == 0
    )

    assert "town: no parent in its hierarchy for Monaco, Ys" in told(capsys)
    assert [row["town"] for row in rows(desk / "cells.csv")] == [
        "Total",
        "Skåne",
        "Sweden",
        "Alps",
        "Lund",
        "Monaco",
        "Vaduz",
        "Ys",
    ]
    assert veil(desk, "attack", "cells.csv", "--spec", "new.toml", "-o", "bounds.csv") == 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Lund,,Sweden", "row 3: town Lund belongs to Skåne and to Sweden"),
        ("Lund,,", "row 3: town Lund belongs to Skåne and to nothing coarser"),
        ("Malmö,Skåne,", "row 3: county Skåne belongs to Sweden and to nothing coarser"),
    ],
)
def test_a_coarser_code_that_is_empty_in_some_rows_only_is_a_mistake(desk, capsys, row, said):
    assert of_towns(desk, "town,county,country", "Lund,Skåne,Sweden", row) == 2
    assert said in told(capsys)


def test_a_coarser_code_in_parquet_may_be_empty_but_no_list(desk, capsys):
    (desk / "spec.toml").write_text(TOWNS)
    words = ("--spec", "spec.toml", "-o", "cells.csv")
    counties = {"none": [None, None], "lists": [["Skåne"], ["Skåne"]]}
    for file, county in counties.items():
        table = pa.table({"town": ["Lund", "Ys"], "county": county, "country": ["Sweden", None]})
        parquet.write_table(table, desk / f"{file}.parquet")

    assert veil(desk, "tabulate", "none.parquet", *words) == 0
    assert "no parent in its hierarchy for Ys" in told(capsys)
    assert veil(desk, "tabulate", "lists.parquet", *words) == 2
    assert "county is no single code; a hierarchy has one for each person" in told(capsys)


@pytest.mark.parametrize("said", ['joined = { south = ["Lund"] }', 'hierarchy = ["town", "county"]'])
def test_a_variable_that_neither_tables_nor_file_have_is_noticed(desk, capsys, said):
    with (desk / "spec.toml").open("a") as spec:
        spec.write(f'\n[[variable]]\nname = "town"\n{said}\n')
    words = ("--spec", "spec.toml", "-o", "cells.csv", "--new-spec", "new.toml")

    assert veil(desk, "tabulate", "persons.csv", *words) == 0
    assert "no table is cut or filtered by the variable town" in told(capsys)
    assert veil(desk, "protect", "cells.csv", "--spec", "new.toml", "-o", "out.csv") == 0


def test_who_has_not_answered_has_no_code_to_join(desk):
    spec = 'name = "form"\nmultiple = true\njoined = { any = ["S", "L"] }\n'
    (desk / "spec.toml").write_text(SPEC.replace('name = "form"\n\n', spec, 1))
    table = pa.table({"form": [["S"], ["L", "X"], None], "sex": ["K", "K", "M"]})
    parquet.write_table(table, desk / "lists.parquet")

    assert veil(desk, "tabulate", "lists.parquet", "--spec", "spec.toml", "-o", "cells.csv") == 0
    counted = {(row["form"], row["sex"]): row["count"] for row in rows(desk / "cells.csv")}
    assert (counted["any", "Total"], counted["X", "Total"], counted["Total", "Total"]) == ("2", "1", "2")


def test_empty_answers_to_a_question_that_no_table_asks_are_not_joined(desk):
    with (desk / "spec.toml").open("a") as spec:
        spec.write('\n[[variable]]\nname = "town"\njoined = { south = ["Lund"] }\n')
    table = pa.table({"form": ["S", "L"], "sex": ["K", "M"], "town": ["Lund", None]})
    parquet.write_table(table, desk / "towns.parquet")

    assert veil(desk, "tabulate", "towns.parquet", "--spec", "spec.toml", "-o", "cells.csv") == 0
