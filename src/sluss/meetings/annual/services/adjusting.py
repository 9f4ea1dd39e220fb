"""The minutes of an annual meeting: begun on what happened, sent to who adjusts them, signed, published."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.meetings.annual.rules import Step
from sluss.meetings.annual.selectors.adjusting import all_have_signed, text_hash
from sluss.meetings.annual.selectors.texts import skeleton
from sluss.meetings.annual.services.following import meet_step
from sluss.meetings.annual.services.rights import locked
from sluss.meetings.models import MINUTES_STATES, Minutes, MinutesState
from sluss.meetings.models.annual import SIGNING, AnnualMeeting, Officer
from sluss.meetings.services.minutes import circulate, open_minutes
from sluss.people.models import Person
from sluss.trust import clock, letters
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave

#: kind of the letters to who adjusts
KIND = "meetings.adjust"


class NobodyAdjusts(Refused):
    default = _("Nobody is chosen to adjust the minutes. Choose chair and adjustors first.")


class AddressMissing(Refused):
    default = _("Who adjusts the minutes needs an e-mail address. Add it first.")


class AnotherText(Refused):
    default = _("The minutes have been changed since you opened them. Read them again, then sign.")


def begin_minutes(actor: Actor, annual: AnnualMeeting) -> Minutes:
    """The meeting's minutes; begun, where there are none, on notice, roll, ballots and decisions.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
    """
    standing = AnnualMeeting.objects.select_related("meeting").get(pk=annual.pk)
    return open_minutes(actor, standing.meeting, text=skeleton(standing))


@transaction.atomic
def send_to_adjustors(actor: Actor, annual: AnnualMeeting) -> Minutes:
    """Send the minutes to chair and adjustors, each with a link of their own. The same version is sent once to each.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        NobodyAdjusts, AddressMissing: nobody is chosen, or one can't be written to.
        WrongState: the minutes are adjusted, or there are none.
    """
    standing = locked(actor, annual)
    minutes = _minutes_of(standing)
    signing = list(standing.officers.filter(duty__in=SIGNING))
    if not signing:
        raise NobodyAdjusts
    if not all(officer.email for officer in signing):
        raise AddressMissing
    circulate(actor, minutes)
    for officer in signing:
        letters.send(KIND, officer.pk, step=step_of(minutes), address=officer.email)
    return minutes


def step_of(minutes: Minutes) -> str:
    """The letters' step: each version is sent once to each."""
    return f"version-{minutes.version}"


def _minutes_of(annual: AnnualMeeting) -> Minutes:
    minutes = Minutes.objects.select_for_update().filter(meeting=annual.meeting_id).first()
    if minutes is None:
        raise WrongState(_("There are no minutes yet."))
    return minutes


@transaction.atomic
def sign_minutes(actor: Actor, officer: Officer, *, sha256: str) -> Officer:
    """Sign the very text that was read: by account, or by the signed link of a letter (then `actor` is the public).

    When all who adjust have signed the present text, the minutes are adjusted. A change after it lets the
    signatures fall: they name another text.

    Args:
        sha256: of the text as it was shown.

    Raises:
        NotAllowed: another's signature.
        WrongState: the minutes aren't out for adjusting.
        AnotherText: they have been changed since they were shown.
    """
    if officer.duty not in SIGNING:
        raise NotAllowed
    if actor.signed_in and not Person.objects.filter(pk=actor.person_id or 0, email=officer.email).exists():
        raise NotAllowed
    annual = (
        AnnualMeeting.objects.select_for_update(of=("self",))
        .select_related("meeting")
        .get(pk=officer.annual_id)
    )
    minutes = _minutes_of(annual)
    if minutes.state != MinutesState.CIRCULATED:
        raise WrongState(_("The minutes aren't out for adjusting."))
    if sha256 != text_hash(minutes.text):
        raise AnotherText
    officer.signed_at, officer.signed_sha256 = clock.now(), sha256
    officer.save(update_fields=["signed_at", "signed_sha256"])
    leave(actor, "sign minutes", officer, detail={"sha256": sha256, "version": minutes.version})
    if all_have_signed(annual, minutes):
        MINUTES_STATES.move(actor, minutes, "adjust minutes")
        minutes.save(update_fields=["state"])
        meet_step(actor, annual, Step.MINUTES)
    return officer
