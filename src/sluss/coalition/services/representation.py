"""Who sits where for the coalition: given with instructions, ended, and notes brought back."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Audience, Group, Representation, RepresentationNote
from sluss.coalition.services.members import InTheFuture
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class SeatOutOfOrder(Refused):
    default = _("The last day comes before the first. Choose a later one.")


class NoGroupToTell(Refused):
    default = _("The seat reports to no group. Choose who else may read the note.")


def may_send(actor: Actor) -> bool:
    """Who says where somebody sits for the coalition: coordinator and board."""
    return actor.has(Role.COORDINATOR, Role.BOARD)


def may_write_note(actor: Actor, representation: Representation) -> bool:
    """Who brings notes back: who sits there, and the coordinator."""
    return actor.is_coordinator or actor.person_id == representation.person_id


def _check(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed


@transaction.atomic
def give_representation(
    actor: Actor,
    *,
    body: str,
    person: Person,
    starts: dt.date | None = None,
    ends: dt.date | None = None,
    reports_to: Group | None = None,
    instructions: str = "",
    next_occasions: str = "",
) -> Representation:
    """Let a person sit in a body outside for the coalition.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        SeatOutOfOrder: the last day comes before the first.
    """
    _check(may_send(actor))
    starts = starts or clock.today()
    _check_order(starts, ends)
    given = Representation.objects.create(
        body=body, person=person, starts=starts, ends=ends, reports_to=reports_to,
        instructions=instructions, next_occasions=next_occasions,
    )  # fmt: skip
    leave(actor, "give representation", given)
    return given


def _check_order(starts: dt.date, ends: dt.date | None) -> None:
    if ends is not None and ends < starts:
        raise SeatOutOfOrder(field="ends")


@transaction.atomic
def change_representation(
    actor: Actor,
    given: Representation,
    *,
    body: str,
    person: Person,
    starts: dt.date,
    ends: dt.date | None,
    reports_to: Group | None,
    instructions: str,
    next_occasions: str,
) -> None:
    """Change where, who, until when, and with what.

    Raises: as `give_representation` does.
    """
    _check(may_send(actor))
    _check_order(starts, ends)
    given.body, given.person, given.starts, given.ends = body, person, starts, ends
    given.reports_to, given.instructions, given.next_occasions = reports_to, instructions, next_occasions
    given.save()
    leave(actor, "change representation", given)


@transaction.atomic
def end_representation(actor: Actor, given: Representation, *, ends: dt.date, reason: str = "") -> None:
    """Let it end on a day, that day included.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        WrongState: it has ended already.
        SeatOutOfOrder: the day comes before the first.
    """
    _check(may_send(actor))
    if given.ends is not None and given.ends < clock.today():
        raise WrongState
    _check_order(given.starts, ends)
    given.ends = ends
    given.save(update_fields=["ends"])
    leave(actor, "end representation", given, reason=reason, detail={"to": ends.isoformat()})


@transaction.atomic
def write_representation_note(
    actor: Actor, given: Representation, *, text: str, audience: str, day: dt.date | None = None
) -> RepresentationNote:
    """Bring a note back, for an audience; of the audience "the group" it is for the one reported to.

    Raises:
        NotAllowed: the actor neither sits there nor is the coordinator.
        InTheFuture: the day hasn't come.
        NoGroupToTell: it is for the group, and none is reported to.
    """
    _check(may_write_note(actor, given))
    day = day or clock.today()
    if day > clock.today():
        raise InTheFuture(field="day")
    if audience == Audience.GROUP and given.reports_to is None:
        raise NoGroupToTell(field="audience")
    note = RepresentationNote.objects.create(
        representation=given, day=day, text=text, audience=audience, written_by_id=actor.person_id,
        group=given.reports_to if audience == Audience.GROUP else None,
    )  # fmt: skip
    leave(actor, "write note from outside", note, detail={"audience": audience})
    return note
