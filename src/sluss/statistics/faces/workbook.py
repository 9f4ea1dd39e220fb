"""A sheet as an Excel workbook: the table as on the page, and beside it all that must be known of it."""

import datetime as dt
import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override

from sluss.statistics.faces.files import layout, notes
from sluss.statistics.faces.sheet import Row, Sheet
from sluss.trust.spreadsheets import safe_text

FIRST_ROW = 3  # the table's headings; above them title and finding
#: 1 234, and – for none; the cell itself holds 0
NUMBER = '#,##0;-#,##0;"–"'


def as_workbook(sheet: Sheet, made: dt.datetime) -> bytes:
    """The workbook's bytes; the same sheet and date give the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": sheet.title, "created": made.replace(tzinfo=None)})
    with override(sheet.language):
        _table(book, book.add_worksheet(_("Table")), sheet)
        _about(book, book.add_worksheet(_("About the figures")), sheet)
    book.close()
    return target.getvalue()


def _table(book: Any, page: Any, sheet: Sheet) -> None:
    bold, plain = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    head = book.add_format(
        {"bold": True, "bottom": 1, "align": "right", "text_wrap": True, "valign": "bottom"}
    )
    first = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    page.set_column(0, 0, 40)
    page.set_column(1, len(sheet.column_headings), 14)
    page.write_string(0, 0, safe_text(sheet.title), bold)
    page.write_string(1, 0, safe_text(sheet.finding), plain)
    heading, *lines = layout(sheet)
    for column, text in enumerate(heading):
        page.write_string(FIRST_ROW, column, safe_text(str(text)), head if column else first)
    rows = [
        row
        for section in sheet.sections
        for row in ((section.heading,) if section.heading else ()) + section.rows
    ]
    for at, (line, row) in enumerate(zip(lines, rows, strict=True), FIRST_ROW + 1):
        _line(book, page, at, line, sum_row=isinstance(row, Row) and row.heading.total)
    page.freeze_panes(FIRST_ROW + 1, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _line(book: Any, page: Any, at: int, line: list[str | int], *, sum_row: bool) -> None:
    border = {"top": 2, "bold": True} if sum_row else {}
    section = {"bold": True, "top": 1} if len(line) == 1 else {}
    page.write_string(
        at, 0, safe_text(str(line[0])), book.add_format({**border, **section, "text_wrap": True})
    )
    numbers = book.add_format({**border, "num_format": NUMBER, "align": "right"})
    for column, cell in enumerate(line[1:], 1):
        if isinstance(cell, int):
            page.write_number(at, column, cell, numbers)
        else:
            page.write_string(at, column, cell, numbers)


def _about(book: Any, page: Any, sheet: Sheet) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 100, wrapped)
    for at, text in enumerate([sheet.title, *notes(sheet)]):
        page.write_string(at, 0, safe_text(text), wrapped)
