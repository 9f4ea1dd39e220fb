"""A meeting as calendars show it, to one who is invited or to whoever sees it."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.agenda.dates import Precision
from sluss.meetings.ical import Occasion, Part
from sluss.meetings.models import Answer, Invitation, Meeting, MeetingState, Move
from sluss.trust import links

#: what a signed link to answering is for
ANSWER = "meetings.answer"

PARTS = {
    Answer.NONE: Part.NEEDS_ACTION,
    Answer.YES: Part.ACCEPTED,
    Answer.MAYBE: Part.TENTATIVE,
    Answer.NO: Part.DECLINED,
}


def answer_link(invitation: Invitation) -> str:
    """The address at which the invitation is answered, also without an account."""
    return settings.ADDRESS + reverse("meetings:answer", args=[links.sign(ANSWER, invitation.pk)])


def part_of(invitation: Invitation) -> Part:
    """What the own calendar shows: who still waits for a place hasn't one yet."""
    waits = invitation.waiting_since is not None
    return Part.TENTATIVE if waits else PARTS[Answer(invitation.answer)]


def way_in(meeting: Meeting, invitation: Invitation | None) -> tuple[str, str]:
    """Address and link to join, for who comes; empty for everybody else."""
    if invitation is None or not invitation.confirmed:
        return "", ""
    return ("" if invitation.remote else meeting.venue), meeting.online_link


def occasion_of(meeting: Meeting, invitation: Invitation | None = None) -> Occasion | None:
    """The meeting for a calendar; None while its day isn't known."""
    if meeting.precision != Precision.DAY:
        return None
    venue, online = way_in(meeting, invitation)
    place = _("By video") if invitation is not None and invitation.remote else meeting.place
    said = [meeting.text.strip(), online]
    if invitation is not None and meeting.takes_answers:
        said.append(_("Answer, or change your answer: %(link)s") % {"link": answer_link(invitation)})
    return Occasion(
        uid=str(meeting.uid),
        sequence=meeting.sequence,
        title=meeting.title,
        starts=meeting.starts_at or meeting.date,
        ends=meeting.ends_at,
        tentative=meeting.tentative,
        cancelled=meeting.state == MeetingState.CANCELLED,
        place=", ".join(part for part in (place, *venue.splitlines()) if part),
        description="\n\n".join(part for part in said if part),
        changed_at=meeting.changed_at,
    )


def occasion_that_was(meeting: Meeting) -> Occasion:
    """What stands in calendars of a meeting whose day is no longer known: taken out on the date it had."""
    last: Move | None = meeting.moves.filter(precision=Precision.DAY).last()
    starts: dt.date | dt.datetime = (last.starts_at or last.date) if last else meeting.date
    return Occasion(str(meeting.uid), meeting.sequence, meeting.title, starts, cancelled=True)
