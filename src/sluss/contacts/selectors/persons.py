"""The persons of a return, as its organisation lists them and as the coordinator reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from sluss.contacts.checking import Point, points, with_parents
from sluss.contacts.codebook import book_of
from sluss.contacts.models import Contact, Query, Return
from sluss.trust.actor import Actor

PAGE = 100
"""Persons shown on one page of a long return."""


@dataclass(frozen=True)
class Listed:
    """A person in a list, with what is left to do."""

    contact: Contact
    points: list[Point]

    @property
    def mend(self) -> int:
        return sum(point.hard for point in self.points)

    @property
    def doubts(self) -> int:
        return len(self.points) - self.mend


def listed_persons(actor: Actor, return_: Return, page: int) -> tuple[Page, list[Listed]]:
    """The persons of a return a page at a time, each followed by those who belong to it."""
    contacts = Contact.objects.visible_to(actor).filter(of_return=return_)
    keys = list(contacts.values_list("pk", "number", "belongs_to__number"))
    keys.sort(key=lambda key: (key[2] or key[1], key[1]))
    found = Paginator([pk for pk, *_ in keys], PAGE).get_page(page)
    return found, _listed(list(found.object_list), return_)


def _listed(keys: Sequence[int], return_: Return) -> list[Listed]:
    chosen = Contact.objects.filter(pk__in=keys).select_related("belongs_to", "edited_by", "group_case")
    by_key = {contact.pk: contact for contact in with_parents(chosen, return_)}
    book = book_of(return_.round.codebook_version)
    return [Listed(by_key[key], [] if by_key[key].complete else points(by_key[key], book)) for key in keys]


@dataclass(frozen=True)
class Reviewed:
    """A person as the coordinator reads it, with the questions asked about it."""

    contact: Contact
    queries: list[Query]


def reviewed_persons(actor: Actor, return_: Return, page: int) -> tuple[Page, list[Reviewed]]:
    """The persons of a return that the actor may read, a page at a time, with their questions."""
    contacts = (
        Contact.objects.visible_to(actor)
        .filter(of_return=return_)
        .select_related("belongs_to", "group_case")
        .order_by("number")
    )
    found = Paginator(contacts, PAGE).get_page(page)
    queries: dict[int | None, list[Query]] = {}
    for query in Query.objects.visible_to(actor).filter(of_return=return_):
        queries.setdefault(query.contact_id, []).append(query)
    listed = with_parents(found.object_list, return_)
    return found, [Reviewed(contact, queries.get(contact.pk, [])) for contact in listed]
