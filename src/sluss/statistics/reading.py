"""A release's state and verdict in words, for the page on which the coordinator works on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluss.contacts.codebook import book_of
from sluss.statistics.models import MEASURE_LABELS, OUT, Release, ReleaseState, ReleaseTable
from sluss.statistics.questions import PERIOD, Cut, heading, level_label, quarter_label
from sluss.statistics.rules import Measure, persons_range
from sluss.statistics.selectors import RoundWork
from sluss.trust.templatetags.look import in_language, number
from veil import TOTAL


@dataclass(frozen=True)
class Step:
    """One of the steps from frozen to published. `tone`: done, now or later."""

    title: str
    tone: str


def steps_of(release: Release) -> list[Step]:
    """Frozen, checked, published: how far the release is."""
    reached = {ReleaseState.FROZEN: 1, ReleaseState.CHECKING: 1, ReleaseState.BROKEN: 1, ReleaseState.SAFE: 2}
    done = reached.get(ReleaseState(release.state), 3)
    titles = [_("Frozen"), _("Checked"), _("Published")]
    return [
        Step(title, "done" if at < done else "now" if at == done else "later")
        for at, title in enumerate(titles)
    ]


@dataclass(frozen=True)
class Progress:
    """How far a check is."""

    text: str
    done: int
    of: int


_PROGRESS = {
    "waiting": gettext_lazy("Waiting for its turn"),
    "count": gettext_lazy("Counting the tables"),
    "protect": gettext_lazy("Hiding what has to be hidden"),
    "attack": gettext_lazy("Trying to work out what is hidden"),
    "obstacle": gettext_lazy("Looking for what could be published instead"),
}
#: how much of the whole lies before each step, of 10
_BEFORE = {"waiting": 0, "count": 1, "protect": 3, "attack": 8, "obstacle": 6}
_WIDTH = {"waiting": 1, "count": 2, "protect": 5, "attack": 2, "obstacle": 4}


def progress_in_words(release: Release) -> Progress | None:
    """What a running check is doing; None where none runs."""
    if release.state != ReleaseState.CHECKING:
        return None
    step = release.progress.get("step", "waiting")
    share = release.progress.get("done", 0) / max(release.progress.get("of", 1), 1)
    return Progress(str(_PROGRESS[step]), round(10 * (_BEFORE[step] + _WIDTH[step] * share)), 100)


@dataclass(frozen=True)
class FindingInWords:
    """What a reader could work out: where, what, and from which published figures."""

    table: str
    cell: str
    text: str
    figures: tuple[str, ...]


def findings_in_words(release: Release) -> list[FindingInWords]:
    """Why the release can't be published; empty where it can, or hasn't been checked."""
    words = _Words(release)
    return [
        FindingInWords(
            words.title(finding["table"]),
            words.cell(finding["table"], finding["codes"]),
            _what_follows(finding),
            tuple(
                f"{words.title(figure['table'])}, {words.cell(figure['table'], figure['codes'])}: "
                f"{number(figure['count'])}"
                for figure in finding["figures"]
            ),
        )
        for finding in release.verdict.get("findings", [])
    ]


def _what_follows(finding: Mapping[str, Any]) -> str:
    low, high = number(finding["low"]), finding["high"]
    if high is not None and finding["low"] == high:
        return _("A reader can work out that the number is %s.") % low
    if high is None:
        return _("A reader can work out that the number is at least %s.") % low
    return _("A reader can work out that the number is %(low)s to %(high)s.") % {
        "low": low,
        "high": number(high),
    }


#: so many changed numbers are named; more say nothing more
_MOST_TOLD = 5


def told_in_words(release: Release) -> list[str]:
    """What comparing with the version that it replaces would tell: which answers a few persons changed."""
    words = _Words(release)
    told = sorted(release.verdict.get("told", []), key=lambda finding: len(finding["codes"]))
    texts = (
        f"{change}: " + _("%(persons)s went or came") % {"persons": _from_to(finding["low"], finding["high"])}
        for finding in told
        if (change := words.change(finding["codes"]))
    )
    return list(dict.fromkeys(texts))[:_MOST_TOLD]


def _from_to(low: int, high: int) -> str:
    return number(low) if low == high else f"{number(low)}–{number(high)}"


@dataclass(frozen=True)
class ObstacleInWords:
    """What stands in the way of a release, and what could be published instead.

    `without`: titles of the perspectives that can't be published. `publications`: what is out and collides.
    `levels`: each a question and how coarsely to ask it; `query`: the same for the page that tries codes.
    """

    without: tuple[Mapping[str, str], ...]
    publications: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]
    query: str


def obstacle_in_words(release: Release) -> ObstacleInWords | None:
    """Why nothing can protect the release; None where something can."""
    found = release.verdict.get("obstacle")
    if found is None:
        return None
    book = book_of(release.codebook_version)
    levels = sorted(found["levels"].items())
    return ObstacleInWords(
        tuple(found["without"]),
        tuple(_publication(name) for name in found["publications"]),
        tuple(
            (in_language(heading(book, Cut(name))), in_language(level_label(book, name, level)))
            for name, level in levels
        ),
        urlencode({"try": 1, **{f"level_{name}": level for name, level in levels}}),
    )


def _publication(name: str) -> str:
    """ "2015.1" or "Report 2015: persons", as the ledger calls them, in words."""
    round_, _dot, version = name.rpartition(".")
    if version.isdecimal() and round_:
        return _("%(round)s, version %(version)s") % {"round": round_, "version": version}
    source, _colon, measure = name.rpartition(": ")
    labels = dict(MEASURE_LABELS)
    return f"{source}: {labels[measure]}"


class _Words:
    """Titles and answers of the tables that a verdict names, this release's and earlier ones'."""

    def __init__(self, release: Release) -> None:
        self.labels: dict[str, Any] = dict(release.verdict.get("labels", {}))

    def title(self, table: str) -> str:
        known = self._of(table)
        if known is None:
            return table
        edition, _colon, _slug = table.rpartition(": ")
        title = in_language(known["title"])
        return f"{title} ({edition.rpartition('.')[0]})" if edition else title

    def cell(self, table: str, codes: list[str]) -> str:
        """The codes in words; margins are left out."""
        known = self._of(table)
        said = []
        for at, code in enumerate(codes):
            if code == TOTAL:
                continue
            name, equals, part = code.partition("=")
            if known is None or (not equals and at >= len(known["dimensions"])):
                said.append(code)
            elif equals:
                said.append(f"{self._label(known, name, name)}: {part}")
            else:
                said.append(self._label(known, known["dimensions"][at], code))
        return ", ".join(said) or _("everybody counted")

    def change(self, codes: list[str]) -> str:
        """ "sex=male", "period=2016:2016-Q1" in words; empty for everybody, and for what no table has a name for."""
        said = []
        for code in codes:
            name, _equals, part = code.partition("=")
            if name == PERIOD:
                said += [] if "/" in part else [in_language(quarter_label(part.rpartition(":")[2]))]
                continue
            known = next((known for known in self.labels.values() if known and name in known["labels"]), None)
            label = self._label(known, name, part) if known else part
            if "/" in part or label == part:
                return ""
            said.append(label)
        return ", ".join(said)

    @staticmethod
    def _label(known: Mapping[str, Any], name: str, code: str) -> str:
        labels = known["labels"].get(name)
        if labels is None:
            return code
        return next((in_language(text) for own, text in labels["codes"] if own == code), code)

    def _of(self, table: str) -> Mapping[str, Any] | None:
        if table not in self.labels:
            self.labels[table] = _published_definition(table)
        return self.labels[table]


def _published_definition(table: str) -> Mapping[str, Any] | None:
    """The definition of a published table that the ledger calls "2015.1: slug"."""
    edition, _colon, slug = table.rpartition(": ")
    name, _dot, version = edition.rpartition(".")
    if not version.isdecimal():
        return None
    found = ReleaseTable.objects.filter(
        release__state__in=OUT, release__round__name=name, release__version=int(version), slug=slug
    ).first()
    return found.definition if found else None


def heading_of(release: Release) -> str:
    """The page's heading: what the release is waiting for."""
    if release.state == ReleaseState.BROKEN:
        return _("%s can't be published as it stands") % release.round.name
    if release.state == ReleaseState.SAFE:
        return _("%s is safe to publish") % release.round.name
    if release.state == ReleaseState.CHECKING:
        return _("%s is being checked") % release.round.name
    if release.state == ReleaseState.PUBLISHED:
        return _("%s is published") % release.round.name
    if release.state == ReleaseState.RESTATED:
        return _("%s has been replaced by a newer version") % release.round.name
    return _("%s is frozen; check it next") % release.round.name


def facts_of(release: Release) -> list[tuple[str, str]]:
    """What was frozen, from the manifest: for the coordinator, before anything is protected."""
    manifest = release.manifest
    counts, organisations = manifest["counts"], manifest["organisations"]
    facts = [(str(label), number(counts[measure])) for measure, label in MEASURE_LABELS]
    persons = counts[Measure.PERSONS]
    if manifest["group_case"]:
        without = number(persons - manifest["group_case"])
        facts.insert(1, (_("Persons outside group cases"), without))
    if manifest["known_elsewhere"]:
        met = persons_range(persons, manifest["known_elsewhere"])
        text = f"{number(met.lowest)}–{number(met.highest)}"
        facts.insert(1, (_("Different persons, if some are counted twice"), text))
    if manifest["changed_rows"] is not None:
        facts.append((_("Changed since the version before"), number(manifest["changed_rows"])))
    facts += [
        (_("Not to be counted"), number(manifest["left_out"])),
        (_("Organisations that met nobody"), number(organisations["nil"])),
        (_("Organisations excused"), number(organisations["excused"])),
        (_("Codebook"), manifest["codebook"]),
        (_("Fingerprint of the rows"), release.rows_sha256[:12]),
    ]
    return facts


def work_heading(rounds: list[RoundWork]) -> str:
    """The heading of the list: what is nearest to being published."""
    for work in rounds:
        if work.newest and work.newest.state == ReleaseState.SAFE:
            return _("%s is safe to publish") % work.round.name
        if work.newest and work.newest.state == ReleaseState.BROKEN:
            return _("%s can't be published as it stands") % work.round.name
        if work.newest and work.newest.state == ReleaseState.FROZEN:
            return _("%s is frozen; check it next") % work.round.name
        if work.fresh and not work.newest:
            words = {"round": work.round.name, "n": work.accepted, "of": work.expected}
            return _("%(n)s of %(of)s returns of %(round)s can be frozen") % words
    return _("Nothing waits to be published")
