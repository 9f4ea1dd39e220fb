"""Attack published tables; say which hidden cells are too narrow, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from veil.attack.bounds import Ranges, bounds
from veil.attack.misfit import misfit_named
from veil.attack.reasons import figures
from veil.errors import BadInput
from veil.judgement import BoolArray, Finding, finding, in_order
from veil.progress import Report, silent
from veil.published import ProtectedTable, place_of
from veil.rule import Rule
from veil.system import UNBOUNDED, Link, System, build
from veil.tables import IntArray


@dataclass(frozen=True)
class Range:
    """What a reader knows of a hidden cell: low .. high, high None where there is no bound."""

    low: int
    high: int | None
    safe: bool

    @classmethod
    def of(cls, low: np.int64, high: np.int64, *, safe: bool) -> Range:
        """From the ends as the system's arrays hold them."""
        return cls(int(low), None if high >= UNBOUNDED else int(high), safe)


@dataclass(frozen=True, eq=False)
class Verdict:
    """What the adversary found.

    Attributes:
        findings: the cells that break the promise; none if the tables are safe.
        system, low, high, broken: per unknown of the system.
    """

    findings: tuple[Finding, ...]
    sources: tuple[ProtectedTable, ...] = field(repr=False)
    system: System = field(repr=False)
    low: IntArray = field(repr=False)
    high: IntArray = field(repr=False)
    broken: BoolArray = field(repr=False)

    @property
    def safe(self) -> bool:
        """Whether every hidden cell keeps what the rule promises."""
        return not self.findings

    def ranges(self, table: ProtectedTable) -> dict[tuple[str, ...], Range]:
        """Codes -> range, for the hidden cells of one of the attacked tables.

        Raises:
            BadInput: it is none of them.
        """
        source = place_of(table, self.sources)
        return {
            codes: Range.of(self.low[at], self.high[at], safe=not self.broken[at])
            for (codes, cell), at in zip(
                self.sources[source].cells.items(), self.system.places[source].tolist(), strict=True
            )
            if cell.hidden
        }


def attack(
    tables: Sequence[ProtectedTable],
    rule: Rule,
    earlier: Sequence[ProtectedTable] = (),
    links: Sequence[Link] = (),
    *,
    blind: bool = False,
    exact: bool = False,
    report: Report = silent,
) -> Verdict:
    """Find what can be inferred from published tables, all of them together.

    The adversary knows every published count, every sum within and between the tables, that counts are whole
    numbers, and the rule.

    Args:
        tables: what is published now.
        rule: what is promised.
        earlier: what was published before.
        links: how the tables' populations hang together.
        blind: judge without the cells' status, as a stranger to the tables must: then a range of which only a
            part is small is no finding.
        exact: find every hidden cell's exact range; else only as much of it as the verdict needs.
        report: told of progress.

    Raises:
        BadInput: the tables contradict each other, or aren't tables in which counts are hidden.
    """
    sources = (*tables, *earlier)
    check_hidden(sources)
    with misfit_named(sources, rule, links):
        system = build(sources, rule, links)
        if blind:
            system.primary = None
        ranges, broken = bounds(system, rule, exact=exact, report=report)
        return verdict_of(system, sources, ranges, broken)


def check_hidden(sources: Sequence[ProtectedTable]) -> None:
    """See that these are tables as printed, in which counts are hidden and not rounded.

    Raises:
        BadInput: names one that isn't.
    """
    for source in sources:
        if not isinstance(source, ProtectedTable):
            raise BadInput(f"table {source.name} isn't printed yet: protect it first")
        if source.base:
            raise BadInput(f"table {source.name} is rounded: that is judged by attack_rounded, by itself")


def verdict_of(
    system: System, sources: Sequence[ProtectedTable], ranges: Ranges, broken: BoolArray
) -> Verdict:
    """The ranges as a verdict."""
    low, high = ranges.least, ranges.most
    found = tuple(
        finding(
            system,
            sources,
            cell,
            int(low[cell]),
            int(high[cell]),
            figures(system, sources, ranges, cell),
        )
        for cell in in_order(system, broken)
    )
    return Verdict(found, tuple(sources), system, low, high, broken)
