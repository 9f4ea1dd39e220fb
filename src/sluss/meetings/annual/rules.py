"""What the statutes' rules give for one annual meeting: its days, its roll, its majorities. No database here."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sluss.coalition.rules import Majority, StatuteRules, Tie, latest_notice


class Step(StrEnum):
    """What has a day before or after the meeting, in the order of the days."""

    MOTIONS = "motions"
    NOMINATIONS = "nominations"
    NOTICE = "notice"
    STATEMENTS = "statements"
    PAPERS = "papers"
    ACCREDITATION = "accreditation"
    MEETING = "meeting"
    MINUTES = "minutes"


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: the last day on which it is in time, and the first where there is one."""

    step: Step
    last: dt.date
    first: dt.date | None = None


def ladder(meeting: dt.date, rules: StatuteRules, *, extra: bool = False) -> list[Rung]:
    """All days that follow from the day of the meeting.

    An extra meeting treats what it was called for: it has no motions and no nominations by the year. The board's
    statements go out with the papers; nominations come in with the motions.
    """

    def before(days: int) -> dt.date:
        return meeting - dt.timedelta(days=days)

    earliest = None if rules.earliest_notice_days is None else before(rules.earliest_notice_days)
    rungs = [
        Rung(Step.NOTICE, latest_notice(meeting, rules, extra=extra), earliest),
        Rung(Step.PAPERS, before(rules.papers_days)),
        Rung(Step.ACCREDITATION, before(rules.accreditation_days)),
        Rung(Step.MEETING, meeting if extra else latest_meeting(meeting.year, rules)),
        Rung(Step.MINUTES, meeting + dt.timedelta(days=rules.minutes_days)),
    ]
    if not extra:
        rungs += [
            Rung(Step.MOTIONS, before(rules.motion_days)),
            Rung(Step.NOMINATIONS, before(rules.motion_days)),
            Rung(Step.STATEMENTS, before(rules.papers_days)),
        ]
    return sorted(rungs, key=lambda rung: list(Step).index(rung.step))


def latest_meeting(year: int, rules: StatuteRules) -> dt.date:
    """The last day of a year on which its annual meeting may be held."""
    month, day = rules.latest_annual_meeting
    while True:
        try:
            return dt.date(year, month, day)
        except ValueError:  # 29 February in a year without one
            day -= 1


@dataclass(frozen=True)
class Breach:
    """A step that is, or would be, too late or too early by some days."""

    step: Step
    due: dt.date
    days: int
    early: bool = False


def breaches(
    rungs: Iterable[Rung], today: dt.date, done: Mapping[Step, dt.date] | None = None
) -> list[Breach]:
    """What breaks the statutes: done after its last day or before its first, or undone when the day has passed."""
    done = done or {}
    found = []
    for rung in rungs:
        when = done.get(rung.step, today)
        if when > rung.last:
            found.append(Breach(rung.step, rung.last, (when - rung.last).days))
        elif rung.first is not None and rung.step in done and when < rung.first:
            found.append(Breach(rung.step, rung.first, (rung.first - when).days, early=True))
    return found


# --- the roll --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Movement:
    """A delegate comes or goes, at a moment."""

    at: dt.datetime
    delegate: int
    organisation: int
    arrives: bool


@dataclass(frozen=True)
class Place:
    """An organisation's one vote on the roll: who casts it, and whether by proxy."""

    organisation: int
    delegate: int
    by_proxy: bool = False


def present_at(movements: Iterable[Movement], moment: dt.datetime) -> dict[int, int]:
    """Delegates who are there at a moment, in the order in which they came: {delegate: organisation}."""
    there: dict[int, int] = {}
    for movement in sorted(movements, key=lambda each: each.at):
        if movement.at > moment:
            break
        if movement.arrives:
            there.setdefault(movement.delegate, movement.organisation)
        else:
            there.pop(movement.delegate, None)
    return there


def roll_at(
    movements: Iterable[Movement], proxies: Mapping[int, int], moment: dt.datetime, rules: StatuteRules
) -> list[Place]:
    """The voting roll at a moment: one place for each organisation, however many delegates it has there.

    Args:
        proxies: {organisation that gives: delegate who holds}, in the order in which they were written.
        moment: aware; a movement of that very moment counts.

    An organisation with a delegate of its own there votes by that one; else by who holds its proxy and is there.
    A delegate holds no more proxies than the statutes allow: those written first count.
    """
    there = present_at(movements, moment)
    places: dict[int, Place] = {}
    for delegate, organisation in there.items():
        places.setdefault(organisation, Place(organisation, delegate))
    held: dict[int, int] = {}
    for organisation, holder in proxies.items():
        allowed = rules.proxies_allowed and held.get(holder, 0) < rules.proxies_per_delegate
        if organisation not in places and holder in there and allowed:
            held[holder] = held.get(holder, 0) + 1
            places[organisation] = Place(organisation, holder, by_proxy=True)
    return list(places.values())


def is_quorate(votes: int, entitled: int, percent: int) -> bool:
    """Whether so many votes on the roll are enough, of all that are entitled."""
    return votes * 100 >= percent * entitled


# --- majorities ------------------------------------------------------------------------------------------


class Outcome(StrEnum):
    CARRIED = "carried"
    LOST = "lost"
    TIED = "tied"


@dataclass(frozen=True)
class Count:
    """Votes for and against, and those who abstained. Spoilt papers aren't votes."""

    yes: int
    no: int
    abstain: int = 0

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstain


def outcome(count: Count, rule: Majority) -> Outcome:
    """What a count gives by a majority.

    Simple: more yes than no. Absolute: yes is more than half of all votes cast, abstentions too. Two thirds and
    three quarters: at least that share of yes and no together. Only a simple or absolute majority can tie; where
    nobody voted for it, it is lost.
    """
    yes, no = count.yes, count.no
    if yes == 0:
        return Outcome.LOST
    if rule == Majority.SIMPLE:
        carried, tied = yes > no, yes == no
    elif rule == Majority.ABSOLUTE:
        carried, tied = 2 * yes > count.cast, yes == no and not count.abstain
    else:
        share, of = SHARES[rule]
        carried, tied = of * yes >= share * (yes + no), False
    if carried:
        return Outcome.CARRIED
    return Outcome.TIED if tied else Outcome.LOST


#: (share, of how many): yes must be at least share/of of yes and no together
SHARES = {Majority.TWO_THIRDS: (2, 3), Majority.THREE_QUARTERS: (3, 4)}


def needed(votes: int, rule: Majority) -> int:
    """How many yes are needed if all these votes are cast, none abstaining."""
    if rule in SHARES:
        share, of = SHARES[rule]
        return -(-share * votes // of)
    return votes // 2 + 1


def settle(found: Outcome, tie: Tie, voice: bool | None) -> Outcome:
    """Settle a tie by the statutes: it falls, or the chair's voice or the lot says yes or no.

    Args:
        voice: what the chair or the lot said; None while it hasn't.
    """
    if found != Outcome.TIED:
        return found
    if tie == Tie.LOST:
        return Outcome.LOST
    if voice is None:
        return Outcome.TIED
    return Outcome.CARRIED if voice else Outcome.LOST


@dataclass(frozen=True)
class Elected:
    """Who has a seat, and who shares the last places with how many seats left between them."""

    seated: tuple[int, ...]
    tied: tuple[int, ...] = ()
    places: int = 0


def elect(votes: Mapping[int, int], seats: int) -> Elected:
    """The candidates with most votes, as many as there are seats; equal votes at the last place are a tie.

    Args:
        votes: {candidate: votes}. Who has none isn't elected.
    """
    ranked = sorted((c for c in votes if votes[c] > 0), key=lambda c: (-votes[c], c))
    if len(ranked) <= seats or seats == 0:
        return Elected(tuple(ranked[:seats]))
    edge = votes[ranked[seats - 1]]
    if votes[ranked[seats]] < edge:
        return Elected(tuple(ranked[:seats]))
    seated = tuple(c for c in ranked if votes[c] > edge)
    return Elected(seated, tuple(c for c in ranked if votes[c] == edge), seats - len(seated))


def settle_election(found: Elected, tie: Tie, chosen: Sequence[int]) -> Elected:
    """Fill the last places by the lot or the chair, or leave them empty where the statutes say so.

    Args:
        chosen: whom the lot or the chair took, among the tied and as many as the places; else nothing is filled.
    """
    if not found.tied:
        return found
    if tie == Tie.LOST:
        return Elected(found.seated)
    fits = len(set(chosen)) == len(chosen) == found.places and set(chosen) <= set(found.tied)
    return Elected((*found.seated, *chosen)) if fits else found


def term(meeting: dt.date, rules: StatuteRules) -> tuple[dt.date, dt.date]:
    """First and last day of a seat elected at a meeting: to the last day for the annual meeting that ends it."""
    return meeting, latest_meeting(meeting.year + rules.term_years, rules)
