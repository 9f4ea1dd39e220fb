"""The ladder of an annual meeting: which day each step has, and how it stands today."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sluss.coalition.rules import StatuteRules
from sluss.coalition.selectors import rules_on
from sluss.meetings.annual.rules import Breach, Rung, Step, breaches, ladder
from sluss.meetings.models import MinutesState
from sluss.meetings.models.annual import SIGNING, AnnualMeeting, Motion, MotionState, Notice
from sluss.trust import clock

STEP_NAMES: dict[Step, Any] = {
    Step.MOTIONS: _("Motions are in"),
    Step.NOMINATIONS: _("Nominations are in"),
    Step.NOTICE: _("The notice goes out"),
    Step.STATEMENTS: _("The board's statements on motions"),
    Step.PAPERS: _("The papers go out"),
    Step.ACCREDITATION: _("Organisations name their delegates"),
    Step.MEETING: _("The annual meeting"),
    Step.MINUTES: _("The minutes are adjusted"),
}

#: what the agenda calls the day of a step
DAY_NAMES: dict[Step, Any] = {step: format_lazy("{} (%(thing)s)", name) for step, name in STEP_NAMES.items()}

#: what members do up to a day: it can't be late but by the picking of the meeting's day
INTAKE = (Step.MOTIONS, Step.NOMINATIONS, Step.ACCREDITATION)

#: what the day of the meeting itself breaks, so that a reason is asked when it is picked
BROKEN_BY_THE_DAY = (*INTAKE, Step.MEETING)


def rules_of(annual: AnnualMeeting) -> StatuteRules:
    """The statutes in force on the day of the meeting; looked up once for each day that it has."""
    known: dict[dt.date, StatuteRules] = annual.__dict__.setdefault("_rules_by_day", {})
    day = annual.meeting.date
    if day not in known:
        known[day] = rules_on(day)
    return known[day]


def ladder_of(annual: AnnualMeeting) -> list[Rung]:
    return ladder(annual.meeting.date, rules_of(annual), extra=annual.is_extra)


def done_days(annual: AnnualMeeting) -> dict[Step, dt.date]:
    """On which day each step that is done was done; what members do counts from when the day was picked."""
    done = dict.fromkeys(INTAKE, annual.planned_on) | {Step.MEETING: annual.meeting.date}
    sent = list(annual.notices.exclude(sent_at=None).order_by("sent_at").prefetch_related("sent_papers"))
    if sent:
        done[Step.NOTICE] = _day(sent[0].sent_at)
    with_papers = [notice for notice in sent if notice.sent_papers.all()]
    if with_papers:
        done[Step.PAPERS] = _day(with_papers[0].sent_at)
    stated = list(_taken_up(annual).values_list("stated_on", flat=True))
    if stated and None not in stated:
        done[Step.STATEMENTS] = max(day for day in stated if day)
    minutes = getattr(annual.meeting, "minutes", None)
    if minutes is not None and minutes.state in {MinutesState.ADJUSTED, MinutesState.PUBLISHED}:
        signed = annual.officers.filter(duty__in=SIGNING).exclude(signed_at=None)
        last = signed.order_by("-signed_at").values_list("signed_at", flat=True).first()
        if last is not None:
            done[Step.MINUTES] = _day(last)
    return done


def _taken_up(annual: AnnualMeeting) -> QuerySet[Motion]:
    """Motions on which the board states."""
    return annual.motions.exclude(state__in=[MotionState.LATE, MotionState.REFUSED, MotionState.WITHDRAWN])


def _day(moment: dt.datetime | None) -> dt.date:
    return timezone.localdate(moment) if moment else clock.today()


@dataclass(frozen=True)
class Stand:
    """How a step stands today: `state` is done, late, coming or passed (an intake whose day is over)."""

    step: Step
    name: Any
    last: dt.date
    first: dt.date | None
    state: str
    done: dt.date | None = None
    #: days too late (or too early) where it is a breach, else days left
    days: int = 0
    early: bool = False
    reason: str = ""


def stands(annual: AnnualMeeting) -> list[Stand]:
    """Every step of the ladder with how it stands, and the reason given where the statutes weren't kept."""
    today, done, rungs = clock.today(), done_days(annual), ladder_of(annual)
    broken = {breach.step: breach for breach in breaches(rungs, today, done)}
    has_motions = _taken_up(annual).exists()
    if not has_motions:  # nothing to state on
        broken.pop(Step.STATEMENTS, None)
    reasons = {deviation.step: deviation.reason for deviation in annual.deviations.all()}
    return [_stand(rung, today, done, broken.get(rung.step), reasons.get(rung.step, "")) for rung in rungs]


def _stand(
    rung: Rung, today: dt.date, done: dict[Step, dt.date], broken: Breach | None, reason: str
) -> Stand:
    when = done.get(rung.step)
    if broken is not None:
        state, days, early = "late", broken.days, broken.early
    else:
        days, early = (rung.last - today).days, False
        if rung.step in INTAKE:
            state = "passed" if days < 0 else "coming"
        elif rung.step == Step.MEETING:
            state = "coming"
        elif when is not None:
            state = "done"
        else:
            state = "passed" if days < 0 else "coming"
    shown = None if rung.step in (*INTAKE, Step.MEETING) else when
    return Stand(rung.step, STEP_NAMES[rung.step], rung.last, rung.first, state, shown, days, early, reason)


def last_sent(annual: AnnualMeeting) -> Notice | None:
    """The notice that members have; None before the first."""
    return annual.notices.exclude(sent_at=None).order_by("sent_at").last()


def notice_says_otherwise(annual: AnnualMeeting) -> Notice | None:
    """The notice last sent, where it tells another day, hour or place than the meeting has now."""
    notice, meeting = last_sent(annual), annual.meeting
    if notice is None:
        return None
    said = (notice.says_date, notice.says_starts_at, notice.says_place)
    return notice if said != (meeting.date, meeting.starts_at, meeting.place) else None


def late_notice(annual: AnnualMeeting, day: dt.date) -> Breach | None:
    """How the statutes are broken by sending the notice on a day; None where they are kept.

    A correction of a notice that went out in time isn't measured anew as long as the meeting's day stands.
    """
    sent = last_sent(annual)
    if sent is not None and sent.says_date == annual.meeting.date:
        return None
    rungs = [rung for rung in ladder_of(annual) if rung.step == Step.NOTICE]
    found = breaches(rungs, day, {Step.NOTICE: day})
    return found[0] if found else None
