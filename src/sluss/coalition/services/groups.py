"""Board and working groups: begun, changed, prolonged, closed; who sits in them and signs for the coalition."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import (
    GROUP_STATES,
    Appointment,
    Group,
    GroupKind,
    GroupState,
    Seat,
    SeatRole,
)
from sluss.coalition.signals import signatory_changed
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class EndsBeforeItBegins(Refused):
    default = _("The last day comes before the first. Choose a later one.")


class SitsAlready(Refused):
    default = _("The person sits in the group already at that time. End the seat first.")


class NoFinalNote(Refused):
    default = _("Write what came of it: the final note is what remains of the group.")


class BoardStays(Refused):
    default = _("The board can't be closed or given a last day: its members change, the board stays.")


class BoardIsMadeByCoordinator(Refused):
    default = _("Only the coordinator makes a group the board, or the board another group.")


class NotProlonged(Refused):
    default = _("Choose a day later than the present last day.")


class ReportsToItself(Refused):
    default = _("A group can't report to itself.")


def may_lead_groups(actor: Actor) -> bool:
    """Who begins, changes and closes groups: the coordinator and the board."""
    return actor.has(Role.COORDINATOR, Role.BOARD)


def may_seat(actor: Actor, group: Group) -> bool:
    """Who says who sits in a group: its convener, too. A seat on the board gives powers: the coordinator's, and
    of those who run the board."""
    if group.kind == GroupKind.BOARD:
        return actor.has(Role.COORDINATOR, Role.ADMINISTRATOR) or group.pk in actor.runs
    return may_lead_groups(actor) or group.pk in actor.runs


def _check(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed


def _check_order(starts: dt.date, ends: dt.date | None) -> None:
    if ends is not None and ends < starts:
        raise EndsBeforeItBegins(field="ends")


def _check_powers(actor: Actor, before: str, after: str) -> None:
    """A seat on the board gives powers: who can't give such a seat doesn't get there by calling a group the board."""
    changes = before != after and GroupKind.BOARD in {before, after}
    if changes and not actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        raise BoardIsMadeByCoordinator(field="kind")


def _check_group(kind: str, starts: dt.date, ends: dt.date | None) -> None:
    if kind == GroupKind.BOARD and ends is not None:
        raise BoardStays(field="ends")
    _check_order(starts, ends)


@transaction.atomic
def start_group(
    actor: Actor,
    *,
    name: str,
    kind: str = GroupKind.WORKING,
    mandate: str = "",
    starts: dt.date | None = None,
    ends: dt.date | None = None,
    reports_to: Group | None = None,
) -> Group:
    """Begin a group with a mandate, perhaps until a day.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        BoardIsMadeByCoordinator: it is a board.
        EndsBeforeItBegins, BoardStays: the days can't be.
    """
    _check(may_lead_groups(actor))
    _check_powers(actor, GroupKind.WORKING, kind)
    starts = starts or clock.today()
    _check_group(kind, starts, ends)
    group = Group.objects.create(
        name=name, kind=kind, mandate=mandate, starts=starts, ends=ends, reports_to=reports_to,
        state=GroupState.PROPOSED,
    )  # fmt: skip
    GROUP_STATES.move(actor, group, "start group")
    group.save(update_fields=["state"])
    return group


@transaction.atomic
def change_group(
    actor: Actor,
    group: Group,
    *,
    name: str,
    kind: str,
    mandate: str,
    starts: dt.date,
    ends: dt.date | None,
    reports_to: Group | None,
) -> None:
    """Change what the group is and until when.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        WrongState: the group is closed.
        BoardIsMadeByCoordinator: it becomes a board, or the board becomes something else.
        EndsBeforeItBegins, BoardStays, ReportsToItself: it can't be.
    """
    _check(may_lead_groups(actor))
    _check_open(group)
    _check_powers(actor, Group.objects.values_list("kind", flat=True).get(pk=group.pk), kind)
    _check_group(kind, starts, ends)
    if reports_to is not None and reports_to.pk == group.pk:
        raise ReportsToItself(field="reports_to")
    group.name, group.kind, group.mandate = name, kind, mandate
    group.starts, group.ends, group.reports_to = starts, ends, reports_to
    group.save()
    leave(actor, "change group", group)


def _check_open(group: Group) -> None:
    if group.state == GroupState.CLOSED:
        raise WrongState(_("The group is closed."))


@transaction.atomic
def prolong_group(actor: Actor, group: Group, *, ends: dt.date, reason: str = "") -> None:
    """Give the group a later last day.

    Raises:
        NotAllowed: the actor is neither coordinator nor board, nor runs the group.
        WrongState: the group is closed.
        NotProlonged: the day isn't later than today and than the present last day.
    """
    _check(may_lead_groups(actor) or group.pk in actor.runs)
    _check_open(group)
    if group.kind == GroupKind.BOARD:
        raise BoardStays(field="ends")
    if ends <= max(group.ends or clock.today(), clock.today()):
        raise NotProlonged(field="ends")
    before, group.ends = group.ends, ends
    group.save(update_fields=["ends"])
    detail = {"from": before.isoformat() if before else None, "to": ends.isoformat()}
    leave(actor, "prolong group", group, reason=reason, detail=detail)


@transaction.atomic
def close_group(actor: Actor, group: Group, *, final_note: str) -> None:
    """Close the group with a note of what came of it; its seats end today.

    Raises:
        NotAllowed: the actor is neither coordinator nor board, nor runs the group.
        BoardStays: it is the board.
        NoFinalNote: nothing is written.
        WrongState: it is closed already.
    """
    _check(may_lead_groups(actor) or group.pk in actor.runs)
    if group.kind == GroupKind.BOARD:
        raise BoardStays
    if not final_note.strip():
        raise NoFinalNote(field="final_note")
    GROUP_STATES.move(actor, group, "close group")
    group.final_note = final_note
    today = clock.today()
    group.ends = max(group.starts, min(group.ends or today, today))
    group.save(update_fields=["state", "final_note", "ends"])
    for held in group.seats.on(today):
        _end(actor, held, max(today, held.starts))


@transaction.atomic
def seat(
    actor: Actor,
    group: Group,
    person: Person,
    role: str = SeatRole.MEMBER,
    *,
    starts: dt.date | None = None,
    ends: dt.date | None = None,
    elected_by: str = "",
    signatory: bool = False,
) -> Seat:
    """Let a person sit in a group. A seat on the board gives the role of board for the same days.

    Raises:
        NotAllowed: the actor doesn't say who sits in the group.
        WrongState: the group is closed.
        EndsBeforeItBegins: the last day comes before the first.
        SitsAlready: the person sits there already on one of the days.
    """
    _check(may_seat(actor, group))
    _check_open(group)
    starts = starts or clock.today()
    _check_order(starts, ends)
    if _overlapping(group, person, starts, ends):
        raise SitsAlready(field="person")
    made = Seat.objects.create(
        group=group, person=person, role=role, starts=starts, ends=ends, elected_by=elected_by,
        signatory=signatory,
    )  # fmt: skip
    leave(actor, "give seat", made, detail={"role": role})
    if group.kind == GroupKind.BOARD:
        _appoint_to_board(made)
    if signatory:
        signatory_changed.send(sender=Seat, actor=actor, seat=made)
    return made


def _overlapping(group: Group, person: Person, starts: dt.date, ends: dt.date | None) -> bool:
    held = Seat.objects.filter(group=group, person=person).exclude(ends__lt=starts)
    return (held.filter(starts__lte=ends) if ends is not None else held).exists()


def _appoint_to_board(held: Seat) -> None:
    """The role of board comes with the seat; one given before by hand goes over to it."""
    by_hand = Appointment.objects.on(held.starts).filter(
        person=held.person, role=Role.BOARD, seat=None, deputy_for=None
    )
    for appointment in by_hand:
        appointment.ends = held.starts - dt.timedelta(days=1)
        appointment.starts = min(appointment.starts, appointment.ends)
        appointment.save(update_fields=["starts", "ends"])
    Appointment.objects.create(
        person=held.person, role=Role.BOARD, seat=held, starts=held.starts, ends=held.ends
    )


@transaction.atomic
def elect(
    actor: Actor,
    group: Group,
    person: Person,
    role: str,
    *,
    starts: dt.date,
    ends: dt.date | None,
    elected_by: str,
    signatory: bool = False,
) -> Seat:
    """Seat somebody elected by a meeting; a seat that the person holds in the group ends the day before.

    Raises: as `seat` does.
    """
    _check(may_seat(actor, group))
    for held in Seat.objects.filter(group=group, person=person, starts__lt=starts).exclude(ends__lt=starts):
        _end(actor, held, starts - dt.timedelta(days=1))
    return seat(
        actor, group, person, role, starts=starts, ends=ends, elected_by=elected_by, signatory=signatory
    )


@transaction.atomic
def end_seat(actor: Actor, held: Seat, *, ends: dt.date, reason: str = "") -> None:
    """Let a seat end on a day, that day included; the role of board ends with it.

    Raises:
        NotAllowed: the actor doesn't say who sits in the group.
        WrongState: the seat has ended already.
        EndsBeforeItBegins: the day comes before the seat's first.
    """
    _check(may_seat(actor, held.group))
    if held.ends is not None and held.ends < clock.today():
        raise WrongState(_("The seat has ended already."))
    _check_order(held.starts, ends)
    _end(actor, held, ends, reason)


def _end(actor: Actor, held: Seat, ends: dt.date, reason: str = "") -> None:
    held.ends = ends
    held.save(update_fields=["ends"])
    held.appointments.update(ends=ends)
    leave(actor, "end seat", held, reason=reason, detail={"to": ends.isoformat()})
    if held.signatory:
        signatory_changed.send(sender=Seat, actor=actor, seat=held)


@transaction.atomic
def change_signatory(actor: Actor, held: Seat, *, signatory: bool, decision: str = "") -> None:
    """Say that who sits there signs for the coalition, or no longer does.

    Raises:
        NotAllowed: the actor doesn't say who sits in the group.
        WrongState: it is so already, or the seat has ended.
    """
    _check(may_seat(actor, held.group))
    if held.signatory == signatory or (held.ends is not None and held.ends < clock.today()):
        raise WrongState
    held.signatory = signatory
    held.save(update_fields=["signatory"])
    leave(actor, "change signatory", held, reason=decision, detail={"signs": signatory})
    signatory_changed.send(sender=Seat, actor=actor, seat=held)
