"""CSV files as people save them, or what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from veil.errors import BadInput


@contextmanager
def csv_file(path: Path) -> Iterator[TextIO]:
    """The file, open for `csv`, with or without a byte order mark.

    Raises:
        BadInput: it can't be opened, isn't UTF-8 or no CSV; whatever finds that while the file is open.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as source:
            yield source
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: it isn't UTF-8; save it as “CSV UTF-8”") from error
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error
    except csv.Error as error:
        raise BadInput(f"{path}: {error}") from error
