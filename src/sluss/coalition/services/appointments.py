"""Roles in the coalition as a whole, and who stands in for the coordinator."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Appointment
from sluss.coalition.selectors import may_appoint_deputies
from sluss.people import services as people
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave


class DatesOutOfOrder(Refused):
    default = _("The last day comes before the first. Choose a later one.")


class DaysPassed(Refused):
    default = _("The last day has passed. Choose a later one.")


class AlreadyAppointed(Refused):
    default = _("This person already has that role.")


class ComesWithSeat(Refused):
    default = _("The role comes with a seat on the board. End the seat, and the role ends with it.")


class LastAdministrator(Refused):
    default = _("Without an administrator nobody could be let in. Appoint another first.")


@transaction.atomic
def appoint(actor: Actor, *, name: str, email: str, role: Role, ends: dt.date | None = None) -> Appointment:
    """Give somebody a role in the coalition as a whole, with a last day where it is known.

    Raises:
        NotAllowed: only the administrator appoints.
        DaysPassed: the last day lies behind.
        AlreadyAppointed: the person holds the role already.
    """
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAllowed
    today = clock.today()
    if ends is not None and ends < today:
        raise DaysPassed(field="ends")
    person = people.make_account(actor, name=name, email=email)
    if Appointment.objects.on(today).filter(person=person, role=role, deputy_for=None).exists():
        raise AlreadyAppointed(field="email")
    appointment = Appointment.objects.create(person=person, role=role, starts=today, ends=ends)
    leave(actor, "appoint", appointment, detail={"role": role})
    if not person.has_usable_password():
        transaction.on_commit(lambda: people.mail_way_in(person))
    return appointment


@transaction.atomic
def appoint_deputy(actor: Actor, person: Person, *, starts: dt.date, ends: dt.date) -> Appointment:
    """Let somebody stand in for the coordinator from a day to a day, both included.

    Raises:
        NotAllowed: only a coordinator who isn't a deputy appoints one.
        DatesOutOfOrder: the last day comes before the first.
        DaysPassed: the last day lies behind.
    """
    if not may_appoint_deputies(actor):
        raise NotAllowed(_("Only the coordinator appoints a deputy; a deputy can't appoint another."))
    if ends < starts:
        raise DatesOutOfOrder(field="ends")
    if ends < clock.today():
        raise DaysPassed(field="ends")
    deputy = Appointment.objects.create(
        person=person, role=Role.COORDINATOR, deputy_for_id=actor.person_id, starts=starts, ends=ends
    )
    leave(actor, "appoint deputy", deputy, detail={"from": starts.isoformat(), "to": ends.isoformat()})
    return deputy


@transaction.atomic
def end_appointment(actor: Actor, appointment: Appointment, *, reason: str = "") -> None:
    """End a role in the coalition at once: the administrator any, the coordinator a deputy's.

    Raises:
        NotAllowed: it is neither the administrator nor the coordinator whom the deputy stands in for.
        ComesWithSeat: the role is a seat's on the board.
        LastAdministrator: nobody else administers.
    """
    own_deputy = appointment.deputy_for_id is not None and appointment.deputy_for_id == actor.person_id
    if not (actor.has(Role.ADMINISTRATOR) or own_deputy):
        raise NotAllowed
    if appointment.seat_id is not None:
        raise ComesWithSeat
    if appointment.role == Role.ADMINISTRATOR and not _others_administer(appointment):
        raise LastAdministrator
    appointment.ends = clock.today() - dt.timedelta(days=1)
    appointment.starts = min(appointment.starts, appointment.ends)
    appointment.save(update_fields=["starts", "ends"])
    leave(actor, "end appointment", appointment, reason=reason)


def _others_administer(appointment: Appointment) -> bool:
    held = Appointment.objects.on(clock.today()).filter(role=Role.ADMINISTRATOR, ends=None)
    return held.exclude(person=appointment.person_id).exists()
