"""Lists as text: CSV with any of the usual separators and encodings."""

import csv
import io
import re

from django.utils.translation import gettext_lazy as _

from sluss.contacts.imports.reading.sheets import BadFile, Sheet, tidy, trimmed

SEPARATORS = ";,\t"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BROKEN_LETTERS = re.compile("Ã[¥¤¶…„–\xa0-\xbf]|ï¿½|\ufffd")
"""UTF-8 read as Windows-1252 and saved so, or letters lost on the way."""


def read_text(content: bytes) -> Sheet:
    """
    Raises:
        BadFile: it isn't text, its letters are broken, or it isn't a list.
    """
    if b"\0" in content and not content.startswith(UTF_16):
        raise not_a_list()
    text = decoded(content)
    if not text.strip():
        raise BadFile(_("The file is empty. Choose the file with your list."))
    if text.lstrip().startswith(("<", "{", "[", "%PDF", "{\\rtf")):
        raise not_a_list()
    text, separator = _separator(text)
    try:
        written = trimmed(list(csv.reader(io.StringIO(text), delimiter=separator)))
    except csv.Error as broken:
        raise BadFile(
            _("The file is damaged and can't be read. Save it anew as .csv and send it again.")
        ) from broken
    formulas = {
        (row, column)
        for row, cells in enumerate(written)
        for column, cell in enumerate(cells)
        if cell.lstrip().startswith("=")
    }
    return Sheet("", [[tidy(cell) for cell in cells] for cells in written], frozenset(formulas))


def not_a_list() -> BadFile:
    return BadFile(_("This isn't a list that Sluss can read. Send an .xlsx or .csv file."))


def decoded(content: bytes) -> str:
    """UTF-8 where it is that, with or without a mark; else what Excel writes in Sweden.

    Raises:
        BadFile: å, ä and ö are broken in the file itself, so that nobody could read them.
    """
    try:
        text = _first_that_reads(content)
    except UnicodeDecodeError:
        text = "\ufffd"
    if not BROKEN_LETTERS.search(text):
        return text
    raise BadFile(
        _(
            "The letters å, ä and ö are broken in this file. Save it anew as “CSV UTF-8” or .xlsx and send that."
        )
    )


def _first_that_reads(content: bytes) -> str:
    if content.startswith(UTF_16):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _separator(text: str) -> tuple[str, str]:
    """The text to read and its separator: as Excel's own first line says ("sep=;"), else the most frequent one
    in the first filled line. A line that Excel hides is left empty, so that rows keep their numbers."""
    lines = text.splitlines()
    if said := re.fullmatch(r'"?sep=(.)"?', lines[0].strip(), re.IGNORECASE):
        return "\n" + text.split("\n", 1)[-1], said[1]
    first = next(line for line in lines if line.strip())
    return text, max(SEPARATORS, key=first.count)
