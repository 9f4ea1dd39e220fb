"""Collecting's own rules, on plain values."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

CHILD_ROLE = "accompanying_child"
EXPLOITED_ROLE = "directly_exploited"


class Receiver(StrEnum):
    """Whom a reminder goes to."""

    FIRST_CONTACT = "first contact"
    SECOND_CONTACT = "second contact"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the reminders' ladder, `days` after the round is due (before it, where negative)."""

    step: str
    days: int
    receivers: tuple[Receiver, ...]


OPENING = Rung("opening", 0, (Receiver.FIRST_CONTACT,))
"""Sent from the day the round opens, whenever that is."""

LADDER = (
    Rung("T-21", -21, (Receiver.FIRST_CONTACT,)),
    Rung("T-7", -7, (Receiver.FIRST_CONTACT,)),
    Rung("T-1", -1, (Receiver.FIRST_CONTACT, Receiver.SECOND_CONTACT)),
    Rung("T+3", 3, (Receiver.FIRST_CONTACT, Receiver.SECOND_CONTACT, Receiver.LEAD)),
    Rung("T+10", 10, (Receiver.FIRST_CONTACT, Receiver.SECOND_CONTACT, Receiver.LEAD)),
)
"""Days from the due date. Whoever has answered is left in peace."""


SNOOZED = "snoozed"
"""The step of the one reminder on the day that the organisation has asked for."""


def rung_on(
    day: dt.date, *, opens: dt.date, due: dt.date, locks: dt.date, snoozed_until: dt.date | None = None
) -> Rung | None:
    """The one reminder that is due on a day: the latest step reached.

    Steps passed over while nothing was sent (a server that stood still) are not caught up: nobody gets a
    burst of old reminders. None before the round opens and after it has locked. An organisation that has
    asked to be left alone to a day is reminded once on that day instead of the steps it has slept through.
    """
    if not opens <= day <= locks or (snoozed_until is not None and day < snoozed_until):
        return None
    reached, reached_on = OPENING, opens
    for rung in LADDER:
        falls_on = due + dt.timedelta(days=rung.days)
        if opens < falls_on <= day:
            reached, reached_on = rung, falls_on
    if snoozed_until is not None and reached_on <= snoozed_until:
        return Rung(SNOOZED, reached.days, reached.receivers)
    return reached


LEAST_REPORTING = 5
"""Others that must have reported before a share of the total is shown."""

LEAST_REST = 0.2
"""What the others but the largest must hold together, as a part of the largest (the p % rule with p = 20)."""

SHARE_STEP = 5
"""Shares are shown in steps of so many per cent."""


def share_of_total(own: int, others: Sequence[int]) -> int | None:
    """An organisation's share of all persons reported, in per cent rounded to `SHARE_STEP`; None: not shown.

    The organisation knows its own number, so the total would tell it what the others have together; and a
    total read twice would tell what came in between. Therefore:

    - the others are taken in fives, in the order in which they reported: two totals differ by five or more;
    - nothing is shown where the largest of them could be estimated within `LEAST_REST` by taking away all
      else (the p % rule; Hundepool et al., Statistical Disclosure Control, 2012, section 4.2);
    - the share is rounded, so that the total itself doesn't follow.

    Args:
        own: persons of the organisation.
        others: persons of each other organisation that has reported, first come first.
    """
    counted = list(others[: len(others) // LEAST_REPORTING * LEAST_REPORTING])
    if not counted or own == 0:
        return None
    largest = max(counted)
    if sum(counted) - largest < LEAST_REST * largest or largest == 0:
        return None
    share = 100 * own / (own + sum(counted))
    return SHARE_STEP * round(share / SHARE_STEP)


@dataclass(frozen=True, slots=True)
class Totals:
    """Persons counted: all, the directly exploited, children, those whom another member may have counted too,
    and those in group cases.

    A person known to another member may be in that member's return as well, so the true number lies between
    `lowest` and `persons`.
    """

    persons: int
    exploited: int
    children: int
    known_elsewhere: int
    in_group_cases: int

    @property
    def lowest(self) -> int:
        return self.persons - self.known_elsewhere

    @property
    def without_group_cases(self) -> int:
        return self.persons - self.in_group_cases


def expected_members(
    memberships: Iterable[tuple[int, dt.date, dt.date | None]],
    start: dt.date,
    end: dt.date,
    pauses: Iterable[tuple[int, dt.date, dt.date | None]] = (),
) -> Collection[int]:
    """Organisations that owe a return: members that didn't pause on at least one day of the period.

    Args:
        memberships, pauses: (organisation, first day, last day or None where it goes on).
    """
    paused: dict[int, list[tuple[dt.date, dt.date | None]]] = defaultdict(list)
    for organisation, starts, ends in pauses:
        paused[organisation].append((starts, ends))
    return {
        organisation
        for organisation, starts, ends in memberships
        if _a_day_outside(paused[organisation], max(starts, start), min(ends or end, end))
    }


def _a_day_outside(pauses: list[tuple[dt.date, dt.date | None]], first: dt.date, last: dt.date) -> bool:
    """Whether any day from the first to the last lies in none of the pauses."""
    day = first
    for starts, ends in sorted(pauses, key=lambda pause: pause[0]):
        if starts > day or day > last:
            break
        if ends is None:
            return False
        day = max(day, ends + dt.timedelta(days=1))
    return day <= last


class Reason(StrEnum):
    """Why an answer that looks unlikely stands. A closed list, so that no story is written down here."""

    CHECKED = "checked"
    TOLD = "told"
    DOCUMENT = "document"
    ESTIMATE = "estimate"

    @classmethod
    def choices(cls) -> list[tuple[str, Any]]:
        return [(reason.value, REASON_LABELS[reason]) for reason in cls]


REASON_LABELS = {
    Reason.CHECKED: _("We have checked: it is right"),
    Reason.TOLD: _("The person has told us so"),
    Reason.DOCUMENT: _("It says so in a document we have seen"),
    Reason.ESTIMATE: _("It is our best estimate"),
}
