"""Years as columns, each with its figure on top; a dashed line stands where counting changed between two."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from sluss.statistics.faces.drawing import COLOURS, FONT, Drawing, draw
from sluss.statistics.faces.figure import Figure

HEIGHT = 170  # of the highest column, in units of the drawing
ABOVE = 26  # for its figure
BELOW = 46  # for the year and the numbers of its breaks
SIZE = 16
WIDEST = 64


@dataclass(frozen=True)
class Column:
    label: str
    figure: Figure
    #: numbers of the notes on how it was counted
    marks: tuple[int, ...] = ()


def columns(years: Sequence[Column], width: int, title: str, description: str) -> Drawing:
    """The chart; years from left to right in the order given."""
    step = width / len(years)
    most = max((year.figure.count or 0 for year in years), default=0) or 1
    rows = [
        {**_placed(year, at * step, step, most), "changed": at > 0 and year.marks != years[at - 1].marks}
        for at, year in enumerate(years)
    ]
    return draw(_spec(rows, width), title, description)


def _placed(year: Column, left: float, step: float, most: int) -> dict[str, Any]:
    thick = min(WIDEST, step * 0.7)
    middle = left + step / 2
    top = ABOVE + HEIGHT * (1 - (year.figure.count or 0) / most)
    return {
        "label": year.label,
        "marks": " ".join(f"({mark})" for mark in year.marks),
        "figure": year.figure.text,
        "left": middle - thick / 2,
        "right": middle + thick / 2,
        "middle": middle,
        "edge": left,
        "top": top,
        "over": top - 6,
        "foot": ABOVE + HEIGHT,
        "under": ABOVE + HEIGHT + 8,
        "deep": ABOVE + HEIGHT + 28,
        "ceiling": 0,
        "shown": not year.figure.hidden,
    }


def _spec(rows: list[dict[str, Any]], width: int) -> dict[str, Any]:
    base = alt.Chart(alt.Data(values=rows))
    bars = base.mark_rect(cornerRadius=3, color=COLOURS["water"]).encode(
        x=_x("left"), x2="right", y=_y("top"), y2="foot"
    )
    text: dict[str, Any] = {"font": FONT, "fontSize": SIZE, "align": "center"}
    figures = base.mark_text(**text, baseline="bottom", fontWeight=600).encode(
        x=_x("middle"),
        y=_y("over"),
        text="figure:N",
        fill=alt.condition("datum.shown", alt.value(COLOURS["ink"]), alt.value(COLOURS["muted"])),
    )
    years = base.mark_text(**text, baseline="top", color=COLOURS["ink"]).encode(
        x=_x("middle"), y=_y("under"), text="label:N"
    )
    marks = base.mark_text(**{**text, "fontSize": 14}, baseline="top", color=COLOURS["muted"]).encode(
        x=_x("middle"), y=_y("deep"), text="marks:N"
    )
    breaks = (
        base.transform_filter("datum.changed")
        .mark_rule(color=COLOURS["strong"], strokeDash=[4, 4])
        .encode(x=_x("edge"), y=_y("ceiling"), y2="under")
    )
    height = ABOVE + HEIGHT + BELOW
    chart = alt.layer(breaks, bars, figures, years, marks).properties(width=width, height=height, padding=0)
    return chart.configure_view(stroke=None).configure_axis(disable=True).to_dict()


def _x(name: str) -> alt.X:
    return alt.X(f"{name}:Q", scale=None, axis=None)


def _y(name: str) -> alt.Y:
    return alt.Y(f"{name}:Q", scale=None, axis=None)
