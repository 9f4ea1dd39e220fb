"""Organisations as they are listed, shown and taken out, and their history."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sluss.coalition.models import (
    Application,
    ApplicationState,
    ContactPerson,
    ContactRole,
    Membership,
    Organisation,
    OrganisationKind,
    Pause,
)
from sluss.coalition.selectors.people import CONFIRMED
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.models import TrailEntry
from sluss.trust.templatetags.look import day as said

#: what the list can be narrowed to beside the kinds: members that have left
FORMER = "former"


class Standing(StrEnum):
    """How an organisation stands to the coalition on a day."""

    MEMBER = "member"
    PAUSED = "paused"
    APPLYING = "applying"
    LEFT = "left"
    DECLINED = "declined"
    ACTIVE = "active"
    INACTIVE = "inactive"


def standing_of(organisation: Organisation) -> Standing:
    """From the marks that `with_standing` sets."""
    marked: Any = organisation
    if marked.is_member:
        return Standing.PAUSED if marked.is_paused else Standing.MEMBER
    if marked.is_applying:
        return Standing.APPLYING
    if organisation.kind == OrganisationKind.MEMBER:
        return Standing.LEFT
    if organisation.kind == OrganisationKind.APPLICANT:
        return Standing.DECLINED
    return Standing.ACTIVE if organisation.active else Standing.INACTIVE


def with_standing(organisations: QuerySet[Organisation], actor: Actor) -> QuerySet[Any]:
    """Marks how each stands today; that somebody asks to join only for whom it is to know."""
    today = clock.today()
    own = {"organisation": OuterRef("pk")}
    asking = Application.objects.visible_to(actor).filter(state=ApplicationState.APPLIED, **own)
    return organisations.annotate(
        is_member=Exists(Membership.objects.on(today).filter(**own)),
        is_paused=Exists(Pause.objects.on(today).filter(**own)),
        is_applying=Exists(asking),
    )


def parties(actor: Actor, kind: str = "", sought: str = "") -> QuerySet[Organisation]:
    """Organisations by name, of a kind (or `FORMER` members), with a word of the name. None to guests."""
    if not actor.roles - {Role.AUTHORITY}:
        return Organisation.objects.none()
    found: QuerySet[Any] = with_standing(Organisation.objects.visible_to(actor), actor)
    if kind == OrganisationKind.MEMBER:
        found = found.filter(is_member=True)
    elif kind == FORMER:
        found = found.filter(kind=OrganisationKind.MEMBER, is_member=False)
    elif kind == OrganisationKind.APPLICANT:
        found = found.filter(Q(kind=kind) | Q(is_applying=True))
    elif kind:
        found = found.filter(kind=kind)
    if not sees_applicants(actor):
        found = found.exclude(kind=OrganisationKind.APPLICANT)
    if sought:
        found = found.filter(Q(name__icontains=sought) | Q(short_name__icontains=sought))
    return found


def changed_by(actor: Actor) -> QuerySet[Organisation]:
    """Organisations of which the actor may change what is known: the coordinator's all, a head's own."""
    found = Organisation.objects.visible_to(actor)
    if actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return found
    return found.filter(pk__in=actor.leads)


def sees_applicants(actor: Actor) -> bool:
    """Who asks to join is for coordinator, board and administrator until it is decided."""
    return actor.has(Role.COORDINATOR, Role.BOARD, Role.ADMINISTRATOR)


def sees_address(actor: Actor, organisation: Organisation) -> bool:
    """A protected address is for coordinator and administrator alone."""
    return not organisation.address_protected or actor.has(Role.COORDINATOR, Role.ADMINISTRATOR)


def sees_details(actor: Actor, contact: ContactPerson) -> bool:
    """E-mail and telephone: coordinator, administrator, the own organisation, and the board unless protected."""
    if actor.has(Role.COORDINATOR, Role.ADMINISTRATOR) or contact.organisation_id in actor.organisations:
        return True
    return actor.has(Role.BOARD) and not contact.protected


def addresses_hidden_from(actor: Actor) -> frozenset[str]:
    """E-mail addresses, in lower case, of contacts whose details the actor doesn't see."""
    if actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return frozenset()
    contacts = ContactPerson.objects.exclude(email="")
    return frozenset(one.email.lower() for one in contacts if not sees_details(actor, one))


def addresses_in_no_file() -> frozenset[str]:
    """E-mail addresses, in lower case, of protected contacts."""
    protected = ContactPerson.objects.filter(protected=True).exclude(email="")
    return frozenset(address.lower() for address in protected.values_list("email", flat=True))


@dataclass(frozen=True)
class ShownContact:
    """A contact as the actor may see it: what isn't the actor's to see is empty, and the name is the alias."""

    pk: int
    name: str
    title: str
    roles: tuple[ContactRole, ...]
    email: str
    phone: str
    languages: str
    protected: bool
    confirmed_on: dt.date | None


def contacts_of(actor: Actor, organisation: Organisation) -> list[ShownContact]:
    """Who is a contact of the organisation today, by name, each shown as far as the actor may see."""
    held = ContactPerson.objects.visible_to(actor).on(clock.today()).filter(organisation=organisation)
    return [_shown(actor, contact) for contact in held.prefetch_related("held")]


def _shown(actor: Actor, contact: ContactPerson) -> ShownContact:
    whole = sees_details(actor, contact)
    return ShownContact(
        pk=contact.pk,
        name=contact.name if whole else contact.shown_name,
        title=contact.title if whole or not contact.protected else "",
        roles=tuple(contact.roles),
        email=contact.email if whole else "",
        phone=contact.phone if whole else "",
        languages=contact.languages if whole or not contact.protected else "",
        protected=contact.protected,
        confirmed_on=contact.confirmed_on,
    )


def may_take_out(actor: Actor) -> bool:
    """Who may take contacts out as a file: who sees their details anyway."""
    return actor.has(Role.COORDINATOR, Role.ADMINISTRATOR, Role.BOARD)


def contacts_to_take_out(actor: Actor, kind: str = "", sought: str = "") -> list[ContactPerson]:
    """Contacts of the organisations found, without those protected, by organisation and name."""
    if not may_take_out(actor):
        return []
    held = ContactPerson.objects.visible_to(actor).on(clock.today()).leaves_in_files()
    held = held.filter(organisation__in=parties(actor, kind, sought).values("pk"))
    ordered = held.select_related("organisation").prefetch_related("held")
    return list(ordered.order_by("organisation__name", "name"))


def contact_to_take_out(actor: Actor) -> QuerySet[ContactPerson]:
    """Contacts whose card the actor may take out: those whose details are seen, never a protected one."""
    held = ContactPerson.objects.visible_to(actor).on(clock.today()).leaves_in_files()
    return held if may_take_out(actor) else held.filter(organisation__in=actor.organisations)


@dataclass(frozen=True)
class Happened:
    """One line of an organisation's history."""

    day: dt.date
    text: str


def history_of(actor: Actor, organisation: Organisation) -> list[Happened]:
    """What has happened between the organisation and the coalition, newest first."""
    return sorted(_happened(actor, organisation), key=lambda line: line.day, reverse=True)


def _happened(actor: Actor, organisation: Organisation) -> Iterator[Happened]:
    for application in Application.objects.visible_to(actor).filter(organisation=organisation):
        yield Happened(application.applied_on, _("Asked to become a member"))
        if application.decided_on and application.state != ApplicationState.APPROVED:
            state = str(application.get_state_display())
            yield Happened(application.decided_on, _with(state, application.decision))
    for membership in organisation.memberships.all():
        yield Happened(membership.starts, _with(_("Became a member"), membership.decision))
        if membership.ends is not None:
            yield Happened(membership.ends, _("Last day as a member"))
    for pause in organisation.pauses.all():
        until = _("Paused until %(day)s") % {"day": said(pause.ends)} if pause.ends else _("Paused")
        yield Happened(pause.starts, until)
    last = TrailEntry.objects.filter(verb=CONFIRMED, organisation_id=organisation.pk).first()
    if last is not None:
        yield Happened(last.at.date(), _("Looked after its contacts"))


def _with(text: str, decision: str) -> str:
    return f"{text} ({decision})" if decision else text


def applications(actor: Actor) -> QuerySet[Application]:
    """Applications that wait for a decision, oldest first."""
    waiting = Application.objects.visible_to(actor).filter(state=ApplicationState.APPLIED)
    return waiting.select_related("organisation")
