"""Text that leaves Sluss for a spreadsheet must stay text.

A cell that begins like a formula is run by Excel, LibreOffice and Google Sheets when the file is opened, also
from a CSV file. The rule stands here once; every export that writes text cells uses it. Numbers
are written as numbers and need nothing.
Source: OWASP, "CSV Injection", the characters named there.
"""

#: how a formula begins, with the full-width forms that some programs take for the same
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def plain_text(text: str) -> str:
    """What `safe_text` was given: the apostrophe it set is taken away again when a file comes back."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text
