"""Checking a release: every table counted, protected together with all that is out, and attacked."""

import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.statistics import ledger, obstacles
from sluss.statistics.models import RELEASE_STATES, Perspective, Release, ReleaseState, ReleaseTable
from sluss.statistics.protection import (
    Outcome,
    finding_plain,
    protect_perspectives,
    together,
)
from sluss.statistics.tables import Counted
from sluss.trust.actor import SYSTEM, Actor, Role
from sluss.trust.refusals import NotAllowed, Refused

TOLD_EVERY = 1.0
"""Seconds between two words of progress within a step."""


class Superseded(Refused):
    """A later version of the same round is there."""

    default = _("The round has been frozen again since. Work on the newer version.")


def locked(release: Release) -> Release:
    """The release as it stands now, held against others until the transaction ends."""
    return Release.objects.select_for_update().select_related("round").get(pk=release.pk)


def must_be_newest(release: Release) -> None:
    """Raises Superseded where a later version of the round is there."""
    if Release.objects.filter(round=release.round, version__gt=release.version).exists():
        raise Superseded


def start_check(actor: Actor, release: Release) -> Release:
    """Ask for a check; it runs in the background and ends in SAFE or BROKEN.

    Raises:
        NotAllowed: only the coordinator checks.
        WrongState: a check runs, or the release is published.
        Superseded: there is a later version.
    """
    from sluss.statistics.tasks import check_release  # the task calls this module

    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    with transaction.atomic():
        release = locked(release)
        must_be_newest(release)
        RELEASE_STATES.move(actor, release, "check")
        run = release.progress.get("run", 0) + 1
        release.progress = {"run": run, "step": "waiting", "done": 0, "of": 1}
        release.save(update_fields=["state", "progress"])
        transaction.on_commit(lambda: check_release.enqueue(release.pk, run))
    return release


def stop_check(actor: Actor, release: Release) -> Release:
    """Give up a check that runs; whatever it still finds is thrown away."""
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    with transaction.atomic():
        release = locked(release)
        RELEASE_STATES.move(actor, release, "give up checking")
        release.save(update_fields=["state"])
    return release


def run_check(release: Release, run: int) -> None:
    """Do the work of check number `run`, and keep what came of it. Called by the background task.

    What a person can mend (a perspective that can't be counted, changed rows) is kept as the reason; anything
    else is given up and raised.
    """
    ledger_then = ledger.digest()

    told, told_at = "", 0.0

    def report(step: str, done: int, of: int) -> None:
        nonlocal told, told_at
        if step != told or time.monotonic() >= told_at + TOLD_EVERY:
            told, told_at = step, time.monotonic()
            _tell(release, run, step, done, of)

    try:
        in_use = Perspective.objects.filter(in_use=True)
        outcome = protect_perspectives(release, in_use, attacked=True, report=report)
        verdict = _verdict(outcome, ledger_then)
        if outcome.counted and not outcome.protected:
            verdict["obstacle"] = _obstacle_plain(obstacles.find(release, outcome, report))
    except Refused as refusal:
        _give_up(release, run, str(refusal.message))
    except Exception:
        _give_up(release, run, "")
        raise
    else:
        _conclude(release, run, outcome, verdict)


def _tell(release: Release, run: int, step: str, done: int, of: int) -> None:
    Release.objects.filter(pk=release.pk, state=ReleaseState.CHECKING, progress__run=run).update(
        progress={"run": run, "step": step, "done": done, "of": of}
    )


def _still_running(release: Release, run: int) -> bool:
    return release.state == ReleaseState.CHECKING and release.progress.get("run") == run


def _conclude(release: Release, run: int, outcome: Outcome, verdict: dict[str, Any]) -> None:
    """Keep the tables and the verdict of the check, unless somebody has stopped it."""
    with transaction.atomic():
        now = locked(release)
        if not _still_running(now, run):
            return
        now.tables.all().delete()
        if outcome.safe:
            ReleaseTable.objects.bulk_create(_rows(now, outcome))
        now.verdict = verdict
        RELEASE_STATES.move(SYSTEM, now, "find safe" if outcome.safe else "find broken")
        now.save(update_fields=["state", "verdict"])


def _give_up(release: Release, run: int, reason: str) -> None:
    with transaction.atomic():
        now = locked(release)
        if not _still_running(now, run):
            return
        RELEASE_STATES.move(SYSTEM, now, "give up checking")
        now.verdict = {"gave_up": True, "reason": reason}
        now.save(update_fields=["state", "verdict"])


def _rows(release: Release, outcome: Outcome) -> list[ReleaseTable]:
    return [
        ReleaseTable(
            release=release,
            perspective=counted.perspective,
            definition=counted.definition,
            slug=counted.perspective.slug,
            order=counted.perspective.order,
            audience=counted.perspective.audience,
            protected=protected.to_plain(),
            utility=useful.plain(),
        )
        for counted, protected, useful in zip(
            outcome.counted, outcome.protected, outcome.usefulness(), strict=True
        )
    ]


def _verdict(outcome: Outcome, ledger_then: str) -> dict[str, Any]:
    total = together(outcome.usefulness())
    return {
        "safe": outcome.safe,
        "tables": len(outcome.counted),
        **total.plain(),
        "findings": [finding_plain(finding) for finding in outcome.findings],
        "told": [finding_plain(finding) for finding in outcome.told],
        "changed": outcome.beside.changed if outcome.beside else 0,
        "labels": {counted.perspective.slug: _names(counted) for counted in outcome.counted},
        "left_out": [perspective.slug for perspective in outcome.left_out],
        "ledger": ledger_then,
    }


def _obstacle_plain(obstacle: obstacles.Obstacle) -> dict[str, Any]:
    return {
        "without": [perspective.title for perspective in obstacle.without],
        "publications": list(obstacle.publications),
        "levels": dict(obstacle.levels),
    }


def _names(counted: Counted) -> dict[str, Any]:
    """What a finding's table and codes are called, where no table is kept because the release is broken."""
    return {
        "title": counted.definition["title"],
        "dimensions": counted.definition["dimensions"],
        "labels": counted.definition["labels"],
    }
