"""Persons as organisations report them, for tests: the shortest complete answers by role."""

from typing import Any

from sluss.contacts.models import Contact, Return
from sluss.contacts.services import NewContact, add_contacts
from sluss.trust.actor import Actor

EXPLOITED: dict[str, Any] = {
    "first_contact": "2016-03",
    "known_elsewhere": "no",
    "sex": "female",
    "age": "age_24_26",
    "citizenship": ["RO"],
    "forms": ["sexual"],
    "police_report": "no",
}
CHILD: dict[str, Any] = {"first_contact": "2016-03", "sex": "male", "age": "age_0_6", "citizenship": ["RO"]}


def exploited(**answers: Any) -> NewContact:
    return NewContact("directly_exploited", {**EXPLOITED, **answers})


def child_of(index: int, **answers: Any) -> NewContact:
    return NewContact("accompanying_child", {**CHILD, **answers}, belongs_to_index=index)


def put(actor: Actor, return_: Return, *rows: NewContact) -> list[Contact]:
    """Store persons in a return, as a list would."""
    keys = add_contacts(actor, return_, rows, None, "add")
    by_key = Contact.objects.select_related("of_return__round", "belongs_to").in_bulk(keys)
    return [by_key[key] for key in keys]
