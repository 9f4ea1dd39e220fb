"""The administrator helps whoever has nobody nearer: people with a role in the coalition as a whole."""

from sluss.people import services as people
from sluss.people.models import Person
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed


def _check_administers(actor: Actor) -> None:
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAllowed


def end_accounts_sessions(actor: Actor, person: Person, *, reason: str) -> int:
    """Sign somebody out everywhere."""
    _check_administers(actor)
    return people.end_sessions(actor, person, reason=reason)


def reset_accounts_sign_in(actor: Actor, person: Person, *, reason: str) -> None:
    """After a lost phone: the person begins anew by a link in an e-mail."""
    _check_administers(actor)
    people.reset_sign_in(actor, person, reason=reason)
