"""The sheets of a workbook as text, by one pass over their XML.

What is in a cell, where it stands and whether it is a formula is told by the same parser, so that no two readers can
see two different files. Cells are kept only where they hold something: two cells far apart take no room.
Source: ECMA-376 part 1, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from sluss.contacts.imports.reading.package import damaged, unpacked
from sluss.contacts.imports.reading.sheets import BadFile, Sheet, column_of, refuse_too_large, tidy
from sluss.contacts.imports.reading.values import DATE_FORMATS, date_as_shown, is_date, number_as_shown

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHARED, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"

PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
ESCAPED = re.compile(r"_x00(?:09|0[AaDd])_")
MOST_TEXT = 50_000_000
"""Signs in all cells of a sheet together. A workbook keeps a text once, however many cells show it, and what is kept
of a list writes it out for each."""

Attributes = dict[str, str]


def read_workbook(content: bytes) -> list[Sheet]:
    """
    Raises:
        BadFile: it is locked, damaged, too large, or no workbook.
    """
    parts = unpacked(content)
    if not {WORKBOOK, RELATIONS} <= parts.keys():
        raise BadFile(_("This isn't an Excel file. Send an .xlsx or .csv file."))
    try:
        book = _Book(parts)
        return [
            _Cells(book, parts.pop(path)).sheet(name, hidden)
            for name, path, hidden in book.sheets
            if path in parts  # a chart has no cells, and no part is read twice
        ]
    except (expat.ExpatError, ValueError, LookupError) as broken:
        raise damaged() from broken


class _Reader:
    """Reads a part of the package; `begin` and `end` are told each element by its name without prefix."""

    def __init__(self, part: bytes) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.Parse(part, True)

    def _begin(self, name: str, given: Attributes) -> None:
        self.begin(name.rpartition(":")[2], given)

    def _end(self, name: str) -> None:
        self.end(name.rpartition(":")[2])

    def begin(self, name: str, given: Attributes) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        pass

    def listen(self, hear: Callable[[str], Any] | None) -> None:
        """Hand the text that comes to `hear`, until told otherwise."""
        self.parser.CharacterDataHandler = hear


def _refuse_doctype(*_declared: Any) -> None:
    """No program writes one, and it can make a small text grow without end."""
    raise damaged()


class _Book:
    """What the sheets share.

    Attributes:
        sheets: (name, path of its part, whether it is hidden), in their order.
        texts: the texts that cells refer to by number.
        dates: whether a cell of each style shows a date.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        overview = _Overview(parts[WORKBOOK])
        targets = _Relations(parts[RELATIONS]).targets
        self.sheets = [(name, targets.get(key, ""), hidden) for name, key, hidden in overview.sheets]
        self.since_1904 = overview.since_1904
        self.texts = _Texts(parts[SHARED]).texts if SHARED in parts else []
        self.dates = _Styles(parts[STYLES]).dates if STYLES in parts else []


class _Overview(_Reader):
    def __init__(self, part: bytes) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = False
        super().__init__(part)

    def begin(self, name: str, given: Attributes) -> None:
        if name == "sheet":
            key = next((text for attribute, text in given.items() if attribute.endswith(":id")), "")
            self.sheets.append((given["name"], key, given.get("state", "visible") != "visible"))
        elif name == "workbookPr":
            self.since_1904 = given.get("date1904") in {"1", "true"}


class _Relations(_Reader):
    def __init__(self, part: bytes) -> None:
        self.targets: dict[str, str] = {}
        super().__init__(part)

    def begin(self, name: str, given: Attributes) -> None:
        if name == "Relationship":
            target = given["Target"]
            self.targets[given["Id"]] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


class _Texts(_Reader):
    """Shared texts; how they are pronounced (Japanese) is left out."""

    def __init__(self, part: bytes) -> None:
        self.texts: list[str] = []
        self.heard: list[str] = []
        self.pronounced = False
        super().__init__(part)

    def begin(self, name: str, given: Attributes) -> None:
        if name == "si":
            self.heard.clear()
        elif name == "rPh":
            self.pronounced = True
        elif name == "t" and not self.pronounced:
            self.listen(self.heard.append)

    def end(self, name: str) -> None:
        if name == "t":
            self.listen(None)
        elif name == "rPh":
            self.pronounced = False
        elif name == "si":
            self.texts.append(_plain("".join(self.heard)))


class _Styles(_Reader):
    def __init__(self, part: bytes) -> None:
        self.dates: list[bool] = []
        self.own: dict[str, bool] = {}
        self.of_cells = False
        super().__init__(part)

    def begin(self, name: str, given: Attributes) -> None:
        if name == "numFmt":
            self.own.setdefault(given["numFmtId"], is_date(given["formatCode"]))
        elif name == "cellXfs":
            self.of_cells = True
        elif name == "xf" and self.of_cells:
            form = given.get("numFmtId", "0")
            self.dates.append(self.own[form] if form in self.own else int(form) in DATE_FORMATS)

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.of_cells = False


class _Cells(_Reader):
    """The cells of one sheet. A cell or row that doesn't say its place follows the one before it."""

    def __init__(self, book: _Book, part: bytes) -> None:
        self.book = book
        self.rows: list[list[str]] = []
        self.formulas: set[tuple[int, int]] = set()
        self.row = self.column = -1
        self.kind = self.style = ""
        self.heard: list[str] = []
        self.signs = 0
        self.pronounced = False
        super().__init__(part)

    def sheet(self, name: str, hidden: bool) -> Sheet:
        return Sheet(name, self.rows, frozenset(self.formulas), hidden)

    def begin(self, name: str, given: Attributes) -> None:
        if name == "c":
            self._stand(given.get("r"))
            self.kind, self.style = given.get("t", "n"), given.get("s", "0")
            self.heard.clear()
        elif name == "v" or (name == "t" and not self.pronounced):
            self.listen(self.heard.append)
        elif name == "f":
            self._keep_formula()
        elif name == "row":
            self.row = int(given["r"]) - 1 if "r" in given else self.row + 1
            self.column = -1
        elif name == "rPh":
            self.pronounced = True

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self.listen(None)
        elif name == "c" and self.heard:
            self._keep("".join(self.heard))
        elif name == "rPh":
            self.pronounced = False

    def _stand(self, place: str | None) -> None:
        if place is None:
            self.column += 1
            return
        found = PLACE.fullmatch(place.upper())
        if found is None:
            raise damaged()
        self.column, self.row = column_of(found[1]), int(found[2]) - 1

    def _keep_formula(self) -> None:
        self._room()
        self.formulas.add((self.row, self.column))

    def _keep(self, written: str) -> None:
        if self.kind == "e":
            self._keep_formula()
            return
        text = self._shown(written)
        if not text:
            return
        cells = self._room()
        cells[self.column] = text
        self.signs += len(text)
        if self.signs > MOST_TEXT:
            raise BadFile(_("The list holds far too much text. Send only the columns that are needed."))

    def _shown(self, written: str) -> str:
        if self.kind == "s":
            return self.book.texts[int(written)]
        if self.kind == "n":
            style = int(self.style)
            if style < len(self.book.dates) and self.book.dates[style]:
                return date_as_shown(written, since_1904=self.book.since_1904)
            return number_as_shown(written.strip())
        if self.kind == "b":
            return "true" if written.strip() == "1" else "false"
        return _plain(written)

    def _room(self) -> list[str]:
        """The row of the cell, long enough to hold it.

        Raises:
            BadFile: it stands further away than a list may reach.
        """
        if self.row < 0:
            raise damaged()
        refuse_too_large(self.row + 1, self.column + 1)
        while len(self.rows) <= self.row:
            self.rows.append([])
        cells = self.rows[self.row]
        if len(cells) <= self.column:
            cells.extend([""] * (self.column + 1 - len(cells)))
        return cells


def _plain(text: str) -> str:
    """Without the ends of lines that a workbook writes as "_x000D_", since XML has no sign for them."""
    return tidy(ESCAPED.sub(" ", text) if "_x" in text else text)
