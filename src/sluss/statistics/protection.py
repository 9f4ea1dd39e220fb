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
from sluss.statistics.versions import Joint, as_counted
from veil import TOTAL, ProtectedTable, Protection, Rule, Table, attack, protect
from veil.errors import Unprotectable
from veil.judgement import Finding
from veil.ledger import told_of_changes
from veil.published import HIDDEN
from veil.utility import information

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
    #: information kept, 0..1, by `veil.utility`; None where nobody is in the table
    information: float | None = None

    @property
    def percent_shown(self) -> int | None:
        """Share of the persons in published innermost cells, 0..100; None where there is nobody."""
        return round(100 * self.persons_shown / self.persons) if self.persons else None

    def plain(self) -> dict[str, int | float | None]:
        return {
            "cells": self.cells,
            "hidden": self.hidden,
            "persons": self.persons,
            "persons_shown": self.persons_shown,
            "information": self.information,
        }

    @property
    def percent_information(self) -> int | None:
        """Information kept, 0..100."""
        return None if self.information is None else round(100 * self.information)


@dataclass(frozen=True)
class Outcome:
    """What came of protecting a set of perspectives.

    Attributes:
        counted: the perspectives that could be counted, with their true numbers. Never shown.
        protected: their protected tables, in the same order; empty where nothing can protect them.
        findings: what the adversary can still work out.
        told: what she can work out of the few rows that changed since a version that is replaced.
        left_out: perspectives that couldn't be counted for want of the year before.
        beside: all that is out.
    """

    counted: tuple[tables.Counted, ...]
    protected: tuple[ProtectedTable, ...]
    findings: tuple[Finding, ...] = ()
    told: tuple[Finding, ...] = ()
    left_out: tuple[Perspective, ...] = ()
    beside: ledger.Beside | None = None

    @property
    def safe(self) -> bool:
        """Every table is protected and nothing could be inferred."""
        return not self.findings and not self.told and len(self.protected) == len(self.counted)

    def usefulness(self, finest: Sequence[Table] = ()) -> list[Usefulness]:
        """Per protected table; information is measured against `finest`, else the tables as counted."""
        fine = finest or [one.table for one in self.counted]
        return [
            usefulness(one.table, protected, against)
            for one, protected, against in zip(self.counted, self.protected, fine, strict=False)
        ]


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
    attacked: bool = False,
    report: Report = lambda step, done, of: None,
) -> Outcome:
    """Count and protect, together with everything published before.

    Args:
        chosen_levels: instead of the release's own.
        attacked: look at the tables once more as printed, with nothing that protecting them has found out. It takes
            as long again, and is what a release is published on.
        report: told of progress, many times a second.

    Raises:
        SnapshotChanged, BadPerspective.
    """
    edition = edition_of(release)
    chosen = release.levels if chosen_levels is None else chosen_levels
    counted, left_out = _count(release, edition, list(perspectives), chosen, report)
    beside = ledger.beside(release, edition, counted)
    outcome = Outcome(tuple(counted), (), left_out=tuple(left_out), beside=beside)
    report("protect", 0, 1)
    joint, rule = beside.joint(counted), rule_of(release)
    try:
        protection = _protect(joint, rule, _part_of("protect", report))
    except Unprotectable as impossible:
        return replace(outcome, findings=tuple(impossible.collisions))
    verdict = protection.verdict
    if attacked:
        report("attack", 0, 1)
        told = _part_of("attack", report)
        verdict = attack(protection.tables, rule, joint.printed, joint.links, report=told)
    return replace(
        outcome,
        protected=as_counted(protection.tables, [one.table for one in counted]),
        findings=tuple(verdict.findings),
        told=told_of_changes(verdict, rule),
    )


def count_perspectives(
    release: Release, perspectives: Iterable[Perspective], chosen_levels: Mapping[str, str]
) -> Outcome:
    """Count only: the tables with every number, protected by nothing. Never shown."""
    counted, left_out = _count(
        release, edition_of(release), list(perspectives), chosen_levels, lambda step, done, of: None
    )
    return Outcome(tuple(counted), (), left_out=tuple(left_out))


_PARTS = {
    ("protect", "hiding"): (0, 40),
    ("protect", "attacking"): (50, 50),
    ("attack", "attacking"): (0, 100),
}
"""Of a step, what veil is long at: how much of a hundred lies before it, and how much it is."""


def _part_of(step: str, report: Report) -> Report:
    """What veil tells of its own steps, as a part of this one, that never goes back."""
    reached = 0

    def told(own: str, done: int, of: int) -> None:
        nonlocal reached
        before, share = _PARTS.get((step, own), (0, 0))
        reached = max(reached, before + round(share * done / max(of, 1)))
        report(step, reached, 100)

    return told


def _protect(joint: Joint, rule: Rule, report: Report) -> Protection:
    """Protect with the headline totals kept; without that wish where it can't be granted."""
    wished = [_keeping_total(table, rule) for table in joint.counted]
    try:
        return protect(wished, rule, joint.printed, joint.links, report)
    except Unprotectable:
        return protect(joint.counted, rule, joint.printed, joint.links, report)


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


def usefulness(table: Table, protected: ProtectedTable, finest: Table | None = None) -> Usefulness:
    """Cells that anybody is in, how many of them are hidden, the persons in published ones, the information.

    `finest` is the table in finer codes that the information is measured against.
    """
    inner = (protected.coordinates != 0).all(axis=1) & (protected.counts != 0)
    true = table.cells
    persons = shown = 0
    for codes, count, innermost in zip(
        protected.cells, protected.counts.tolist(), inner.tolist(), strict=True
    ):
        if innermost:
            persons += true[codes]
            shown += 0 if count == HIDDEN else true[codes]
    kept = information([finest or table], [protected]) if persons else None
    return Usefulness(int((protected.counts != 0).sum()), protected.hidden, persons, shown, kept)


def together(each: Sequence[Usefulness]) -> Usefulness:
    """Over several tables; the information is the mean, weighted by persons."""
    known = [one for one in each if one.information is not None]
    weight = sum(one.persons for one in known)
    mean = sum(one.persons * (one.information or 0) for one in known) / weight if weight else None
    return Usefulness(
        sum(one.cells for one in each),
        sum(one.hidden for one in each),
        sum(one.persons for one in each),
        sum(one.persons_shown for one in each),
        mean,
    )


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
