"""The trail is read regularly, and reading it leaves a mark (the standard of SoLPuL § 10)."""

from django.utils.translation import gettext_lazy as _

from sluss.coalition.selectors import CHECKED
from sluss.trust.actor import Actor, Role
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from sluss.trust.trail import leave


def mark_checked(actor: Actor, *, note: str) -> None:
    """Mark that the trail has been read up to now, with a note of what was found.

    Raises:
        NotAllowed: only the auditor does.
        WrongState: there is nothing to have read.
    """
    if not actor.has(Role.AUDITOR):
        raise NotAllowed(_("Only the auditor marks the trail as checked."))
    last = TrailEntry.objects.first()
    if last is None:
        raise WrongState(_("There is nothing in the trail yet."))
    leave(actor, CHECKED, last, reason=note)
