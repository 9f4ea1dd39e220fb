"""What other codes would do to a release: the same tables, protected another way, side by side.

Only the codebook's own levels are offered: a code that is printed must have a name in every language and
mean the same from year to year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sluss.contacts.codebook import book_of
from sluss.statistics import questions
from sluss.statistics.faces.sheet import Sheet, sheet
from sluss.statistics.models import Perspective, Release, ReleaseState, ReleaseTable
from sluss.statistics.protection import (
    Outcome,
    Usefulness,
    count_perspectives,
    edition_of,
    protect_perspectives,
    rule_of,
    together,
    usefulness,
)
from sluss.statistics.tables import Counted
from veil import ProtectedTable, Unprotectable, protect
from veil.codebook import Codebook


@dataclass(frozen=True)
class Shown:
    """A table as it would be printed, and what it still says."""

    sheet: Sheet
    use: Usefulness


@dataclass(frozen=True)
class Line:
    """One table under each of the variants; None where it can't be counted or protected."""

    title: Mapping[str, str]
    now: Shown | None
    then: Shown | None

    @property
    def differs(self) -> bool:
        return (self.now and self.now.use) != (self.then and self.then.use)


@dataclass(frozen=True)
class Comparison:
    """The release as it stands beside what it would be with the levels tried."""

    release: Release
    now: Outcome
    then: Outcome
    finest: Outcome

    @cached_property
    def lines(self) -> list[Line]:
        """Table by table, in order."""
        before = self._shown(self.now, "now", _("%s, as it stands"))
        after = self._shown(self.then, "then", _("%s, with these codes"))
        return [
            Line(one.perspective.title, before.get(one.perspective.slug), after.get(one.perspective.slug))
            for one in self.now.counted
        ]

    @property
    def changed(self) -> list[Line]:
        """The tables that the codes tried make different."""
        return [line for line in self.lines if line.differs]

    def _shown(self, outcome: Outcome, which: str, title: str) -> dict[str, Shown]:
        fine = [one.table for one in self.finest.counted]
        return {
            one.perspective.slug: Shown(self._sheet(one, protected, which, title), use)
            for one, protected, use in zip(
                outcome.counted, outcome.protected, outcome.usefulness(fine), strict=False
            )
        }

    def _sheet(self, counted: Counted, protected: ProtectedTable, which: str, title: str) -> Sheet:
        row = ReleaseTable(
            release=self.release,
            definition=counted.definition,
            slug=f"{counted.perspective.slug}-{which}",
            protected=protected.to_plain(),
        )
        made = sheet(row, (get_language() or "sv")[:2])
        return replace(made, title=title % made.title)

    @cached_property
    def total_now(self) -> Usefulness | None:
        """None where the release as it stands can't be protected."""
        return together([line.now.use for line in self.lines if line.now]) if self.now.safe else None

    @cached_property
    def total_then(self) -> Usefulness | None:
        return together([line.then.use for line in self.lines if line.then]) if self.then.safe else None

    @property
    def in_words(self) -> str:
        """What the codes tried would change, in one sentence."""
        if self.total_then is None:
            return _("With these codes the release can’t be published")
        then = self.total_then.percent_shown or 0
        if self.total_now is None:
            return _("With these codes it can be published: %(then)s %% of the persons in numbers shown") % {
                "then": then
            }
        words = {"now": self.total_now.percent_shown or 0, "then": then}
        if words["now"] == words["then"]:
            return _("%(then)s %% of the persons in numbers shown, as now") % words
        return _("%(then)s %% of the persons in numbers shown instead of %(now)s %%") % words


def compare(release: Release, perspectives: Iterable[Perspective], levels: Mapping[str, str]) -> Comparison:
    """Protect the perspectives with the release's own levels, and with those tried.

    Raises:
        SnapshotChanged, BadPerspective.
    """
    chosen = list(perspectives)
    return Comparison(
        release,
        protect_perspectives(release, chosen),
        protect_perspectives(release, chosen, chosen_levels=levels),
        count_perspectives(release, chosen, {}),
    )


@dataclass(frozen=True)
class EarlierCodes:
    """How finely the round published before was shown: {variable: level} of each that its tables are cut by."""

    round: str
    levels: Mapping[str, str]

    def differ(self, levels: Mapping[str, str]) -> list[str]:
        """The variables that would be shown otherwise than then, so that the years can't be compared."""
        return [name for name, level in self.levels.items() if levels.get(name, "") != level]


def earlier_codes(release: Release) -> EarlierCodes | None:
    """The codes of the round published last of those before the release's."""
    before = (
        Release.objects.filter(
            state=ReleaseState.PUBLISHED, round__period_start__lt=release.round.period_start
        )
        .select_related("round")
        .order_by("-round__period_start")
        .first()
    )
    if before is None:
        return None
    book = book_of(release.codebook_version)
    names = {name for table in before.tables.all() for name in table.definition["dimensions"]}
    kept = [variable.code for variable in questions.offered(book) if variable.code in names]
    return EarlierCodes(before.round.name, {name: before.levels.get(name, "") for name in kept})


def propose(
    release: Release, perspectives: Iterable[Perspective], stable: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """For each variable the level at which its tables keep most information after protection.

    maximise    information kept (`veil.utility`), the mean over the tables cut by the variable, by persons
    over        the variable's levels in the codebook; the finer one where two keep as much
    subject to  the promise of the rule, the tables of the variable protected together.
    Each variable is looked at by itself; the page then shows what all of them do together.

    Args:
        stable: levels of an earlier year that must stay as they were.
    """
    chosen = list(perspectives)
    book = edition_of(release).book
    found = {name: level for name, level in stable.items() if level}
    for variable in questions.offered(book):
        if variable.code in stable:
            continue
        cut = [one for one in chosen if variable.code in _names(book, one)]
        levels = questions.levels(book, variable.code)
        if not cut or not levels:
            continue
        kept = {level: _information(release, cut, {variable.code: level}) for level in ("", *levels)}
        best = max(kept, key=lambda level: round(kept[level], 3))
        if best:
            found[variable.code] = best
    return found


def _names(book: Codebook, perspective: Perspective) -> set[str]:
    return {questions.cut_of(book, name).name for name in perspective.dimensions}


def _information(release: Release, perspectives: list[Perspective], levels: Mapping[str, str]) -> float:
    finest = count_perspectives(release, perspectives, {}).counted
    counted = count_perspectives(release, perspectives, levels).counted
    try:
        protected = protect([one.table for one in counted], rule_of(release)).tables
    except Unprotectable:
        return -1.0
    each = [
        usefulness(one.table, shown, fine.table)
        for one, shown, fine in zip(counted, protected, finest, strict=True)
    ]
    return together(each).information or 0.0
