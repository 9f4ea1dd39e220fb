"""The command `veil`: tabulate, protect, attack, and keep what was published, on CSV and Parquet files.

Exit codes: 0 safe (or done), 1 unsafe, 2 bad input, 130 interrupted.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from veil.cli.parser import parser
from veil.cli.telling import BAD, INTERRUPTED, UNSAFE, tell, tell_findings
from veil.errors import BadInput, Unprotectable, VeilError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        _check_files(options)
        return int(options.do(options))
    except Unprotectable as impossible:
        tell(f"veil: {impossible}")
        # what the statistician's own tables would tell; she has the persons
        tell_findings(impossible.collisions, reveal=True)
        return UNSAFE
    except VeilError as error:
        tell(f"veil: {error}")
        return BAD
    except KeyboardInterrupt:
        tell("veil: interrupted; nothing was written")
        return INTERRUPTED


def _check_files(options: argparse.Namespace) -> None:
    """See that nothing is written over what is read, or over what else is written."""
    given = [getattr(options, name, None) for name in ("persons", "input", "cells", "spec", "knows_rows")]
    written = [path for name in ("output", "new_spec") if (path := getattr(options, name, None))]
    files = [path.resolve() for path in (*given, *written) if path is not None]
    for path in written:
        if files.count(path.resolve()) > 1:
            raise BadInput(f"{path}: it would be written over; name another file")


__all__ = ["main"]
