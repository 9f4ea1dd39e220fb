"""What the meeting was worth to those who came: asked by letter, answered without a name."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.meetings.correspondence import EVALUATION
from sluss.meetings.models import Evaluation, Invitation, Meeting, Opinion
from sluss.meetings.services.rights import check_runs
from sluss.trust import letters
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused, WrongState
from sluss.trust.trail import leave


class NobodyToAsk(Refused):
    default = _("Nobody with an e-mail address is marked as present. Mark who came first.")


class AlreadyAnswered(WrongState):
    default = _("You have answered already. Thank you.")


@transaction.atomic
def ask_for_evaluation(actor: Actor, meeting: Meeting) -> int:
    """Ask everybody who came, once each. Returns how many are newly asked.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        NobodyToAsk: nobody with an address is marked as present.
    """
    check_runs(actor, meeting)
    came = list(meeting.invitations.filter(attended=True, evaluated=False).exclude(email=""))
    if not came:
        raise NobodyToAsk
    asked = sum(
        letters.send(EVALUATION, one.pk, step="ask", address=one.email, receiver_id=one.person_id)[1]
        for one in came
    )
    if asked:
        leave(actor, "ask for evaluation", meeting, detail={"asked": asked})
    return asked


@transaction.atomic
def evaluate(
    actor: Actor, invitation: Invitation, *, worth: Opinion, equal: Opinion, differently: str = ""
) -> None:
    """Keep the answers apart from who gave them, by a signed link.

    Nothing stands in the trail, so that neither actor nor time betrays whose they are.

    Raises:
        AlreadyAnswered: the invitation's holder has answered.
    """
    first = Invitation.objects.filter(pk=invitation.pk, evaluated=False, attended=True).update(evaluated=True)
    if not first:
        raise AlreadyAnswered
    Evaluation.objects.create(
        meeting_id=invitation.meeting_id, worth=worth, equal=equal, differently=differently.strip()
    )
