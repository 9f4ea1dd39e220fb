"""Count the perspectives of a release, protect them together, and let the adversary try.

Nothing is stored here: checking a release, trying other codes and previewing a perspective all go this way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sluss.contacts.codebook import book_of
from sluss.statistics import ledger, rules, snapshots, tables
from sluss.statistics.models import Perspective, Release
from sluss.statistics.questions import PERIOD, ROLE
from veil import TOTAL, ProtectedTable, Rule, Table, attack, protect
from veil.errors import Unprotectable
from veil.judgement import Finding
from veil.published import HIDDEN

Report = Callable[[str, int, int], None]
"""Told of progress: step, done, of."""


@dataclass(frozen=True)
class Usefulness:
    """What a protected table still says."""

    cells: int
    hidden: int
    #: persons in all innermost cells, and in those of them that are published
    persons: int
    persons_shown: int

    @property
    def percent_shown(self) -> int | None:
        """Share of the persons in published innermost cells, 0..100; None where there is nobody."""
        return round(100 * self.persons_shown / self.persons) if self.persons else None

    def plain(self) -> dict[str, int]:
        return {
            "cells": self.cells,
            "hidden": self.hidden,
            "persons": self.persons,
            "persons_shown": self.persons_shown,
        }


@dataclass(frozen=True)
class Outcome:
    """What came of protecting a set of perspectives.

    Attributes:
        counted: the perspectives that could be counted, with their true numbers. Never shown.
        protected: their protected tables, in the same order; empty where nothing can protect them.
        findings: what the adversary can still work out, or what makes protecting impossible.
        left_out: perspectives that couldn't be counted for want of the period before.
    """

    counted: tuple[tables.Counted, ...]
    protected: tuple[ProtectedTable, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[Perspective, ...]

    @property
    def safe(self) -> bool:
        """Every table is protected and nothing could be inferred."""
        return not self.findings and len(self.protected) == len(self.counted)

    @property
    def usefulness(self) -> tuple[Usefulness, ...]:
        """Per protected table."""
        return tuple(
            usefulness(counted.table, protected)
            for counted, protected in zip(self.counted, self.protected, strict=False)
        )

    def total(self) -> Usefulness:
        """Over all tables."""
        each = self.usefulness
        return Usefulness(
            sum(one.cells for one in each),
            sum(one.hidden for one in each),
            sum(one.persons for one in each),
            sum(one.persons_shown for one in each),
        )


def edition_of(release: Release) -> tables.Edition:
    """The release's frozen rows, their hash checked.

    Raises:
        SnapshotChanged: they are no longer what was frozen.
    """
    round_ = release.round
    return tables.Edition(
        name=ledger.edition_name(release),
        rows=snapshots.read(release),
        book=book_of(release.codebook_version),
        first=f"{round_.period_start:%Y-%m}",
        last=f"{round_.period_end:%Y-%m}",
        on=round_.period_end,
    )


def edition_before(release: Release) -> tables.Edition | None:
    """The newest published edition of the calendar year before; an April-to-March year needs it."""
    before = (
        Release.objects.out()
        .filter(round__period_end__year=release.round.period_start.year - 1)
        .select_related("round")
        .order_by("-round__period_end", "-version")
        .first()
    )
    return edition_of(before) if before else None


def rule_of(release: Release) -> Rule:
    return Rule(threshold=release.threshold, dominance=release.guard_organisations)


def protect_perspectives(
    release: Release,
    perspectives: Iterable[Perspective],
    *,
    chosen_levels: Mapping[str, str] | None = None,
    report: Report = lambda step, done, of: None,
) -> Outcome:
    """Count, protect and attack, together with everything published before.

    Args:
        chosen_levels: instead of the release's own.

    Raises:
        SnapshotChanged, BadPerspective.
    """
    edition = edition_of(release)
    counted, left_out = _count(
        release,
        edition,
        list(perspectives),
        release.levels if chosen_levels is None else chosen_levels,
        report,
    )
    earlier = (*ledger.published(), *ledger.earlier_totals(edition))
    rule = rule_of(release)
    report("protect", 0, 1)
    try:
        protected = _protect([one.table for one in counted], rule, earlier)
    except Unprotectable as impossible:
        return Outcome(tuple(counted), (), impossible.collisions, tuple(left_out))
    report("attack", 0, 1)
    verdict = attack(protected, rule, earlier)
    return Outcome(tuple(counted), tuple(protected), tuple(verdict.findings), tuple(left_out))


def _protect(
    counted: Sequence[Table], rule: Rule, earlier: Sequence[ProtectedTable]
) -> tuple[ProtectedTable, ...]:
    """Protect with the headline totals kept; without that wish where it can't be granted."""
    wished = [_keeping_total(table, rule) for table in counted]
    try:
        return protect(wished, rule, earlier).tables
    except Unprotectable:
        return protect(counted, rule, earlier).tables


def _keeping_total(table: Table, rule: Rule) -> Table:
    """The table with the wish that its total stays, if that is of all persons or of potential victims."""
    headline = not set(table.spec.filters) - {ROLE, PERIOD} and not any(
        variable.multiple for variable in table.dimension_variables
    )
    if not headline or rule.dominance or table[(TOTAL,) * len(table.dimensions)] < rule.threshold:
        return table
    roles = frozenset[str]().union(
        *(table.variables[ROLE].leaves_of(code) for code in table.spec.filters.get(ROLE, ()))
    )
    if roles not in (rules.ROLES_OF[rules.Measure.PERSONS], rules.ROLES_OF[rules.Measure.POTENTIAL_VICTIMS]):
        return table
    return replace(table, spec=replace(table.spec, keep=((),)))


def _count(
    release: Release,
    edition: tables.Edition,
    perspectives: Sequence[Perspective],
    chosen_levels: Mapping[str, str],
    report: Report,
) -> tuple[list[tables.Counted], list[Perspective]]:
    before = edition_before(release)
    counted, left_out = [], []
    for done, perspective in enumerate(perspectives):
        report("count", done, len(perspectives))
        one = tables.count(
            perspective,
            edition,
            chosen_levels=chosen_levels,
            before=before,
            guard_organisations=release.guard_organisations,
        )
        if one is None:
            left_out.append(perspective)
        else:
            counted.append(one)
    return counted, left_out


def usefulness(table: Table, protected: ProtectedTable) -> Usefulness:
    """Cells that anybody is in, how many of them are hidden, and the persons in published ones."""
    inner = (protected.coordinates != 0).all(axis=1) & (protected.counts != 0)
    true = table.cells
    persons = shown = 0
    for codes, count, innermost in zip(
        protected.cells, protected.counts.tolist(), inner.tolist(), strict=True
    ):
        if innermost:
            persons += true[codes]
            shown += 0 if count == HIDDEN else true[codes]
    return Usefulness(int((protected.counts != 0).sum()), protected.hidden, persons, shown)


def finding_plain(finding: Finding) -> dict[str, Any]:
    """A finding as it is kept with the release: for the coordinator's eyes."""
    return {
        "table": finding.table,
        "codes": list(finding.codes),
        "low": finding.low,
        "high": finding.high,
        "kind": finding.kind,
        "printed": finding.printed,
        "figures": [
            {"table": figure.table, "codes": list(figure.codes), "count": figure.count}
            for figure in finding.figures
        ],
    }
