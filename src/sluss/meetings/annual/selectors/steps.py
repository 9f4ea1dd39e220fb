"""What comes next with an annual meeting, in one sentence and with one thing to do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.meetings.annual.rules import Step
from sluss.meetings.annual.selectors.days import last_sent, notice_says_otherwise, stands
from sluss.meetings.annual.services.rights import runs
from sluss.meetings.models import MinutesState
from sluss.meetings.models.annual import Accreditation, AnnualMeeting, AnnualState
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.templatetags.look import day


@dataclass(frozen=True)
class Next:
    """The heading of the page, and where its one button leads; `deed` where it is a button that acts.

    `step`: the step of the ladder that it is, where it is one.
    """

    heading: str
    url: str = ""
    action: str = ""
    deed: str = ""
    step: Step | None = None


def next_step(actor: Actor, annual: AnnualMeeting) -> Next:
    """For who runs the meeting what it has to do; for a member what the organisation may do."""
    return _for_runner(annual) if runs(actor, annual) else _for_member(actor, annual)


def _to(name: str, annual: AnnualMeeting) -> str:
    return reverse(f"meetings:{name}", args=[annual.meeting_id])


def _for_runner(annual: AnnualMeeting) -> Next:
    meeting = annual.meeting
    if annual.state == AnnualState.CLOSED:
        return _after(annual)
    if annual.state == AnnualState.OPEN:
        return Next(_("The meeting is open"), _to("annual_roll", annual), _("To the roll"))
    if annual.state == AnnualState.ADJOURNED:
        return Next(
            _("The meeting is adjourned"),
            _to("annual_do", annual),
            _("Resume the meeting"),
            "resume",
        )
    if wrong := notice_says_otherwise(annual):
        words = {"sent": day(wrong.sent_at), "says": day(wrong.says_date), "now": day(meeting.date)}
        heading = _("The notice sent on %(sent)s no longer holds. Send a corrected one")
        if wrong.says_date != meeting.date:
            heading = _("The notice sent on %(sent)s says %(says)s; the meeting is on %(now)s")
        return Next(heading % words, _to("annual_notice", annual), _("Write a corrected notice"))
    if meeting.date <= clock.today():
        return Next(_("The meeting is today"), _to("annual_do", annual), _("Open the meeting"), "open")
    if last_sent(annual) is None:
        return _notice(annual)
    return Next(
        _("The notice is sent. The meeting is on %(day)s") % {"day": day(meeting.date)},
        _to("annual_delegates", annual),
        _("Delegates"),
    )


def _notice(annual: AnnualMeeting) -> Next:
    stand = next(each for each in stands(annual) if each.step == Step.NOTICE)
    heading = _("The notice goes out by %(day)s") % {"day": day(stand.last)}
    if stand.last == clock.today():
        heading = _("The notice must go out today")
    elif stand.state == "late":
        heading = _("The notice should have gone out by %(day)s") % {"day": day(stand.last)}
    return Next(heading, _to("annual_notice", annual), _("Write the notice"), step=Step.NOTICE)


def _after(annual: AnnualMeeting) -> Next:
    minutes = getattr(annual.meeting, "minutes", None)
    url = _to("annual_minutes", annual)
    if minutes is None:
        return Next(_("The meeting is over. The minutes are to be written"), url, _("To the minutes"))
    if minutes.state == MinutesState.PUBLISHED:
        return Next(
            _("The minutes are adjusted and sent out"), _to("annual_archive", annual), _("Archive (PDF)")
        )
    if minutes.state == MinutesState.ADJUSTED:
        return Next(_("The minutes are adjusted. Send them out"), url, _("To the minutes"))
    return Next(_("The minutes are being written and adjusted"), url, _("To the minutes"))


def _for_member(actor: Actor, annual: AnnualMeeting) -> Next:
    meeting = annual.meeting
    if annual.state == AnnualState.CLOSED:
        return Next(_("The meeting was held on %(day)s") % {"day": day(meeting.date)})
    heading = _("The annual meeting is on %(day)s") % {"day": day(meeting.date)}
    named = Accreditation.objects.standing().filter(annual=annual, organisation__in=actor.leads)
    if annual.state == AnnualState.OPEN:
        return Next(_("The meeting is going on"), _to("annual_own_votes", annual), _("Vote"))
    if actor.leads and not named.exists():
        return Next(
            _("Name who speaks for you on %(day)s") % {"day": day(meeting.date)},
            _to("annual_delegate_new", annual),
            _("Name a delegate"),
        )
    return Next(heading)
