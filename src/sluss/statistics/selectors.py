"""What is read of the statistics. Each begins with who is looking."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from sluss.contacts.codebook import book_of
from sluss.contacts.models import Return, ReturnState, Round
from sluss.statistics.models import (
    EarlierTotal,
    Perspective,
    PublishedFile,
    Release,
    ReleaseState,
    ReleaseTable,
    ReleaseTableQuerySet,
)
from sluss.statistics.protection import Usefulness
from sluss.statistics.questions import cut_of, offered
from sluss.trust.actor import Actor, Role


def published_releases(actor: Actor) -> list[Release]:
    """The published release of each round, newest first; replaced ones aren't among them."""
    return list(
        Release.objects.visible_to(actor).filter(state=ReleaseState.PUBLISHED).select_related("round")
    )


def newest_release(actor: Actor) -> Release | None:
    """The release published for the latest period."""
    return next(iter(published_releases(actor)), None)


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


_TONES: Mapping[str, str] = {
    ReleaseState.SAFE: "done",
    ReleaseState.PUBLISHED: "done",
    ReleaseState.BROKEN: "stop",
    ReleaseState.CHECKING: "wait",
}


@dataclass(frozen=True)
class RoundWork:
    """A round as the coordinator works on its statistics.

    `newest` is the latest version, `accepted` counts returns that freezing would take in, `fresh` those of
    them that no release holds yet.
    """

    round: Round
    newest: Release | None
    expected: int
    accepted: int
    fresh: int

    @property
    def missing(self) -> list[Return]:
        """Returns that freezing would leave out."""
        owed = self.round.returns.exclude(state__in=[ReturnState.ACCEPTED, ReturnState.LOCKED])
        return list(owed.select_related("organisation"))

    @property
    def tone(self) -> str:
        """The colour of the newest version's state."""
        return _TONES.get(self.newest.state, "calm") if self.newest else "calm"


def rounds_to_work_on(actor: Actor) -> list[RoundWork]:
    """Each round with how far its release is; for the coordinator only."""
    if not actor.has(Role.COORDINATOR):
        return []
    rounds = (
        Round.objects.visible_to(actor)
        .annotate(
            expected=Count("returns"),
            accepted=Count(
                "returns", filter=Q(returns__state__in=[ReturnState.ACCEPTED, ReturnState.LOCKED])
            ),
            fresh=Count("returns", filter=Q(returns__state=ReturnState.ACCEPTED)),
        )
        .order_by("-period_start")
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


def round_to_work_on(actor: Actor, round_: Round) -> RoundWork | None:
    """One round, as in `rounds_to_work_on`."""
    return next((work for work in rounds_to_work_on(actor) if work.round == round_), None)


@dataclass(frozen=True)
class TableUse:
    """A protected table with what it still says."""

    table: ReleaseTable
    title: Mapping[str, str]
    use: Usefulness


def tables_with_use(actor: Actor, release: Release) -> list[TableUse]:
    """The release's tables with how much of each is hidden; for the coordinator."""
    return [
        TableUse(table, table.definition["title"], Usefulness(**table.utility))
        for table in tables_of(actor, release)
        if table.utility
    ]


def variables_used(release: Release, chosen: Iterable[Perspective]) -> list[str]:
    """The variables that the perspectives cut by, in the codebook's order."""
    book = book_of(release.codebook_version)
    used = {cut_of(book, name).name for perspective in chosen for name in perspective.dimensions}
    return [variable.code for variable in offered(book) if variable.code in used]
