"""Publishing: a safe release becomes everybody's, and an earlier version steps back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.statistics import ledger, snapshots
from sluss.statistics.faces import documents
from sluss.statistics.models import RELEASE_STATES, Release, ReleaseState
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


class CheckedMeanwhile(Refused):
    """The documents were made of another check's tables."""

    default = _(
        "Somebody has checked the release again while the report was made. Look at it, then publish it."
    )


class TellsByComparing(Refused):
    """Laid beside the version that it replaces, the release shows what a handful of persons answered."""

    default = _(
        "Beside the version that it replaces, this release would show what a few persons answered. "
        "Wait until more has changed, or take coarser codes and check again."
    )


def publish(actor: Actor, release: Release) -> Release:
    """Publish a safe release; the version that it restates stays readable and says that it is replaced.

    Raises:
        NotAllowed: only the coordinator publishes.
        NotSafe: the release hasn't passed its check.
        CheckAgain: something was published after the check.
        TellsByComparing: the version that it replaces and this one differ by a few persons.
        CheckedMeanwhile: it was checked anew while its documents were made.
        Superseded: there is a later version.
        SnapshotChanged: the frozen rows are no longer what was frozen.
    """
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    checked = Release.objects.select_related("round").get(pk=release.pk)
    must_be_newest(checked)
    refuse_unless_publishable(checked)
    checked.published_at = clock.now()
    # before the transaction: it takes seconds, in which nobody else could write
    made = documents.make_all(checked)
    with transaction.atomic():
        # two publications at once must not overlook each other
        list(Release.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        release = locked(release)
        must_be_newest(release)
        refuse_unless_publishable(release)
        if release.progress != checked.progress:
            raise CheckedMeanwhile
        snapshots.read(release)
        for older in release.round.releases.filter(state=ReleaseState.PUBLISHED):
            RELEASE_STATES.move(actor, older, "restate")
            older.save(update_fields=["state"])
        RELEASE_STATES.move(actor, release, "publish")
        release.published_at = checked.published_at
        release.save(update_fields=["state", "published_at"])
        documents.keep_all(made)
    return release


def refuse_unless_publishable(release: Release) -> None:
    """Raises TellsByComparing, NotSafe or CheckAgain; the page asks the same."""
    if release.state == ReleaseState.BROKEN and release.verdict.get("told"):
        raise TellsByComparing
    if release.state != ReleaseState.SAFE:
        raise NotSafe
    if release.verdict.get("ledger") != ledger.digest():
        raise CheckAgain
