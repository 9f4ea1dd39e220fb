"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from veil.errors import BadInput


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Write beside the file and put it in place at the end: whoever interrupts leaves what was there before.

    Raises:
        BadInput: it can't be written there.
    """
    if path.is_dir():
        raise BadInput(f"{path} is a folder; name a file in it")
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", newline="", encoding="utf-8") as target:
            yield target
        os.replace(part, path)
    except OSError as error:
        raise BadInput(f"{path} can't be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
