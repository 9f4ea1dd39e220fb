"""A sheet as plain text, and the refusal of a file that can't be read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluss.trust.refusals import Refused
from sluss.trust.spreadsheets import plain_text

MOST_ROWS = 20_000
HEADINGS = 20  # rows that may stand above the persons
MOST_COLUMNS = 400


class BadFile(Refused):
    """The file can't be read. The message says what it is and what to do."""

    def __init__(self, message: Any) -> None:
        super().__init__(message, field="file")


@dataclass(frozen=True)
class Sheet:
    """A sheet as text, without empty rows at its end. Rows and columns count from 0, as they stand in the file."""

    name: str
    rows: list[list[str]]
    #: places of formulas and of the errors they leave; none of them is an answer that somebody gave
    formulas: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    hidden: bool = False

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


def column_of(name: str) -> int:
    """ "A" -> 0, "AB" -> 27."""
    number = 0
    for letter in name:
        number = number * 26 + ascii_uppercase.index(letter) + 1
    return number - 1


def trimmed(rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows without the empty ones at the end.

    Raises:
        BadFile: too many rows or columns.
    """
    kept: list[list[str]] = []
    last = 0
    for number, cells in enumerate(rows):
        refuse_too_large(number, len(cells))
        kept.append(cells)
        if any(cells):
            last = number + 1
    return kept[:last]


def refuse_too_large(rows: int, columns: int) -> None:
    """
    Raises:
        BadFile: too many rows or columns.
    """
    if rows > MOST_ROWS + HEADINGS:
        raise BadFile(_("The list has more than 20 000 rows. Divide it and send the parts one by one."))
    if columns > MOST_COLUMNS:
        raise BadFile(_("The sheet has too many columns. Keep only the columns of your list."))


def tidy(cell: str | None) -> str:
    """The cell without what doesn't show, and without what our own exports put before a formula's sign."""
    if not cell:
        return ""
    text = cell.replace("\xa0", " ").strip()
    return plain_text(text)
