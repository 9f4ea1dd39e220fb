"""A published table ready to be shown: one plain value from which every face is made.

Page, chart, map, files and report differ in how a sheet looks, never in what it says: what is hidden in one
is hidden in all, because none of them sees anything but the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.utils.translation import override

from sluss.statistics.faces import findings, words
from sluss.statistics.faces.figure import Figure
from sluss.statistics.faces.periods import period_text
from sluss.statistics.models import ReleaseTable
from sluss.statistics.questions import NOT_PUT, PERIOD
from sluss.statistics.rules import BEFORE_PERIOD, NOT_KNOWN, ROLES_OF, Measure
from sluss.statistics.tables import OUTSIDE
from veil import TOTAL, ProtectedTable
from veil.codebook.lists import MISSING, NONE

Codes = tuple[str, ...]

#: an axis with more answers than this leaves out those that nobody gave; a shorter one shows every answer
LONG_AXIS = 12
#: more answers than this don't fit beside each other
WIDEST = 7


@dataclass(frozen=True)
class Heading:
    """A row's, column's or section's code and words.

    `missing`: the code says nothing about the matter (not known, not asked, declined). `total`: the margin.
    """

    code: str
    label: str
    missing: bool = False

    @property
    def total(self) -> bool:
        return self.code == TOTAL


@dataclass(frozen=True)
class Axis:
    """One dimension: its headings in the codebook's order, the margin last.

    `multiple`: the question takes several answers; then the margin counts who answered. `overlapping`: a person
    may also stand under several of these headings, which "some authority" and "none" don't let her.
    """

    variable: str
    label: str
    headings: tuple[Heading, ...]
    multiple: bool = False
    overlapping: bool = False

    @property
    def answers(self) -> tuple[Heading, ...]:
        """The headings without the margin."""
        return tuple(heading for heading in self.headings if not heading.total)

    @property
    def put_to_all(self) -> bool:
        """Whether everybody the margin counts was asked; else the margin is no denominator."""
        return all(heading.code != NOT_PUT for heading in self.headings)


@dataclass(frozen=True)
class Row:
    heading: Heading
    figures: tuple[Figure, ...]
    #: per cent of the denominator, rounded; only in a table with one dimension, and only of what is published
    share: int | None = None

    @property
    def share_text(self) -> str:
        """ "63 %", or nothing."""
        return "" if self.share is None else words.percent(self.share)


@dataclass(frozen=True)
class Section:
    """The rows of one answer of the third dimension; the only section has no heading."""

    heading: Heading | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, eq=False)
class Sheet:
    """One protected table in one language.

    Attributes:
        slug: its word in addresses and file names.
        language: "sv" or "en".
        title: what the table is: "Form av utnyttjande efter kön".
        finding: what it says: "88 av 140 möjliga offer utnyttjades sexuellt". From published cells only.
        lead: who is counted, when, by how many of the organisations.
        unit: what a number counts, in the plural: "möjliga offer".
        period: in words.
        axes: up to three: rows, columns, sections. Without any, the table is one number.
        notes: what a reader must know, each a sentence or two: hidden and none, denominators, counting rule.
        breaks: breaks in the series and other words of the release's makers about this table.
    """

    slug: str
    language: str
    title: str
    finding: str
    lead: str
    unit: str
    period: str
    axes: tuple[Axis, ...]
    notes: tuple[str, ...]
    breaks: tuple[str, ...]
    figure_of: Callable[[Codes], Figure]

    def figure(self, *codes: str) -> Figure:
        """The cell under these codes, one per axis; axes left out at the end are taken as the margin."""
        return self.figure_of((*codes, *(TOTAL for _ in range(len(self.axes) - len(codes)))))

    @property
    def total(self) -> Figure:
        """Everybody the table counts."""
        return self.figure()

    @property
    def rows(self) -> Axis | None:
        return self.axes[0] if self.axes else None

    @property
    def columns(self) -> Axis | None:
        return self.axes[1] if len(self.axes) > 1 else None

    @property
    def section_label(self) -> str:
        """What the sections divide by."""
        return self.axes[2].label if len(self.axes) > 2 else ""

    @property
    def column_headings(self) -> tuple[Heading, ...]:
        """The columns from the left: the margin first, to be read before the rest on a narrow screen."""
        if self.columns is None:
            return (Heading(TOTAL, words.number(self.language)),)
        return (self.columns.headings[-1], *self.columns.answers)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The table as it is laid out."""
        if len(self.axes) < 3:
            return (Section(None, self._rows()),)
        axis = self.axes[2]
        return tuple(Section(h, self._rows(h.code)) for h in (axis.headings[-1], *axis.answers))

    def _rows(self, *section: str) -> tuple[Row, ...]:
        if self.rows is None:
            return (Row(Heading(TOTAL, self.title), (self.total,)),)
        columns = [h.code for h in self.column_headings] if self.columns else []
        return tuple(
            Row(
                heading,
                tuple(self.figure(heading.code, code, *section) for code in columns)
                or (self.figure(heading.code),),
                self._share(heading),
            )
            for heading in self.rows.headings
        )

    def _share(self, heading: Heading) -> int | None:
        return share(self.figure(heading.code), self.total) if self.has_shares and not heading.total else None

    @property
    def has_shares(self) -> bool:
        """Whether a share stands beside each number: one dimension, and the denominator is published."""
        return len(self.axes) == 1 and self.axes[0].put_to_all and bool(self.total.count)

    def cells(self) -> Iterator[tuple[tuple[Heading, ...], Figure]]:
        """Every cell with its headings, margins too, in the order of the axes."""
        for headings in product(*(axis.headings for axis in self.axes)):
            yield headings, self.figure(*(heading.code for heading in headings))

    @property
    def hidden(self) -> int:
        """How many of the cells shown are hidden."""
        return sum(figure.hidden for _, figure in self.cells())


def share(part: Figure, whole: Figure) -> int | None:
    """Per cent of the whole, rounded half up; None where one of them isn't shown, or the whole is nobody."""
    if part.count is None or not whole.count:
        return None
    return (200 * part.count + whole.count) // (2 * whole.count)


def sheet(table: ReleaseTable, language: str) -> Sheet:
    """The sheet of a release's table in a language ("sv" or "en").

    Reads nothing but the protected table, the definition frozen with it, and the release's own figures.
    """
    with override(language):
        return _sheet(table, table.table, language)


def _sheet(table: ReleaseTable, protected: ProtectedTable, language: str) -> Sheet:
    definition, release = table.definition, table.release
    axes, order = _axes(protected, definition, language)

    def figure_of(codes: Codes) -> Figure:
        return Figure(protected[tuple(codes[at] for at in order)].count)

    period = period_text(definition["period"]["from"], definition["period"]["to"], language)
    measure = Measure(definition["unit"])
    unit = words.unit(measure)
    selected = _selected(definition)
    selection = _in_words(selected, definition, language)
    total = figure_of((TOTAL,) * len(axes))
    whole = total.count if all(axis.put_to_all for axis in axes) else None
    # of a question's own answers alone: those who gave any of them, which says already that they answered
    answering = any(axis.multiple and axis.variable not in selected for axis in axes)
    found = findings.Counted(unit, whole, answering, bool(selected), findings.of(selected, language))
    return Sheet(
        slug=table.slug,
        language=language,
        title=_say(definition["title"], language),
        finding=_finding(axes, figure_of, found, language),
        lead=words.lead(
            measure, period, release.organisations_reporting, release.organisations_expected, selection
        ),
        unit=unit,
        period=period,
        axes=axes,
        notes=tuple(_notes(table, protected, axes, total, figure_of)),
        breaks=tuple(text for text in (_say(definition.get("note", {}), language),) if text),
        figure_of=figure_of,
    )


def _axes(
    protected: ProtectedTable, definition: Mapping[str, Any], language: str
) -> tuple[tuple[Axis, ...], list[int]]:
    """The axes, and for each dimension of the protected table which axis it is.

    A second dimension that is too long to stand beside each other changes place with a shorter first one.
    """
    axes = [_axis(protected, at, definition, language) for at in range(len(protected.dimensions))]
    places = list(range(len(axes)))
    if len(axes) > 1 and len(axes[1].answers) > WIDEST > len(axes[0].answers):
        axes[0], axes[1] = axes[1], axes[0]
        places[0], places[1] = 1, 0
    return tuple(axes), places


def _axis(protected: ProtectedTable, at: int, definition: Mapping[str, Any], language: str) -> Axis:
    name = protected.dimensions[at]
    words_of = definition["labels"][name]
    multiple = name in definition["multiple"]
    used = {codes[at] for codes, cell in protected.cells.items() if cell.count != 0}
    every = [(code, _say(label, language)) for code, label in words_of["codes"] if code != OUTSIDE]
    headings = [
        Heading(code, label, _is_missing(code))
        for code, label in every
        if code in used or (len(every) <= LONG_AXIS and not _is_missing(code))
    ]
    margin = Heading(TOTAL, words.all_who_answered() if multiple else words.all_persons())
    overlapping = multiple and sum(code != NONE for code, _label in every) > 1
    return Axis(name, _say(words_of["label"], language), (*headings, margin), multiple, overlapping)


def _is_missing(code: str) -> bool:
    return code in {*MISSING, NOT_KNOWN, NOT_PUT}


def _selected(definition: Mapping[str, Any]) -> dict[str, list[str]]:
    """The filter without the role, where the unit says that one."""
    unit = ROLES_OF[Measure(definition["unit"])]
    return {
        name: codes
        for name, codes in definition["filter"].items()
        if name != "role" or frozenset(codes) != unit
    }


def _in_words(
    selected: Mapping[str, Sequence[str]], definition: Mapping[str, Any], language: str
) -> tuple[str, ...]:
    found = []
    for name, codes in selected.items():
        known = definition["labels"][name]
        labels = {code: _say(label, language) for code, label in known["codes"]}
        answers = ", ".join(labels[code] for code in codes if code in labels)
        found.append(f"{_say(known['label'], language)} ({answers})")
    return tuple(found)


def _finding(
    axes: Sequence[Axis], figure_of: Callable[[Codes], Figure], counted: findings.Counted, language: str
) -> str:
    if not axes:
        return findings.total(counted)
    first, rest = axes[0], (TOTAL,) * (len(axes) - 1)
    if len(axes) == 2 and axes[1].variable == PERIOD:
        quarters = [
            findings.Answer(PERIOD, axes[1].label, h.code, h.label, figure_of((TOTAL, h.code)).count)
            for h in axes[1].answers
            if h.code not in {BEFORE_PERIOD, NOT_KNOWN}
        ]
        if said := findings.busiest(quarters, counted):
            return said
    answers = [
        findings.Answer(first.variable, first.label, h.code, h.label, figure_of((h.code, *rest)).count)
        for h in first.answers
        if not h.missing
    ]
    return findings.largest(answers, counted, language, [axis.label for axis in axes[1:]])


def _notes(
    table: ReleaseTable,
    protected: ProtectedTable,
    axes: Sequence[Axis],
    total: Figure,
    figure_of: Callable[[Codes], Figure],
) -> Iterator[str]:
    cells = [figure_of(codes) for codes in product(*([h.code for h in axis.headings] for axis in axes))]
    if any(figure.hidden for figure in cells):
        yield words.why_hidden(table.release.threshold)
    if any(figure.count == 0 for figure in cells):
        yield words.what_none_means()
    if protected.base:
        yield words.rounded(protected.base)
    for axis in axes:
        several = [words.several_answers(axis.label)] if axis.overlapping else []
        of = [words.denominator(total.text)] if axis.multiple and total.count else []
        if several or of:
            yield " ".join(several + of)
        if len(table.definition["labels"][axis.variable]["codes"]) > LONG_AXIS:
            yield words.left_out(axis.label)
    yield words.counting_rule(Measure(table.definition["unit"]))


def _say(text: Mapping[str, str], language: str) -> str:
    return text.get(language) or text.get("sv", "")
