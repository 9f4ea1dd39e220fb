"""The voting roll as it is, or was, at a moment."""

import datetime as dt
from dataclasses import dataclass, field

from sluss.coalition.models import Organisation
from sluss.coalition.rules import StatuteRules
from sluss.meetings.annual.rules import Movement, Place, is_quorate, needed, roll_at
from sluss.meetings.annual.selectors.days import rules_of
from sluss.meetings.models.annual import Accreditation, AnnualMeeting, Proxy, RollEntry
from sluss.trust import clock


@dataclass(frozen=True)
class History:
    """All comings and goings and all proxies of a meeting, from which the roll of any moment is reckoned."""

    annual: AnnualMeeting
    rules: StatuteRules
    entries: tuple[RollEntry, ...]
    proxies: tuple[Proxy, ...]
    #: numbers of the organisations that are members on the day of the meeting: who has left or pauses doesn't vote
    members: frozenset[int]

    def places_at(self, moment: dt.datetime) -> list[Place]:
        """One place for each organisation that can vote at the moment."""
        movements = [
            Movement(entry.at, entry.accreditation_id, entry.accreditation.organisation_id, entry.arrives)
            for entry in self.entries
            if entry.accreditation.organisation_id in self.members
        ]
        return roll_at(movements, self._held(moment), moment, self.rules)

    def _held(self, moment: dt.datetime) -> dict[int, int]:
        """{organisation: delegate who holds its proxy}, in the order in which they were given."""
        return {
            proxy.organisation_id: proxy.holder_id
            for proxy in self.proxies
            if proxy.organisation_id in self.members
            and proxy.given_at <= moment
            and (proxy.withdrawn_at is None or proxy.withdrawn_at > moment)
        }


def history(annual: AnnualMeeting) -> History:
    entries = RollEntry.objects.filter(annual=annual, struck_at=None).order_by("at", "pk")
    proxies = Proxy.objects.filter(annual=annual).order_by("given_at", "pk")
    return History(
        annual,
        rules_of(annual),
        tuple(entries.select_related("accreditation__organisation")),
        tuple(proxies.select_related("holder__organisation")),
        frozenset(Organisation.objects.members_on(annual.meeting.date).values_list("pk", flat=True)),
    )


def places_at(annual: AnnualMeeting, moment: dt.datetime | None = None) -> list[Place]:
    """The roll at a moment (default: now)."""
    return history(annual).places_at(moment or clock.now())


def entitled(annual: AnnualMeeting) -> list[Organisation]:
    """Member organisations on the day of the meeting, by name."""
    return list(Organisation.objects.members_on(annual.meeting.date).order_by("name"))


@dataclass
class OnTheRoll:
    """An entitled organisation: its delegates with whether each is there, who has its proxy, how it votes now."""

    organisation: Organisation
    delegates: list[tuple[Accreditation, RollEntry | None]] = field(default_factory=list)
    proxy: Proxy | None = None
    place: Place | None = None
    voter: Accreditation | None = None

    @property
    def present(self) -> bool:
        return self.place is not None


@dataclass(frozen=True)
class Roll:
    """The roll of a moment, as the page and the minutes show it."""

    lines: list[OnTheRoll]
    votes: int
    by_proxy: int
    entitled: int
    quorate: bool
    #: how many yes are more than half if all vote
    needed: int


def roll_of(annual: AnnualMeeting, moment: dt.datetime | None = None) -> Roll:
    """Every entitled organisation and how it stands at a moment (default: now)."""
    moment = moment or clock.now()
    known = history(annual)
    lines = {organisation.pk: OnTheRoll(organisation) for organisation in entitled(annual)}
    delegates = {each.pk: each for each in Accreditation.objects.filter(annual=annual)}
    latest = {entry.accreditation_id: entry for entry in known.entries if entry.at <= moment}
    for delegate in delegates.values():
        if delegate.organisation_id in lines and delegate.withdrawn_at is None:
            lines[delegate.organisation_id].delegates.append((delegate, latest.get(delegate.pk)))
    for proxy in known.proxies:
        if proxy.withdrawn_at is None and proxy.organisation_id in lines:
            lines[proxy.organisation_id].proxy = proxy
    places = known.places_at(moment)
    for place in places:
        lines[place.organisation].place = place
        lines[place.organisation].voter = delegates[place.delegate]
    return Roll(
        lines=list(lines.values()),
        votes=len(places),
        by_proxy=sum(place.by_proxy for place in places),
        entitled=len(lines),
        quorate=is_quorate(len(places), len(lines), known.rules.quorum_percent),
        needed=needed(len(places), known.rules.majority),
    )


def changes(annual: AnnualMeeting) -> list[tuple[RollEntry, int]]:
    """Every coming and going in order, with how many votes the roll had from that moment."""
    known = history(annual)
    return [(entry, len(known.places_at(entry.at))) for entry in known.entries]
