"""How far the minutes have come: who has signed which text."""

import hashlib
from dataclasses import dataclass

from sluss.meetings.models import Minutes
from sluss.meetings.models.annual import SIGNING, AnnualMeeting, Officer


def text_hash(text: str) -> str:
    """SHA-256 of a text as it is kept (UTF-8), in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Signature:
    """Who adjusts: not signed yet, signed the present text, or signed a text that was changed after."""

    officer: Officer
    holds: bool

    @property
    def fallen(self) -> bool:
        return bool(self.officer.signed_at) and not self.holds


def signatures(annual: AnnualMeeting, minutes: Minutes | None) -> list[Signature]:
    """Of chair and adjustors, in the order in which they were chosen."""
    present = text_hash(minutes.text) if minutes is not None else ""
    signing = annual.officers.filter(duty__in=SIGNING).order_by("pk")
    return [Signature(officer, bool(present) and officer.signed_sha256 == present) for officer in signing]


def all_have_signed(annual: AnnualMeeting, minutes: Minutes) -> bool:
    found = signatures(annual, minutes)
    return bool(found) and all(signature.holds for signature in found)
