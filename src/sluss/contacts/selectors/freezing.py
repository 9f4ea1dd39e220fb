"""What a release is made of: persons in accepted returns."""

from django.db.models import QuerySet

from sluss.contacts.models import Contact, Return, ReturnState, Round
from sluss.trust.actor import Actor

ACCEPTED = (ReturnState.ACCEPTED, ReturnState.LOCKED)


def accepted_returns(actor: Actor, round_: Round) -> QuerySet[Return]:
    """Returns of the round that are accepted, now or for an earlier release; nil ones too."""
    return Return.objects.readable_by(actor).filter(round=round_, state__in=ACCEPTED)


def accepted_contacts(actor: Actor, round_: Round) -> QuerySet[Contact]:
    """Persons in accepted returns of the round who may be counted, with return and group case at hand.

    Nobody but the coordinator reads across organisations: others get their own organisation's alone.
    """
    contacts = Contact.objects.filter(of_return__in=accepted_returns(actor, round_), may_be_counted=True)
    return contacts.select_related("of_return", "group_case").order_by("of_return", "number")
