"""Many persons at once: what a list brings in, and how it is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from sluss.contacts.models import Contact, GroupCase, ImportRun, Return
from sluss.contacts.services.opening import open_return, started
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused, WrongState
from sluss.trust.trail import leave

Mode = Literal["replace", "add"]

BATCH = 2000
"""Rows in one INSERT, at most."""


class BadRelation(Refused):
    """A row belongs to a row that isn't there, or that itself belongs to somebody."""

    default = _(
        "A row belongs to a row that can't be used. "
        "Children and relatives belong to a person who belongs to nobody else."
    )


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person to be stored, checked already against the round's codebook.

    Attributes:
        answers: {variable: answer}, without the role.
        belongs_to_index: place in the same sequence (from 0) of the person this one belongs to.
        reasons: {rule code: reason} for the soft rules that were passed.
        complete: nothing is left to answer, to mend or to give a reason for.
    """

    role: str
    answers: dict[str, Any]
    belongs_to_index: int | None = None
    reasons: dict[str, str] = field(default_factory=dict)
    linkage_code: str = ""
    may_be_counted: bool = True
    group_case: GroupCase | None = None
    complete: bool = True


@transaction.atomic
def add_contacts(
    actor: Actor, return_: Return, rows: Sequence[NewContact], run: ImportRun | None, mode: Mode
) -> list[int]:
    """Store persons in a return, numbered in their order after those already there.

    With `replace`, the persons now in the return are kept aside and come back with `take_back_contacts`.
    Rows go in by the batch; SQLite cuts a batch further by its own bound on parameters.

    Args:
        run: the list they come from; None for persons that come from elsewhere (the demo).

    Returns:
        Their primary keys, in the order of the rows.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
        BadRelation: a `belongs_to_index` that leads nowhere; nothing is stored.
    """
    return_ = open_return(actor, return_)
    now = clock.now()
    if mode == "replace":
        return_.contacts.update(removed_at=now, replaced_by=run)
    first = next_number(return_)
    contacts = [
        Contact(
            of_return=return_,
            number=first + place,
            role=row.role,
            answers=row.answers,
            reasons=row.reasons,
            linkage_code=row.linkage_code,
            may_be_counted=row.may_be_counted,
            group_case=row.group_case,
            complete=row.complete,
            imported_by=run,
            created_at=now,
            edited_at=now,
            edited_by_id=actor.person_id,
        )
        for place, row in enumerate(rows)
    ]
    alone = [contact for contact, row in zip(contacts, rows, strict=True) if row.belongs_to_index is None]
    Contact.objects.bulk_create(alone, batch_size=BATCH)
    _hang_on(contacts, rows)
    belonging = [
        contact for contact, row in zip(contacts, rows, strict=True) if row.belongs_to_index is not None
    ]
    Contact.objects.bulk_create(belonging, batch_size=BATCH)
    started(actor, return_)
    leave(
        actor, "add contacts", run or return_, organisation_id=return_.organisation_id,
        detail={"rows": len(rows), "mode": mode},
    )  # fmt: skip
    return [contact.pk for contact in contacts]


def next_number(return_: Return) -> int:
    """Numbers of persons taken away are not given again."""
    last = Contact.with_removed.filter(of_return=return_).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _hang_on(contacts: Sequence[Contact], rows: Sequence[NewContact]) -> None:
    for contact, row in zip(contacts, rows, strict=True):
        index = row.belongs_to_index
        if index is None:
            continue
        if not 0 <= index < len(rows) or rows[index].belongs_to_index is not None:
            raise BadRelation
        contact.belongs_to = contacts[index]


@transaction.atomic
def take_back_contacts(actor: Actor, run: ImportRun) -> int:
    """Take back what a list brought in; persons it replaced come back. Possible until the return is sent in.

    Returns:
        How many persons were taken away.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
        WrongState: persons of the list have been changed or got relatives since, or nothing is left of it.
    """
    return_ = open_return(actor, run.of_return)
    brought = Contact.objects.filter(imported_by=run)
    touched = brought.filter(
        Q(version__gt=1) | Q(relatives__imported_by__isnull=True, relatives__isnull=False)
    )
    if not brought.exists() or touched.exists():
        raise WrongState(
            _(
                "Persons from this list have been changed since it was read in. "
                "Take them away one by one instead."
            )
        )
    count, _details = brought.delete()
    Contact.with_removed.filter(replaced_by=run).update(removed_at=None, replaced_by=None)
    started(actor, return_)
    leave(actor, "take back contacts", run, organisation_id=return_.organisation_id, detail={"rows": count})
    return count
