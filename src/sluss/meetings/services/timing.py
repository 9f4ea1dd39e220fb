"""When a meeting is, as one value that holds together."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sluss.agenda.dates import Precision, VagueDate
from sluss.meetings.models import Meeting
from sluss.trust.refusals import Refused


class EndsBeforeItBegins(Refused):
    default = _("The meeting would end before it begins. Choose a later time.")


class TimeWithoutDay(Refused):
    default = _("Choose the day, too, or leave the time empty.")


class DecidedTooLate(Refused):
    default = _("That is after the meeting. Choose an earlier day.")


class NothingToDecideBy(Refused):
    default = _("Only a date that isn't decided needs a day on which it is. Say that it isn't decided yet.")


@dataclass(frozen=True)
class Timing:
    """When a meeting is: a day as far as it is known, moments once they are fixed, and what it may be instead."""

    when: VagueDate
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    tentative: bool = False
    alternative: VagueDate | None = None
    decide_by: dt.date | None = None

    @classmethod
    def of(cls, meeting: Meeting) -> "Timing":
        return cls(
            meeting.when,
            meeting.starts_at,
            meeting.ends_at,
            meeting.tentative,
            meeting.or_instead,
            meeting.decide_by,
        )

    def check(self) -> None:
        if self.starts_at is not None and self.when.precision != Precision.DAY:
            raise TimeWithoutDay(field="when")
        if self.ends_at is not None and (self.starts_at is None or self.ends_at <= self.starts_at):
            raise EndsBeforeItBegins(field="ends")
        if self.decide_by is not None and not (self.tentative or self.alternative):
            raise NothingToDecideBy(field="decide_by")
        if self.decide_by is not None and self.decide_by > self.when.day:
            raise DecidedTooLate(field="decide_by")

    def put_on(self, meeting: Meeting) -> None:
        meeting.date, meeting.precision = self.when.day, self.when.precision
        meeting.starts_at, meeting.ends_at = self.starts_at, self.ends_at
        meeting.tentative, meeting.decide_by = self.tentative, self.decide_by
        meeting.alternative = self.alternative.day if self.alternative else None
        meeting.alternative_precision = self.alternative.precision if self.alternative else Precision.DAY
