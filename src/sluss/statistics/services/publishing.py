"""Publishing: a safe release becomes everybody's, and an earlier version steps back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sluss.statistics import ledger, rules, snapshots
from sluss.statistics.faces import documents
from sluss.statistics.models import RELEASE_STATES, Release, ReleaseState, ReleaseTable
from sluss.statistics.services.checking import locked, must_be_newest
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused


class NotSafe(Refused):
    default = _("Only a release that has passed its check can be published.")


class CheckAgain(Refused):
    """Something was published after the check, which says nothing about the two together."""

    default = _(
        "Other figures have been published since this release was checked. Together they may give somebody "
        "away. Check the release again, then publish it."
    )


class TellsByComparing(Refused):
    """Laid beside the version that it replaces, the release shows what a handful of persons answered."""

    default = _(
        "Beside the version that it replaces, this release would show what a few persons answered (%(tables)s). "
        "Wait until more has changed, or take coarser codes and check again."
    )

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__(self.default % {"tables": ", ".join(tables)})


def publish(actor: Actor, release: Release) -> Release:
    """Publish a safe release; the version that it restates stays readable and says that it is replaced.

    Raises:
        NotAllowed: only the coordinator publishes.
        NotSafe: the release hasn't passed its check.
        CheckAgain: something was published after the check.
        TellsByComparing: the version that it replaces and this one differ by a few persons.
        Superseded: there is a later version.
        SnapshotChanged: the frozen rows are no longer what was frozen.
    """
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    with transaction.atomic():
        # two publications at once must not overlook each other
        list(Release.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        release = locked(release)
        must_be_newest(release)
        refuse_unless_publishable(release)
        snapshots.read(release)
        _refuse_if_comparing_tells(release)
        for older in release.round.releases.filter(state=ReleaseState.PUBLISHED):
            RELEASE_STATES.move(actor, older, "restate")
            older.save(update_fields=["state"])
        RELEASE_STATES.move(actor, release, "publish")
        release.published_at = clock.now()
        release.save(update_fields=["state", "published_at"])
        documents.make_all(release)  # in the same transaction: nothing is out without its report and files
    return release


def _refuse_if_comparing_tells(release: Release) -> None:
    """Raises TellsByComparing where a cell that both versions show moves by less than the threshold.

    The adversary of the check holds the two versions for different persons; this keeps the plainest comparison
    from telling. A link between versions in veil would allow more and prove it.
    """
    older = release.round.releases.filter(state=ReleaseState.PUBLISHED).first()
    if older is None:
        return
    before = {table.slug: table for table in older.tables.all()}
    language = (get_language() or "sv")[:2]
    telling = [
        table.definition["title"][language]
        for table in release.tables.all()
        if table.slug in before
        and rules.tells_by_comparing(_shown(before[table.slug]), _shown(table), release.threshold)
    ]
    if telling:
        raise TellsByComparing(telling)


def _shown(table: ReleaseTable) -> dict[tuple[str, ...], int]:
    return {codes: cell.count for codes, cell in table.table.cells.items() if cell.count is not None}


def refuse_unless_publishable(release: Release) -> None:
    """Raises NotSafe or CheckAgain; the page asks the same."""
    if release.state != ReleaseState.SAFE:
        raise NotSafe
    if release.verdict.get("ledger") != ledger.digest():
        raise CheckAgain
