"""What everybody may read: published releases by period, their tables, and the series over the years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sluss.statistics.faces.periods import period_slug
from sluss.statistics.faces.sheet import Figure
from sluss.statistics.models import EarlierTotal, Release, ReleaseState, ReleaseTable
from sluss.statistics.rules import ROLES_OF, Measure
from sluss.trust.actor import Actor
from veil import TOTAL

#: the measures shown over the years, in order
SERIES = (Measure.PERSONS, Measure.POTENTIAL_VICTIMS, Measure.ACCOMPANYING_CHILDREN)


def slug_of(release: Release) -> str:
    """The release's period as it stands in addresses."""
    round_ = release.round
    return period_slug(f"{round_.period_start:%Y-%m}", f"{round_.period_end:%Y-%m}")


def releases(actor: Actor) -> list[Release]:
    """The newest published version of every period, newest period first."""
    return list(
        Release.objects.visible_to(actor).filter(state=ReleaseState.PUBLISHED).select_related("round", "restates")
    )


def release_at(actor: Actor, slug: str, version: int | None = None) -> Release:
    """The period's published release: the newest, or the version asked for.

    Raises:
        Release.DoesNotExist: nothing is published there.
    """
    published = Release.objects.visible_to(actor).out().select_related("round", "restated_by").order_by("-version")
    for release in published:
        if slug_of(release) == slug and version in (None, release.version):
            return release
    raise Release.DoesNotExist


def tables(actor: Actor, release: Release) -> list[ReleaseTable]:
    """The release's tables that the actor's audiences may read, in order."""
    return list(ReleaseTable.objects.visible_to(actor).filter(release=release).select_related("release__round"))


@dataclass(frozen=True)
class YearOfSeries:
    """One year: its figures, and where they come from."""

    year: int
    figures: Mapping[Measure, Figure]
    release: Release | None = None
    sources: tuple[str, ...] = ()
    #: {"sv", "en"} each: how it was counted, where that differs from the year before
    breaks: tuple[Mapping[str, str], ...] = field(default_factory=tuple)


def series(actor: Actor) -> list[YearOfSeries]:
    """The measures of `SERIES` over the years, newest first: from releases, and before them as published then."""
    found = {year.year: year for year in _earlier(EarlierTotal.objects.visible_to(actor))}
    for release in releases(actor):
        if slug_of(release).isdecimal():
            figures = measured(tables(actor, release))
            year = release.round.period_start.year
            found[year] = YearOfSeries(year, figures, release)
    return [found[year] for year in sorted(found, reverse=True)]


def _earlier(totals: Iterable[EarlierTotal]) -> list[YearOfSeries]:
    by_year: dict[int, list[EarlierTotal]] = {}
    for total in totals:
        by_year.setdefault(total.year, []).append(total)
    return [
        YearOfSeries(
            year,
            {Measure(total.measure): Figure(total.count) for total in of_year},
            sources=tuple(dict.fromkeys(total.source for total in of_year)),
            breaks=tuple(total.break_note for total in of_year if total.break_note),
        )
        for year, of_year in by_year.items()
    ]


def measured(of_release: Iterable[ReleaseTable]) -> dict[Measure, Figure]:
    """The measures that a release's tables give, each from the first table that counts exactly it."""
    found: dict[Measure, Figure] = {}
    for table in of_release:
        for measure, figure in _measures(table).items():
            found.setdefault(measure, figure)
    return found


def _measures(table: ReleaseTable) -> dict[Measure, Figure]:
    """A table's total, where it counts one measure and nothing narrower; and by role, where that is a dimension.

    The total of a question with several answers counts who answered, so it isn't a measure.
    """
    definition = table.definition
    if definition["calendar"] != "year" or definition["multiple"] or set(definition["filter"]) - {"role"}:
        return {}
    protected, found = table.table, {}
    counted = frozenset(definition["filter"].get("role", ()))
    for measure, roles in ROLES_OF.items():
        if counted == roles:
            found[measure] = Figure(protected[(TOTAL,) * len(protected.dimensions)].count)
        elif protected.dimensions == ("role",) and len(roles) == 1 and (role := next(iter(roles))) in _shown(table):
            found[measure] = Figure(protected[(role,)].count)
    return found


def _shown(table: ReleaseTable) -> set[str]:
    return {code for code, _label in table.definition["labels"]["role"]["codes"]}
