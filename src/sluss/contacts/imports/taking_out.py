"""An organisation takes its own persons out: as the template filled in, or in codes for another program."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from sluss.contacts.codebook import book_of
from sluss.contacts.imports.template import Person, columns, template
from sluss.contacts.models import Contact, Return
from sluss.contacts.services.opening import own_return
from sluss.trust.actor import Actor
from sluss.trust.spreadsheets import safe_text
from sluss.trust.trail import leave
from veil.codebook import Codebook

Word = Callable[[str, str], str]
"""(variable, code) -> how the code is written."""


def as_workbook(actor: Actor, return_: Return, language: str) -> bytes:
    """The persons in the round's own template, in words: it can be changed in Excel and sent in again.

    Raises:
        NotAllowed: it belongs to another organisation.
    """
    return_, book = _taken_out(actor, return_)

    def label(variable: str, code: str) -> str:
        return book.variables[variable].answer_label(code)[language]

    with override(language):
        persons = list(_persons(return_, book, label))
    return template(return_.round, book, language, persons)


def as_csv(actor: Actor, return_: Return, language: str) -> bytes:
    """The persons in the codes of the codebook, UTF-8 with a byte order mark.

    Raises:
        NotAllowed: it belongs to another organisation.
    """
    return_, book = _taken_out(actor, return_)
    with override(language):
        names = [column.code for column in columns(return_.round, book, language)]
        persons = list(_persons(return_, book, lambda _variable, code: code))
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";" if language == "sv" else ",", lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([safe_text(person.get(name, "")) for name in names] for person in persons)
    return lines.getvalue().encode("utf-8-sig")


def _taken_out(actor: Actor, return_: Return) -> tuple[Return, Codebook]:
    own = own_return(actor, return_)
    leave(actor, "take persons out", own, detail={"persons": own.contacts.count()})
    return own, book_of(own.round.codebook_version)


def _persons(return_: Return, book: Codebook, word: Word) -> Iterator[Person]:
    contacts = return_.contacts.select_related("belongs_to", "group_case").order_by("number")
    for contact in contacts:
        yield {**_beside(contact), **_answers(contact, book, word)}


def _beside(contact: Contact) -> dict[str, str]:
    return {
        "number": str(contact.number),
        "belongs_to": str(contact.belongs_to.number) if contact.belongs_to else "",
        "group_case": contact.group_case.name if contact.group_case else "",
        "linkage_code": contact.linkage_code,
        "may_be_counted": _("Yes") if contact.may_be_counted else _("No"),
    }


def _answers(contact: Contact, book: Codebook, word: Word) -> dict[str, str]:
    answers: dict[str, Any] = {**contact.answers, book.role_variable: contact.role}
    return {
        name: _written(book, name, answer, word) for name, answer in answers.items() if name in book.variables
    }


def _written(book: Codebook, name: str, answer: Any, word: Word) -> str:
    codes = book.variables[name].codes
    parts = answer if isinstance(answer, list) else [answer]
    return "; ".join(word(name, part) if codes is not None and part in codes else str(part) for part in parts)
