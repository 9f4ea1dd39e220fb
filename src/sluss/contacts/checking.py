"""What is missing or wrong in a person or a whole return, by the round's codebook."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sluss.contacts.codebook import book_of
from sluss.contacts.models import Contact, Return, Round
from sluss.trust import clock
from veil.codebook import Codebook, Finding


@dataclass(frozen=True)
class Point:
    """One thing to answer, mend or give a reason for, in one person."""

    contact: Contact
    finding: Finding
    #: the form's step where it is mended; "" for the person as a whole
    step: str

    @property
    def hard(self) -> bool:
        return self.finding.hard


def period_of(round_: Round) -> tuple[dt.date, dt.date]:
    return round_.period_start, round_.period_end


def points(contact: Contact, book: Codebook | None = None) -> list[Point]:
    """What is left for one person: hard findings, and soft ones without a reason.

    Args:
        book: the round's codebook, where it is at hand.
    """
    round_ = contact.of_return.round
    book = book or book_of(round_.codebook_version)
    found = book.check(
        contact.answers,
        role=contact.role,
        today=clock.today(),
        parent=contact.belongs_to.answers if contact.belongs_to else None,
        period=period_of(round_),
    )
    return [
        Point(contact, finding, book.variables[finding.variable].step if finding.variable else "")
        for finding in found
        if finding.hard or finding.rule_code not in contact.reasons
    ]


def is_complete(contact: Contact, book: Codebook | None = None) -> bool:
    return not points(contact, book)


def points_of(return_: Return) -> Iterator[Point]:
    """What is left in the whole return, person by person."""
    book = book_of(return_.round.codebook_version)
    for contact in with_parents(return_.contacts.all(), return_):
        yield from points(contact, book)


def with_parents(contacts: Iterable[Contact], return_: Return) -> list[Contact]:
    """The persons with their return and the person each belongs to set, without asking for each."""
    listed = list(contacts)
    by_key = {contact.pk: contact for contact in listed}
    for contact in listed:
        contact.of_return = return_
        if contact.belongs_to_id in by_key:
            contact.belongs_to = by_key[contact.belongs_to_id]
    return listed
