"""Text files as people save them, or what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from veil.errors import BadInput

ZIP = b"PK\x03\x04"
"""How a zip file begins, and a workbook of Excel or LibreOffice, which is one."""


@contextmanager
def text_file(path: Path, encoding: str, save_as: str) -> Iterator[TextIO]:
    """The file, open.

    Args:
        save_as: how it is to be saved instead, if it isn't UTF-8.

    Raises:
        BadInput: it can't be opened, or isn't UTF-8; whatever finds that while the file is open.
    """
    try:
        with path.open(newline="", encoding=encoding) as source:
            yield source
    except UnicodeDecodeError as error:
        what = "it is a workbook or an archive" if _is_zip(path) else "it isn't UTF-8"
        raise BadInput(f"{path}: {what}; save it as {save_as}") from error
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error


def _is_zip(path: Path) -> bool:
    with path.open("rb") as source:
        return source.read(len(ZIP)) == ZIP


@contextmanager
def csv_file(path: Path) -> Iterator[TextIO]:
    """The file, open for `csv`, with or without a byte order mark.

    Raises:
        BadInput: it can't be opened, isn't UTF-8 or no CSV; whatever finds that while the file is open.
    """
    try:
        with text_file(path, "utf-8-sig", "“CSV UTF-8”") as source:
            yield source
    except csv.Error as error:
        raise BadInput(f"{path}: {error}") from error
