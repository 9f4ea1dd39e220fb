"""From a file's bytes to sheets of text. Nothing in a file is trusted, not even what it says it is."""

from django.utils.translation import gettext_lazy as _

from sluss.contacts.imports.reading.sheets import MOST_COLUMNS, MOST_ROWS, BadFile, Sheet, letters
from sluss.contacts.imports.reading.text import read_text
from sluss.contacts.imports.reading.workbook import read_workbook

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
    sheets = read_workbook(content) if content.startswith(ARCHIVE) else [read_text(content)]
    sheets = [sheet for sheet in sheets if sheet.formulas or any(any(cells) for cells in sheet.rows)]
    if not any(not sheet.hidden for sheet in sheets):
        raise BadFile(_("The file has no rows. Fill it in and send it again."))
    return sheets
