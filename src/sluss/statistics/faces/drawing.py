"""Drawings as plain SVG: own fonts, own colours, nothing that a strict content policy refuses.

A drawing stands inside a page, in the report, and as a file of its own. Its colours are written as
attributes, for where there is no style sheet, and as classes, by which a page's style sheet sets them anew:
so a chart follows dark mode and forced colours. There are no style attributes, scripts, ids or links.
"""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert

from sluss.trust.documents import FONTS

FONT = "Atkinson Hyperlegible Next"

#: name -> the colour on paper; on a page the class `c-name` has the design token of that name
COLOURS = {
    "paper": "#faf9f5",
    "ink": "#17262e",
    "muted": "#52626a",
    "line": "#d9d7ce",
    "strong": "#8b948f",
    "water": "#0b5567",
    "soft": "#e2eef0",
}

_KEPT = {
    "transform", "d", "dy", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height",
    "text-anchor", "font-size", "font-weight", "stroke-width", "stroke-dasharray", "fill-opacity",
}  # fmt: skip
_SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Drawing:
    """A finished SVG: its text, its title, and its size in its own units."""

    svg: str
    title: str
    width: float
    height: float


def draw(spec: dict[str, Any], title: str, description: str) -> Drawing:
    """Render a Vega-Lite specification to a clean drawing. The same specification gives the same text."""
    return _drawn(json.dumps(spec, ensure_ascii=False), title, description)


@lru_cache(maxsize=512)
def _drawn(spec: str, title: str, description: str) -> Drawing:
    """Drawing takes longer than all else on a page, and published figures don't change."""
    _fonts_at_hand()
    return clean(ET.fromstring(vl_convert.vegalite_to_svg(spec)), title, description)  # noqa: S314 - our own


def clean(root: ET.Element, title: str, description: str) -> Drawing:
    """Keep what is drawn; name it; leave out what only the drawing program needs.

    The size is the root's viewBox or width and height.
    """
    _left, _top, width, height = (float(number) for number in root.attrib["viewBox"].split())
    body = [kept for child in root if (kept := _kept(child)) is not None]
    svg = ET.Element(
        "svg",
        {
            "xmlns": _SVG,
            "viewBox": f"0 0 {_short(width)} {_short(height)}",
            "width": _short(width),
            "height": _short(height),
            "role": "img",
            "font-family": f"{FONT}, sans-serif",
        },
    )
    ET.SubElement(svg, "title").text = title
    ET.SubElement(svg, "desc").text = description
    svg.append(_filled("rect", "paper", width=_short(width), height=_short(height)))
    svg.extend(body)
    return Drawing(ET.tostring(svg, encoding="unicode"), title, width, height)


def _filled(tag: str, colour: str, **attributes: str) -> ET.Element:
    return ET.Element(tag, {**attributes, "fill": COLOURS[colour], "class": f"c-{colour}"})


def _kept(element: ET.Element) -> ET.Element | None:
    """The element without what isn't seen; None where nothing of it is."""
    tag = element.tag.removeprefix(f"{{{_SVG}}}")
    if tag not in {"g", "path", "rect", "text", "tspan", "line", "circle"} or "display" in element.attrib:
        return None
    children = [kept for child in element if (kept := _kept(child)) is not None]
    colours = _colours(element)
    if tag == "g":
        return _group(element, children)
    if not colours and tag != "tspan":
        return None
    kept = ET.Element(tag, {**_attributes(element), **colours})
    kept.text = element.text
    kept.extend(children)
    return kept


def _group(element: ET.Element, children: list[ET.Element]) -> ET.Element | None:
    moved = element.attrib.get("transform", "translate(0,0)")
    if not children:
        return None
    if moved == "translate(0,0)" and len(children) == 1:
        return children[0]
    group = ET.Element("g", {} if moved == "translate(0,0)" else {"transform": _rounded(moved)})
    group.extend(children)
    return group


def _attributes(element: ET.Element) -> dict[str, str]:
    return {
        name: _rounded(value) if name in {"d", "transform"} else value.removesuffix("px")
        for name, value in element.attrib.items()
        if name in _KEPT
    }


def _colours(element: ET.Element) -> dict[str, str]:
    """Fill and stroke of our palette, with their classes; other colours don't occur in what we draw."""
    names = {colour: name for name, colour in COLOURS.items()}
    fill, stroke = element.attrib.get("fill", ""), element.attrib.get("stroke", "")
    found: dict[str, str] = {}
    classes = []
    if fill in names:
        found["fill"] = fill
        classes.append(f"c-{names[fill]}")
    if stroke in names:
        found |= {"stroke": stroke} | ({} if fill in names else {"fill": "none"})
        classes.append(f"s-{names[stroke]}")
    return {**found, "class": " ".join(classes)} if classes else {}


def _rounded(text: str) -> str:
    """Numbers in a path or transform to a tenth of a unit."""
    return re.sub(r"-?\d+\.\d+", lambda match: _short(float(match[0])), text)


def _short(number: float) -> str:
    return f"{round(number, 1):g}"


@cache
def _fonts_at_hand() -> None:
    """Text is measured with the fonts it is shown in."""
    vl_convert.register_font_directory(str(FONTS))
