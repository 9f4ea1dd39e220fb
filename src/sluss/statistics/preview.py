"""How a perspective's table would be published, before it is kept.

Counting it takes long, for it is protected together with all that it would stand beside. So it is done for one person
at a time, given up when she has asked for something else, and kept for when she asks again.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sluss.statistics import ledger
from sluss.statistics.faces.sheet import Sheet, sheet
from sluss.statistics.models import OUT, Perspective, Release, ReleaseTable
from sluss.statistics.protection import Report, Usefulness, protect_perspectives
from sluss.statistics.services.perspectives import Definition
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused

SLUG = "forhandsvisning"

KEPT = 3600
"""Seconds for which a table is kept, as long as nothing that it hangs on changes."""

PATIENCE = 2.0
"""Seconds to wait for one's turn, before the page is told to ask again."""

_turn = Lock()
_newest: dict[int | None, object] = {}
"""Person -> the mark of what she asked for last."""


class _Overtaken(Exception):
    """The person has asked for something else meanwhile."""


@dataclass(frozen=True)
class Preview:
    """The table as everybody would see it, or why there is nothing to see."""

    sheet: Sheet | None = None
    usefulness: Usefulness | None = None
    release: Release | None = None
    refused: str = ""
    #: another table is being counted; ask again
    waits: bool = False


def preview(actor: Actor, definition: Definition, replaces: Perspective | None = None) -> Preview:
    """The definition's table over the newest frozen round, protected together with all it would stand beside.

    Beside a release that is still being worked on stand the other perspectives in use; beside a published one
    what is published.
    """
    release = (
        Release.objects.visible_to(actor)
        .select_related("round")
        .order_by("-round__period_start", "-version")
        .first()
    )
    if release is None:
        return Preview(refused=_("There are no figures yet. Freeze a round, then you see the table here."))
    beside = Perspective.objects.none() if release.state in OUT else Perspective.objects.filter(in_use=True)
    if replaces is not None:
        beside = beside.exclude(pk=replaces.pk)
    key = _key(release, definition, beside)
    counted: dict[str, Any] | None = cache.get(key)
    if counted is None:
        try:
            with _alone(actor) as report:
                counted = _counted(release, definition, beside, report)
        except (_Overtaken, TimeoutError):
            return Preview(release=release, waits=True)
        cache.set(key, counted, KEPT)
    return _shown(release, counted)


@contextmanager
def _alone(actor: Actor) -> Iterator[Report]:
    """While nobody else counts. What is yielded ends the counting once the person has asked for something else.

    Raises:
        TimeoutError: somebody else counts.
        _Overtaken: from what is yielded.
    """
    mark = _newest[actor.person_id] = object()

    def report(step: str, done: int, of: int) -> None:
        if _newest[actor.person_id] is not mark:
            raise _Overtaken

    if not _turn.acquire(timeout=PATIENCE):
        raise TimeoutError
    try:
        yield report
    finally:
        _turn.release()


def _key(release: Release, definition: Definition, beside: QuerySet[Perspective]) -> str:
    """What the table hangs on, as a name that tells nothing of it."""
    of_release = (release.pk, release.state, release.threshold, release.levels, release.guard_organisations)
    whole = (of_release, definition, list(beside.order_by("pk").values()), ledger.digest(), get_language())
    return f"preview:{hashlib.sha256(repr(whole).encode()).hexdigest()}"


def _counted(
    release: Release, definition: Definition, beside: QuerySet[Perspective], report: Report
) -> dict[str, Any]:
    """The protected table, or why there is none, as plain data."""
    wanted = definition.unsaved(SLUG)
    try:
        outcome = protect_perspectives(release, [wanted, *beside], report=report)
    except Refused as refusal:
        return {"refused": str(refusal.message)}
    if wanted in outcome.left_out:
        return {"refused": _("April to March needs the published figures of the year before.")}
    if not outcome.protected:
        return {
            "refused": _("The table can't be protected, because of what is published. Choose coarser codes.")
        }
    return {
        "definition": outcome.counted[0].definition,
        "protected": outcome.protected[0].to_plain(),
        "usefulness": outcome.usefulness()[0].plain(),
    }


def _shown(release: Release, counted: Mapping[str, Any]) -> Preview:
    if "refused" in counted:
        return Preview(release=release, refused=counted["refused"])
    row = ReleaseTable(
        release=release, definition=counted["definition"], slug=SLUG, protected=counted["protected"]
    )
    useful = Usefulness(**counted["usefulness"])
    return Preview(sheet(row, (get_language() or "sv")[:2]), useful, release)
