"""What the published pages show: plain values for their templates."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sluss.statistics.faces import method, words
from sluss.statistics.faces.chart import NARROW, WIDE, chart, has_chart
from sluss.statistics.faces.drawing import Drawing
from sluss.statistics.faces.map.draw import county_map, has_map
from sluss.statistics.faces.periods import period_text
from sluss.statistics.faces.prose import blocks
from sluss.statistics.faces.series import SeriesSheet, series_sheet
from sluss.statistics.faces.sheet import Sheet, sheet
from sluss.statistics.models import Audience, PublishedFile, Release, ReleaseTable
from sluss.statistics.published import series, slug_of
from sluss.statistics.selectors import files_of, published_releases, tables_of
from sluss.trust.actor import Actor

SERIES_WIDE, SERIES_NARROW = 720, 340


@dataclass(frozen=True)
class Link:
    url: str
    text: str


@dataclass(frozen=True)
class TableLink:
    """A table in the list of a release: what it found, what it is, and for whom if not for everybody."""

    url: str
    finding: str
    title: str
    audience: str


def index(actor: Actor, language: str) -> dict[str, Any]:
    years = series_sheet(series(actor), language)
    return {
        "years": years,
        "finding": _newest_finding(years),
        "wide": _inline(years.drawing(SERIES_WIDE)),
        "narrow": _inline(years.drawing(SERIES_NARROW)),
        "others": [Link(address("release", one), _period(one, language)) for one in _not_years(actor)],
    }


def newest_finding(actor: Actor, language: str) -> str:
    """What the newest published year says, in one sentence; empty where nothing is published."""
    return _newest_finding(series_sheet(series(actor), language))


def _not_years(actor: Actor) -> list[Release]:
    """Published releases of other periods than a calendar year: they stand beside the series."""
    return [release for release in published_releases(actor) if not slug_of(release).isdecimal()]


def _newest_finding(years: SeriesSheet) -> str:
    """What the newest published year says."""
    newest = next((year for year in years.years if year.release), None)
    return words.finding_of_year(str(newest.year), newest.figures) if newest else ""


def release(actor: Actor, shown: Release, language: str, version: int | None) -> dict[str, Any]:
    years = series_sheet(series(actor, also=shown), language)
    here = (year for year in years.years if year.release == shown)
    measures = next((year.figures for year in here), {})
    return {
        **_about(shown, language, version),
        "finding": words.finding_of_year(_period(shown, language), measures),
        "measures": [(figure, words.unit(measure)) for measure, figure in years.latest(shown).items()],
        "tables": [_table_link(table, language, version) for table in tables_of(actor, shown)],
        "documents": [
            _document(shown, file, version) for file in _in_order(files_of(actor, shown), language)
        ],
        "note": blocks(shown.note.get(language, "")),
        "method": method.parts(shown),
    }


def _about(shown: Release, language: str, version: int | None) -> dict[str, Any]:
    """What every page about a release says of it: when, how many, which version."""
    newer = getattr(shown, "restated_by", None)
    return {
        "release": shown,
        "period": _period(shown, language),
        "release_url": address("release", shown, version=version),
        "n_of_n": words.n_of_n(shown.organisations_reporting, shown.organisations_expected),
        "published": shown.published_at is not None,
        "newer_url": address("release", newer) if newer and newer.published_at else "",
        "older_url": address("release", shown.restates, version=shown.restates.version)
        if shown.restates
        else "",
    }


def _period(shown: Release, language: str) -> str:
    return period_text(f"{shown.round.period_start:%Y-%m}", f"{shown.round.period_end:%Y-%m}", language)


def _table_link(table: ReleaseTable, language: str, version: int | None) -> TableLink:
    whole = sheet(table, language)
    url = address("table", table.release, table.slug, version=version)
    return TableLink(url, whole.finding, whole.title, _for_whom(table))


def _for_whom(table: ReleaseTable) -> str:
    """For whom the table is, where it isn't for everybody."""
    return "" if table.audience == Audience.PUBLIC else str(Audience(table.audience).label)


def _in_order(files: list[PublishedFile], language: str) -> list[PublishedFile]:
    """Reports first, and of each the page's language first."""
    return sorted(files, key=lambda file: (not file.name.endswith("pdf"), f"-{language}." not in file.name))


def _document(shown: Release, file: PublishedFile, version: int | None) -> Link:
    names = {
        "report-sv.pdf": _("Yearly report in Swedish (PDF)"),
        "report-en.pdf": _("Yearly report in English (PDF)"),
        "datapackage-sv.zip": _("All tables as open data, in Swedish (ZIP)"),
        "datapackage-en.zip": _("All tables as open data, in English (ZIP)"),
    }
    return Link(address("file", shown, file.name, version=version), names.get(file.name, file.name))


def table(shown: ReleaseTable, language: str, version: int | None) -> dict[str, Any]:
    whole = sheet(shown, language)
    mapped = has_map(whole)
    drawn = has_chart(whole) and not mapped
    return {
        **_about(shown.release, language, version),
        "sheet": whole,
        "for_whom": _for_whom(shown),
        "wide": _inline(chart(whole, WIDE) if drawn else None),
        "narrow": _inline(chart(whole, NARROW) if drawn else None),
        "map": _inline(county_map(whole) if mapped else None),
        "files": list(_table_files(shown, whole, language, version)),
    }


def _table_files(shown: ReleaseTable, whole: Sheet, language: str, version: int | None) -> Iterator[Link]:
    """The table's files, each in the page's language."""

    def link(kind: str, text: str, **query: str) -> Link:
        url = address(
            "table_file", shown.release, shown.slug, kind, version=version, language=language, **query
        )
        return Link(url, text)

    yield link("xlsx", _("Excel (XLSX)"))
    yield link("csv", _("CSV for Excel"), form="excel")
    yield link("csv", _("CSV for programs"))
    yield link("json", "JSON")
    if has_chart(whole):
        yield link("svg", _("Chart (SVG)"))
    if has_map(whole):
        yield link("svg", _("Map (SVG)"), form="map")


def address(name: str, shown: Release, *parts: str, version: int | None = None, **query: str) -> str:
    """The address of a page or file of a release, in the version asked for."""
    url = reverse(f"statistics:{name}", args=[slug_of(shown), *parts])
    asked = {**query, **({"version": str(version)} if version is not None else {})}
    return f"{url}?{urlencode(asked)}" if asked else url


def _inline(drawing: Drawing | None) -> SafeString:
    """A drawing of ours as part of the page; nothing where there is none."""
    return mark_safe(drawing.svg) if drawing else SafeString("")  # noqa: S308 - made by `faces.drawing.clean`
