"""From a file's bytes to sheets of text. Nothing in a file is trusted, not even what it says it is."""

import fastexcel
from django.utils.translation import gettext_lazy as _

from sluss.contacts.imports.reading.package import Package, damaged, extent
from sluss.contacts.imports.reading.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    BadFile,
    Sheet,
    letters,
    tidy,
    trimmed,
)
from sluss.contacts.imports.reading.text import read_text

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "BadFile", "Sheet", "letters", "read"]

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old Excel files begin, and new ones with a password."""

LOCKED = "EncryptedPackage".encode("utf-16-le")
ARCHIVE = b"PK\x03\x04"


def read(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, or the one of a CSV file, that hold anything.

    Raises:
        BadFile: empty, too large, of another kind, locked, broken, or made to harm.
    """
    if not content.strip():
        raise BadFile(_("The file is empty. Choose the file with your list."))
    if content.startswith(OLD_OFFICE):
        if LOCKED in content:
            raise BadFile(_("The file has a password. Save it without one and send that."))
        raise BadFile(_("The file is an old Excel file (.xls). Save it as .xlsx and send that."))
    sheets = _workbook(content) if content.startswith(ARCHIVE) else [read_text(content)]
    sheets = [sheet for sheet in sheets if sheet.formulas or any(any(cells) for cells in sheet.rows)]
    if not any(not sheet.hidden for sheet in sheets):
        raise BadFile(_("The file has no rows. Fill it in and send it again."))
    return sheets


def _workbook(content: bytes) -> list[Sheet]:
    package = Package(content)
    try:
        workbook = fastexcel.read_excel(package.packed())
        return [_sheet(workbook, name, part) for name, part in package.sheets().items()]
    except fastexcel.FastExcelError as broken:
        raise damaged() from broken


def _sheet(workbook: fastexcel.ExcelReader, name: str, part: bytes) -> Sheet:
    reach = extent(part)
    read_in = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    before = [""] * reach.first_column
    columns = [column.to_pylist() for column in read_in.to_arrow().columns]
    rows = trimmed([*before, *map(tidy, cells)] for cells in zip(*columns, strict=True))
    while len(rows) <= max((row for row, _column in reach.formulas), default=-1):
        rows.append([])  # a formula that was never computed shows nothing, and yet somebody wrote it
    return Sheet(name, rows, reach.formulas, read_in.visible != "visible")
