"""Paths and words of an SVG picture; the library that writes them escapes what stands in them."""

from xml.etree import ElementTree as Xml

from sluss.agenda.wheel.geometry import Point


def path(parent: Xml.Element, d: str, css: str, **more: str) -> None:
    Xml.SubElement(parent, "path", {"d": d, "class": css, **more})


def shape(parent: Xml.Element, d: str, here: Point, css: str, *, scale: float = 1.0) -> None:
    """A shape drawn around the origin, put where it belongs."""
    scaled = f" scale({scale:g})" if scale != 1.0 else ""
    path(parent, d, css, transform=f"translate({here.x:.1f} {here.y:.1f}){scaled}")


def line(*points: Point) -> str:
    """The path through the points."""
    return "M" + "L".join(f"{point.x:.1f} {point.y:.1f}" for point in points)


def word(
    parent: Xml.Element,
    text: str,
    here: Point,
    size: float,
    css: str,
    *,
    anchor: str = "middle",
    turned: float = 0,
    before: str = "",
) -> None:
    """A text with its baseline at a point, turned around it in degrees; a date may stand before it."""
    given = {
        "x": f"{here.x:.1f}",
        "y": f"{here.y:.1f}",
        "text-anchor": anchor,
        "font-size": f"{size:g}",
        "class": css,
    }
    if turned:
        given["transform"] = f"rotate({turned:.1f} {here.x:.1f} {here.y:.1f})"
    drawn = Xml.SubElement(parent, "text", given)
    if before:
        Xml.SubElement(drawn, "tspan", {"class": "y-date"}).text = before
        drawn = Xml.SubElement(drawn, "tspan")
    drawn.text = text
