"""The rules of the statutes as plain values: notice periods, majorities, ties, terms.

They differ from association to association, so that they are data and never code.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Majority(StrEnum):
    SIMPLE = "simple"  # more yes than no
    ABSOLUTE = "absolute"  # more than half of the votes cast, abstentions counted
    TWO_THIRDS = "two_thirds"
    THREE_QUARTERS = "three_quarters"


class Tie(StrEnum):
    CHAIR = "chair"  # the chair's voice decides
    LOT = "lot"
    LOST = "lost"  # the proposal falls


@dataclass(frozen=True)
class StatuteRules:
    """What the statutes say that a date, a roll or a result is reckoned from. Days are calendar days."""

    #: latest day on which notice may go out, in days before the meeting
    notice_days: int = 21
    notice_days_extra: int = 14
    #: earliest day on which notice may go out; None where the statutes don't say
    earliest_notice_days: int | None = None
    motion_days: int = 42
    papers_days: int = 14
    accreditation_days: int = 3
    #: the annual meeting is held at the latest on this day of the year, (month, day)
    latest_annual_meeting: tuple[int, int] = (3, 31)
    proxies_allowed: bool = True
    proxies_per_delegate: int = 1
    #: share of the entitled organisations that must be on the roll, in percent; 0 where there is no quorum
    quorum_percent: int = 0
    majority: Majority = Majority.SIMPLE
    majority_statutes: Majority = Majority.TWO_THIRDS
    statutes_second_reading: bool = False
    tie: Tie = Tie.CHAIR
    tie_elections: Tie = Tie.LOT
    board_least: int = 5
    board_most: int = 9
    term_years: int = 1
    adjustors: int = 2
    minutes_days: int = 21

    def as_json(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "latest_annual_meeting": list(self.latest_annual_meeting)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Rules as kept; what an older version didn't know takes its default."""
        known = {field.name for field in dataclasses.fields(cls)}
        given: dict[str, Any] = {name: value for name, value in kept.items() if name in known}
        if "latest_annual_meeting" in given:
            month, day = given["latest_annual_meeting"]
            given["latest_annual_meeting"] = (month, day)
        for name, kind in (
            ("majority", Majority),
            ("majority_statutes", Majority),
            ("tie", Tie),
            ("tie_elections", Tie),
        ):
            if name in given:
                given[name] = kind(given[name])
        return cls(**given)


def latest_notice(meeting: dt.date, rules: StatuteRules, *, extra: bool = False) -> dt.date:
    """The last day on which notice is in time: 31 March 2017 with three weeks gives 10 March."""
    return meeting - dt.timedelta(days=rules.notice_days_extra if extra else rules.notice_days)
