"""What came of the main job, in a few lines."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from sluss.statistics.models import Release, ReleaseState


def lines() -> Iterator[str]:
    """For each published release: persons, tables, hidden cells, the verdict, and the folder of its documents."""
    published = Release.objects.filter(state=ReleaseState.PUBLISHED).order_by("round__period_start")
    for release in published:
        yield ""
        yield (
            f"{release.round.name}: {release.persons} persons counted, "
            f"{release.organisations_reporting} of {release.organisations_expected} organisations"
        )
        verdict = release.verdict
        yield (
            f"      {verdict['tables']} tables, {verdict['cells']} cells, {verdict['hidden']} hidden; "
            "nothing could be inferred"
        )
        made = release.files.first()
        if made is not None:
            yield f"      reports and data packages: {_from_here((settings.MEDIA_ROOT / made.path).parent)}"
    yield ""


def _from_here(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
