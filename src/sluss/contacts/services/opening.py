"""Whether an organisation may work in its return now, and why not."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sluss.contacts.models import RETURN_STATES, Return, ReturnState, RoundPhase
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused


class ReturnClosed(Refused):
    """The return can't be changed now; the message says which of the reasons it is."""

    default = _("The return can't be changed now.")


def why_closed(return_: Return) -> Any:
    """Why persons of the return can't be changed now; empty where they can."""
    if return_.open_for_editing:
        return ""
    if return_.state == ReturnState.SUBMITTED:
        return _("The return is sent in. Take it back to change it.")
    if return_.state == ReturnState.ACCEPTED:
        return _("The return is accepted. Ask the coordinator to reopen it.")
    if return_.state == ReturnState.LOCKED:
        return _("The figures are already part of a release. Ask the coordinator to reopen the return.")
    if return_.state == ReturnState.EXCUSED:
        return _("Your organisation is excused from this round. Ask the coordinator if that is wrong.")
    if return_.round.phase == RoundPhase.PLANNED:
        return _("The round hasn't opened yet.")
    return _("The round is closed. What you have written is kept. Ask the coordinator to reopen your return.")


def own_return(actor: Actor, return_: Return) -> Return:
    """The return, locked for this transaction, for somebody of its own organisation.

    Raises:
        NotAllowed: it belongs to another organisation.
    """
    mine = Return.objects.editable_by(actor).filter(pk=return_.pk)
    found = mine.select_for_update(of=("self",)).select_related("round", "organisation").first()
    if found is None:
        raise NotAllowed
    return found


def open_return(actor: Actor, return_: Return) -> Return:
    """As `own_return`, where its persons may be changed now.

    Raises:
        NotAllowed: it belongs to another organisation.
        ReturnClosed: sent in, accepted, in a release, excused, or the round isn't open.
    """
    found = own_return(actor, return_)
    if reason := why_closed(found):
        raise ReturnClosed(reason)
    return found


def started(actor: Actor, return_: Return) -> None:
    """Note that somebody of the organisation has worked in the return just now."""
    if return_.state == ReturnState.NOT_STARTED:
        RETURN_STATES.move(actor, return_, "begin")
    return_.nil = False
    return_.edited_at, return_.edited_by_id = clock.now(), actor.person_id
    return_.save(update_fields=["state", "nil", "edited_at", "edited_by"])
