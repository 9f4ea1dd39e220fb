"""What is read of the statistics. Each begins with who is looking."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from sluss.contacts.models import ReturnState, Round
from sluss.statistics.models import (
    EarlierTotal,
    Perspective,
    PublishedFile,
    Release,
    ReleaseState,
    ReleaseTable,
    ReleaseTableQuerySet,
)
from sluss.trust.actor import Actor, Role


def published_releases(actor: Actor) -> list[Release]:
    """The published release of each round, newest first; replaced ones aren't among them."""
    return list(
        Release.objects.visible_to(actor).filter(state=ReleaseState.PUBLISHED).select_related("round")
    )


def newest_release(actor: Actor) -> Release | None:
    """The release published for the latest period."""
    return next(iter(published_releases(actor)), None)


def release_of_year(actor: Actor, year: int, version: int | None = None) -> Release | None:
    """What is published for a calendar year: the newest version, or the one asked for."""
    releases = Release.objects.visible_to(actor).out().filter(round__period_start__year=year)
    if version is not None:
        releases = releases.filter(version=version)
    return releases.select_related("round", "restated_by").order_by("-round__period_end", "-version").first()


def tables_of(actor: Actor, release: Release) -> ReleaseTableQuerySet:
    """The release's tables that the actor may read, in order."""
    return ReleaseTable.objects.visible_to(actor).filter(release=release).select_related("release__round")


def files_of(actor: Actor, release: Release) -> list[PublishedFile]:
    """The release's documents that the actor may read."""
    return list(PublishedFile.objects.visible_to(actor).filter(release=release))


def earlier_totals(actor: Actor) -> dict[str, list[EarlierTotal]]:
    """{measure: totals published before Sluss, by year}."""
    found: dict[str, list[EarlierTotal]] = defaultdict(list)
    for total in EarlierTotal.objects.visible_to(actor).order_by("year"):
        found[total.measure].append(total)
    return dict(found)


@dataclass(frozen=True)
class RoundWork:
    """A round as the coordinator works on its statistics.

    `newest` is the latest version, `accepted` counts returns that freezing would take in, `fresh` those of them
    that no release holds yet.
    """

    round: Round
    newest: Release | None
    expected: int
    accepted: int
    fresh: int


def rounds_to_work_on(actor: Actor) -> list[RoundWork]:
    """Each round with how far its release is; for the coordinator only."""
    if not actor.has(Role.COORDINATOR):
        return []
    rounds = Round.objects.visible_to(actor).annotate(
        expected=Count("returns"),
        accepted=Count("returns", filter=Q(returns__state__in=[ReturnState.ACCEPTED, ReturnState.LOCKED])),
        fresh=Count("returns", filter=Q(returns__state=ReturnState.ACCEPTED)),
    )
    newest: dict[int, Release] = {}
    for release in Release.objects.visible_to(actor).order_by("version"):
        newest[release.round_id] = release
    return [
        RoundWork(round_, newest.get(round_.pk), round_.expected, round_.accepted, round_.fresh)
        for round_ in rounds
    ]


def perspectives(actor: Actor) -> list[Perspective]:
    """All perspectives, those in use first."""
    return list(Perspective.objects.visible_to(actor).order_by("-in_use", "order", "slug"))
