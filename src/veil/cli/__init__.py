"""The command `veil`: tabulate, protect, attack, and keep what was published, on CSV and Parquet files.

Exit codes: 0 safe (or done), 1 unsafe, 2 bad input, 130 interrupted.
"""

from __future__ import annotations

from collections.abc import Sequence

from veil.cli.files import check_files
from veil.cli.parser import parser
from veil.cli.telling import BAD, INTERRUPTED, UNSAFE, tell, tell_findings
from veil.errors import Unprotectable, VeilError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        check_files(options)
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


__all__ = ["main"]
