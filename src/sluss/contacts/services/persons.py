"""One person of a return: begun, filled in step by step, taken away and brought back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.contacts.checking import is_complete, period_of
from sluss.contacts.codebook import book_of
from sluss.contacts.models import Contact, GroupCase, Return
from sluss.contacts.services.bulk import next_number
from sluss.contacts.services.opening import ReturnClosed, open_return, started, why_closed
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave
from veil.codebook import Codebook, Finding


class UnknownRole(Refused):
    default = _("Choose what the person is in this return.")


class ChangedMeanwhile(Refused):
    """Somebody saved after the page was opened; `contact` holds the newer answers."""

    default = _("Somebody else has changed this person since you opened the page. Compare, and save again.")

    def __init__(self, contact: Contact) -> None:
        self.contact = contact
        super().__init__()


@dataclass(frozen=True)
class Saved:
    """What came of saving: the person as stored, and what wasn't stored because it can't be right."""

    contact: Contact
    refused: list[Finding]


@transaction.atomic
def begin_contact(
    actor: Actor, return_: Return, *, role: str, token: UUID, belongs_to: Contact | None = None
) -> Contact:
    """Begin a person. The same form sent twice begins one person.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
        UnknownRole: no such role, or one that doesn't go with (or without) the person it belongs to.
    """
    return_ = open_return(actor, return_)
    begun = Contact.with_removed.filter(form_token=token, of_return=return_).first()
    if begun is not None:
        return begun
    roles = book_of(return_.round.codebook_version).roles
    if role not in roles or roles[role].needs_parent != (belongs_to is not None):
        raise UnknownRole(field="role")
    if belongs_to is not None and (belongs_to.of_return_id != return_.pk or belongs_to.belongs_to_id):
        raise NotAllowed
    contact = Contact.objects.create(
        of_return=return_,
        number=next_number(return_),
        role=role,
        belongs_to=belongs_to,
        form_token=token,
        edited_by_id=actor.person_id,
    )
    started(actor, return_)
    leave(actor, "begin contact", contact, organisation_id=return_.organisation_id)
    return contact


def add_relative(actor: Actor, contact: Contact, *, role: str, token: UUID) -> Contact:
    """Begin a child or relative of a person. Nothing is copied from the person it belongs to.

    Raises: as `begin_contact`.
    """
    return begin_contact(actor, contact.of_return, role=role, token=token, belongs_to=contact)


def own_contact(actor: Actor, contact: Contact) -> Contact:
    """The person, locked for this transaction, in a return that may be changed now.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
    """
    mine = Contact.with_removed.filter(pk=contact.pk, of_return__organisation__in=actor.organisations)
    locked = mine.select_for_update(of=("self", "of_return")).select_related("of_return__round")
    found = locked.order_by().first()
    if found is None:
        raise NotAllowed
    if reason := why_closed(found.of_return):
        raise ReturnClosed(reason)
    return found


@transaction.atomic
def save_answers(
    actor: Actor,
    contact: Contact,
    step: str,
    answers: Mapping[str, Any],
    *,
    version: int,
    page: UUID | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Saved:
    """Save the answers of one step; those of the other steps stay, unless they are no longer asked for.

    What can't be right (a code that isn't in the list, a month to come) is not stored and comes back as
    `refused`; all else is stored. Nothing has to be complete.

    Args:
        answers: {variable: answer} of this step; the step's variables left out are emptied.
        version: of the person when the page was opened.
        page: the open page; its saves follow on each other, whatever the version.
        reasons: {rule code: reason} for soft rules.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
        ChangedMeanwhile: somebody saved in between; nothing is stored.
    """
    contact = own_contact(actor, contact)
    if version != contact.version and (page is None or page != contact.saved_by_page):
        raise ChangedMeanwhile(contact)
    book = book_of(contact.of_return.round.codebook_version)
    role = _role(book, contact, answers)
    own = {name: answers[name] for name in answers if name in book.variables and name != book.role_variable}
    kept = {n: a for n, a in contact.answers.items() if n not in book.variables or _elsewhere(book, n, step)}
    contact.role = role
    contact.answers, refused = _believable(book, contact, {**kept, **own}, set(own))
    contact.reasons = {**contact.reasons, **{rule: why for rule, why in (reasons or {}).items() if why}}
    contact.version += 1
    contact.saved_by_page = page
    _store(actor, contact, book)
    return Saved(contact, refused)


def _elsewhere(book: Codebook, name: str, step: str) -> bool:
    return book.variables[name].step != step


def _role(book: Codebook, contact: Contact, answers: Mapping[str, Any]) -> str:
    """A relative may turn out to be another kind of relative; who belongs to nobody keeps the role."""
    role = str(answers.get(book.role_variable) or contact.role)
    needs_parent = role in book.roles and book.roles[role].needs_parent
    return role if needs_parent and contact.belongs_to_id else contact.role


def _believable(
    book: Codebook, contact: Contact, answers: dict[str, Any], new: set[str]
) -> tuple[dict[str, Any], list[Finding]]:
    """The answers without those that can't be right, and what is wrong with them.

    An answer given now goes before it falls back on one given earlier in another step.
    """
    answers = book.prune(answers, contact.role)
    found = book.check(
        answers,
        role=contact.role,
        today=clock.today(),
        parent=contact.belongs_to.answers if contact.belongs_to else None,
        period=period_of(contact.of_return.round),
        complete=False,
    )
    refused = [finding for finding in found if finding.hard and finding.variable in new]
    for finding in refused:
        answers.pop(finding.variable, None)
    return book.prune(answers, contact.role), refused


def _store(actor: Actor, contact: Contact, book: Codebook) -> None:
    contact.complete = is_complete(contact, book)
    contact.edited_at, contact.edited_by_id = clock.now(), actor.person_id
    contact.save()
    for relative in contact.relatives.all() if contact.belongs_to_id is None else ():
        relative.of_return, relative.belongs_to = contact.of_return, contact
        if relative.complete != is_complete(relative, book):
            relative.complete = not relative.complete
            relative.save(update_fields=["complete"])
    started(actor, contact.of_return)
    leave(actor, "save contact", contact, organisation_id=contact.of_return.organisation_id)


@transaction.atomic
def save_record(
    actor: Actor,
    contact: Contact,
    *,
    linkage_code: str,
    may_be_counted: bool,
    group_case: GroupCase | None,
    reasons: Mapping[str, str],
) -> Contact:
    """Save what is kept beside the answers: group case, linkage code, whether counting is allowed, reasons.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
    """
    contact = own_contact(actor, contact)
    if group_case is not None and group_case.round_id != contact.of_return.round_id:
        raise NotAllowed
    contact.linkage_code, contact.may_be_counted = linkage_code, may_be_counted
    contact.group_case = group_case
    contact.reasons = {**contact.reasons, **{rule: why for rule, why in reasons.items() if why}}
    contact.version += 1
    contact.saved_by_page = None
    _store(actor, contact, book_of(contact.of_return.round.codebook_version))
    return contact


@transaction.atomic
def remove_contact(actor: Actor, contact: Contact) -> Contact:
    """Take a person away, with those who belong to it. It can be brought back until the return is sent in.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
    """
    contact = own_contact(actor, contact)
    if contact.removed_at is None:
        contact.removed_at = clock.now()
        contact.save(update_fields=["removed_at"])
        contact.relatives.filter(removed_at__isnull=True).update(removed_at=contact.removed_at)
        started(actor, contact.of_return)
        leave(actor, "remove contact", contact, organisation_id=contact.of_return.organisation_id)
    return contact


@transaction.atomic
def restore_contact(actor: Actor, contact: Contact) -> Contact:
    """Bring a person back, with those who were taken away together with it.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
    """
    contact = own_contact(actor, contact)
    if contact.removed_at is not None:
        together = Contact.with_removed.filter(belongs_to=contact, removed_at=contact.removed_at)
        together.update(removed_at=None)
        contact.removed_at = None
        contact.save(update_fields=["removed_at"])
        started(actor, contact.of_return)
        leave(actor, "restore contact", contact, organisation_id=contact.of_return.organisation_id)
    return contact
