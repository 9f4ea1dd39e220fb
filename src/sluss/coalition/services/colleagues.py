"""The head of an organisation sees to its colleagues: invites, ends, and helps after a lost phone."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Affiliation, Appointment, Organisation
from sluss.people import services as people
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave


class HoldsCoalitionRole(Refused):
    """An organisation's head can't touch the sign-in of somebody with a role in the whole coalition."""

    default = _("This person also has a role in the coalition as a whole. Ask the administrator to do it.")


class AlreadyColleague(Refused):
    default = _("This person already has that role in your organisation.")


def _check_leads(actor: Actor, organisation_id: int) -> None:
    if organisation_id not in actor.leads and not actor.has(Role.ADMINISTRATOR):
        raise NotAllowed


def _check_may_reset(actor: Actor, affiliation: Affiliation) -> None:
    _check_leads(actor, affiliation.organisation_id)
    holds_other = Appointment.objects.on(clock.today()).filter(person=affiliation.person).exists()
    if holds_other and not actor.has(Role.ADMINISTRATOR):
        raise HoldsCoalitionRole


@transaction.atomic
def invite_colleague(
    actor: Actor,
    organisation: Organisation,
    *,
    name: str,
    email: str,
    role: Role,
    reporting_contact: int | None = None,
) -> Affiliation:
    """Give somebody a role in the organisation; who is new is mailed a link to choose a password.

    Raises:
        NotAllowed: the actor doesn't lead the organisation.
        AlreadyColleague: the person holds the role already.
    """
    _check_leads(actor, organisation.pk)
    person = people.make_account(actor, name=name, email=email)
    today = clock.today()
    if Affiliation.objects.on(today).filter(person=person, organisation=organisation, role=role).exists():
        raise AlreadyColleague(field="email")
    affiliation = Affiliation.objects.create(
        person=person, organisation=organisation, role=role, reporting_contact=reporting_contact, starts=today
    )
    leave(actor, "invite colleague", affiliation, detail={"role": role})
    if not person.has_usable_password():
        transaction.on_commit(lambda: people.mail_way_in(person))
    return affiliation


@transaction.atomic
def end_affiliation(actor: Actor, affiliation: Affiliation, *, reason: str = "") -> None:
    """End a colleague's role today: from now on it gives nothing."""
    _check_leads(actor, affiliation.organisation_id)
    affiliation.ends = clock.today() - dt.timedelta(days=1)
    if affiliation.ends < affiliation.starts:  # invited by mistake today
        affiliation.starts = affiliation.ends
    affiliation.save(update_fields=["starts", "ends"])
    leave(actor, "end role", affiliation, reason=reason)


def end_colleagues_sessions(actor: Actor, affiliation: Affiliation, *, reason: str) -> int:
    """Sign a colleague out everywhere."""
    _check_may_reset(actor, affiliation)
    return people.end_sessions(
        actor, affiliation.person, reason=reason, organisation_id=affiliation.organisation_id
    )


def reset_colleagues_sign_in(actor: Actor, affiliation: Affiliation, *, reason: str) -> Person:
    """After a lost phone: the colleague begins anew by a link in an e-mail."""
    _check_may_reset(actor, affiliation)
    people.reset_sign_in(
        actor, affiliation.person, reason=reason, organisation_id=affiliation.organisation_id
    )
    return affiliation.person
