"""What two versions of the same persons tell of the rows between them."""

from __future__ import annotations

from copy import copy

import numpy as np

from veil.attack import Verdict
from veil.attack.bounds import bounds
from veil.judgement import Finding, finding
from veil.rule import Rule
from veil.system import REST, SLACK, Label


def told_of_changes(verdict: Verdict, rule: Rule) -> tuple[Finding, ...]:
    """What a reader can work out of the few rows that changed: who came, who went.

    No choice of hidden cells is made because of them; but a version that restates one row tells that row wherever
    both versions print it. A cell of the changed rows is told of if somebody is in it for certain, and few: its
    possible values are small and fewer than the rule promises of a small count. That some rows changed isn't told
    of, only which.
    """
    system = copy(verdict.system)
    system.kind, system.forced = system.kind.copy(), system.forced.copy()
    changes = [
        cell for cell in np.flatnonzero(system.kind == SLACK).tolist() if _is_change(system.labels[cell])
    ]
    if not changes:
        return ()
    system.kind[changes] = REST
    ranges, broken = bounds(system, rule)
    low, high = ranges.least, ranges.most
    return tuple(
        finding(system, verdict.sources, cell, int(low[cell]), int(high[cell]))
        for cell in changes
        if broken[cell] and low[cell] > 0
    )


def _is_change(label: Label) -> bool:
    population, parts = label
    return bool(parts) and population.startswith(("came, ", "went, "))
