"""veil from Python: what people hand to the library, and what they are told."""

import re

import numpy as np
import pyarrow as pa
import pytest

from tests.veil.desk import PERSONS
from veil import (
    BadInput,
    Cell,
    Edition,
    Ledger,
    ProtectedTable,
    Rule,
    Table,
    TableSpec,
    Variable,
    attack_knowing,
    propose,
    protect,
    round_counts,
    tabulate,
)

RULE = Rule(threshold=5)


def counts(rows, *names: str) -> dict[tuple[str, ...], int]:
    (table,) = tabulate(rows, [Variable(name) for name in names], [TableSpec("t", names)])
    return table.cells


# --- what a variable may be called ------------------------------------------------------------------------


def test_a_variable_may_be_called_as_the_count_is():
    assert counts([{"persons": "many"}] * 3, "persons") == {("Total",): 3, ("many",): 3}


def test_names_that_differ_in_capitals_only_are_two_variables():
    rows = [{"Sex": "K", "sex": "female"}] * 2 + [{"Sex": "M", "sex": "male"}]

    assert counts(rows, "Sex", "sex")[("K", "female")] == 2
    assert counts(rows, "Sex", "sex")[("K", "Total")] == 2


# --- rows as people hand them over ------------------------------------------------------------------------

FORMS = [{"form": "S", "year": 2022}, {"form": "S", "year": 2023}, {"form": "L", "year": 2022}]
TWO_WAYS = {("S", "2022"): 1, ("S", "2023"): 1, ("L", "2022"): 1, ("Total", "2022"): 2, ("Total", "Total"): 3}


def answers(rows) -> dict[tuple[str, ...], int]:
    """Persons by the forms they were exploited in, of which each may have several."""
    (table,) = tabulate(rows, [Variable("form", multiple=True)], [TableSpec("t", ("form",))])
    return table.cells


@pytest.mark.parametrize(
    "rows",
    [
        FORMS,
        pa.Table.from_pylist(FORMS),
        pa.Table.from_pylist(FORMS).to_reader(),
        pa.Table.from_pylist([{**row, "year": str(row["year"])} for row in FORMS]),
        pa.table({"form": pa.array(["S", "S", "L"]).dictionary_encode(), "year": [2022, 2023, 2022]}),
        pa.table({"form": pa.array(["S", "S", "L"], pa.string_view()), "year": [2022, 2023, 2022]}),
    ],
)
def test_numbers_are_codes_in_whatever_kind_of_rows(rows):
    assert TWO_WAYS.items() <= counts(rows, "form", "year").items()


def test_rows_may_come_one_by_one():
    assert TWO_WAYS.items() <= counts((row for row in FORMS), "form", "year").items()


def test_a_data_frame_is_counted():
    pandas = pytest.importorskip("pandas")

    assert TWO_WAYS.items() <= counts(pandas.DataFrame(FORMS), "form", "year").items()


def test_a_data_frame_that_is_no_table_is_refused():
    pandas = pytest.importorskip("pandas")

    with pytest.raises(BadInput, match="the rows can't be read as a table: "):
        counts(pandas.DataFrame({"form": ["S", 1]}), "form")


def test_rows_that_have_been_read_already_are_not_taken_for_nobody():
    once = (row for row in FORMS)
    counts(once, "form")

    with pytest.raises(BadInput, match="no row is left to read; give a list"):
        counts(once, "form")


@pytest.mark.parametrize(
    "rows", [[{"adult": True}, {"adult": False}, {"adult": True}], pa.table({"adult": [True, False, True]})]
)
def test_truths_are_text(rows):
    assert counts(rows, "adult") == {("Total",): 3, ("True",): 2, ("False",): 1}


@pytest.mark.parametrize(
    "rows",
    [
        [{"form": ["S", "L"]}, {"form": ("S", None)}, {"form": []}, {"form": None}, {}],
        pa.table({"form": [["S", "L"], ["S", None], [], None, None]}),
        pa.table({"form": pa.array([["S", "L"], ["S", None], [], None], pa.large_list(pa.large_string()))}),
        pa.table({"form": pa.array([["S", "L"], ["S", None], None], pa.list_(pa.string(), 2))}),
        pa.table({"form": pa.array([["S", "L"], ["S", None], None], pa.list_view(pa.string()))}),
    ],
)
def test_who_leaves_an_answer_out_has_not_given_it(rows):
    assert answers(rows) == {("Total",): 2, ("S",): 2, ("L",): 1}


def test_several_answers_may_be_numbers():
    assert answers(pa.table({"form": [[1, 2], [2, None]]})) == {("Total",): 2, ("1",): 1, ("2",): 2}


def test_a_question_that_nobody_answered_is_counted():
    variables = [Variable("form", ("S",), multiple=True)]
    for rows in ([{"form": None}], pa.table({"form": pa.nulls(1)})):
        (table,) = tabulate(rows, variables, [TableSpec("t", ("form",))])
        assert table[("Total",)] == 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"form": "S"}, {"form": ["S", "L"]}], "row 2: form is a list; a variable with several answers is"),
        (
            pa.table({"form": [["S", "L"]]}),
            "form is a list; a variable with several answers is declared with",
        ),
        (pa.table({"form": [{"a": 1}]}), "form has fields within; give the one you mean a column"),
        (
            pa.table({"form": pa.array([1], pa.float16())}),
            "form holds halffloat, which is no code; make it text",
        ),
        (pa.table({"form": ["S", None]}), "row 2: form is empty"),
        (pa.table({"form": [1.0, float("nan")]}), "row 2: form is empty"),
        (pa.table({"form": pa.nulls(2)}), "row 1: form is empty"),
        ([{"form": "S"}, {"form": ""}], "row 2: form is empty"),
        ([{"form": "S"}, {"sex": "K"}], "row 2: form is empty"),
        ([{"kind": "S", "sex": "K"}], "the rows have no column form; there are kind, sex"),
        (pa.table({"kind": ["S"], "sex": ["K"]}), "the rows have no column form; there are kind, sex"),
        (pa.table([["S"], ["S"]], ["form", "form"]), "two columns are called form"),
        (["S", "L"], "row 1: it is no row of columns and codes"),
    ],
)
def test_rows_that_cannot_be_counted_are_told(rows, said):
    with pytest.raises(BadInput, match=re.escape(said)):
        counts(rows, "form")


@pytest.mark.parametrize(
    "rows",
    [
        [{"form": ["SL"]}, {"form": "SL"}, {"form": None}],
        pa.table({"form": ["SL", "SL", None]}),
        pa.table({"form": pa.array(["SL", "SL", None]).dictionary_encode()}),
    ],
)
def test_an_answer_that_is_no_list_is_the_only_one(rows):
    assert answers(rows) == {("Total",): 2, ("SL",): 2}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"form": ["S"]}, {"form": {"a": 1}}], "row 2: form has fields within"),
        (pa.table({"form": [{"a": 1}]}), "row 1: form has fields within"),
        ([{"sex": "K"}], "the rows have no column form; there are sex"),
    ],
)
def test_several_answers_that_are_none_are_told(rows, said):
    with pytest.raises(BadInput, match=re.escape(said)):
        answers(rows)


def test_the_first_row_with_a_wrong_code_is_named():
    rows = [{"form": "S"}] * 1000 + [{"form": f"wrong {number}"} for number in range(200)]

    with pytest.raises(BadInput, match="row 1001: form = wrong 0 is not one of its codes"):
        tabulate(rows, [Variable("form", ("S", "L"))], [TableSpec("t", ("form",))])


def test_a_ledger_reads_rows_that_come_one_by_one_for_every_table():
    rows = [{"form": form, "sex": sex} for form, sex in PERSONS]
    variables, specs = (
        [Variable("form"), Variable("sex")],
        [TableSpec("a", ("form",)), TableSpec("b", ("sex",))],
    )
    out = protect(tabulate(rows, variables, specs), RULE).tables

    variants = Ledger().propose((row for row in rows), variables, specs, RULE, Edition("new"))
    known = Ledger().attack(out, RULE, Edition("new"), known=(row for row in rows))

    assert variants[0].tables[1][("Total",)] == len(rows)
    assert known.ranges(out[1]) == Ledger().attack(out, RULE, Edition("new"), known=rows).ranges(out[1])


# --- cells counted elsewhere ------------------------------------------------------------------------------

SPEC = TableSpec("t", ("form",))
FORM = {"form": Variable("form", ("S", "L"))}


@pytest.mark.parametrize(
    "count", [-3, 2.7, "3", None, True, float("nan"), float("inf"), 2**40], ids=lambda count: repr(count)
)
def test_a_count_that_is_none_is_refused(count):
    said = re.escape(f"table t, S: {count} is no count of persons")
    with pytest.raises(BadInput, match=said):
        Table.from_cells(SPEC, FORM, {("S",): count, ("L",): 9})
    with pytest.raises(BadInput, match=said):
        Table.from_cells(SPEC, FORM, {("S",): 9}, largest={("S",): count})
    if count is not None:
        with pytest.raises(BadInput, match=said):
            ProtectedTable.from_cells(SPEC, FORM, {("S",): Cell(count, "published")})
        with pytest.raises(BadInput, match=said):
            ProtectedTable.from_cells(SPEC, FORM, {("S",): Cell(None, "primary", count)})


@pytest.mark.parametrize("count", [3, 3.0, np.int64(3), np.float32(3)])
def test_a_whole_number_of_whatever_kind_is_a_count(count):
    assert Table.from_cells(SPEC, FORM, {("S",): count}).cells == {("S",): 3}
    assert ProtectedTable.from_cells(SPEC, FORM, {("S",): Cell(count, "published")}).cells[("S",)].count == 3


def test_an_unknown_status_is_refused():
    with pytest.raises(BadInput, match="table t, S: printed is no status; a status is published, primary"):
        ProtectedTable.from_cells(SPEC, FORM, {("S",): Cell(3, "printed")})


@pytest.mark.parametrize("kind", [Table, ProtectedTable])
def test_a_table_of_cells_needs_its_variables(kind):
    with pytest.raises(BadInput, match="table t: no variable is called form"):
        kind.from_cells(SPEC, {}, {})


def test_what_one_contributor_has_is_needed_of_every_cell():
    with pytest.raises(BadInput, match="table t, L: None is no count of persons"):
        Table.from_cells(SPEC, FORM, {("S",): 9, ("L",): 9}, largest={("S",): 9})


# --- looking up a cell ------------------------------------------------------------------------------------

AREAS = {"north": {"Umeå": "up", "Luleå": "up"}}
TOWNS = TableSpec("t", ("town", "sex"))
LIVING = [{"town": "Umeå", "sex": "K"}] * 7 + [{"town": "Lund", "sex": "M"}] * 8


def both(spec: TableSpec) -> tuple[Table, ProtectedTable]:
    """A table as counted and as printed."""
    variables = [Variable("town", ("Umeå", "Luleå", "Lund"), AREAS), Variable("sex")]
    tables = tabulate(LIVING, variables, [spec])
    return tables[0], protect(tables, RULE).tables[0]


def test_a_cell_is_looked_up_by_codes_groups_and_totals():
    for table, count in zip(both(TOWNS), (int, lambda cell: cell.count), strict=True):
        assert count(table["Umeå", "K"]) == 7
        assert count(table["up", "Total"]) == 7
        assert count(table["Luleå", "K"]) == 0


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (("Umea", "K"), "table t: town has no code Umea"),
        (("Umeå", "F"), "table t: sex has no code F"),
        (("K", "Umeå"), "table t: town has no code K"),
        (("total", "K"), "table t: town has no code total"),
        (("Umeå",), "table t: cell ('Umeå',) needs 2 codes"),
        (("Umeå", "K", "Total"), "table t: cell ('Umeå', 'K', 'Total') needs 2 codes"),
        ("Umeå", "table t: cell ('Umeå',) needs 2 codes"),
        (0, "table t: cell (0,) needs 2 codes"),
        ((0, 1), "table t: town has no code 0"),
    ],
)
def test_a_cell_that_the_table_cannot_have_is_no_zero(codes, said):
    for table in both(TOWNS):
        with pytest.raises(BadInput, match=re.escape(said)):
            table[codes]


def test_the_one_code_of_a_cell_needs_no_brackets():
    counted, printed = both(TableSpec("t", ("town",)))

    assert (counted["Umeå"], counted["Luleå"]) == (7, 0)
    assert printed["Lund"] == Cell(8, "published")
    with pytest.raises(BadInput, match="town has no code Umea"):
        counted["Umea"]


def test_cells_of_one_code_need_no_brackets_either():
    assert Table.from_cells(SPEC, FORM, {"S": 3}, largest={"S": 2}).cells == {("S",): 3}
    with pytest.raises(BadInput, match=re.escape("table t: cell ('LS',) needs 2 codes")):
        Table.from_cells(
            TableSpec("t", ("form", "kind")), {**FORM, "kind": Variable("kind", ("S",))}, {"LS": 3}
        )


def test_a_table_is_no_list():
    for table in both(TOWNS):
        with pytest.raises(TypeError):
            list(table)
        with pytest.raises(TypeError):
            ("Umeå", "K") in table  # noqa: B015


# --- a single name or code --------------------------------------------------------------------------------


def test_a_single_name_or_code_is_no_row_of_letters():
    spec = TableSpec("t", "form", {"sex": "KM"}, keep="form")

    assert (spec.dimensions, spec.filters, spec.keep) == (("form",), {"sex": ("KM",)}, (("form",),))
    assert spec.filter == {"sex": ("KM",)}
    assert TableSpec("t", ("form", "sex"), keep=("form", ())).keep == (("form",), ())


def test_a_filter_of_one_code_counts_those_with_it():
    rows = [{"form": "S", "sex": sex} for sex in ("K", "M", "KM")]
    (table,) = tabulate(rows, [Variable("form"), Variable("sex")], [TableSpec("t", "form", {"sex": "KM"})])

    assert table["S"] == 1


# --- wherever rows are taken ------------------------------------------------------------------------------


YEARS = [(2021, "K", 9), (2021, "M", 2), (2022, "K", 7), (2022, "M", 8)]


@pytest.mark.parametrize("shape", [iter, list, lambda people: pa.Table.from_pylist(people)])
def test_rows_of_any_kind_are_rounded_made_coarser_and_known_to_an_insider(shape):
    people = [{"year": year, "sex": sex} for year, sex, times in YEARS for _ in range(times)]
    variables, specs = [Variable("year"), Variable("sex")], [TableSpec("t", ("year", "sex"))]
    counted = tabulate(people, variables, specs)

    rounded = round_counts(shape(people), variables, specs, Rule(), 5)
    assert rounded.counted[0].cells == counted[0].cells
    assert propose(shape(people), variables, specs, Rule())[0].tables[0].persons == len(people)
    hidden = protect(counted, Rule()).tables
    others = attack_knowing(shape(people[:3]), hidden, Rule()).ranges(hidden[0])
    assert {codes: (found.low, found.high) for codes, found in others.items()} == {
        ("2021", "K"): (0, 7),
        ("2021", "M"): (1, 8),
        ("2022", "K"): (6, 13),
        ("2022", "M"): (2, 9),
    }
