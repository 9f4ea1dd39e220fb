"""All tables as one system of equations: every cell one unknown, every sum one row.

A cell is a population and, for every variable that it is cut by, the set of the rows' own codes it covers.
So a margin that two tables share is one unknown, a group that covers all codes is the margin, and a table
with a filter is linked to the same cut without it. What a reader can work out by subtracting tables from each
other (a filter's complement, the rest of a coarser code) becomes a cell of its own that was never printed.

Building the system is done here; solving it in `veil.attack` and `veil.protect`.
"""

from veil.published import UNBOUNDED
from veil.system.assembly import build, cut_by_sensitive
from veil.system.equations import CELL, REST, SLACK, UNKNOWN, System, as_seen
from veil.system.labels import Label, Labels
from veil.system.sheets import Keys, Leaves, Sheet, Source, Terms
from veil.system.sums import Link, Sums

__all__ = [
    "CELL",
    "REST",
    "SLACK",
    "UNBOUNDED",
    "UNKNOWN",
    "Keys",
    "Label",
    "Labels",
    "Leaves",
    "Link",
    "Sheet",
    "Source",
    "Sums",
    "System",
    "Terms",
    "as_seen",
    "build",
    "cut_by_sensitive",
]
