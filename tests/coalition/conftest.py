"""People at organisations, and groups."""

import datetime as dt
from typing import Any

from sluss.coalition.models import (
    ContactPerson,
    Group,
    HeldContactRole,
    Membership,
    Organisation,
    OrganisationKind,
    Seat,
)

LONG_AGO = dt.date(2013, 1, 1)


def make_contact(organisation: Organisation, name: str, *roles: str, **given: Any) -> ContactPerson:
    """A contact since 2013 with an address made of the name."""
    given.setdefault("email", f"{name.lower().replace(' ', '.')}@example.org")
    given.setdefault("starts", LONG_AGO)
    contact = ContactPerson.objects.create(organisation=organisation, name=name, **given)
    for role in roles:
        HeldContactRole.objects.create(contact=contact, role=role)
    return contact


def make_party(name: str, kind: str = OrganisationKind.AUTHORITY, **given: Any) -> Organisation:
    return Organisation.objects.create(name=name, short_name=name[:60], kind=kind, **given)


def make_member(name: str, starts: dt.date = LONG_AGO) -> Organisation:
    organisation = Organisation.objects.create(name=name, short_name=name[:60])
    Membership.objects.create(organisation=organisation, starts=starts)
    return organisation


def make_group(name: str = "Arbetsgruppen för barn", kind: str = "working", **given: Any) -> Group:
    given.setdefault("starts", LONG_AGO)
    return Group.objects.create(name=name, kind=kind, **given)


def make_seat(group: Group, person: Any, role: str = "member", **given: Any) -> Seat:
    given.setdefault("starts", LONG_AGO)
    return Seat.objects.create(group=group, person=person, role=role, **given)
