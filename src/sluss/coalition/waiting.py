"""What the coalition's room tells on a person's home page and in the room rail."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluss.coalition.selectors import contacts_to_confirm, last_check_of_trail
from sluss.trust import clock, rail, waiting
from sluss.trust.actor import Actor, Role
from sluss.trust.rail import Room
from sluss.trust.waiting import Item, Part

#: days after which the trail should have been read again
DAYS_BETWEEN_CHECKS = 30


def register() -> None:
    for room in ROOMS:
        rail.register(room)
    waiting.register(tell)


def _trail_is_due(actor: Actor) -> bool:
    if not actor.has(Role.AUDITOR):
        return False
    last = last_check_of_trail()
    return last is None or (clock.now() - last.at).days >= DAYS_BETWEEN_CHECKS


def tell(actor: Actor) -> Iterator[Item]:
    for organisation in contacts_to_confirm(actor):
        yield Item(
            Part.WAITS,
            _("Say who is reminded when a return is due"),
            reverse("coalition:reporting_contacts", args=[organisation.pk]),
            detail=_("%(organisation)s. We ask once a year.") % {"organisation": organisation.name},
        )
    if _trail_is_due(actor):
        yield Item(
            Part.WAITS,
            _("Read the trail and mark that it is checked"),
            reverse("coalition:trail"),
            detail=_("Once a month."),
        )


ROOMS = (
    Room(
        "colleagues",
        gettext_lazy("Colleagues"),
        "coalition:colleagues",
        visible=lambda actor: actor.has(Role.LEAD),
        waiting=lambda actor: len(contacts_to_confirm(actor)),
        order=60,
    ),
    Room(
        "organisations",
        gettext_lazy("Organisations"),
        "coalition:organisations",
        visible=lambda actor: actor.has(Role.ADMINISTRATOR, Role.COORDINATOR, Role.BOARD),
        order=70,
    ),
    Room(
        "accounts",
        gettext_lazy("Accounts"),
        "coalition:accounts",
        visible=lambda actor: actor.has(Role.ADMINISTRATOR),
        order=72,
    ),
    Room(
        "deputies",
        gettext_lazy("Deputies"),
        "coalition:deputies",
        visible=lambda actor: actor.is_coordinator,
        order=75,
    ),
    Room(
        "trail",
        gettext_lazy("Trail"),
        "coalition:trail",
        visible=lambda actor: actor.has(Role.AUDITOR, Role.LEAD),
        waiting=lambda actor: int(_trail_is_due(actor)),
        order=80,
    ),
)
