"""The head of an organisation sees to its colleagues: invites, ends, and helps after a lost phone."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Affiliation, Appointment, ContactPerson, Organisation
from sluss.people import services as people
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave


class HoldsCoalitionRole(Refused):
    """An organisation's head can't touch the sign-in of somebody with a role in the whole coalition."""

    default = _("This person also has a role in the coalition as a whole. Ask the administrator to do it.")


class HoldsRoleElsewhere(Refused):
    """Nor of somebody who also works for another organisation: else an invitation would be enough to reach it."""

    default = _("This person also has a role in another organisation. Ask the administrator to do it.")


class AlreadyColleague(Refused):
    default = _("This person already has that role in your organisation.")


class OwnRole(Refused):
    default = _("You can't end your own role. Another head of your organisation or the administrator can.")


class NotTwoContacts(Refused):
    default = _("First and second must be two different people.")


def _check_leads(actor: Actor, organisation_id: int) -> None:
    if organisation_id not in actor.leads and not actor.has(Role.ADMINISTRATOR):
        raise NotAllowed


def _check_may_reset(actor: Actor, affiliation: Affiliation) -> None:
    _check_leads(actor, affiliation.organisation_id)
    if actor.has(Role.ADMINISTRATOR):
        return
    today = clock.today()
    if Appointment.objects.on(today).filter(person=affiliation.person).exists():
        raise HoldsCoalitionRole
    held = Affiliation.objects.on(today).filter(person=affiliation.person)
    if held.exclude(organisation__in=actor.leads).exists():
        raise HoldsRoleElsewhere


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
    if reporting_contact is not None:
        _free_place(organisation, reporting_contact)
    affiliation = Affiliation.objects.create(
        person=person, organisation=organisation, role=role, reporting_contact=reporting_contact, starts=today
    )
    leave(actor, "invite colleague", affiliation, detail={"role": role})
    if not person.has_usable_password():
        transaction.on_commit(lambda: people.mail_way_in(person))
    return affiliation


def _free_place(organisation: Organisation, place: int) -> None:
    """One person is reminded first and one second: who held the place before is reminded no more."""
    Affiliation.objects.filter(organisation=organisation, reporting_contact=place).update(
        reporting_contact=None
    )


@transaction.atomic
def confirm_contacts(
    actor: Actor,
    organisation: Organisation,
    *,
    first: Affiliation | None = None,
    second: Affiliation | None = None,
) -> None:
    """Say, once a year, that the contacts are still right and who is reminded first and second.

    `first` is None only where nobody reports yet. The trail keeps the day on which it was looked after.

    Raises:
        NotAllowed: the actor doesn't lead the organisation, or a contact reports for another one.
        NotTwoContacts: both are the same person.
    """
    _check_leads(actor, organisation.pk)
    places = [(place, held) for place, held in ((1, first), (2, second)) if held is not None]
    if any(held.organisation_id != organisation.pk for _place, held in places):
        raise NotAllowed
    if len(places) == 2 and places[0][1].person_id == places[1][1].person_id:
        raise NotTwoContacts(field="second")
    for place in (1, 2):
        _free_place(organisation, place)
    for place, held in places:
        held.reporting_contact = place
        held.save(update_fields=["reporting_contact"])
    today = clock.today()
    ContactPerson.objects.on(today).filter(organisation=organisation).update(confirmed_on=today)
    # the verb keeps its first name, so that earlier years' lines count
    leave(actor, "confirm reporting contacts", organisation, organisation_id=organisation.pk)


@transaction.atomic
def end_affiliation(actor: Actor, affiliation: Affiliation, *, reason: str = "") -> None:
    """End a colleague's role today: from now on it gives nothing.

    Raises:
        NotAllowed: the actor doesn't lead the organisation.
        OwnRole: it is the actor's own; an organisation must not be left without a head by a slip.
    """
    _check_leads(actor, affiliation.organisation_id)
    if affiliation.person_id == actor.person_id:
        raise OwnRole
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
