"""What comes to the mailbox: answers from calendars, and letters that couldn't be delivered.

Anything else is left alone: people's own letters go to people. What a letter says is never kept or logged.
"""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from enum import StrEnum

from django.db import transaction

from sluss.meetings import mailbox
from sluss.meetings.ical import read_reply
from sluss.meetings.services.answering import answer_by_calendar
from sluss.trust import clock
from sluss.trust.actor import SYSTEM
from sluss.trust.models import Letter
from sluss.trust.refusals import Refused
from sluss.trust.trail import leave


class Received(StrEnum):
    """What became of what came."""

    ANSWER = "answer taken"
    BOUNCE = "bounce noted"
    NOTHING = "left alone"


#: where mail servers write to whom a letter was sent, plus address and all
_RECEIVERS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
#: a status of RFC 3463 that says "never": 5.1.1, not 4.4.1
_FOR_GOOD = "5."


def receive(raw: bytes) -> Received:
    """Take in one letter as it came from the mail server (RFC 5322)."""
    try:
        message = message_from_bytes(raw)
    except RecursionError:  # parts within parts without end: no mail program writes so
        return Received.NOTHING
    if message.get_content_type() == "multipart/report":
        return _take_report(message)
    return _take_answer(message)


def _take_answer(message: Message) -> Received:
    """RFC 6047: the calendar part with METHOD:REPLY, sent to the address that names the invitation."""
    invitation_id = next(filter(None, map(mailbox.invitation_of, _receivers(message))), None)
    calendar = next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)
    if invitation_id is None or calendar is None:
        return Received.NOTHING
    reply = read_reply(_content(calendar))
    if reply is None:
        return Received.NOTHING
    try:
        answered = answer_by_calendar(invitation_id, reply)
    except Refused:
        return Received.NOTHING  # the meeting has been, or the invitation is withdrawn
    return Received.ANSWER if answered is not None else Received.NOTHING


def _receivers(message: Message) -> Iterator[str]:
    for name in _RECEIVERS:
        values = [str(value) for value in message.get_all(name, [])]
        yield from (address for _name, address in getaddresses(values))


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _take_report(message: Message) -> Received:
    """RFC 3464: what failed for good is noted at the letter whose Message-ID the report returns."""
    status = next(filter(None, map(_failure, message.walk())), "")
    letter = _returned_letter(message) if status else None
    if letter is None:
        return Received.NOTHING
    _note_bounce(letter, status)
    return Received.BOUNCE


def _failure(part: Message) -> str:
    """The status of the first receiver that failed for good; empty where there is none."""
    if part.get_content_type() != "message/delivery-status":
        return ""
    groups = part.get_payload()  # fields about the letter, then about each receiver
    for group in groups if isinstance(groups, list) else []:
        if not isinstance(group, Message):
            continue
        action = str(group.get("Action", "")).strip().lower()
        status = str(group.get("Status", "")).strip().split(" ")[0]
        if action == "failed" and status.startswith(_FOR_GOOD):
            return status[:20]
    return ""


def _returned_letter(message: Message) -> Letter | None:
    """The letter that the report returns, whole (message/rfc822) or its headers alone."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            payload = part.get_payload()
            returned = payload[0] if isinstance(payload, list) and payload else None
        elif kind == "text/rfc822-headers":
            returned = message_from_bytes(_content(part))
        else:
            continue
        message_id = str(returned["Message-ID"] or "").strip() if isinstance(returned, Message) else ""
        if message_id.isprintable() and message_id:  # as ours are; no database is asked for anything else
            return Letter.objects.filter(message_id=message_id).first()
    return None


@transaction.atomic
def _note_bounce(letter: Letter, status: str) -> None:
    if letter.bounced_at is not None:
        return
    letter.bounced_at, letter.bounce = clock.now(), status
    letter.save(update_fields=["bounced_at", "bounce"])
    leave(SYSTEM, "note bounce", letter, detail={"status": status})
