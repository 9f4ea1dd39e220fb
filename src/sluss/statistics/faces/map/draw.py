"""A sheet as a map of Sweden's counties: a circle in each, its area in proportion to the persons.

Circles, not coloured counties: a number of persons painted over an area would make the large, empty
counties loudest. A hidden figure has ".." and no circle, none has neither. Figures without a county stand
in the table only.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _
from django.utils.translation import override

from sluss.statistics.faces.chart import describe
from sluss.statistics.faces.drawing import COLOURS, Drawing, clean
from sluss.statistics.faces.figure import Figure
from sluss.statistics.faces.sheet import Sheet

SHAPES = Path(__file__).with_name("counties.json")
MARGIN = 8
LARGEST = 34.0  # radius of the largest circle, in units of the drawing
SMALLEST_WITH_NUMBER = 12.0  # radius; in a smaller circle the number stands beside it
SIZE = 15


def has_map(sheet: Sheet) -> bool:
    """Whether the rows are counties, and one of them is shown."""
    known = shapes()["counties"]
    rows = [row for row in (sheet.rows.answers if sheet.rows else ()) if not row.missing]
    return (
        bool(rows)
        and all(row.code in known for row in rows)
        and any(sheet.figure(r.code).count for r in rows)
    )


def county_map(sheet: Sheet) -> Drawing:
    """The map of a sheet that has one (`has_map`)."""
    drawn = shapes()
    width, height = drawn["width"] + 2 * MARGIN, drawn["height"] + 2 * MARGIN
    root = ET.Element("svg", {"viewBox": f"0 0 {width} {height}"})
    inside = ET.SubElement(root, "g", {"transform": f"translate({MARGIN},{MARGIN})"})
    for county in drawn["counties"].values():
        _add(inside, "path", "soft", d=county["path"], stroke=COLOURS["strong"], **{"stroke-width": "0.8"})
    figures = {row.code: sheet.figure(row.code) for row in (sheet.rows.answers if sheet.rows else ())}
    _add_figures(inside, {code: f for code, f in figures.items() if code in drawn["counties"]})
    with override(sheet.language):
        return clean(root, _("Map by county: %s") % sheet.title, describe(sheet))


def _add_figures(inside: ET.Element, figures: Mapping[str, Figure]) -> None:
    """Circles first, the largest at the bottom, then the numbers over all of them."""
    most = max((figure.count or 0 for figure in figures.values()), default=0) or 1
    radius = {code: LARGEST * math.sqrt((figure.count or 0) / most) for code, figure in figures.items()}
    for code in sorted(figures, key=lambda code: -radius[code]):
        if radius[code]:
            x, y = _centre(code)
            _add(inside, "circle", "water", cx=x, cy=y, r=radius[code], stroke=COLOURS["paper"])
    for code, figure in figures.items():
        x, y = _centre(code)
        if figure.hidden:
            _number(inside, figure, "muted", x, y, "middle")
        elif radius[code] >= SMALLEST_WITH_NUMBER:
            _number(inside, figure, "paper", x, y + SIZE / 3, "middle")
        elif radius[code]:
            _number(inside, figure, "ink", x + radius[code] + 3, y + SIZE / 3, "start")


def _number(inside: ET.Element, figure: Figure, colour: str, x: float, y: float, anchor: str) -> None:
    text = _add(inside, "text", colour, x=x, y=y, **{"text-anchor": anchor, "font-weight": "600"})
    text.attrib["font-size"] = str(SIZE)
    text.text = figure.text


def _add(inside: ET.Element, tag: str, colour: str, **attributes: str | float) -> ET.Element:
    plain = {name: v if isinstance(v, str) else f"{round(v, 1):g}" for name, v in attributes.items()}
    return ET.SubElement(inside, tag, {**plain, "fill": COLOURS[colour]})


def _centre(code: str) -> tuple[float, float]:
    x, y = shapes()["counties"][code]["centre"]
    return x, y


@cache
def shapes() -> dict[str, Any]:
    """The vendored shapes: {"width", "height", "counties": {code: {"path", "centre": [x, y]}}}."""
    return json.loads(SHAPES.read_text(encoding="utf-8"))
