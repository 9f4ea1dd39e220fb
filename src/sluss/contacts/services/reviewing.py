"""The coordinator reads returns, asks back, accepts and reopens; the organisation answers."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.contacts.codebook import book_of
from sluss.contacts.models import RETURN_STATES, Contact, Query, QueryOutcome, Return
from sluss.contacts.services.opening import own_return
from sluss.contacts.services.rounds import only_coordinator
from sluss.contacts.services.sending import settle
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class ReasonMissing(Refused):
    default = _("Say why, in a few words.")


class BadDay(Refused):
    default = _("Choose a day from today on.")


def _locked(return_: Return) -> Return:
    of_self = Return.objects.select_for_update(of=("self",))
    return of_self.select_related("round", "organisation").get(pk=return_.pk)


def read_persons(actor: Actor, return_: Return) -> None:
    """Leave a line in the trail: the persons of another organisation's return are being read.

    Raises:
        NotAllowed: they aren't the actor's to read.
    """
    if not Return.objects.readable_by(actor).filter(pk=return_.pk).exists():
        raise NotAllowed
    if return_.organisation_id not in actor.organisations:
        leave(actor, "read persons", return_)


@transaction.atomic
def query_return(
    actor: Actor, return_: Return, question: str, *, contact: Contact | None = None, variable: str = ""
) -> Query:
    """Ask back: on one answer of one person, on a person, or on the whole return.

    Raises:
        NotAllowed: not the coordinator, or the person isn't in this return.
        WrongState: the return isn't waiting to be looked through.
        ReasonMissing: no question.
    """
    only_coordinator(actor)
    return_ = _locked(return_)
    if contact is not None and contact.of_return_id != return_.pk:
        raise NotAllowed
    if variable and variable not in book_of(return_.round.codebook_version).variables:
        raise NotAllowed
    if not question.strip():
        raise ReasonMissing(_("Write your question."), field="question")
    RETURN_STATES.move(actor, return_, "query")
    return_.save(update_fields=["state"])
    return Query.objects.create(
        of_return=return_,
        contact=contact,
        variable=variable,
        question=question.strip(),
        asked_by_id=actor.person_id,
    )


@transaction.atomic
def answer_query(actor: Actor, query: Query, outcome: str, comment: str = "") -> Query:
    """Answer a question. With the last one answered the return goes back to the coordinator by itself.

    Works also after the round has closed: it is the coordinator who asks.

    Raises:
        NotAllowed: another organisation's question.
        WrongState: it is closed already.
        ReasonMissing: neither a quick answer nor a comment.
    """
    return_ = own_return(actor, query.of_return)
    if query.closed_at is not None:
        raise WrongState(_("The coordinator has closed this question."))
    if outcome not in QueryOutcome.values and not comment.strip():
        raise ReasonMissing(_("Choose an answer, or write a comment."), field="answer")
    query.outcome = outcome if outcome in QueryOutcome.values else ""
    query.answer = comment.strip()
    query.answered_at, query.answered_by_id = clock.now(), actor.person_id
    query.save()
    leave(actor, "answer query", query, organisation_id=return_.organisation_id)
    settle(actor, return_)
    return query


@transaction.atomic
def close_query(actor: Actor, query: Query) -> Query:
    """Close a question, answered or not; without open ones the return goes on.

    Raises:
        NotAllowed: not the coordinator.
    """
    only_coordinator(actor)
    return_ = _locked(query.of_return)
    if query.closed_at is None:
        query.closed_at = clock.now()
        query.save(update_fields=["closed_at"])
        leave(actor, "close query", query, organisation_id=return_.organisation_id)
        settle(actor, return_)
    return query


@transaction.atomic
def accept_return(actor: Actor, return_: Return) -> Return:
    """Accept a return; answered questions are closed with it.

    Raises:
        NotAllowed: not the coordinator.
        WrongState: it isn't sent in, or a question is unanswered.
    """
    only_coordinator(actor)
    return_ = _locked(return_)
    RETURN_STATES.move(
        actor,
        return_,
        "accept",
        message=_("A return can be accepted when it is sent in and questions are answered."),
    )
    return_.accepted_at = clock.now()
    return_.save(update_fields=["state", "accepted_at"])
    return_.queries.filter(closed_at=None).update(closed_at=clock.now())
    return return_


@transaction.atomic
def reopen_return(actor: Actor, return_: Return, *, reason: str, until: dt.date) -> Return:
    """Give a return back to the organisation to change, to a day, also after the round has closed.

    A figure published already stays as it is: the change enters with the next version of the release.

    Raises:
        NotAllowed: not the coordinator.
        ReasonMissing, BadDay: no reason, or a day that has been.
        WrongState: it is with the organisation already.
    """
    only_coordinator(actor)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if until < clock.today():
        raise BadDay(field="until")
    return_ = _locked(return_)
    RETURN_STATES.move(actor, return_, "reopen", reason=reason.strip())
    return_.reopened_reason, return_.reopened_until = reason.strip(), until
    return_.accepted_at = None
    return_.nil = False
    return_.save(update_fields=["state", "reopened_reason", "reopened_until", "accepted_at", "nil"])
    return return_


@transaction.atomic
def excuse(actor: Actor, return_: Return, reason: str) -> Return:
    """Excuse an organisation from the round. It counts as expected and not reporting.

    Raises:
        NotAllowed: not the coordinator.
        ReasonMissing: no reason.
        WrongState: it has answered.
    """
    only_coordinator(actor)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    return_ = _locked(return_)
    RETURN_STATES.move(actor, return_, "excuse", reason=reason.strip())
    return_.excused_reason = reason.strip()
    return_.save(update_fields=["state", "excused_reason"])
    return return_


@transaction.atomic
def expect_again(actor: Actor, return_: Return) -> Return:
    """Take an excuse back.

    Raises:
        NotAllowed: not the coordinator.
        WrongState: the organisation isn't excused.
    """
    only_coordinator(actor)
    return_ = _locked(return_)
    RETURN_STATES.move(actor, return_, "expect again")
    return_.excused_reason = ""
    return_.save(update_fields=["state", "excused_reason"])
    return return_
