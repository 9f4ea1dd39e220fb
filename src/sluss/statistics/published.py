"""Published releases by the address of their period, and the series over the years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sluss.statistics.faces.figure import Figure
from sluss.statistics.faces.periods import period_slug
from sluss.statistics.models import OUT, Audience, EarlierTotal, Release, ReleaseState, ReleaseTable
from sluss.statistics.rules import ROLES_OF, Measure
from sluss.statistics.selectors import published_releases, tables_of
from sluss.trust.actor import Actor
from veil import TOTAL

#: the measures shown over the years, in order
SERIES = (Measure.PERSONS, Measure.POTENTIAL_VICTIMS, Measure.ACCOMPANYING_CHILDREN)


def slug_of(release: Release) -> str:
    """The release's period as it stands in addresses."""
    round_ = release.round
    return period_slug(f"{round_.period_start:%Y-%m}", f"{round_.period_end:%Y-%m}")


def release_at(actor: Actor, slug: str, version: int | None = None) -> Release:
    """The period's published release: the newest, or the version asked for.

    Who will publish it may ask for a version that has passed its check, and sees it as everybody will.

    Raises:
        Release.DoesNotExist: nothing is published there.
    """
    states = [*OUT, ReleaseState.SAFE] if actor.is_coordinator and version is not None else OUT
    shown = Release.objects.visible_to(actor).filter(state__in=states)
    for release in shown.select_related("round", "restates", "restated_by").order_by("-version"):
        if slug_of(release) == slug and version in (None, release.version):
            return release
    raise Release.DoesNotExist


@dataclass(frozen=True)
class YearOfSeries:
    """One year: its figures, and where they come from."""

    year: int
    figures: Mapping[Measure, Figure]
    release: Release | None = None
    sources: tuple[str, ...] = ()
    #: {"sv", "en"} each: how it was counted, where that differs from the year before
    breaks: tuple[Mapping[str, str], ...] = field(default_factory=tuple)


def series(actor: Actor, *, also: Release | None = None) -> list[YearOfSeries]:
    """The measures of `SERIES` over the years, newest first: from releases, before them as published then.

    `also`: a release that is about to be published; it counts as if it were, with its public tables.
    """
    found = {year.year: year for year in _earlier(EarlierTotal.objects.visible_to(actor))}
    shown = {release: tables_of(actor, release) for release in published_releases(actor)}
    if also is not None:
        shown[also] = also.tables.filter(audience=Audience.PUBLIC)
    for release, tables in shown.items():
        if slug_of(release).isdecimal():
            year = release.round.period_start.year
            found[year] = YearOfSeries(year, measured(tables), release)
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
    """A table's total, where it counts one measure and nothing narrower; by role, where that is a dimension.

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
        elif (
            protected.dimensions == ("role",)
            and len(roles) == 1
            and (role := next(iter(roles))) in _shown(table)
        ):
            found[measure] = Figure(protected[(role,)].count)
    return found


def _shown(table: ReleaseTable) -> set[str]:
    return {code for code, _label in table.definition["labels"]["role"]["codes"]}
