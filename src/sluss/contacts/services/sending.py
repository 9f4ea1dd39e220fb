"""The organisation sends its return in, or takes it back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.contacts.checking import Point, points_of
from sluss.contacts.models import RETURN_STATES, Contact, Query, Return, ReturnState
from sluss.contacts.services.opening import ReturnClosed, open_return, own_return, why_closed
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused


class NotReady(Refused):
    """Something is left to mend or to give a reason for; `points` says what, person by person."""

    default = _("Some things are left before the return can be sent in.")

    def __init__(self, points: list[Point]) -> None:
        self.points = points
        super().__init__()


class NobodyReported(Refused):
    default = _(
        "No persons are in the return. Add those you met, or choose “We met nobody” if that is how it was."
    )


class PersonsReported(Refused):
    default = _("There are persons in the return. Remove them first if you met nobody.")


class QuestionsLeft(Refused):
    default = _("Answer the coordinator's questions first.")


@transaction.atomic
def submit_return(actor: Actor, return_: Return) -> Return:
    """Send the return in. Persons taken away are destroyed now.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
        NobodyReported: an empty return isn't an answer.
        QuestionsLeft: a question of the coordinator's is unanswered.
        NotReady: persons with something left; nothing is changed.
    """
    return_ = open_return(actor, return_)
    if not return_.contacts.exists():
        raise NobodyReported
    if unanswered(return_):
        raise QuestionsLeft
    if left := list(points_of(return_)):
        raise NotReady(left)
    return _send(actor, return_, "submit")


@transaction.atomic
def submit_nil(actor: Actor, return_: Return) -> Return:
    """Answer that nobody was met in the period: a complete answer.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
        PersonsReported: there are persons in the return.
    """
    return_ = open_return(actor, return_)
    if return_.contacts.exists():
        raise PersonsReported
    return_.nil = True
    return _send(actor, return_, "submit nil")


def _send(actor: Actor, return_: Return, verb: str) -> Return:
    RETURN_STATES.move(actor, return_, verb)
    return_.submitted_at, return_.submitted_by_id = clock.now(), actor.person_id
    return_.save()
    Contact.with_removed.filter(of_return=return_, removed_at__isnull=False).delete()
    return return_


@transaction.atomic
def take_back(actor: Actor, return_: Return) -> Return:
    """Take a return back to change it, before the coordinator has accepted it and while the round is open.

    Raises:
        NotAllowed: another organisation's.
        WrongState: it isn't waiting at the coordinator.
        ReturnClosed: the round has closed since; the return stays sent in.
    """
    return_ = own_return(actor, return_)
    RETURN_STATES.move(actor, return_, "take back")
    return_.nil = False
    if reason := why_closed(return_):
        raise ReturnClosed(reason)
    return_.save(update_fields=["state", "nil"])
    return return_


def unanswered(return_: Return) -> bool:
    """Whether a question to the organisation waits for its answer."""
    return Query.objects.filter(of_return=return_, answered_at=None, closed_at=None).exists()


def settle(actor: Actor, return_: Return) -> None:
    """Let a return with nothing left to answer or mend go back to the coordinator by itself."""
    if return_.state == ReturnState.QUERIED and not unanswered(return_) and not any(points_of(return_)):
        RETURN_STATES.move(actor, return_, "settle")
        return_.save(update_fields=["state"])
