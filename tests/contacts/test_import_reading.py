"""Files as they come: places named as Excel names them, whoever wrote the file, and files made to harm."""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from django.utils.translation import override

from sluss.contacts.imports.reading import BadFile, Sheet, read


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        fill(made)
    return target.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(BadFile) as refused, override("en"):
        read(content)
    with override("en"):
        return str(refused.value.message)


def test_cells_keep_their_places_though_the_first_rows_and_columns_are_empty():
    def fill(made):
        sheet = made.add_worksheet("Lista")
        sheet.write_blank(3, 0, None, made.add_format({"bold": True}))
        sheet.write_string(3, 2, "Kön")
        sheet.write_string(4, 2, "K")

    [sheet] = read(workbook(fill))
    assert (sheet.text(3, 2), sheet.text(4, 2), len(sheet.rows)) == ("Kön", "K", 5)


def test_formulas_and_errors_are_found_in_files_of_other_programs_too():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Män & kvinnor"
    sheet["B2"], sheet["C3"], sheet["B4"] = "Kön", '="K"', "#REF!"
    target = io.BytesIO()
    book.save(target)
    [found] = read(target.getvalue())
    assert (found.name, found.formulas) == ("Män & kvinnor", frozenset({(2, 2), (3, 1)}))


def test_a_sheet_that_is_hidden_is_said_to_be():
    def fill(made):
        made.add_worksheet("Lista").write_string(0, 0, "Kön")
        lists = made.add_worksheet("Listor")
        lists.write_string(0, 0, "Kvinna")
        lists.hide()

    assert [(sheet.name, sheet.hidden) for sheet in read(workbook(fill))] == [
        ("Lista", False),
        ("Listor", True),
    ]


def test_dates_numbers_and_text_come_out_as_a_person_reads_them():
    def fill(made):
        sheet = made.add_worksheet("Lista")
        sheet.write_row(0, 0, ["Månad", "Barn", "Kod"])
        sheet.write_datetime(1, 0, dt.date(2016, 3, 4), made.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 1, 2.0)
        sheet.write_string(1, 2, "007")

    assert read(workbook(fill))[0].rows[1] == ["2016-03-04", "2", "007"]


@pytest.mark.parametrize(
    "content",
    [
        "Kön;Land\nK;Rumänien\n".encode(),
        "Kön;Land\nK;Rumänien\n".encode("utf-8-sig"),
        "Kön;Land\nK;Rumänien\n".encode("cp1252"),
        "Kön\tLand\nK\tRumänien\n".encode("utf-16"),
        b'K\xf6n,Land\n"K","Rum\xe4nien"\n',
    ],
    ids=["utf-8", "with a mark", "windows", "utf-16 and tab", "comma"],
)
def test_a_list_as_text_is_read_with_any_usual_separator_and_encoding(content):
    assert read(content) == [Sheet("", [["Kön", "Land"], ["K", "Rumänien"]])]


def test_excels_own_line_that_names_the_separator_is_no_heading():
    assert read(b"sep=;\nA;B\n1;2\n")[0].rows == [[], ["A", "B"], ["1", "2"]]


@pytest.mark.parametrize("content", ["KÃ¶n;Ã…lder\n".encode(), b"K\x81n;\x8dlder\n"])
def test_broken_letters_are_said_and_not_guessed(content):
    assert refusal(content).startswith("The letters å, ä and ö are broken")


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf \n"])
def test_a_file_with_nothing_but_a_mark_is_empty(content):
    assert refusal(content).startswith("The file is empty")


def archive(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/"), text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (archive(**{"xl/workbook.xml": "<workbook/>"}), "This isn't an Excel file"),
        (archive(**{"word/document.xml": "<w/>"}), "This isn't an Excel file"),
        (
            archive(**{"xl/workbook.xml": "<wo", "xl/_rels/workbook.xml.rels": "<R/>"}),
            "The file is damaged",
        ),
        (
            archive(**{"xl/workbook.xml": "<!DOCTYPE a><workbook/>", "xl/_rels/workbook.xml.rels": "<R/>"}),
            "The file is damaged",
        ),
    ],
    ids=["half a workbook", "a Word document", "broken inside", "with entities"],
)
def test_a_package_that_is_no_workbook_is_refused(content, says):
    assert refusal(content).startswith(says)


def test_two_cells_far_apart_do_not_fill_the_memory():
    def fill(made):
        sheet = made.add_worksheet("Lista")
        sheet.write_string(0, 0, "Kön")
        sheet.write_string(1_048_575, 16_383, "x")

    assert refusal(workbook(fill)).startswith("The list has more than 20 000 rows")


def test_a_package_that_lies_about_its_size_is_not_unpacked_further_than_it_says():
    honest = workbook(lambda made: made.add_worksheet("Lista").write_string(0, 0, "Kön"))
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(honest)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text += b" " * 30_000_000
                size = len(text)
            made.writestr(name, text)
    lying = target.getvalue().replace(struct.pack("<I", size), struct.pack("<I", 2000))
    assert refusal(lying).startswith("The file is damaged")
