"""Organisations as the coalition knows them, and the people there whom it writes to."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import ContactPerson, HeldContactRole, Organisation
from sluss.coalition.organisation_number import Fault, WrongNumber, normal
from sluss.coalition.selectors.parties import sees_details
from sluss.coalition.services.members import NameTaken, may_keep_members
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave

#: what the organisation itself may change of what is known of it; the rest is the coordinator's
OWN_PARTICULARS = frozenset(
    {
        "name", "short_name", "number", "country", "web", "languages", "services", "target_groups", "address",
        "address_protected", "duty_to_report", "duty_noted_on", "licence_from", "licence_places",
    }
)  # fmt: skip

FAULTS = {
    Fault.DIGITS: _("An organisation number has ten digits, such as 802002-8166."),
    Fault.PERSON: _("That looks like a person's number. An organisation number's third digit is 2 or more."),
    Fault.CHECK: _("The last digit doesn't fit the others. One of the ten is probably mistyped."),
}


class NumberWrong(Refused):
    """`FAULTS` says how."""


class NumberTaken(Refused):
    default = _("Another organisation has that number.")


class NobodyToReach(Refused):
    default = _("Give an e-mail address or a telephone number, or both.")


class ContactOutOfOrder(Refused):
    default = _("The last day comes before the first. Choose a later one.")


class NeedsAlias(Refused):
    default = _("Say what a protected person is called by others: “The duty line”, for example.")


def checked_number(written: str, country: str) -> str:
    """The number as it is kept; in Sweden it is checked.

    Raises:
        NumberWrong: it isn't an organisation number.
    """
    if not written.strip() or country != "SE":
        return written.strip()
    try:
        return normal(written)
    except WrongNumber as wrong:
        raise NumberWrong(FAULTS[wrong.fault], field="number") from wrong


def may_change_party(actor: Actor, organisation: Organisation) -> bool:
    return may_keep_members(actor) or organisation.pk in actor.leads


def _check_free(organisation: Organisation) -> None:
    others = Organisation.objects.exclude(pk=organisation.pk)
    if others.filter(name__iexact=organisation.name).exists():
        raise NameTaken(field="name")
    number, country = organisation.number, organisation.country
    if number and others.filter(number=number, country=country).exists():
        raise NumberTaken(field="number")


@transaction.atomic
def add_party(actor: Actor, **known: Any) -> Organisation:
    """Keep an organisation that the coalition works with. `known`: fields of `Organisation`.

    Raises:
        NotAllowed: only coordinator and administrator keep parties.
        NumberWrong, NumberTaken, NameTaken: it can't be.
    """
    if not may_keep_members(actor):
        raise NotAllowed
    organisation = Organisation(**known)
    organisation.number = checked_number(organisation.number, organisation.country)
    _check_free(organisation)
    organisation.save()
    leave(actor, "add organisation", organisation, organisation_id=organisation.pk)
    return organisation


@transaction.atomic
def change_party(actor: Actor, organisation: Organisation, known: Mapping[str, Any]) -> None:
    """Change what is known of an organisation: its head what `OWN_PARTICULARS` names, the coordinator all.

    Raises:
        NotAllowed: the actor has nothing to do with it, or changes what is the coordinator's.
        NumberWrong, NumberTaken, NameTaken: it can't be.
    """
    if not may_change_party(actor, organisation):
        raise NotAllowed
    if not may_keep_members(actor) and not OWN_PARTICULARS.issuperset(known):
        raise NotAllowed
    changed = sorted(name for name, value in known.items() if getattr(organisation, name) != value)
    for name, value in known.items():
        setattr(organisation, name, value)
    organisation.number = checked_number(organisation.number, organisation.country)
    _check_free(organisation)
    organisation.save()
    leave(
        actor,
        "change organisation",
        organisation,
        organisation_id=organisation.pk,
        detail={"fields": changed},
    )


def may_keep_contacts(actor: Actor, organisation: Organisation) -> bool:
    return may_change_party(actor, organisation)


def _check_contact(contact: ContactPerson) -> None:
    if not (contact.email or contact.phone):
        raise NobodyToReach(field="email")
    if contact.ends is not None and contact.ends < contact.starts:
        raise ContactOutOfOrder(field="ends")
    if contact.protected and not contact.alias.strip():
        raise NeedsAlias(field="alias")


def _keep_contact(actor: Actor, contact: ContactPerson, roles: Iterable[str]) -> None:
    _check_contact(contact)
    contact.email = contact.email.lower()
    contact.person = Person.objects.filter(email=contact.email).first() if contact.email else None
    contact.confirmed_on = clock.today()
    contact.save()
    contact.held.all().delete()
    HeldContactRole.objects.bulk_create(HeldContactRole(contact=contact, role=role) for role in set(roles))


@transaction.atomic
def add_contact(
    actor: Actor, organisation: Organisation, *, roles: Iterable[str] = (), **known: Any
) -> ContactPerson:
    """Keep a person at an organisation. `known`: fields of `ContactPerson`.

    Raises:
        NotAllowed: it is neither the own organisation nor is the actor the coordinator.
        NobodyToReach, ContactOutOfOrder, NeedsAlias: it can't be.
    """
    if not may_keep_contacts(actor, organisation):
        raise NotAllowed
    contact = ContactPerson(organisation=organisation, **known)
    _keep_contact(actor, contact, roles)
    leave(actor, "add contact person", contact)
    return contact


@transaction.atomic
def change_contact(actor: Actor, contact: ContactPerson, *, roles: Iterable[str] = (), **known: Any) -> None:
    """Change what is known of a contact.

    Raises: as `add_contact` does.
    """
    if not may_keep_contacts(actor, contact.organisation):
        raise NotAllowed
    for name, value in known.items():
        setattr(contact, name, value)
    _keep_contact(actor, contact, roles)
    leave(actor, "change contact person", contact)


@transaction.atomic
def end_contact(actor: Actor, contact: ContactPerson, *, reason: str = "") -> None:
    """The person is no longer a contact, from today on.

    Raises:
        NotAllowed: it is neither the own organisation nor is the actor the coordinator.
    """
    if not may_keep_contacts(actor, contact.organisation):
        raise NotAllowed
    contact.ends = clock.today() - dt.timedelta(days=1)
    contact.starts = min(contact.starts, contact.ends)
    contact.save(update_fields=["starts", "ends"])
    leave(actor, "end contact person", contact, reason=reason)


@transaction.atomic
def take_contacts_out(
    actor: Actor, contacts: Sequence[ContactPerson], write: Callable[[Sequence[ContactPerson]], bytes]
) -> bytes:
    """Contacts as a file, written by `write`; the trail says how many left, and by whom.

    Raises:
        NotAllowed: a contact is protected, or its details aren't the actor's to see.
    """
    if any(contact.protected or not sees_details(actor, contact) for contact in contacts):
        raise NotAllowed
    if contacts:
        leave(actor, "take contacts out", contacts[0], detail={"contacts": len(contacts)})
    return write(contacts)
