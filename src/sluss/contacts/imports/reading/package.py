"""A workbook's package: unpacked within bounds, and packed anew from what was looked at.

An .xlsx file is a ZIP archive, and what an archive says of its own sizes need not be true. Therefore only the
parts that a list needs are unpacked here, never further than the bounds; the reader of workbooks is given
a new archive of just these parts, not the file that came.
"""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sluss.contacts.imports.reading.sheets import BadFile, column_of, refuse_too_large

LARGEST_UNPACKED = 100 * 1024 * 1024
"""Bytes of all parts together; 20 000 rows of 60 columns take about half of it."""

LARGEST_RATIO = 400
"""How many times larger than packed the parts may be, from `SUSPECT` on; a list takes about 15 times."""

SUSPECT = 10 * 1024 * 1024
MOST_PARTS = 2000

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|sharedStrings|styles)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/[^/]+\.xml"
)

# Places in a sheet's XML; other programs than Excel write a prefix before each name, and attributes in any order.
_CELL = rb'<(?:\w+:)?c\b(?=[^>]*?\sr="([A-Z]{1,3})(\d{1,7})")'
FORMULA = re.compile(_CELL + rb"[^>]*>\s*<(?:\w+:)?f[\s/>]")
ERROR = re.compile(_CELL + rb'(?=[^>]*?\st="e")')
FILLED_COLUMN = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*?\sr="([A-Z]{1,3})\d)[^>]*>\s*<(?:\w+:)?(?:v|is|f)[\s/>]')
FILLED_ROW = re.compile(
    rb"<(?:\w+:)?row\b[^>]*>(?:\s*<(?:\w+:)?c\b[^>]*?(?:/>|>\s*</(?:\w+:)?c>))*"
    rb'\s*<(?:\w+:)?c\b[^>]*?\sr="[A-Z]{1,3}(\d{1,7})"'
)

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


class Package:
    """The parts of a workbook that a list needs.

    Raises:
        BadFile: not a workbook, locked, damaged, or made to grow without end.
    """

    def __init__(self, content: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self.parts = dict(_unpacked(archive))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as broken:
            raise damaged() from broken
        if not {WORKBOOK, RELATIONS} <= self.parts.keys():
            raise BadFile(_("This isn't an Excel file. Send an .xlsx or .csv file."))
        if any(b"<!DOCTYPE" in part[:4096] for part in self.parts.values()):
            raise damaged()  # no program writes one; it can make a small text grow without end

    def packed(self) -> bytes:
        """A new archive of the parts, uncompressed."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, part in self.parts.items():
                archive.writestr(name, part)
        return target.getvalue()

    def sheets(self) -> dict[str, bytes]:
        """{name of a sheet: its XML}; sheets of other kinds (charts) are left out."""
        try:
            targets = {
                relation.get("Id", ""): _path(relation.get("Target", ""))
                for relation in ET.fromstring(self.parts[RELATIONS])  # noqa: S314 - no DOCTYPE, see above
            }
            workbook = ET.fromstring(self.parts[WORKBOOK])  # noqa: S314
        except ET.ParseError as broken:
            raise damaged() from broken
        found = {}
        for sheet in (*workbook.iter(f"{MAIN}sheet"), *workbook.iter(f"{STRICT}sheet")):
            key = next((text for name, text in sheet.attrib.items() if name.endswith("}id")), "")
            part = self.parts.get(targets.get(key, ""))
            if part is not None:
                found[sheet.get("name", "")] = part
        return found


def damaged() -> BadFile:
    return BadFile(_("The file is damaged and can't be read. Save it anew in Excel and send it again."))


def _path(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    infos = archive.infolist()
    _refuse_bomb(infos)
    left = LARGEST_UNPACKED
    for info in infos:
        if info.flag_bits & 1:
            raise BadFile(_("The file has a password. Save it without one and send that."))
        if not NEEDED.fullmatch(info.filename):
            continue
        with archive.open(info) as part:
            text = part.read(left + 1)  # never further than this, whatever the archive says
        left -= len(text)
        if left < 0:
            raise too_large_unpacked()
        yield info.filename, text


def _refuse_bomb(infos: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if len(infos) > MOST_PARTS or unpacked > LARGEST_UNPACKED:
        raise too_large_unpacked()
    if unpacked > SUSPECT and unpacked / packed > LARGEST_RATIO:
        raise too_large_unpacked()


def too_large_unpacked() -> BadFile:
    return BadFile(
        _("The file grows far too large when it is unpacked. Send only the list, as .xlsx or .csv.")
    )


@dataclass(frozen=True)
class Extent:
    """How far a sheet reaches. The reader of workbooks counts columns from `first_column`, and lays out every
    cell up to the last one, so that two cells far apart would take all memory: hence the bounds."""

    first_column: int
    formulas: frozenset[tuple[int, int]]


def extent(sheet: bytes) -> Extent:
    """
    Raises:
        BadFile: the sheet reaches further than a list may.
    """
    columns = [column_of(name.decode()) for name in set(FILLED_COLUMN.findall(sheet))]
    last_row = max(map(int, FILLED_ROW.findall(sheet)), default=0)
    refuse_too_large(last_row, max(columns, default=0) + 1)
    return Extent(min(columns, default=0), _formulas(sheet))


def _formulas(sheet: bytes) -> frozenset[tuple[int, int]]:
    """(row, column) of each formula and each error. Cells without a place of their own (some programs leave
    it out) can't be named and aren't found."""
    found = [*FORMULA.findall(sheet)] if re.search(rb"<(?:\w+:)?f[\s/>]", sheet) else []
    if b't="e"' in sheet:
        found += ERROR.findall(sheet)
    return frozenset((int(row) - 1, column_of(column.decode())) for column, row in found)
