"""What came of the main job, in a few lines."""

from collections.abc import Iterator

from django.conf import settings

from sluss.statistics.models import Release, ReleaseState


def lines() -> Iterator[str]:
    """For each published release: persons, tables, hidden cells, the verdict, and where the documents lie."""
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
        for made in release.files.order_by("name"):
            yield f"      {settings.MEDIA_ROOT / made.path}"
    yield ""
