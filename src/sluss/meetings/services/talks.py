"""Short talks: wished, asked for by letter, answered and supplied with slides by the speaker's own link."""

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.meetings.correspondence import TALK
from sluss.meetings.models import TALK_STATES, AgendaItem, Meeting, Talk, TalkState
from sluss.meetings.rules import order_after_move
from sluss.meetings.services.papers import check_file
from sluss.meetings.services.rights import check_runs
from sluss.trust import letters
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused, WrongState
from sluss.trust.trail import leave

#: verbs that who runs the meeting does to a talk
LEADERS_VERBS = ("accept talk", "decline talk", "confirm talk", "hold talk", "cancel talk")


class NoAddress(Refused):
    default = _("Write the speaker's e-mail address first.")


class AlreadyAsked(Refused):
    default = _("This address has already got the question. Change the address to ask somebody else.")


@transaction.atomic
def add_talk(
    actor: Actor,
    meeting: Meeting,
    *,
    title: str,
    speaker: str,
    organisation: str = "",
    email: str = "",
    minutes: int = 5,
    item: AgendaItem | None = None,
) -> Talk:
    """Wish for a talk; it stands last. Within `item` its time is reckoned from that item's."""
    check_runs(actor, meeting)
    last = meeting.talks.order_by("order").last()
    talk = Talk.objects.create(
        meeting=meeting, order=last.order + 1 if last else 1, title=title, speaker=speaker,
        organisation=organisation, email=email, minutes=minutes, item=item,
    )  # fmt: skip
    leave(actor, "add talk", talk)
    return talk


@transaction.atomic
def change_talk(
    actor: Actor, talk: Talk, *, title: str, speaker: str, organisation: str, email: str, minutes: int,
    item: AgendaItem | None,
) -> None:  # fmt: skip
    check_runs(actor, talk.meeting)
    talk.title, talk.speaker, talk.organisation = title, speaker, organisation
    talk.email, talk.minutes, talk.item = email, minutes, item
    talk.save(update_fields=["title", "speaker", "organisation", "email", "minutes", "item"])
    leave(actor, "change talk", talk)


@transaction.atomic
def move_talk(actor: Actor, talk: Talk, *, up: bool) -> None:
    check_runs(actor, talk.meeting)
    standing = list(talk.meeting.talks.order_by("order", "pk").values_list("pk", flat=True))
    for place, pk in enumerate(order_after_move(standing, talk.pk, up=up), start=1):
        Talk.objects.filter(pk=pk).exclude(order=place).update(order=place)
    leave(actor, "change talk", talk)


@transaction.atomic
def ask_speaker(actor: Actor, talk: Talk) -> None:
    """Write to the speaker with a link to answer and, later, to leave slides. Each address is asked once.

    Raises:
        NoAddress: there is no address.
        AlreadyAsked: the address has been asked for this talk before.
        WrongState: the speaker has answered.
    """
    check_runs(actor, talk.meeting)
    if not talk.email:
        raise NoAddress(field="email")
    _move(actor, talk, "ask speaker")
    _letter, new = letters.send(TALK, talk.pk, step="ask", address=talk.email)
    if not new:
        raise AlreadyAsked(field="email")


@transaction.atomic
def set_state(actor: Actor, talk: Talk, verb: str) -> None:
    """What who leads the meeting knows of a talk: a yes by telephone, that it is confirmed, held, cancelled."""
    check_runs(actor, talk.meeting)
    if verb not in LEADERS_VERBS:
        raise WrongState
    _move(actor, talk, verb)


@transaction.atomic
def answer_by_link(actor: Actor, talk: Talk, *, comes: bool) -> None:
    """The speaker's own answer, by the signed link; who opens it needs no account."""
    _move(actor, talk, "accept talk" if comes else "decline talk")


@transaction.atomic
def leave_slides(actor: Actor, talk: Talk, *, file: UploadedFile | File | None, may_share: bool) -> None:
    """The speaker leaves slides by the signed link, and says whether others may have them. New ones replace old.

    Raises:
        WrongState: the speaker hasn't said yes.
        WrongFile: neither a document nor a picture.
    """
    if talk.state not in {TalkState.ACCEPTED, TalkState.CONFIRMED, TalkState.HELD}:
        raise WrongState
    talk.may_share = may_share
    if file is not None:
        check_file(file)
        old = talk.slides.name
        talk.slides.save(file.name or "slides", file, save=False)
        if old:
            storage = talk.slides.storage
            transaction.on_commit(lambda: storage.delete(old))
    talk.save(update_fields=["slides", "may_share"])
    leave(actor, "leave slides", talk, detail={"may_share": may_share, "new": file is not None})


def _move(actor: Actor, talk: Talk, verb: str) -> None:
    standing = Talk.objects.select_for_update().get(pk=talk.pk)
    talk.state = standing.state
    TALK_STATES.move(actor, talk, verb)
    talk.save(update_fields=["state"])
