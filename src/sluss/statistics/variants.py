"""What other codes would do to a release: the same tables, protected another way, side by side.

Only the codebook's own levels are offered: a code that is printed must have a name in every language and
mean the same from year to year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from sluss.statistics import questions
from sluss.statistics.models import Perspective, Release
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
from veil import Unprotectable, protect
from veil.codebook import Codebook


@dataclass(frozen=True)
class Line:
    """One table under each of the variants; None where it can't be counted or protected."""

    title: Mapping[str, str]
    now: Usefulness | None
    then: Usefulness | None


@dataclass(frozen=True)
class Comparison:
    """The release as it stands beside what it would be with the levels tried."""

    now: Outcome
    then: Outcome
    finest: Outcome

    @cached_property
    def lines(self) -> list[Line]:
        """Table by table, in order."""
        before, after = self._by_slug(self.now), self._by_slug(self.then)
        return [
            Line(one.perspective.title, before.get(one.perspective.slug), after.get(one.perspective.slug))
            for one in self.now.counted
        ]

    @property
    def changed(self) -> list[Line]:
        """The tables that the codes tried make different."""
        return [line for line in self.lines if line.now != line.then]

    def _by_slug(self, outcome: Outcome) -> dict[str, Usefulness]:
        fine = [one.table for one in self.finest.counted]
        slugs = [one.perspective.slug for one in outcome.counted]
        return dict(zip(slugs, outcome.usefulness(fine), strict=False))

    @cached_property
    def total_now(self) -> Usefulness:
        return together([line.now for line in self.lines if line.now])

    @cached_property
    def total_then(self) -> Usefulness:
        return together([line.then for line in self.lines if line.then])

    @property
    def in_words(self) -> str:
        """What the codes tried would change, in one sentence."""
        words = {"now": self.total_now.percent_shown or 0, "then": self.total_then.percent_shown or 0}
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
        protect_perspectives(release, chosen),
        protect_perspectives(release, chosen, chosen_levels=levels),
        count_perspectives(release, chosen, {}),
    )


def propose(release: Release, perspectives: Iterable[Perspective]) -> dict[str, str]:
    """For each variable the level at which its tables keep most information after protection.

    maximise    information kept (`veil.utility`), the mean over the tables cut by the variable, by persons
    over        the variable's levels in the codebook; the finer one where two keep as much
    subject to  the promise of the rule, the tables of the variable protected together.
    Each variable is looked at by itself; the page then shows what all of them do together.
    """
    chosen = list(perspectives)
    book = edition_of(release).book
    found = {}
    for variable in questions.offered(book):
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
