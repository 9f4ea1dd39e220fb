"""What other codes would do to a release: the same tables, protected another way, side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sluss.statistics.models import Perspective, Release
from sluss.statistics.protection import Outcome, Usefulness, protect_perspectives


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

    @property
    def in_words(self) -> str:
        """What the codes tried would change, in one sentence."""
        before, after = self.now.total(), self.then.total()
        words = {"now": before.percent_shown or 0, "then": after.percent_shown or 0}
        if words["now"] == words["then"]:
            return _("%(then)s %% of the persons in numbers shown, as now") % words
        return _("%(then)s %% of the persons in numbers shown instead of %(now)s %%") % words

    @property
    def lines(self) -> list[Line]:
        """Table by table, in order."""
        before, after = _by_slug(self.now), _by_slug(self.then)
        titles = {one.perspective.slug: one.perspective.title for one in self.now.counted}
        return [Line(title, before.get(slug), after.get(slug)) for slug, title in titles.items()]


def _by_slug(outcome: Outcome) -> dict[str, Usefulness]:
    return {
        one.perspective.slug: useful for one, useful in zip(outcome.counted, outcome.usefulness, strict=False)
    }


def compare(release: Release, perspectives: Iterable[Perspective], levels: Mapping[str, str]) -> Comparison:
    """Protect the perspectives with the release's own levels, and with those tried.

    Raises:
        SnapshotChanged, BadPerspective.
    """
    chosen = list(perspectives)
    return Comparison(
        protect_perspectives(release, chosen), protect_perspectives(release, chosen, chosen_levels=levels)
    )
