"""Who is meant when something goes to the members, the network, the partners, the board, a group."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from sluss.coalition.models import (
    SPEAKS_FOR_THE_ORGANISATION,
    Affiliation,
    Appointment,
    Audience,
    ContactPerson,
    Group,
    GroupKind,
    GroupState,
    Organisation,
    OrganisationKind,
    Seat,
)
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Role

#: which parties are meant beside the members
FRIENDS = (OrganisationKind.FRIEND,)
PARTNERS = (
    OrganisationKind.AUTHORITY,
    OrganisationKind.FUNDER,
    OrganisationKind.UNIVERSITY,
    OrganisationKind.PARTNER,
)


@dataclass(frozen=True)
class Addressee:
    """Somebody to write to. A protected person's `name` is the alias."""

    name: str
    email: str
    person_id: int | None = None
    organisation_id: int | None = None


def people_for(audience: Audience, group: Group | None = None, day: dt.date | None = None) -> list[Addressee]:
    """Who is meant by an audience on a day (default: today), each address once, by name.

    The group: who sits in it (nobody where none is given). The board: its seats. The members: the heads and
    delegates of member organisations, and the board. The network: also contacts of network friends. Partners:
    also contacts of authorities, funders, universities and partner networks, and authorities' guests. Everybody
    can't be written to: it is the partners. Members that pause and parties we no longer work with aren't meant.
    """
    day = day or clock.today()
    found = _each_once(_all_for(Audience(audience), group, day))
    return sorted(found, key=lambda one: (one.name.casefold(), one.email))


def _all_for(audience: Audience, group: Group | None, day: dt.date) -> Iterator[Addressee]:
    if audience == Audience.GROUP:
        if group is not None:
            yield from _seated(Q(group=group), day)
        return
    if audience != Audience.BOARD:
        yield from _of_members(day)
    yield from _board(day)
    if audience in {Audience.NETWORK, Audience.PARTNERS, Audience.PUBLIC}:
        yield from _of_parties(FRIENDS, day)
    if audience in {Audience.PARTNERS, Audience.PUBLIC}:
        yield from _of_parties(PARTNERS, day)
        yield from _appointed(Role.AUTHORITY, day)


def _seated(which: Q, day: dt.date) -> Iterator[Addressee]:
    seats = Seat.objects.on(day).filter(which, person__is_active=True).select_related("person")
    yield from _with_organisation([seat.person for seat in seats], day)


def _board(day: dt.date) -> Iterator[Addressee]:
    yield from _seated(Q(group__kind=GroupKind.BOARD, group__state=GroupState.ACTIVE), day)
    yield from _appointed(Role.BOARD, day)


def _appointed(role: Role, day: dt.date) -> Iterator[Addressee]:
    held = Appointment.objects.on(day).filter(role=role, person__is_active=True).select_related("person")
    yield from _with_organisation([one.person for one in held], day)


def _with_organisation(people: list[Person], day: dt.date) -> Iterator[Addressee]:
    """People with the organisation they come from, where they have one."""
    from_ = dict(
        Affiliation.objects.on(day)
        .filter(person__in=people)
        .order_by("-pk")
        .values_list("person_id", "organisation_id")
    )
    for person in people:
        yield Addressee(person.name, person.email, person.pk, from_.get(person.pk))


def _of_members(day: dt.date) -> Iterator[Addressee]:
    members = Organisation.objects.members_on(day)
    heads = Affiliation.objects.on(day).filter(
        organisation__in=members, role=Role.LEAD, person__is_active=True
    )
    for held in heads.select_related("person"):
        yield Addressee(held.person.name, held.person.email, held.person_id, held.organisation_id)
    contacts = ContactPerson.objects.on(day).filter(
        organisation__in=members, held__role__in=SPEAKS_FOR_THE_ORGANISATION
    )
    yield from _contacts(contacts)


def _of_parties(kinds: Iterable[OrganisationKind], day: dt.date) -> Iterator[Addressee]:
    parties = Organisation.objects.filter(kind__in=list(kinds), active=True)
    yield from _contacts(ContactPerson.objects.on(day).filter(organisation__in=parties))


def _contacts(contacts: Iterable[ContactPerson]) -> Iterator[Addressee]:
    for contact in contacts:
        if contact.email:
            yield Addressee(contact.shown_name, contact.email, contact.person_id, contact.organisation_id)


def _each_once(found: Iterable[Addressee]) -> list[Addressee]:
    """The first of each address, completed by what later ones know of account and organisation."""
    kept: dict[str, Addressee] = {}
    for one in found:
        key = one.email.lower()
        first = kept.get(key)
        kept[key] = Addressee(
            first.name if first else one.name,
            key,
            (first.person_id if first else None) or one.person_id,
            (first.organisation_id if first else None) or one.organisation_id,
        )
    return list(kept.values())
