"""What follows when somebody begins or ceases to sign for the coalition: who must be told."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from sluss.agenda.models import Task
from sluss.agenda.services.tasks import give_task
from sluss.coalition.models import Appointment, GroupKind, Organisation, OrganisationKind, Seat, SeatRole
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import SYSTEM, Actor, Role

#: days within which bank, tax agency and funders are told
DAYS = 14


def tell_who_must_know(sender: Any, *, actor: Actor, seat: Seat, **kwargs: Any) -> None:
    """Give the treasurer the tasks to tell bank, tax agency and funders. A change on top of one not told adds none."""
    owner = _treasurer() or _coordinator()
    if owner is None:
        return
    due = clock.today() + dt.timedelta(days=DAYS)
    with translation.override(owner.language):
        for title in _titles():
            standing = Task.objects.unfinished().filter(thing_kind=seat._meta.label_lower, title=title)
            if not standing.exists():
                note = _("Who signs for the coalition has changed. Send the minutes with the election.")
                give_task(SYSTEM, title=title, owner=owner, due=due, note=note, thing=seat)


def _titles() -> Iterator[str]:
    yield _("Tell the bank who signs for the coalition")
    yield _("Tell the tax agency who signs for the coalition")
    for funder in Organisation.objects.filter(kind=OrganisationKind.FUNDER, active=True):
        yield _("Tell %(funder)s who signs for the coalition") % {"funder": funder.name}


def _treasurer() -> Person | None:
    seats = Seat.objects.on(clock.today()).filter(
        role=SeatRole.TREASURER, group__kind=GroupKind.BOARD, person__is_active=True
    )
    seat = seats.select_related("person").order_by("-starts", "pk").first()
    return seat.person if seat else None


def _coordinator() -> Person | None:
    held = Appointment.objects.on(clock.today()).filter(role=Role.COORDINATOR, person__is_active=True)
    first = held.select_related("person").order_by("deputy_for", "pk").first()
    return first.person if first else None
