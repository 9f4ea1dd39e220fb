"""What the statistics tell the rail and the home page: what waits for the coordinator, what is new."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluss.contacts.models import RoundPhase
from sluss.statistics.models import Release, ReleaseState
from sluss.statistics.reading import heading_of
from sluss.statistics.selectors import newest_release, rounds_to_work_on
from sluss.trust import rail, waiting
from sluss.trust.actor import Actor, Role
from sluss.trust.waiting import Item, Part

#: states in which a release waits for somebody's next step, and the colour that says so
_WAITS = {ReleaseState.FROZEN: "calm", ReleaseState.SAFE: "done", ReleaseState.BROKEN: "stop"}


def register() -> None:
    """Enter the rail and the home page."""
    rail.register(
        rail.Room("statistics", gettext_lazy("Statistics"), "statistics:index", lambda actor: True, order=30)
    )
    rail.register(
        rail.Room(
            "statistics-work",
            gettext_lazy("Publish"),
            "statistics:work",
            lambda actor: actor.has(Role.COORDINATOR),
            waiting_for,
            order=31,
        )
    )
    waiting.register(items)


def _waiting(actor: Actor) -> list[Release]:
    newest = [work.newest for work in rounds_to_work_on(actor) if work.newest]
    return [release for release in newest if release.state in _WAITS]


def waiting_for(actor: Actor) -> int:
    """How many releases wait for the coordinator's next step."""
    return len(_waiting(actor))


def items(actor: Actor) -> Iterable[Item]:
    """Releases that wait, for the coordinator; the newest published one, for everybody."""
    for release in _waiting(actor):
        yield Item(
            Part.WAITS,
            heading_of(release),
            url=reverse("statistics:work_release", args=[release.pk]),
            tag=release.get_state_display(),
            tone=_WAITS[ReleaseState(release.state)],
            when=timezone.localdate(release.frozen_at),
        )
    for work in rounds_to_work_on(actor):
        if work.fresh and work.round.phase == RoundPhase.LOCKED:
            yield Item(
                Part.WAITS,
                _("%(n)s of %(of)s returns of %(round)s can be frozen")
                % {"round": work.round.name, "n": work.accepted, "of": work.expected},
                url=reverse("statistics:freeze", args=[work.round.pk]),
                when=work.round.locks,
            )
    newest = newest_release(actor)
    if newest is not None and newest.published_at is not None:
        yield Item(
            Part.NEW,
            _("The statistics of %s are published") % newest.round.name,
            url=reverse("statistics:index"),
            when=timezone.localdate(newest.published_at),
        )
