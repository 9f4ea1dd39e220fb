"""The codebook's files, one folder for each version, and which version there is.

How to change them: docs/codebook.md.
"""

from pathlib import Path

from veil.codebook import Codebook, load

FOLDER = Path(__file__).parent


def book_of(version: str) -> Codebook:
    """The codebook of a version, as a round names it.

    Raises:
        KeyError: there is no such version.
    """
    if version not in versions():
        raise KeyError(version)
    return load(FOLDER / version)


def versions() -> list[str]:
    """The versions there are, oldest first."""
    return sorted(folder.parent.name for folder in FOLDER.glob("*/book.toml"))
