"""The yearly report: a tagged PDF (PDF/UA-1) in one language, set by Typst from protected tables alone."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from sluss.statistics.faces import method, words
from sluss.statistics.faces.chart import MANY_BARS, REPORT, REPORT_DENSE, chart, describe, has_chart
from sluss.statistics.faces.drawing import COLOURS, Drawing
from sluss.statistics.faces.map.draw import county_map, has_map
from sluss.statistics.faces.periods import period_text
from sluss.statistics.faces.prose import blocks
from sluss.statistics.faces.series import SeriesSheet
from sluss.statistics.faces.sheet import Row, Sheet
from sluss.statistics.models import Release
from sluss.statistics.rules import Measure
from sluss.trust.documents import set_pdf

TEMPLATE = Path(__file__).with_name("report.typ")


def make(release: Release, sheets: Sequence[Sheet], series: SeriesSheet, language: str) -> bytes:
    """The report's bytes; the same figures and words give the same bytes.

    Args:
        sheets: the tables it shows, in order, in this language.
        series: the measures over the years, in this language.

    Raises:
        RuntimeError: Typst refuses, for instance a letter that the fonts lack.
    """
    with override(language):
        data = _data(release, sheets, series, language)
    return set_pdf(TEMPLATE, data, name="report", at=release.frozen_at)


def _data(release: Release, sheets: Sequence[Sheet], series: SeriesSheet, language: str) -> dict[str, Any]:
    first, last = f"{release.round.period_start:%Y-%m}", f"{release.round.period_end:%Y-%m}"
    period = period_text(first, last, language)
    title = words.report_title(first, last, language)
    made = _("The figures as they were frozen on %(day)s. Version %(version)s.") % {
        "day": date_format(release.frozen_at, "j F Y"),
        "version": release.version,
    }
    return {
        "language": language,
        "title": title,
        "publisher": words.publisher(),
        "finding": sheets[0].finding if sheets else title,
        "lead": words.lead(
            Measure.PERSONS, period, release.organisations_reporting, release.organisations_expected
        ),
        "made": made,
        "fictitious": _("Invented figures: this report is made by the demo.") if settings.DEMO else "",
        "footer": title,
        "date": {part: getattr(release.frozen_at, part) for part in ("year", "month", "day")},
        "measures": [
            {"figure": figure.text, "label": words.unit(measure)}
            for measure, figure in series.latest(release).items()
        ],
        "notes": [vars(block) for block in blocks(release.note.get(language, ""))],
        "sheets": [_sheet(sheet) for sheet in sheets],
        "series": _series(series),
        "method": [
            {"title": part.title, "blocks": [vars(block) for block in part.blocks]}
            for part in method.parts(release)
        ],
        "words": {
            "findings": _("In short"),
            "breaks": _("Breaks in the series"),
            "sources": _("Sources"),
            "method": _("How the figures are made"),
        },
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    corner = sheet.rows.label if sheet.rows else _("What is counted")
    shares = [_("Of %s") % sheet.total.text] if sheet.has_shares else []
    return {
        "slug": sheet.slug,
        "title": sheet.title,
        "finding": sheet.finding,
        "lead": sheet.lead,
        "headings": [corner, *(heading.label for heading in sheet.column_headings), *shares],
        "over": sheet.columns.label if sheet.columns else "",
        "rows": list(_rows(sheet)),
        "margin-first": sheet.columns is not None,
        "notes": [*sheet.notes, *sheet.breaks],
        "drawing": _drawing_of(sheet),
        "beside": has_map(sheet),
    }


def _rows(sheet: Sheet) -> Iterable[dict[str, Any]]:
    for section in sheet.sections:
        if section.heading is not None:
            yield {
                "kind": "section",
                "label": f"{sheet.section_label}: {section.heading.label}",
                "figures": [],
            }
        for row in section.rows:
            figures = [figure.text for figure in row.figures] + ([row.share_text] if sheet.has_shares else [])
            yield {"kind": _kind(row), "label": row.heading.label, "figures": figures}


def _kind(row: Row) -> str:
    if row.heading.total:
        return "sum"
    return "missing" if row.heading.missing else "answer"


def _drawing_of(sheet: Sheet) -> dict[str, str] | None:
    """A map beside the table where its rows are counties, else a chart above it."""
    if has_map(sheet):
        return _drawing(county_map(sheet), describe(sheet))
    if not has_chart(sheet):
        return None
    dense = sheet.rows is not None and len(sheet.rows.answers) > MANY_BARS
    return _drawing(chart(sheet, REPORT_DENSE if dense else REPORT), describe(sheet))


def _drawing(drawing: Drawing, spoken: str) -> dict[str, str]:
    """On white paper instead of the pages' own."""
    return {"svg": drawing.svg.replace(COLOURS["paper"], "#ffffff"), "alt": f"{drawing.title}. {spoken}"}


def _series(series: SeriesSheet) -> Mapping[str, Any]:
    return {
        "title": series.title,
        "lead": series.lead,
        "headings": list(series.headings),
        "over": "",
        "rows": [{"kind": "answer", "label": row.label, "figures": list(row.figures)} for row in series.rows],
        "margin-first": False,
        "notes": list(series.breaks),
        "sources": list(series.sources),
        "drawing": _drawing(drawing, series.spoken) if (drawing := series.drawing(REPORT.width)) else None,
    }
