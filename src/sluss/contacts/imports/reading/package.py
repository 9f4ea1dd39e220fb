"""A workbook's package: unpacked within bounds.

An .xlsx file is a ZIP archive, and what an archive says of its own sizes need not be true. Therefore only the
parts that a list needs are unpacked, and never further than the bounds.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluss.contacts.imports.reading.sheets import BadFile

LARGEST_UNPACKED = 100 * 1024 * 1024
"""Bytes of all parts together; 20 000 rows of 60 columns take about half of it."""

LARGEST_RATIO = 400
"""How many times larger than packed the parts may be, from `SUSPECT` on; a list takes about 15 times."""

SUSPECT = 10 * 1024 * 1024
MOST_PARTS = 2000

NEEDED = re.compile(
    r"xl/(workbook|sharedStrings|styles)\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml"
)


def unpacked(content: bytes) -> dict[str, bytes]:
    """{path: the parts of a workbook that a list needs}

    Raises:
        BadFile: no archive, locked, damaged, or made to grow without end.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return dict(_parts(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as broken:
        raise damaged() from broken


def damaged() -> BadFile:
    return BadFile(_("The file is damaged and can't be read. Save it anew in Excel and send it again."))


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    infos = archive.infolist()
    _refuse_bomb(infos)
    left = LARGEST_UNPACKED
    for info in infos:
        if info.flag_bits & 1:
            raise BadFile(_("The file has a password. Save it without one and send that."))
        if not NEEDED.fullmatch(info.filename):
            continue
        with archive.open(info) as part:
            text = part.read(left + 1)  # never further than this, whatever the archive says
        left -= len(text)
        if left < 0:
            raise too_large_unpacked()
        yield info.filename, text


def _refuse_bomb(infos: list[zipfile.ZipInfo]) -> None:
    size = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if len(infos) > MOST_PARTS or size > LARGEST_UNPACKED:
        raise too_large_unpacked()
    if size > SUSPECT and size / packed > LARGEST_RATIO:
        raise too_large_unpacked()


def too_large_unpacked() -> BadFile:
    return BadFile(
        _("The file grows far too large when it is unpacked. Send only the list, as .xlsx or .csv.")
    )
