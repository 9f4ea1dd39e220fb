"""From a file's bytes to sheets of text. Nothing in a file is trusted, not even what it says it is."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

import fastexcel
from django.utils.translation import gettext_lazy as _

from sluss.trust.refusals import Refused

#: a workbook's parts, unpacked: bytes in all, and how much larger than packed
LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_RATIO = 400
MOST_ROWS = 20_000
MOST_COLUMNS = 400
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what a password turns a workbook into
FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f')


class BadFile(Refused):
    """The file can't be read. The message says what it is and what to do."""

    def __init__(self, message: Any) -> None:
        super().__init__(message, field="file")


@dataclass(frozen=True)
class Sheet:
    """A sheet as text, without empty rows at its end. Rows and columns count from 0."""

    name: str
    rows: list[list[str]]
    #: places of formulas, which are never computed here
    formulas: frozenset[tuple[int, int]] = field(default_factory=frozenset)

    def text(self, row: int, column: int) -> str:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""


def letters(column: int) -> str:
    """0 -> "A", 27 -> "AB"."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = ascii_uppercase[rest] + name
    return name


def read(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, or the one of a CSV file, that hold anything.

    Raises:
        BadFile: empty, too large, of another kind, locked, broken, or made to harm.
    """
    if not content.strip():
        raise BadFile(_("The file is empty. Choose the file with your list."))
    if content.startswith(OLD_EXCEL):
        raise BadFile(
            _(
                "The file is an old Excel file, or has a password. "
                "Save it as .xlsx without a password and send that."
            )
        )
    sheets = _workbook(content) if content.startswith(b"PK") else [_csv(content)]
    sheets = [sheet for sheet in sheets if any(any(cells) for cells in sheet.rows)]
    if not sheets:
        raise BadFile(_("The file has no rows. Fill it in and send it again."))
    return sheets


def _workbook(content: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _refuse_bomb(package)
            if "xl/workbook.xml" not in package.namelist():
                raise BadFile(_("This isn't an Excel file. Send an .xlsx or .csv file."))
            formulas = _formulas(package)
        workbook = fastexcel.read_excel(content)
        return [_sheet(workbook, name, formulas.get(name, frozenset())) for name in workbook.sheet_names]
    except (zipfile.BadZipFile, fastexcel.FastExcelError) as broken:
        raise BadFile(
            _("The file is damaged and can't be read. Save it anew in Excel and send it again.")
        ) from broken


def _refuse_bomb(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > LARGEST_UNPACKED or (unpacked > 10_000_000 and unpacked / packed > LARGEST_RATIO):
        raise BadFile(
            _("The file grows far too large when it is unpacked. Send only the list, as .xlsx or .csv.")
        )


def _formulas(package: zipfile.ZipFile) -> dict[str, frozenset[tuple[int, int]]]:
    """Where each sheet has formulas. What a formula last showed isn't an answer that somebody gave."""
    names = _sheet_names(package)
    found = {}
    for part, name in names.items():
        if part in package.NameToInfo:
            text = package.read(part)
            if b"<f" in text:
                places = FORMULA.findall(text)
                found[name] = frozenset((int(row) - 1, _column(column.decode())) for column, row in places)
    return found


def _sheet_names(package: zipfile.ZipFile) -> dict[str, str]:
    """{part of the package: the sheet's name}, in the workbook's order."""
    workbook = package.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<Relationship\b[^>]*>", relations):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[attributes.get("Id", "")] = "xl/" + attributes.get("Target", "").removeprefix("/xl/")
    names = {}
    for tag in re.findall(r"<sheet\b[^>]*>", workbook):
        attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        names[targets.get(attributes.get("r:id", ""), "")] = attributes.get("name", "")
    return names


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ascii_uppercase.index(letter) + 1
    return number - 1


def _sheet(workbook: fastexcel.ExcelReader, name: str, formulas: frozenset[tuple[int, int]]) -> Sheet:
    table = workbook.load_sheet(name, header_row=None, dtypes="string").to_arrow()
    if table.num_columns > MOST_COLUMNS:
        raise BadFile(_("The sheet has too many columns. Keep only the columns of your list."))
    columns = [column.to_pylist() for column in table.columns]
    return _trimmed(name, ([_tidy(cell) for cell in cells] for cells in zip(*columns, strict=True)), formulas)


def _tidy(cell: str | None) -> str:
    text = (cell or "").replace("\xa0", " ").strip()
    return text.removesuffix(" 00:00:00")  # how a date without a time comes out


def _csv(content: bytes) -> Sheet:
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(_("This isn't a list that Sluss can read. Send an .xlsx or .csv file."))
    text = _decoded(content)
    if text.lstrip().startswith(("<", "{", "%PDF")):
        raise BadFile(_("This isn't a list that Sluss can read. Send an .xlsx or .csv file."))
    first = text.lstrip().splitlines()[0]
    separator = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        sheet = _trimmed("", ([_tidy(cell) for cell in cells] for cells in rows), frozenset())
    except csv.Error as broken:
        raise BadFile(
            _("The file is damaged and can't be read. Save it anew as .csv and send it again.")
        ) from broken
    formulas = {
        (row, column)
        for row, cells in enumerate(sheet.rows)
        for column, cell in enumerate(cells)
        if cell.startswith("=")
    }
    return Sheet(sheet.name, sheet.rows, frozenset(formulas))


def _decoded(content: bytes) -> str:
    """UTF-8 where it is that, with or without a mark; else what Excel writes in Sweden."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _trimmed(name: str, rows: Iterator[list[str]], formulas: frozenset[tuple[int, int]]) -> Sheet:
    kept: list[list[str]] = []
    last = 0
    for number, cells in enumerate(rows):
        if number > MOST_ROWS:
            raise BadFile(_("The list has more than 20 000 rows. Divide it and send the parts one by one."))
        kept.append(cells)
        if any(cells):
            last = number + 1
    return Sheet(name, kept[:last], formulas)
