"""Proof of the notice: who was sent it when, and what became of each letter."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluss.meetings.models.annual import Notice, NoticePaper
from sluss.trust.models import Letter

#: kind of the letters that carry a notice
KIND = "meetings.notice"


@dataclass(frozen=True)
class Line:
    """One receiver. `tone` is the colour of the fate: done, wait, stop."""

    organisation: str
    name: str
    email: str
    when: dt.datetime | None
    fate: Any
    tone: str


@dataclass(frozen=True)
class Proof:
    lines: list[Line]
    sent: int
    bounced: int
    papers: list[NoticePaper]


def proof_of(notice: Notice) -> Proof:
    """Every receiver of a notice with the fate of its letter."""
    letters = {letter.address: letter for letter in Letter.objects.about(KIND, notice.pk)}
    lines = [
        Line(
            receiver.organisation.name if receiver.organisation else "",
            receiver.name,
            receiver.email,
            *_fate(letters.get(receiver.email.lower())),
        )
        for receiver in notice.recipients.select_related("organisation")
    ]
    return Proof(
        lines=lines,
        sent=sum(line.tone == "done" for line in lines),
        bounced=sum(line.tone == "stop" for line in lines),
        papers=list(notice.sent_papers.all()),
    )


def _fate(letter: Letter | None) -> tuple[dt.datetime | None, Any, str]:
    if letter is None or letter.marked_at is None:
        return None, _("Waits to be sent"), "wait"
    if letter.bounced_at is not None:
        return letter.bounced_at, _("Came back"), "stop"
    if letter.sent_at is not None:
        return letter.sent_at, _("Sent"), "done"
    if letter.dropped_at is not None:
        return letter.dropped_at, _("Not sent"), "stop"
    return letter.marked_at, _("Uncertain whether it left"), "stop"
