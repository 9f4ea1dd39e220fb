"""What is written to who is invited. Each letter is composed when it leaves, from how things stand then.

A letter's step begins with its sort: "invite-…", "change-3". The sorts are the functions at the bottom: each
says whether the letter is still wanted, its subject and its paragraphs.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from sluss.meetings import ical, mailbox
from sluss.meetings.models import BEFORE, Answer, Invitation, Meeting, MeetingState, Standing
from sluss.meetings.occasions import answer_link, occasion_of, occasion_that_was, part_of, way_in
from sluss.meetings.places import held_until
from sluss.trust import clock, letters
from sluss.trust.models import Letter
from sluss.trust.templatetags.look import at

KIND = "meetings.invitation"


def register() -> None:
    letters.register(KIND, compose)


def write(invitation: Invitation, step: str) -> bool:
    """Ask for a letter to who is invited; False where it was asked for before, or there is no address."""
    if not invitation.email:
        return False
    _letter, new = letters.send(
        KIND, invitation.pk, step=step, address=invitation.email, receiver_id=invitation.person_id
    )
    return new


@dataclass(frozen=True)
class Text:
    """What a letter says; `method` says what its calendar file does, where it has one."""

    subject: str
    paragraphs: tuple[str, ...]
    method: ical.Method | None = None


def compose(letter: Letter) -> EmailMultiAlternatives | None:
    """The letter as things stand now, or None where it is no longer wanted."""
    invitation = (
        Invitation.objects.select_related("meeting__made_by", "person").filter(pk=letter.thing_id).first()
    )
    if invitation is None:
        return None
    with translation.override(invitation.written_in):
        text = SORTS[letter.step.partition("-")[0]](letter, invitation)
        return _message(text, invitation) if text is not None else None


def _message(text: Text, invitation: Invitation) -> EmailMultiAlternatives:
    name = invitation.name.strip()
    greeting = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
    body = "\n\n".join([greeting, *filter(None, text.paragraphs), "Sluss"]) + "\n"
    message = EmailMultiAlternatives(text.subject, body, reply_to=_answers_go_to(invitation.meeting))
    if text.method is not None:
        _add_calendar(message, text.method, invitation)
    return message


def _answers_go_to(meeting: Meeting) -> list[str]:
    """Who writes back writes to a person: to who made the meeting."""
    maker = meeting.made_by
    return [maker.email] if maker is not None and maker.is_active else []


def _add_calendar(message: EmailMultiAlternatives, method: ical.Method, invitation: Invitation) -> None:
    """The calendar file twice: as the part that mail programs show with Accept and Decline, and attached."""
    meeting = invitation.meeting
    occasion = occasion_of(meeting, invitation) or occasion_that_was(meeting)
    if method == ical.Method.CANCEL:
        occasion = replace(occasion, cancelled=True, description="")
    made = ical.file(
        method,
        occasion,
        now=clock.now(),
        organiser=ical.Organiser(
            parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or "Sluss", mailbox.address_for(invitation.pk)
        ),
        receiver=ical.Receiver(str(invitation), invitation.email, part_of(invitation)),
    )
    message.attach_alternative(made.decode(), f"text/calendar; method={method}")
    message.attach("invite.ics", made, "application/ics")
    sent = meeting.sequence if method == ical.Method.REQUEST else -1
    Invitation.objects.filter(pk=invitation.pk).update(sent_sequence=sent)


def _subject(invitation: Invitation, words: str) -> str:
    """ "Changed: Children at risk, 17 March 13.00", on one line."""
    meeting = invitation.meeting
    when = at(meeting.starts_at) if meeting.starts_at else str(meeting.when)
    return words % {"meeting": " ".join(meeting.title.split()), "when": when}


def _facts(invitation: Invitation) -> str:
    """What, when and where; the way in for who comes."""
    meeting = invitation.meeting
    venue, online = way_in(meeting, invitation)
    photo = _("No photographs are taken.") if meeting.no_photo else ""
    when = meeting.time_said
    if meeting.tentative:
        when = _("%(when)s (not decided yet)") % {"when": when}
    lines = (meeting.title, meeting.theme_not_in_title, when, meeting.place, venue.strip(), online, photo)
    return "\n".join(line for line in lines if line)


def _request(invitation: Invitation) -> ical.Method | None:
    """The calendar's part where the day is known; else none."""
    return ical.Method.REQUEST if occasion_of(invitation.meeting) is not None else None


def _how_to_answer(invitation: Invitation) -> str:
    return _("Answer here, without an account:\n%(link)s") % {"link": answer_link(invitation)}


def _invite(letter: Letter, invitation: Invitation) -> Text | None:
    meeting = invitation.meeting
    if invitation.withdrawn_at is not None or not meeting.takes_answers:
        return None
    subject = _subject(invitation, _("Invitation: %(meeting)s, %(when)s"))
    said = (_("You are invited."), _facts(invitation), meeting.text.strip(), _how_to_answer(invitation))
    return Text(subject, said, _request(invitation))


def _change(letter: Letter, invitation: Invitation) -> Text | None:
    meeting = invitation.meeting
    stale = letter.step != f"change-{meeting.sequence}" or _told_since_then(letter, meeting)
    if invitation.withdrawn_at is not None or meeting.state not in BEFORE or stale:
        return None
    subject = _subject(invitation, _("Changed: %(meeting)s, %(when)s"))
    move = meeting.moves.last()
    why = move.reason if move is not None and move.moved_at == meeting.changed_at else ""
    asked = invitation.answer == Answer.NONE
    wish = _("Does it suit you?") if asked else _("Your answer stands. You can change it here.")
    said = (
        _("The meeting has been changed. This is how it stands now."), _facts(invitation), why,
        wish, _how_to_answer(invitation),
    )  # fmt: skip
    method = _request(invitation)
    if method is None and invitation.sent_sequence >= 0:
        method = ical.Method.CANCEL  # it stands in the calendar on a day that no longer holds
    return Text(subject, said, method)


def _told_since_then(letter: Letter, meeting: Meeting) -> bool:
    """Whether an invitation that left after the change has said it already."""
    said = Letter.objects.about(KIND, letter.thing_id).filter(step__startswith="invite-")
    return said.filter(marked_at__gte=meeting.changed_at, dropped_at=None).exists()


def _cancel(letter: Letter, invitation: Invitation) -> Text | None:
    meeting = invitation.meeting
    if meeting.state != MeetingState.CANCELLED or invitation.withdrawn_at is not None:
        return None
    subject = _subject(invitation, _("Cancelled: %(meeting)s, %(when)s"))
    said = (_("The meeting is cancelled."), _facts(invitation), meeting.cancelled_because)
    return Text(subject, said, _out_of_calendar(invitation))


def _withdraw(letter: Letter, invitation: Invitation) -> Text | None:
    if invitation.withdrawn_at is None:
        return None
    subject = _subject(invitation, _("No longer invited: %(meeting)s, %(when)s"))
    said = (_("You are no longer invited to this meeting."), _facts(invitation))
    return Text(subject, said, _out_of_calendar(invitation))


def _out_of_calendar(invitation: Invitation) -> ical.Method | None:
    return ical.Method.CANCEL if invitation.sent_sequence >= 0 else None


def _confirm(letter: Letter, invitation: Invitation) -> Text | None:
    if not invitation.confirmed or invitation.meeting.state not in BEFORE:
        return None
    subject = _subject(invitation, _("You have a place: %(meeting)s, %(when)s"))
    comes = _("You take part by video.") if invitation.remote else _("You have a place.")
    change = _("Can't you come after all? Change your answer here:\n%(link)s") % {
        "link": answer_link(invitation)
    }
    return Text(subject, (comes, _facts(invitation), change), _request(invitation))


def _wait(letter: Letter, invitation: Invitation) -> Text | None:
    if invitation.standing != Standing.QUEUES or not invitation.meeting.takes_answers:
        return None
    subject = _subject(invitation, _("You are on the waiting list: %(meeting)s, %(when)s"))
    said = (
        _("All places are taken. You are on the waiting list, and we write when a place becomes free."),
        _facts(invitation),
        _("Leave the list, or see which place you have:\n%(link)s") % {"link": answer_link(invitation)},
    )
    return Text(subject, said)


def _offer(letter: Letter, invitation: Invitation) -> Text | None:
    meeting = invitation.meeting
    if invitation.standing != Standing.OFFERED or invitation.offered_at is None or not meeting.takes_answers:
        return None
    subject = _subject(invitation, _("A place is free: %(meeting)s, %(when)s"))
    until = at(held_until(invitation.offered_at, meeting.starts_at))
    said = (
        _("A place is free, and it is yours if you want it. We hold it until %(until)s.") % {"until": until},
        _facts(invitation),
        _("Take the place or leave it to the next:\n%(link)s") % {"link": answer_link(invitation)},
    )
    return Text(subject, said)


def _remind(letter: Letter, invitation: Invitation) -> Text | None:
    meeting = invitation.meeting
    if invitation.withdrawn_at or invitation.answer != Answer.NONE or not meeting.takes_answers:
        return None
    subject = _subject(invitation, _("Are you coming? %(meeting)s, %(when)s"))
    said = (_("We don't know yet whether you are coming."), _facts(invitation), _how_to_answer(invitation))
    return Text(subject, said)


def _place(letter: Letter, invitation: Invitation) -> Text | None:
    if not invitation.confirmed or invitation.meeting.state not in BEFORE:
        return None
    subject = _subject(invitation, _("The way in: %(meeting)s, %(when)s"))
    return Text(subject, (_("This is how you find us."), _facts(invitation)), _request(invitation))


def _soon(letter: Letter, invitation: Invitation) -> Text | None:
    meeting = invitation.meeting
    if not invitation.confirmed or not meeting.takes_answers:
        return None
    subject = _subject(invitation, _("Soon: %(meeting)s, %(when)s"))
    change = _("Can't you come after all? Change your answer here:\n%(link)s") % {
        "link": answer_link(invitation)
    }
    return Text(subject, (_("We look forward to seeing you."), _facts(invitation), change))


SORTS: dict[str, Callable[[Letter, Invitation], Text | None]] = {
    "invite": _invite,
    "change": _change,
    "cancel": _cancel,
    "withdraw": _withdraw,
    "confirm": _confirm,
    "wait": _wait,
    "offer": _offer,
    "remind": _remind,
    "place": _place,
    "soon": _soon,
}
