"""Compile the translations: each room's django.po becomes the django.mo that Django reads.

Run as `python -m sluss.config.messages`. It needs no gettext programs on the machine, and it refuses
an entry that is empty or unchecked (fuzzy), so that no page falls back to English unnoticed.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

SOURCE = Path(__file__).resolve().parent.parent


class TranslationError(ValueError):
    """A translation that can't be compiled; says file, line and what to mend."""


def catalogues() -> list[Path]:
    """The translation files of all rooms."""
    return sorted(SOURCE.glob("*/locale/*/LC_MESSAGES/django.po"))


def read_catalogue(po: Path) -> Catalog:
    """Read a translation file.

    Raises:
        TranslationError: the file is malformed, or an entry is unchecked or has no translation.
    """
    try:
        with po.open("rb") as lines:
            catalogue = read_po(lines, abort_invalid=True)
    except PoFileError as error:
        raise TranslationError(f"{po}: {error}") from error
    for message in catalogue:
        if message.id and (message.fuzzy or not _complete(message.string)):
            raise TranslationError(f"{po}:{message.lineno}: no checked translation of {message.id!r}")
    return catalogue


def _complete(translation: str | Sequence[str] | None) -> bool:
    if translation is None:
        return False
    return bool(translation) if isinstance(translation, str) else all(translation)


def compile_catalogue(po: Path) -> None:
    catalogue = read_catalogue(po)
    with po.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, catalogue)


def main() -> int:
    try:
        for po in catalogues():
            compile_catalogue(po)
    except TranslationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
