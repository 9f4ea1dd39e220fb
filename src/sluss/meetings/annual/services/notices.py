"""The notice: written, sent to every entitled organisation, corrected. What was sent stays as it was."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Audience
from sluss.coalition.selectors import Addressee, people_for
from sluss.meetings.annual.rules import Breach
from sluss.meetings.annual.selectors.days import last_sent, late_notice
from sluss.meetings.annual.selectors.proof import KIND
from sluss.meetings.annual.selectors.texts import proposed_notice
from sluss.meetings.annual.services.following import meet_done_steps
from sluss.meetings.annual.services.planning import note_deviation
from sluss.meetings.annual.services.rights import ReasonMissing, locked
from sluss.meetings.models import MEETING_STATES, Paper
from sluss.meetings.models.annual import (
    ANNUAL_STATES,
    AnnualMeeting,
    AnnualState,
    Notice,
    NoticePaper,
    NoticeRecipient,
)
from sluss.trust import clock, letters
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused, WrongState
from sluss.trust.trail import leave


class NoticeLate(ReasonMissing):
    """The statutes' last day has passed (or their first hasn't come). It may still go, with a reason."""

    default = _("The notice isn't in time. Say why it goes now all the same; the minutes print it.")

    def __init__(self, breach: Breach) -> None:
        super().__init__(field="reason")
        self.breach = breach


class NothingWritten(Refused):
    default = _("Write the notice first.")


class NobodyToCall(Refused):
    default = _("No member organisation has anybody to write to. See to the organisations' contacts first.")


@transaction.atomic
def begin_notice(actor: Actor, annual: AnnualMeeting) -> Notice:
    """The notice being written; begun, where there is none, on what is known of the meeting.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: the meeting has been opened.
    """
    standing = locked(actor, annual)
    _check_lies_ahead(standing)
    draft = standing.notices.filter(sent_at=None).first()
    if draft is None:
        before = last_sent(standing)
        draft = Notice.objects.create(annual=standing, text=proposed_notice(standing, corrects=before))
        draft.papers.set(
            standing.meeting.papers.exclude(item__inner=True)
        )  # those are for who leads the meeting
        leave(actor, "begin notice", draft)
    return draft


def _check_lies_ahead(annual: AnnualMeeting) -> None:
    if annual.state not in {AnnualState.PLANNED, AnnualState.CALLED}:
        raise WrongState(_("The meeting has been opened: no notice is needed any more."))


@transaction.atomic
def save_notice(actor: Actor, notice: Notice, *, text: str, papers: list[Paper]) -> Notice:
    """Keep what is written, and which of the meeting's papers go with it.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: it has been sent.
    """
    locked(actor, notice.annual)
    standing = _unsent(notice)
    standing.text = text.strip()
    standing.save(update_fields=["text"])
    standing.papers.set(paper for paper in papers if paper.meeting_id == standing.annual.meeting_id)
    leave(actor, "write notice", standing)
    return standing


def _unsent(notice: Notice) -> Notice:
    standing = (
        Notice.objects.select_for_update(of=("self",)).select_related("annual__meeting").get(pk=notice.pk)
    )
    if standing.sent_at is not None:
        raise WrongState(_("This notice has been sent. Write a corrected one."))
    return standing


@transaction.atomic
def send_notice(actor: Actor, notice: Notice, *, reason: str = "") -> Notice:
    """Send the notice to the head and delegates of every entitled organisation, whatever they chose of digests.

    Whom it goes to, what it says of the meeting and the hash of each paper are kept as they are now.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: it has been sent, or the meeting has been opened.
        NothingWritten, NobodyToCall: there is nothing to send, or nobody to send it to.
        NoticeLate: the statutes aren't kept and no reason is given; it carries by how many days.
    """
    annual = locked(actor, notice.annual)
    _check_lies_ahead(annual)
    standing = _unsent(notice)
    if not standing.text.strip():
        raise NothingWritten(field="text")
    receivers = entitled_to_notice(annual)
    if not receivers:
        raise NobodyToCall
    _check_in_time(actor, annual, reason)
    _keep_as_sent(actor, annual, standing, receivers)
    for receiver in receivers:
        letters.send(KIND, standing.pk, step="notice", address=receiver.email, receiver_id=receiver.person_id)
    ANNUAL_STATES.move(actor, annual, "call annual meeting")
    annual.save(update_fields=["state"])
    if MEETING_STATES.allows(annual.meeting.state, "invite to meeting"):
        MEETING_STATES.move(actor, annual.meeting, "invite to meeting")
        annual.meeting.save(update_fields=["state"])
    meet_done_steps(actor, annual)
    return standing


def entitled_to_notice(annual: AnnualMeeting) -> list[Addressee]:
    """Heads and delegates of the organisations that are members on the day of the meeting, and the board."""
    return people_for(Audience.MEMBERS, day=annual.meeting.date)


def _check_in_time(actor: Actor, annual: AnnualMeeting, reason: str) -> None:
    late = late_notice(annual, clock.today())
    if late is None:
        return
    if not reason.strip():
        raise NoticeLate(late)
    note_deviation(actor, annual, late, reason)


def _keep_as_sent(actor: Actor, annual: AnnualMeeting, notice: Notice, receivers: list[Addressee]) -> None:
    meeting = annual.meeting
    notice.sent_at, notice.sent_by_id = clock.now(), actor.person_id
    notice.says_date, notice.says_starts_at, notice.says_place = (
        meeting.date,
        meeting.starts_at,
        meeting.place,
    )
    notice.save()
    NoticeRecipient.objects.bulk_create(
        NoticeRecipient(
            notice=notice, organisation_id=receiver.organisation_id, name=receiver.name, email=receiver.email
        )
        for receiver in receivers
    )
    for paper in notice.papers.all():
        with paper.file.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        NoticePaper.objects.create(notice=notice, name=paper.name, sha256=sha256, size=paper.file.size)
    leave(
        actor, "send notice", notice,
        detail={"receivers": len(receivers), "papers": notice.sent_papers.count()},
    )  # fmt: skip
