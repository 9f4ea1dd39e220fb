"""The series over the years, ready to be shown: figures, breaks and sources in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sluss.statistics.faces import words
from sluss.statistics.faces.columns import Column, columns
from sluss.statistics.faces.drawing import Drawing
from sluss.statistics.faces.figure import Figure
from sluss.statistics.models import Release
from sluss.statistics.published import SERIES, YearOfSeries, slug_of
from sluss.statistics.rules import Measure

#: printed where a year has no such figure: not known, which isn't none
NOT_COUNTED = ""


@dataclass(frozen=True)
class SeriesRow:
    """A year. `marks`: the numbers of its breaks. `url`: of its release, "" where it has none."""

    year: str
    label: str
    figures: tuple[str, ...]
    marks: tuple[int, ...]
    url: str


@dataclass(frozen=True, eq=False)
class SeriesSheet:
    """The measures over the years, in one language.

    `breaks` are numbered from 1, as the marks at the years say; `sources` name their years.
    """

    language: str
    title: str
    lead: str
    headings: tuple[str, ...]
    rows: tuple[SeriesRow, ...]
    breaks: tuple[str, ...]
    sources: tuple[str, ...]
    years: tuple[YearOfSeries, ...]
    measures: tuple[Measure, ...]

    def latest(self, release: Release) -> Mapping[Measure, Figure]:
        """The measures of the release's own year, as far as its tables give them."""
        of_release = (year.figures for year in self.years if year.release == release)
        figures = next(of_release, {})
        return {measure: figures[measure] for measure in self.measures if measure in figures}

    def drawing(self, width: int) -> Drawing | None:
        """The potential victims, whom most years count, as columns; None with fewer than two years."""
        measure = Measure.POTENTIAL_VICTIMS
        counted = [year for year in reversed(self.years) if measure in year.figures]
        if len(counted) < 2:
            return None
        marks = {row.year: row.marks for row in self.rows}
        with override(self.language):
            return columns(
                [Column(str(year.year), year.figures[measure], marks[str(year.year)]) for year in counted],
                width,
                _("Column chart: potential victims by year"),
                self.spoken,
            )

    @property
    def spoken(self) -> str:
        """The chart in words."""
        with override(self.language):
            return "; ".join(
                f"{year.year}: {year.figures[Measure.POTENTIAL_VICTIMS].text}"
                for year in reversed(self.years)
                if Measure.POTENTIAL_VICTIMS in year.figures
            )


def series_sheet(years: Sequence[YearOfSeries], language: str) -> SeriesSheet:
    """The series in a language ("sv" or "en"); measures that no year has are left out."""
    measures = tuple(measure for measure in SERIES if any(measure in year.figures for year in years))
    told = _breaks(years, language)
    with override(language):
        rows = [_row(year, measures, _marks(year, told, language)) for year in years]
        return SeriesSheet(
            language=language,
            title=_("Over the years"),
            lead=_("Years can be compared only as far as the same was counted: see the breaks."),
            headings=(_("Year"), *(_capital(words.unit(measure)) for measure in measures)),
            rows=tuple(rows),
            breaks=tuple(f"{', '.join(map(str, sorted(of)))}: {text}" for text, of in told.items()),
            sources=tuple(f"{year.year}: {source}" for year in years for source in year.sources),
            years=tuple(years),
            measures=measures,
        )


def _breaks(years: Sequence[YearOfSeries], language: str) -> dict[str, list[int]]:
    """How it was counted where that differs -> the years counted so, newest first."""
    told: dict[str, list[int]] = {}
    for year in years:
        for text in _notes(year, language):
            told.setdefault(text, []).append(year.year)
    return told


def _notes(year: YearOfSeries, language: str) -> list[str]:
    return list(dict.fromkeys(note.get(language) or note.get("sv", "") for note in year.breaks))


def _marks(year: YearOfSeries, told: Mapping[str, Sequence[int]], language: str) -> tuple[int, ...]:
    """The numbers of the year's notes, from 1."""
    return tuple(list(told).index(text) + 1 for text in _notes(year, language))


def _row(year: YearOfSeries, measures: Sequence[Measure], marks: tuple[int, ...]) -> SeriesRow:
    label = f"{year.year} {''.join(f'({mark})' for mark in marks)}".strip()
    figures = tuple(year.figures[m].text if m in year.figures else NOT_COUNTED for m in measures)
    url = reverse("statistics:release", args=[slug_of(year.release)]) if year.release else ""
    return SeriesRow(str(year.year), label, figures, marks, url)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
