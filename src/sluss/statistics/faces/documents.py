"""The documents of a release: made once, from its public tables alone, and kept with their hash."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from sluss.statistics.faces import package, report
from sluss.statistics.faces.series import series_sheet
from sluss.statistics.faces.sheet import sheet
from sluss.statistics.models import Audience, PublishedFile, Release
from sluss.statistics.published import series
from sluss.trust.actor import PUBLIC

LANGUAGES = ("sv", "en")


class FileChanged(Exception):
    """A document is gone or isn't what was made."""


def make_all(release: Release) -> list[PublishedFile]:
    """Write the release's reports and data packages, and say where they lie; `keep_all` makes them its own.

    Only tables for everybody go in; those for narrower circles are read on their own pages. The same figures make
    the same files.
    """
    tables = list(release.tables.filter(audience=Audience.PUBLIC).select_related("release__round"))
    years = series(PUBLIC, also=release)
    made = []
    for language in LANGUAGES:
        sheets = [sheet(table, language) for table in tables]
        pdf = report.make(release, sheets, series_sheet(years, language), language)
        made.append(_written(release, f"report-{language}.pdf", pdf))
        made.append(_written(release, f"datapackage-{language}.zip", package.make(release, sheets, language)))
    return made


def _written(release: Release, name: str, content: bytes) -> PublishedFile:
    """Write the file, whole or not at all."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = Path("published") / str(release.pk) / f"{sha256[:16]}-{name}"
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(f".{os.getpid()}.part")
    fresh.write_bytes(content)
    fresh.replace(target)
    return PublishedFile(release=release, name=name, path=str(path), sha256=sha256)


def keep_all(made: Iterable[PublishedFile]) -> None:
    """The release's documents from now on; those of the same names before are no longer."""
    for file in made:
        PublishedFile.objects.update_or_create(
            release=file.release, name=file.name, defaults={"path": file.path, "sha256": file.sha256}
        )


def content_of(file: PublishedFile) -> bytes:
    """The document's bytes.

    Raises:
        FileChanged: it is gone, or its hash isn't the one kept when it was made.
    """
    try:
        content = (Path(settings.MEDIA_ROOT) / file.path).read_bytes()
    except OSError as error:
        raise FileChanged from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileChanged
    return content
