"""Minutes: begun on what is known, written by one or several, sent to who adjusts them, sent out."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.differences import Run, runs
from sluss.meetings.models import MINUTES_STATES, Meeting, Minutes, MinutesState, MinutesVersion, TextBeside
from sluss.meetings.selectors.minutes import skeleton_of
from sluss.meetings.services.rights import check_writes
from sluss.meetings.texts import Merged, around_changes, bring_together
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused, WrongState
from sluss.trust.trail import leave

#: saving again within this time belongs to the same sitting: one line in the trail
SITTING = dt.timedelta(minutes=10)

LONGEST = 200_000
"""Characters of the longest minutes that are taken in; a book of some hundred pages."""


@dataclass(frozen=True)
class Meanwhile:
    """What another has changed since the writer opened the text, and both texts in one."""

    version: int
    theirs: tuple[Run, ...]
    mine: tuple[Run, ...]
    together: Merged
    changed_by: str


class ChangedMeanwhile(Refused):
    """Somebody else has saved since the writer opened the text. What was written is kept beside."""

    default = _("Somebody else has changed the minutes meanwhile. Look at the change, then save again.")

    def __init__(self, meanwhile: Meanwhile) -> None:
        super().__init__()
        self.meanwhile = meanwhile


class TooLong(Refused):
    default = _("The text is too long. Attach what is long as a paper instead.")


class NotAdjusted(WrongState):
    default = _("The minutes of an annual meeting are adjusted before they are sent out.")


class NotWritten(Refused):
    default = _("There is nothing in the minutes yet.")


@transaction.atomic
def open_minutes(actor: Actor, meeting: Meeting, *, text: str | None = None) -> Minutes:
    """The meeting's minutes; begun, where there are none, on `text` or on what agenda and attendance say.

    Raises:
        NotAllowed: the actor doesn't keep the meeting's minutes.
    """
    check_writes(actor, meeting)
    minutes, new = Minutes.objects.get_or_create(meeting=meeting)
    if new:
        leave(actor, "begin minutes", minutes)
        _keep_version(actor, minutes, skeleton_of(meeting) if text is None else text)
    return minutes


def save_minutes(actor: Actor, minutes: Minutes, *, text: str, based_on: int) -> Minutes:
    """Save the text as the next version. `based_on` is the version that the writer had before the eyes.

    Raises:
        NotAllowed: the actor doesn't keep the minutes.
        WrongState: they are adjusted or sent out.
        ChangedMeanwhile: another has saved since; the text is kept beside and nothing of either is lost.
        TooLong: more than `LONGEST` characters.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise TooLong(field="text")
    with transaction.atomic():
        standing = _locked(actor, minutes)
        if standing.version == based_on or standing.text == text:
            _save(actor, standing, text)
            return standing
        meanwhile = _keep_beside(actor, standing, text, based_on)
    raise ChangedMeanwhile(meanwhile)  # after the transaction, so that the text beside is kept


def _locked(actor: Actor, minutes: Minutes) -> Minutes:
    check_writes(actor, minutes.meeting)
    standing = Minutes.objects.select_for_update().select_related("meeting").get(pk=minutes.pk)
    if not standing.open_for_writing:
        raise WrongState(_("These minutes are finished. Reopen them to change something."))
    return standing


def _save(actor: Actor, minutes: Minutes, text: str) -> None:
    if minutes.text != text:
        if not _same_sitting(actor, minutes):
            leave(actor, "write minutes", minutes, detail={"version": minutes.version + 1})
        _keep_version(actor, minutes, text)
    minutes.beside.filter(written_by=actor.person_id, settled_at=None).update(settled_at=clock.now())


def _same_sitting(actor: Actor, minutes: Minutes) -> bool:
    last = minutes.versions.first()
    return (
        last is not None
        and last.version > 1
        and last.saved_by_id == actor.person_id
        and clock.now() - last.saved_at < SITTING
    )


def _keep_version(actor: Actor, minutes: Minutes, text: str) -> None:
    minutes.text = text
    minutes.version += 1
    minutes.changed_by_id, minutes.changed_at = actor.person_id, clock.now()
    minutes.save(update_fields=["text", "version", "changed_by", "changed_at"])
    MinutesVersion.objects.create(
        minutes=minutes, version=minutes.version, text=text, saved_by_id=actor.person_id
    )


def _keep_beside(actor: Actor, minutes: Minutes, text: str, based_on: int) -> Meanwhile:
    """Keep the text beside the minutes and say what the other changed. Writing on replaces the own text beside."""
    TextBeside.objects.update_or_create(
        minutes=minutes, written_by_id=actor.person_id, settled_at=None,
        defaults={"text": text, "based_on": based_on, "written_at": clock.now()},
    )  # fmt: skip
    known = minutes.versions.filter(version=based_on).first()
    base = known.text if known else ""
    changed_by = minutes.changed_by.name if minutes.changed_by else ""
    return Meanwhile(
        version=minutes.version,
        theirs=around_changes(runs(base, minutes.text)),
        mine=around_changes(runs(base, text)),
        together=bring_together(base, minutes.text, text),
        changed_by=changed_by,
    )


@transaction.atomic
def circulate(actor: Actor, minutes: Minutes) -> None:
    """Send the minutes to who adjusts them; they can still be corrected.

    Raises:
        NotWritten: they are empty.
    """
    standing = _moved(actor, minutes, "circulate minutes")
    if not standing.text.strip():
        raise NotWritten
    standing.save(update_fields=["state"])
    minutes.state = standing.state


@transaction.atomic
def publish(actor: Actor, minutes: Minutes) -> None:
    """Let the present text be what others read. Whom it is mailed to says `sending_out.send_out`.

    Raises:
        NotWritten: the minutes are empty.
        WrongState: they wait for who adjusts them, or are out already.
        NotAdjusted: an annual meeting's minutes are adjusted first.
    """
    check_writes(actor, minutes.meeting)
    before = Minutes.objects.select_for_update().get(pk=minutes.pk).state
    if minutes.meeting.is_annual and before == MinutesState.DRAFT:
        raise NotAdjusted
    standing = _moved(actor, minutes, "publish minutes")
    if not standing.text.strip():
        raise NotWritten
    standing.published_version = standing.version
    standing.save(update_fields=["state", "published_version"])
    minutes.state, minutes.published_version = standing.state, standing.published_version


@transaction.atomic
def reopen_minutes(actor: Actor, minutes: Minutes, *, reason: str = "") -> None:
    """Open finished minutes for a correction; until it is sent out, others read what was sent before."""
    standing = _moved(actor, minutes, "reopen minutes", reason)
    standing.save(update_fields=["state"])
    minutes.state = standing.state


def _moved(actor: Actor, minutes: Minutes, verb: str, reason: str = "") -> Minutes:
    check_writes(actor, minutes.meeting)
    standing = Minutes.objects.select_for_update().get(pk=minutes.pk)
    MINUTES_STATES.move(actor, standing, verb, reason=reason)
    return standing
