"""Letters beside the invitations: minutes sent out, what a meeting was worth, a talk asked for.

Each is composed when it leaves. None holds what was said at a meeting: only a link to it.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sluss.meetings.models import Invitation, Meeting, Minutes, Talk, TalkState
from sluss.people.models import Person
from sluss.trust import letters, links
from sluss.trust.models import Letter
from sluss.trust.templatetags.look import at, day

NOTES = "meetings.notes"
EVALUATION = "meetings.evaluation"
TALK = "meetings.talk"

#: what the signed links are for: the minutes by an invitation, answering three questions, a speaker's own page
READ_NOTES = "meetings.read_notes"
EVALUATE = "meetings.evaluate"
SPEAK = "meetings.speak"


def register() -> None:
    letters.register(NOTES, compose_notes)
    letters.register(EVALUATION, compose_evaluation)
    letters.register(TALK, compose_talk)


def _when(meeting: Meeting) -> str:
    return at(meeting.starts_at) if meeting.starts_at else day(meeting.date)


def _named(meeting: Meeting) -> dict[str, str]:
    return {"meeting": " ".join(meeting.title.split()), "when": _when(meeting)}


def _letter(subject: str, *paragraphs: str) -> EmailMessage:
    return EmailMessage(subject, "\n\n".join([_("Hello,"), *filter(None, paragraphs), "Sluss"]) + "\n")


def _link(name: str, argument: object) -> str:
    return settings.ADDRESS + reverse(name, args=[argument])


def compose_notes(letter: Letter) -> EmailMessage | None:
    """A link to the minutes: through sign-in for who has an account, signed for who is invited without one."""
    minutes = Minutes.objects.select_related("meeting").filter(pk=letter.thing_id).first()
    if minutes is None or minutes.published_version is None:
        return None
    link = _link_to_notes(minutes, letter)
    if link is None:
        return None
    with translation.override(_language_of(minutes.meeting, letter)):
        said = _named(minutes.meeting)
        earlier = Letter.objects.about(NOTES, minutes.pk).filter(address=letter.address, pk__lt=letter.pk)
        corrected = _("They replace what we sent before.") if earlier.exists() else ""
        return _letter(
            _("Minutes: %(meeting)s, %(when)s") % said,
            _("The minutes of %(meeting)s on %(when)s are ready to be read.") % said,
            corrected,
            _("Read them here:\n%(link)s") % {"link": link},
        )


def _link_to_notes(minutes: Minutes, letter: Letter) -> str | None:
    if letter.receiver_id is not None:
        return _link("meetings:minutes", minutes.meeting_id)
    invitation = _invitation_of(minutes.meeting, letter)
    return _link("meetings:notes", links.sign(READ_NOTES, invitation.pk)) if invitation else None


def _invitation_of(meeting: Meeting, letter: Letter) -> Invitation | None:
    return meeting.invitations.filter(email__iexact=letter.address, withdrawn_at=None).first()


def _language_of(meeting: Meeting, letter: Letter) -> str:
    if letter.receiver_id is not None:
        return Person.objects.get(pk=letter.receiver_id).language
    invitation = _invitation_of(meeting, letter)
    return invitation.written_in if invitation else settings.LANGUAGE_CODE


def compose_evaluation(letter: Letter) -> EmailMessage | None:
    """Three questions, by a link of the person's own."""
    invitation = Invitation.objects.select_related("meeting", "person").filter(pk=letter.thing_id).first()
    if invitation is None or invitation.evaluated or not invitation.attended:
        return None
    with translation.override(invitation.written_in):
        said = _named(invitation.meeting)
        link = _link("meetings:evaluate", links.sign(EVALUATE, invitation.pk))
        return _letter(
            _("Three questions about %(meeting)s") % said,
            _("Thank you for coming to %(meeting)s on %(when)s. What was it worth to you?") % said,
            _("Your answers are kept without your name, and shown only when five or more have answered."),
            _("Answer here, it takes a minute:\n%(link)s") % {"link": link},
        )


def talk_of(token: str) -> Talk | None:
    """The talk of a speaker's link. It names the letter: asking somebody else ends what the first was sent."""
    letter = Letter.objects.filter(kind=TALK, pk=links.opened(SPEAK, token) or 0).first()
    if letter is None:
        return None
    standing = Talk.objects.select_related("meeting").exclude(state=TalkState.CANCELLED)
    return standing.filter(pk=letter.thing_id, email__iexact=letter.address).first()


def compose_talk(letter: Letter) -> EmailMessage | None:
    """The question to a speaker, with the speaker's own link."""
    talk = Talk.objects.select_related("meeting").filter(pk=letter.thing_id).first()
    if talk is None or talk.state != TalkState.INVITED or talk.email.lower() != letter.address:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        said = {**_named(talk.meeting), "talk": " ".join(talk.title.split()), "minutes": talk.minutes}
        link = _link("meetings:speaker", links.sign(SPEAK, letter.pk))
        return _letter(
            _("Would you speak at %(meeting)s, %(when)s?") % said,
            _("We would like you to speak at %(meeting)s on %(when)s: “%(talk)s”, %(minutes)s minutes.")
            % said,
            _("Answer here. You leave your slides on the same page:\n%(link)s") % {"link": link},
        )
