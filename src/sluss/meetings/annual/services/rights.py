"""Who may do what with an annual meeting; asked by every service of it."""

from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.meetings.models.annual import AnnualMeeting, AnnualState
from sluss.meetings.services.rights import check_runs
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused, WrongState


class ReasonMissing(Refused):
    default = _("Say why, in a few words.")


def runs(actor: Actor, annual: AnnualMeeting) -> bool:
    return AnnualMeeting.objects.run_by(actor).filter(pk=annual.pk).exists()


def check_speaks_for(actor: Actor, annual: AnnualMeeting, organisation: Organisation) -> None:
    """Raises NotAllowed for who neither heads the organisation nor runs the meeting, or if it isn't entitled."""
    if organisation.pk not in actor.leads and not runs(actor, annual):
        raise NotAllowed
    if not Organisation.objects.members_on(annual.meeting.date).filter(pk=organisation.pk).exists():
        raise NotAllowed(_("Only member organisations take part with a vote."))


def _held(annual: AnnualMeeting) -> AnnualMeeting:
    """The meeting's row, held until the transaction ends."""
    rows = AnnualMeeting.objects.select_for_update(of=("self",)).select_related("meeting")
    return rows.get(pk=annual.pk)


def before_it_closes(annual: AnnualMeeting) -> AnnualMeeting:
    """The meeting's row, held, for what members do up to its end.

    Raises:
        WrongState: the meeting is closed.
    """
    standing = _held(annual)
    if standing.state == AnnualState.CLOSED:
        raise WrongState(_("The meeting is closed."))
    return standing


def locked(actor: Actor, annual: AnnualMeeting) -> AnnualMeeting:
    """The meeting's row, held until the transaction ends, for who runs the meeting.

    Raises:
        NotAllowed: the actor doesn't run it.
    """
    standing = _held(annual)
    check_runs(actor, standing.meeting)
    return standing


def open_meeting(actor: Actor, annual: AnnualMeeting) -> AnnualMeeting:
    """As `locked`, for what is done while the meeting is going on.

    Raises:
        NotAllowed: the actor doesn't run it.
        WrongState: it isn't open.
    """
    standing = locked(actor, annual)
    if standing.state != AnnualState.OPEN:
        raise WrongState(_("The meeting isn't open. Open it first."))
    return standing
