"""The printed data dictionary says what the codebook says, in the language asked for."""

import csv
import io

import openpyxl
import pytest

from sluss.contacts.codebook import book_of
from sluss.contacts.dictionary import Sheet, as_csv, as_markdown, as_workbook, sheets

BOOK = book_of("2017")


def rows_of(number: int, language: str = "en") -> list[dict[str, str]]:
    sheet = sheets(BOOK, language)[number]
    return [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows]


def test_every_question_and_every_answer_is_printed_once():
    questions, answers = sheets(BOOK, "sv")[:2]
    assert [row[0] for row in questions.rows] == list(BOOK.variables)
    assert [row[:2] for row in answers.rows] == [
        (variable.code, code.code) for variable in BOOK.variables.values() for code in variable.codes or ()
    ]


def test_a_question_is_printed_with_all_that_is_known_of_it():
    row = next(row for row in rows_of(0) if row["Code"] == "no_report_reason")
    assert row == {
        "Code": "no_report_reason",
        "Name": "Reason for no police report",
        "Question": "Why not?",
        "Help": "Several answers are fine. The person's own reasons, as you have understood them.",
        "Step": "Police and authorities",
        "Kind": "Several answers",
        "Asked of": "Directly exploited",
        "Asked when": "Police report: No",
        "Must be answered": "",
        "Short form": "Yes",
        "Smallest": "",
        "Largest": "",
        "Sensitivity": "Sensitive (GDPR article 9)",
        "HTCDS 2.0": "",
        "CTDC 2024": "",
        "CTDC 2017": "",
        "Eurostat crim_thb": "",
    }


def test_a_question_that_follows_a_number_says_from_which():
    row = next(row for row in rows_of(0) if row["Code"] == "children_where")
    assert row["Asked when"] == "Number of children: at least 1"


def test_a_question_for_all_roles_says_so():
    row = next(row for row in rows_of(0) if row["Code"] == "sex")
    assert row["Asked of"] == "Everybody"


def test_an_answer_is_printed_with_its_groups_and_their_days():
    row = next(row for row in rows_of(1) if (row["Question"], row["Code"]) == ("citizenship", "HR"))
    assert row == {
        "Question": "citizenship",
        "Code": "HR",
        "Answer": "Croatia",
        "Coarser codes": (
            "Region: Europe outside the EU and EEA, the Caucasus, Türkiye (–2013-07-01); "
            "Region: Eastern EU (2013-07-01–); "
            "Sweden, EU/EEA, third country: Third country (–2013-07-01); "
            "Sweden, EU/EEA, third country: EU/EEA (2013-07-01–)"
        ),
        "From": "",
        "Until": "",
        "HTCDS 2.0": "HR",
        "CTDC 2024": "HRV",
        "CTDC 2017": "HR",
        "Eurostat crim_thb": "",
    }


def test_every_rule_is_printed_with_what_follows():
    assert [row["Code"] for row in rows_of(4)] == [rule.code for rule in BOOK.rules]
    assert {row["What follows"] for row in rows_of(4)} == {"Refused", "A reason is asked for"}


def test_swedish_is_swedish_all_through():
    names = [sheet.name for sheet in sheets(BOOK, "sv")]
    assert names == ["Frågor", "Svaren", "Härlett", "Bredvid svaren", "Regler"]
    headings = {heading for sheet in sheets(BOOK, "sv") for heading in sheet.headings}
    assert headings & {heading for sheet in sheets(BOOK, "en") for heading in sheet.headings} == {
        standard.name for standard in BOOK.standards.values()
    }


def test_the_csv_holds_the_rows_and_opens_with_its_letters_right():
    sheet = sheets(BOOK, "sv")[1]
    content = as_csv(sheet)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [tuple(row) for row in read] == [sheet.headings, *sheet.rows]


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@x", "\tx"])
def test_no_cell_of_the_csv_can_become_a_formula(text):
    assert as_csv(Sheet("x", ("a",), ((text,),))).decode("utf-8-sig").splitlines()[1].strip('"')[0] == "'"


def test_the_workbook_holds_the_same_sheets_as_plain_text():
    workbook = openpyxl.load_workbook(io.BytesIO(as_workbook(BOOK, "sv")))
    printed = sheets(BOOK, "sv")
    assert workbook.sheetnames == [sheet.name for sheet in printed]
    for sheet in printed:
        cells = [tuple(cell.value or "" for cell in row) for row in workbook[sheet.name].iter_rows()]
        assert cells == [sheet.headings, *sheet.rows]
        assert {cell.data_type for row in workbook[sheet.name].iter_rows() for cell in row} <= {"s", "n"}


def test_the_page_has_a_table_for_each_sheet():
    page = as_markdown(BOOK, "en").splitlines()
    assert page[0] == "# Codebook 2017"
    assert [line for line in page if line.startswith("## ")] == [
        "## Questions",
        "## Answers",
        "## Derived",
        "## Beside the answers",
        "## Rules",
    ]
    assert sum(line.startswith("|") for line in page) == sum(len(s.rows) + 2 for s in sheets(BOOK, "en"))
