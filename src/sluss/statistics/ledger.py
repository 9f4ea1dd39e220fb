"""Everything ever published to anybody: what a reader may put beside a new release."""

import hashlib
import json
from dataclasses import replace

from sluss.statistics import rules
from sluss.statistics.models import EarlierTotal, Release, ReleaseTable
from sluss.statistics.questions import PERIOD
from sluss.statistics.tables import POPULATION, Edition
from veil import Cell, ProtectedTable, TableSpec, Variable


def published() -> tuple[ProtectedTable, ...]:
    """All published tables, restated ones too, for every audience: named "2016.1: slug"."""
    kept = ReleaseTable.objects.out().select_related("release__round").order_by("pk")
    return tuple(_named(row.table, f"{edition_name(row.release)}: {row.slug}") for row in kept)


def edition_name(release: Release) -> str:
    """ "2016.1": what an edition is called inside tables; unlike any other release's."""
    return f"{release.round.name}.{release.version}"


def _named(table: ProtectedTable, name: str) -> ProtectedTable:
    return replace(table, spec=replace(table.spec, name=name))


def digest() -> str:
    """A fingerprint of all that is published: a check made before it changed must be made again."""
    tables = ReleaseTable.objects.out().order_by("pk").values_list("pk", "protected")
    totals = EarlierTotal.objects.order_by("pk").values_list("year", "measure", "count")
    whole = json.dumps([list(tables), list(totals)], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def earlier_totals(edition: Edition) -> tuple[ProtectedTable, ...]:
    """Totals published before Sluss for the edition's own year, as tables of one cell.

    A reader can put one beside the release's tables only where both count the same persons: where the number
    isn't the edition's own, it was counted otherwise and says nothing exact about these rows.
    """
    roles = edition.rows["role"].to_pylist()
    now = rules.count(roles)
    all_roles = tuple(sorted({*roles, *(role for of in rules.ROLES_OF.values() for role in of)}))
    when = tuple(f"{edition.name}:{quarter}" for quarter in edition.quarters)
    variables = {"role": Variable("role", codes=all_roles), PERIOD: Variable(PERIOD, codes=when)}
    return tuple(
        ProtectedTable.from_cells(
            TableSpec(
                f"{total.source}: {total.measure}",
                (),
                {"role": tuple(sorted(rules.ROLES_OF[rules.Measure(total.measure)])), PERIOD: when},
            ),
            variables,
            {(): Cell(total.count, "published")},
            POPULATION,
        )
        for total in EarlierTotal.objects.filter(year=int(edition.first[:4]))
        if now[rules.Measure(total.measure)] == total.count
    )
