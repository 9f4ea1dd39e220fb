"""Roles in the coalition as a whole, and who stands in for the coordinator."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Appointment
from sluss.people import services as people
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave


class DatesOutOfOrder(Refused):
    default = _("The last day comes before the first. Choose a later one.")


@transaction.atomic
def appoint(actor: Actor, *, name: str, email: str, role: Role, ends: dt.date | None = None) -> Appointment:
    """Give somebody a role in the coalition as a whole. Only the administrator does."""
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAllowed
    person = people.make_account(actor, name=name, email=email)
    appointment = Appointment.objects.create(person=person, role=role, starts=clock.today(), ends=ends)
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
    """
    regular = Appointment.objects.on(clock.today()).filter(role=Role.COORDINATOR, deputy_for=None)
    if not regular.filter(person=actor.person_id or 0).exists():
        raise NotAllowed(_("Only the coordinator appoints a deputy; a deputy can't appoint another."))
    if ends < starts:
        raise DatesOutOfOrder(field="ends")
    deputy = Appointment.objects.create(
        person=person, role=Role.COORDINATOR, deputy_for_id=actor.person_id, starts=starts, ends=ends
    )
    leave(actor, "appoint deputy", deputy, detail={"from": starts.isoformat(), "to": ends.isoformat()})
    return deputy


@transaction.atomic
def end_appointment(actor: Actor, appointment: Appointment, *, reason: str = "") -> None:
    """End a role in the coalition at once: the administrator any, the coordinator a deputy's."""
    own_deputy = appointment.deputy_for_id is not None and appointment.deputy_for_id == actor.person_id
    if not (actor.has(Role.ADMINISTRATOR) or own_deputy):
        raise NotAllowed
    appointment.ends = clock.today() - dt.timedelta(days=1)
    appointment.starts = min(appointment.starts, appointment.ends)
    appointment.save(update_fields=["starts", "ends"])
    leave(actor, "end appointment", appointment, reason=reason)
