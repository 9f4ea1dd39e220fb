"""The voting roll: who comes and who goes, by the minute."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.meetings.annual.services.rights import locked
from sluss.meetings.models.annual import Accreditation, AnnualMeeting, AnnualState, RollEntry
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import WrongState
from sluss.trust.trail import leave


def _before_closing(actor: Actor, annual: AnnualMeeting) -> AnnualMeeting:
    """Delegates are noted from before the opening, so that the roll stands when it is approved."""
    standing = locked(actor, annual)
    if standing.state == AnnualState.CLOSED:
        raise WrongState(_("The meeting is closed. The roll stays as it was."))
    return standing


@transaction.atomic
def arrive(actor: Actor, delegate: Accreditation) -> RollEntry:
    """Note that a delegate is there, from this moment.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: the meeting is closed, the delegate was withdrawn, or is there already.
    """
    standing = _before_closing(actor, delegate.annual)
    if delegate.withdrawn_at is not None:
        raise WrongState(_("The organisation has taken this delegate back."))
    return _note(actor, standing, delegate, arrives=True)


@transaction.atomic
def depart(actor: Actor, delegate: Accreditation) -> RollEntry:
    """Note that a delegate has left: from this moment the roll and what a majority is change.

    Raises:
        NotAllowed, WrongState: as for arriving.
    """
    return _note(actor, _before_closing(actor, delegate.annual), delegate, arrives=False)


def _note(actor: Actor, annual: AnnualMeeting, delegate: Accreditation, *, arrives: bool) -> RollEntry:
    last = delegate.movements.filter(struck_at=None).order_by("at", "pk").last()
    there = last is not None and last.arrives
    if there == arrives:
        raise WrongState(_("The delegate is there already.") if there else _("The delegate isn't there."))
    entry = RollEntry.objects.create(
        annual=annual, accreditation=delegate, arrives=arrives, by_id=actor.person_id
    )
    leave(actor, "arrive" if arrives else "depart", entry, organisation_id=delegate.organisation_id)
    return entry


@transaction.atomic
def strike_entry(actor: Actor, entry: RollEntry) -> None:
    """Take back the delegate's last note, made by mistake: it is kept and no longer counts.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: a later note of the same delegate stands, or a ballot has been opened since.
    """
    standing = _before_closing(actor, entry.annual)
    last = entry.accreditation.movements.filter(struck_at=None).order_by("at", "pk").last()
    if last is None or last.pk != entry.pk:
        raise WrongState(_("Take back the latest note of this delegate first."))
    if standing.ballots.filter(opened_at__gte=entry.at).exists():
        raise WrongState(_("A ballot has been opened since. Note the change as it is now instead."))
    entry.struck_at = clock.now()
    entry.save(update_fields=["struck_at"])
    leave(actor, "strike note", entry, organisation_id=entry.accreditation.organisation_id)
