"""Workbooks as any program may write them, and as somebody who wishes harm may."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import fastexcel
import pytest
import xlsxwriter
from django.utils.translation import override

from sluss.contacts.imports.reading import BadFile, read
from sluss.contacts.imports.reading.values import date_as_shown, is_date, number_as_shown

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(fill: Callable[[xlsxwriter.Workbook], None], **options: bool) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, options) as made:
        fill(made)
    return target.getvalue()


def with_part(name: str, text: str) -> bytes:
    """A workbook of one sheet, "Lista", with a part put in the place of its own."""
    honest = workbook(lambda made: made.add_worksheet("Lista").write_string(0, 0, "Kön"))
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(honest)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in source.namelist():
            made.writestr(part, text if part == name else source.read(part))
    return target.getvalue()


def with_rows(rows: str) -> bytes:
    sheet = (
        f'<worksheet xmlns="{SPREADSHEET}" xmlns:x="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>'
    )
    return with_part("xl/worksheets/sheet1.xml", sheet)


def refusal(content: bytes) -> str:
    with pytest.raises(BadFile) as refused, override("en"):
        read(content)
    with override("en"):
        return str(refused.value.message)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="B2" t="str"><v>K</v></c></row>',
        "<row r='2'><c t='str' r='B2'><v>K</v></c></row>",
        '<row r="2"><c\n r = "B2" t="inlineStr"><is><t>K</t></is></c></row>',
        '<x:row r="2"><x:c r="B2" t="str"><x:v>K</x:v></x:c></x:row>',
        '<row r="2"><c r="&#66;2" t="str"><v><![CDATA[K]]></v></c></row>',
        '<row r="1"/><row><c/><c t="str"><v>K</v></c></row>',
        '<row r="2"><c r="A2"><f>1+1</f></c><c r="B2" t="str"><v>K</v></c></row>',
        '<row r="2"><c r="B2" t="inlineStr"><is><t>K</t><rPh><t>kej</t></rPh></is></c></row>',
    ],
    ids=[
        "as Excel", "other quotes", "other blanks", "a prefix", "written as signs", "no places", "an empty formula",
        "how it is pronounced",
    ],
)  # fmt: skip
def test_a_cell_is_found_where_it_stands_however_the_file_says_it(rows):
    [sheet] = read(with_rows(rows))
    assert (sheet.text(1, 1), sheet.text(1, 0), len(sheet.rows)) == ("K", "", 2)


@pytest.mark.parametrize(
    "rows",
    ['<row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row>', "<row r='2'><c/><c><f/></c></row>"],
    ids=["as Excel", "without places"],
)
def test_a_formula_is_found_where_it_stands_however_the_file_says_it(rows):
    [sheet] = read(with_rows(rows))
    assert sheet.formulas == frozenset({(1, 1)})


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1048576"><c><v>1</v></c></row>',
        "<row r='1'><c r='XFD1'><f>1</f></c></row>",
    ],
)
def test_a_cell_far_away_is_refused_however_the_file_says_its_place(rows):
    assert refusal(with_rows(rows)).startswith(("The list has more than 20 000", "The sheet has too many"))


def test_colours_and_borders_far_below_the_list_are_no_rows():
    def fill(made):
        sheet = made.add_worksheet("Lista")
        sheet.write_string(0, 0, "Kön")
        bold = made.add_format({"bold": True})
        for row in range(1, 25_000):
            sheet.write_blank(row, 600, None, bold)

    assert read(workbook(fill))[0].rows == [["Kön"]]


def test_one_long_text_shown_in_very_many_cells_does_not_fill_the_memory():
    def fill(made):
        sheet = made.add_worksheet("Lista")
        for row in range(2000):
            sheet.write_string(row, 0, "x" * 30_000)

    assert refusal(workbook(fill)).startswith("The list holds far too much text")


@pytest.mark.parametrize("unended", ["<c ", "<c/>", "<row>", "<c></c>", '<c r="A1" '])
def test_a_sheet_of_endless_beginnings_is_refused_and_not_searched_for_hours(unended):
    content = with_part("xl/worksheets/sheet1.xml", f"<worksheet><sheetData><row>{unended * 300_000}")
    assert refusal(content).startswith("The file is damaged")


def test_a_sheet_named_a_thousand_times_is_read_once():
    sheets = "".join(f'<sheet name="Lista{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 1001))
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{related}"><sheets>{sheets}</sheets></workbook>'
    assert [sheet.name for sheet in read(with_part("xl/workbook.xml", book))] == ["Lista1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_grow_without_end_are_refused_in_any_encoding(encoding):
    bomb = f'<?xml version="1.0" encoding="{encoding}"?>' + " " * 5000
    bomb += '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    content = with_part("xl/worksheets/sheet1.xml", bomb.encode(encoding))  # type: ignore[arg-type]
    assert refusal(content).startswith("The file is damaged")


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>7000</v></c></row>',
        '<row r="1"><c r="A1"><v>many</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
    ],
    ids=["a text that isn't there", "a number that is none", "a place that is none", "row nought"],
)
def test_a_sheet_that_contradicts_itself_is_refused_as_damaged(rows):
    assert refusal(with_rows(rows)).startswith("The file is damaged")


def test_ordinary_cells_read_as_the_reference_reader_has_them():
    def fill(made):
        sheet = made.add_worksheet("Lista")
        day = made.add_format({"num_format": "d mmmm yyyy"})
        builtin, money = made.add_format({"num_format": 14}), made.add_format({"num_format": '0.00 "kr/day"'})
        texts = ["Kön", "å & <b>", "“–”", "rad\nbruten"]
        for place, text in enumerate(texts):
            sheet.write_string(0, place, text)
        sheet.write_rich_string(0, 4, "halv ", made.add_format({"bold": True}), "fet")
        for place, number in enumerate([0, 1, -3, 2.5, 0.1, 1e-7, 123456789012, 1 / 8]):
            sheet.write_number(1, place, number)
            sheet.write_number(2, place, number, money)
        for place, when in enumerate([dt.date(1905, 3, 1), dt.date(1999, 12, 31), dt.date(2016, 2, 29)]):
            sheet.write_datetime(3, place, when, day)
            sheet.write_datetime(4, place, when, builtin)
        sheet.write_datetime(5, 0, dt.datetime(2016, 3, 4, 13, 30), builtin)  # noqa: DTZ001 - as Excel has it
        sheet.write_boolean(5, 1, True)
        sheet.write_boolean(5, 2, False)

    for options in ({}, {"date_1904": True}):
        content = workbook(fill, **options)
        columns = fastexcel.read_excel(content).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
        theirs = zip(*(column.to_pylist() for column in columns.to_arrow().columns), strict=True)
        expected = [[(text or "").removesuffix(" 00:00:00") for text in row] for row in theirs]
        [sheet] = read(content)
        ours = [[sheet.text(row, place) for place in range(8)] for row in range(6)]
        assert _alike(ours) == _alike(expected)


def _alike(rows: list[list[str]]) -> list[list[str | float]]:
    """Numbers as numbers: 1e-07 and 0.0000001 are one."""
    return [[float(text) if text[:1] in "-0123456789" and _plain(text) else text for text in r] for r in rows]


def _plain(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("form", "date"),
    [
        ("yyyy-mm-dd", True), ("[$-41D]d mmmm yyyy;@", True), ("h:mm", True), ("[h]:mm", True), ("General", False),
        ("0.00", False), ('0 "days"', False), ("#,##0\\ [$SEK]", False), ("_-* #,##0\\ _k_r_-", False), ("[Red]0", False),
        ("@", False), ("0.0E+00", False),
    ],
)  # fmt: skip
def test_a_format_shows_a_date_or_not(form, date):
    assert is_date(form) is date


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("42433", "2016-03-04"), ("42433.5625", "2016-03-04 13:30:00"), ("0.5625", "13:30:00"), ("1", "1900-01-01"),
        ("59", "1900-02-28"), ("61", "1900-03-01"), ("-1", "-1"), ("2958465", "9999-12-31"), ("2958466", "2958466"),
        ("2958465.9999999", "2958465.9999999"),
    ],
)  # fmt: skip
def test_a_stored_day_is_shown_as_excel_counts(number, shown):
    assert date_as_shown(number, since_1904=False) == shown


def test_a_day_is_counted_from_1904_where_the_workbook_says_so():
    assert date_as_shown("40971", since_1904=True) == "2016-03-04"


@pytest.mark.parametrize(
    ("stored", "shown"), [("2", "2"), ("2.0", "2"), ("0.10000000000000001", "0.1"), ("-3", "-3")]
)
def test_a_stored_number_is_shown_without_what_the_machine_adds(stored, shown):
    assert number_as_shown(stored) == shown


@pytest.mark.parametrize("stored", ["nan", "inf", "1e999", ""])
def test_what_is_no_number_is_none(stored):
    with pytest.raises(ValueError):
        number_as_shown(stored)
