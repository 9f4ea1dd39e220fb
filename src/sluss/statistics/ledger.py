"""Everything ever published to anybody: what a reader may put beside a new release."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sluss.statistics import rules, snapshots
from sluss.statistics.models import EarlierTotal, Release, ReleaseState, ReleaseTable
from sluss.statistics.questions import PERIOD
from sluss.statistics.tables import Counted, Edition
from sluss.statistics.versions import POPULATION, Issue, Joint, Placed, changed_rows, joint
from veil import Cell, ProtectedTable, TableSpec, Variable
from veil.tables import Codes


@dataclass(frozen=True)
class Publication:
    """What came out at once: a release, or a total published before Sluss.

    Attributes:
        name: "2016.1", or the total's source and measure.
        issue: a release's tables; of a total none.
        total: the total as a table of one cell, of the same persons as the release that stands beside it.
    """

    name: str
    issue: Issue | None = None
    total: ProtectedTable | None = None


@dataclass(frozen=True)
class Beside:
    """All that is out, for one release to be judged beside it."""

    edition: Edition
    changed: int
    out: tuple[Publication, ...]

    def without(self, names: Iterable[str]) -> "Beside":
        """As if these had never been published."""
        return replace(self, out=tuple(one for one in self.out if one.name not in names))

    def joint(self, counted: Sequence[Counted]) -> Joint:
        """The release's tables and all that is out as one system."""
        totals = [one.total for one in self.out if one.total is not None]
        tables = (
            *(Placed(one.table, frozenset(one.definition["editions"])) for one in counted),
            *(Placed(total, frozenset({self.edition.name})) for total in totals),
        )
        now = Issue(self.edition.name, self.edition.round, tables, self.changed)
        return joint([*(one.issue for one in self.out if one.issue is not None), now])


def beside(release: Release, edition: Edition, counted: Sequence[Counted]) -> Beside:
    """All that is out beside a release that isn't.

    Raises:
        ReplacedSnapshotChanged: the version that it replaces can't be compared with it.
    """
    return Beside(edition, _changed(release, edition, counted), (*_releases(), *_totals(edition)))


def _releases() -> list[Publication]:
    """All published releases, restated ones too, for every audience, in the order in which they came out."""
    out = Release.objects.out().select_related("round").prefetch_related("tables")
    return [_publication(release) for release in out.order_by("published_at", "pk")]


def _publication(release: Release) -> Publication:
    name = edition_name(release)
    tables = tuple(
        Placed(_named(row.table, f"{name}: {row.slug}"), frozenset(row.definition["editions"]))
        for row in release.tables.all()
    )
    return Publication(name, Issue(name, release.round.name, tables, release.verdict.get("changed", 0)))


def _changed(release: Release, edition: Edition, counted: Sequence[Counted]) -> int:
    """How many rows went or came since the published version, as far as the tables of either show."""
    before = release.round.releases.filter(state=ReleaseState.PUBLISHED).exclude(pk=release.pk).first()
    if before is None:
        return 0
    shown = [row.table.variables for row in before.tables.all()] + [one.table.variables for one in counted]
    variables = [variable for variables in shown for variable in variables.values()]
    try:
        old = snapshots.read(before)
    except snapshots.SnapshotChanged as gone:
        raise snapshots.ReplacedSnapshotChanged from gone
    return changed_rows(old.to_pylist(), edition.rows.to_pylist(), variables)


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


def _totals(edition: Edition) -> list[Publication]:
    """Totals published before Sluss for the edition's own year, as tables of one cell.

    A reader can put one beside the release's tables only where both count the same persons: where the number
    isn't the edition's own, it was counted otherwise and says nothing exact about these rows.
    """
    roles = edition.rows["role"].to_pylist()
    now = rules.count(roles)
    all_roles = tuple(sorted({*roles, *(role for of in rules.ROLES_OF.values() for role in of)}))
    variables = {"role": Variable("role", codes=all_roles), PERIOD: Variable(PERIOD, codes=edition.when)}
    found = []
    for total in EarlierTotal.objects.filter(year=int(edition.first[:4])):
        measure = rules.Measure(total.measure)
        if now[measure] == total.count:
            name = f"{total.source}: {total.measure}"
            filters = {"role": tuple(sorted(rules.ROLES_OF[measure])), PERIOD: edition.when}
            cell: dict[Codes, Cell] = {(): Cell(total.count, "published")}
            table = ProtectedTable.from_cells(TableSpec(name, (), filters), variables, cell, POPULATION)
            found.append(Publication(name, total=table))
    return found
