"""What the coordinator chooses for a release before it is checked: codes, threshold, method note."""

from collections.abc import Mapping

from django.db import transaction

from sluss.contacts.codebook import book_of
from sluss.statistics import questions
from sluss.statistics.models import RELEASE_STATES, Release, ReleaseState
from sluss.statistics.services.checking import locked, must_be_newest
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, WrongState
from sluss.trust.trail import leave


def choose_levels(
    actor: Actor, release: Release, levels: Mapping[str, str], *, guard_organisations: bool | None = None
) -> Release:
    """Take coarser codes for every table of the release; a check made before no longer holds.

    Raises:
        NotAllowed: only the coordinator chooses.
        WrongState: the release is being checked or is published.
    """
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    codebook = book_of(release.codebook_version)
    chosen = {name: level for name, level in levels.items() if level in questions.levels(codebook, name)}
    with transaction.atomic():
        release = locked(release)
        must_be_newest(release)
        RELEASE_STATES.move(actor, release, "choose codes")
        release.levels, release.verdict = chosen, {}
        if guard_organisations is not None:
            release.guard_organisations = guard_organisations
        release.save(update_fields=["levels", "guard_organisations", "state", "verdict"])
        release.tables.all().delete()
    return release


def write_note(actor: Actor, release: Release, note: Mapping[str, str]) -> Release:
    """Set the method note of an unpublished release: {"sv", "en"}, Markdown.

    Raises:
        NotAllowed: only the coordinator writes it.
        WrongState: what is published isn't changed; freeze the round again to restate it.
    """
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    with transaction.atomic():
        release = locked(release)
        if release.state not in {ReleaseState.FROZEN, ReleaseState.BROKEN, ReleaseState.SAFE}:
            raise WrongState
        if release.state == ReleaseState.SAFE:  # its report was made with the old note
            RELEASE_STATES.move(actor, release, "choose codes")
            release.verdict = {}
        release.note = {language: text.strip() for language, text in note.items()}
        release.save(update_fields=["note", "state", "verdict"])
        leave(actor, "write note", release)
    return release
