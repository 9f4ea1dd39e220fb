"""What a command reads isn't written over."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from veil.errors import BadInput


def check_files(options: argparse.Namespace, read: Iterable[Path] = ()) -> None:
    """See that nothing is written over what is read, or over what else is written.

    Args:
        read: files that are read besides those which the options name.

    Raises:
        BadInput: names the file.
    """
    given = [getattr(options, name, None) for name in ("persons", "input", "cells", "spec", "knows_rows")]
    written = [path for name in ("output", "new_spec") if (path := getattr(options, name, None))]
    files = [path.resolve() for path in (*given, *written, *read) if path is not None]
    for path in written:
        if files.count(path.resolve()) > 1:
            raise BadInput(f"{path}: it would be written over; name another file")
