"""A sheet as a bar chart: the same figures in the same order as the table, each with its number at the bar.

One bar per answer of the first dimension, over everybody the table counts. A hidden figure has ".." and no
bar.
"""

import textwrap
from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from sluss.statistics.faces.drawing import COLOURS, FONT, Drawing, draw
from sluss.statistics.faces.figure import Figure
from sluss.statistics.faces.sheet import Heading, Sheet

alt.data_transformers.disable_max_rows()

MOST_BARS = 26
#: more bars than this stand closer
MANY_BARS = 8


@dataclass(frozen=True)
class Layout:
    """Measures in units of the drawing: a wide one has labels beside the bars, a narrow one above them."""

    width: int
    label: int
    characters: int
    bar: int
    gap: int
    size: int

    @property
    def beside(self) -> bool:
        return self.label > 0

    @property
    def longest(self) -> int:
        """The longest bar: room is left for its number."""
        return self.width - self.label - 70


WIDE = Layout(width=720, label=262, characters=33, bar=20, gap=18, size=16)
REPORT = Layout(width=620, label=240, characters=30, bar=18, gap=14, size=15)
REPORT_DENSE = Layout(width=620, label=240, characters=34, bar=14, gap=8, size=13)
NARROW = Layout(width=340, label=0, characters=40, bar=16, gap=16, size=16)


@dataclass(frozen=True)
class Bar:
    label: str
    figure: Figure
    missing: bool


def has_chart(sheet: Sheet) -> bool:
    """Whether a chart says more than the table: at least two answers, not too many, and one that is shown."""
    bars = sheet.rows.answers if sheet.rows else ()
    return 2 <= len(bars) <= MOST_BARS and any(sheet.figure(bar.code).count for bar in bars)


def chart(sheet: Sheet, layout: Layout = WIDE) -> Drawing:
    """The chart of a sheet that has one (`has_chart`)."""
    rows = sheet.rows.answers if sheet.rows else ()
    bars = tuple(Bar(row.label, sheet.figure(row.code), row.missing) for row in rows)
    with override(sheet.language):
        spec = _spec(bars, layout)
        return draw(spec, _("Bar chart: %s") % sheet.title, describe(sheet))


def describe(sheet: Sheet) -> str:
    """The chart in words, for who doesn't see it: every bar with its number as printed."""
    rows = sheet.rows.answers if sheet.rows else ()
    return "; ".join(f"{row.label}: {_spoken(sheet, row)}" for row in rows) + "."


def _spoken(sheet: Sheet, row: Heading) -> str:
    figure = sheet.figure(row.code)
    if figure.hidden:
        return _("not shown")
    return figure.text if figure.count else pgettext("spoken for a dash", "none")


def _spec(bars: tuple[Bar, ...], layout: Layout) -> dict[str, Any]:
    """The bars placed by hand in units of the drawing, drawn by Vega-Lite."""
    top, rows = 0, []
    gap = layout.gap if len(bars) <= MANY_BARS else layout.gap // 2
    most = max((bar.figure.count or 0 for bar in bars), default=0) or 1
    for bar in bars:
        lines = textwrap.wrap(bar.label, layout.characters) or [""]
        rows.append(_placed(bar, lines, top, most, layout))
        above = 0 if layout.beside else _text_height(lines, layout) + 4
        beside = max(layout.bar, _text_height(lines, layout)) if layout.beside else layout.bar
        top += above + beside + gap
    height = top - gap + 6
    return _layers(rows, layout, height)


def _text_height(lines: list[str], layout: Layout) -> int:
    return len(lines) * (layout.size + 4)


def _placed(bar: Bar, lines: list[str], top: int, most: int, layout: Layout) -> dict[str, Any]:
    above = 0 if layout.beside else _text_height(lines, layout) + 4
    start = top + above
    length = layout.longest * (bar.figure.count or 0) / most
    return {
        "words": "\n".join(lines),
        "figure": bar.figure.text,
        "top": top + (layout.bar - layout.size) / 2 if layout.beside else top,
        "start": start,
        "end": start + layout.bar,
        "middle": start + layout.bar / 2,
        "left": layout.label,
        "right": layout.label + length,
        "number": layout.label + length + (8 if length else 0),
        "shown": not bar.figure.hidden,
        "colour": COLOURS["strong"] if bar.missing else COLOURS["water"],
    }


def _layers(rows: list[dict[str, Any]], layout: Layout, height: int) -> dict[str, Any]:
    base = alt.Chart(alt.Data(values=rows))
    text: dict[str, Any] = {"font": FONT, "fontSize": layout.size, "align": "left"}
    words = base.mark_text(
        **text, baseline="top", lineBreak="\n", lineHeight=layout.size + 4, color=COLOURS["ink"]
    ).encode(x=alt.value(0), y=_units("top"), text="words:N")
    bars = base.mark_rect(cornerRadius=3).encode(
        x=_units("left"),
        x2="right",
        y=_units("start"),
        y2="end",
        fill=alt.Fill("colour:N", scale=None),
    )
    numbers = base.mark_text(**text, baseline="middle", fontWeight=600).encode(
        x=_units("number", "X"),
        y=_units("middle"),
        text="figure:N",
        fill=alt.condition("datum.shown", alt.value(COLOURS["ink"]), alt.value(COLOURS["muted"])),
    )
    chart = (bars + words + numbers).properties(width=layout.width, height=height, padding=0)
    return chart.configure_view(stroke=None).configure_axis(disable=True).to_dict()


def _units(name: str, channel: str = "") -> Any:
    """A place given in units of the drawing, not on a scale."""
    kind = alt.X if channel == "X" or name in {"left", "number"} else alt.Y
    return kind(f"{name}:Q", scale=None, axis=None)
