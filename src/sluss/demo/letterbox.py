"""Where the demo's e-mail ends: kept as files and shown on a page, so that nothing reaches anybody."""

import datetime as dt
import email
import email.policy
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from sluss.trust import clock


@dataclass(frozen=True)
class KeptLetter:
    """A letter as the page shows it."""

    to: str
    subject: str
    sent: dt.datetime
    text: str
    invites: bool  # it brings an entry for the receiver's calendar


def _folder() -> Path:
    folder: Path = settings.MEDIA_ROOT / "letters"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Letterbox(BaseEmailBackend):
    """An e-mail backend that keeps each letter as a file, named by the demo's time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            name = f"{clock.now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}.eml"
            (_folder() / name).write_bytes(message.message().as_bytes())
        return len(email_messages)


def newest(number: int) -> list[KeptLetter]:
    """The letters sent last, newest first."""
    kept = sorted(
        _folder().glob("*.eml"), key=lambda path: (path.name, path.stat().st_mtime_ns), reverse=True
    )
    return [_read(path) for path in kept[:number]]


def _read(path: Path) -> KeptLetter:
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    text = letter.get_body(("plain",))
    sent = dt.datetime.strptime(path.name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC)
    return KeptLetter(
        to=str(letter["To"] or ""),
        subject=str(letter["Subject"] or ""),
        sent=sent,
        text=text.get_content().strip() if text is not None else "",
        invites=any(part.get_content_type() == "text/calendar" for part in letter.walk()),
    )
