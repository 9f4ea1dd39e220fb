"""The ledger itself: what is out, and what may come out beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from veil.attack import Verdict, attack
from veil.attack.insider import attack_knowing
from veil.attack.misfit import check_sums
from veil.errors import BadInput, Unprotectable
from veil.judgement import Finding
from veil.ledger.editions import Edition, Publication, is_rounded, meet
from veil.ledger.joint import Joint
from veil.progress import Report, silent
from veil.protect import Protection, protect
from veil.published import Cell, ProtectedTable, Status
from veil.recode import Variant, propose
from veil.rows import held
from veil.rule import Rule
from veil.system import build, cut_by_sensitive
from veil.tables import Codes, Rows, Table, TableSpec, tabulate
from veil.variables import TOTAL, Variable
from veil.whole import whole_file


class Collision(Unprotectable):
    """A new publication that can't be protected because of what is out.

    Attributes:
        publications: names of those that stand in the way together: without any one of them it could be done.
        possible: names of the new tables that can be published beside everything that is out, taken in order.
        collisions: the published figures, where a sum of them was found.
    """

    def __init__(self, cause: Unprotectable, publications: Sequence[str], possible: Sequence[str]) -> None:
        what = ", ".join(f"“{name}”" for name in publications)
        instead = ", ".join(f"“{name}”" for name in possible)
        super().__init__(
            f"it can't be protected beside {what}: {cause}. "
            + (
                f"Beside everything that is out you could publish {instead}."
                if possible
                else "None of its tables can be published beside it; coarser codes may be."
            ),
            cause.collisions,
        )
        self.publications = tuple(publications)
        self.possible = tuple(possible)


@dataclass(frozen=True, eq=False)
class Ledger:
    """All publications, in the order in which they came out."""

    publications: tuple[Publication, ...] = ()

    def __getitem__(self, name: str) -> Publication:
        for publication in self.publications:
            if publication.name == name:
                return publication
        raise BadInput(f"the ledger has no publication called “{name}”")

    def add(self, publication: Publication) -> Ledger:
        """The ledger with one publication more; the same one twice stands once.

        Raises:
            BadInput: another one has its name, or it restates what isn't there.
        """
        for known in self.publications:
            if known.name == publication.name:
                if known.to_json() == publication.to_json():
                    return self
                raise BadInput(f"the ledger has another publication called “{publication.name}”")
        self.check(publication.edition, publication.tables)
        return Ledger((*self.publications, publication))

    def protect(
        self, tables: Sequence[Table], rule: Rule, edition: Edition, report: Report = silent
    ) -> Protection:
        """Protect tables beside everything that is out.

        Args:
            report: told of progress.

        Raises:
            Collision: what is out doesn't allow it.
            Unprotectable: they can't be protected at all.
            BadInput: they contradict what is out, or what was declared about it.
        """
        self.check(edition, tables)
        try:
            return self._protect(tables, rule, edition, report)
        except Unprotectable as cause:
            raise self._collision(cause, tables, rule, edition) from cause

    def _collision(
        self, cause: Unprotectable, tables: Sequence[Table], rule: Rule, edition: Edition
    ) -> Unprotectable:
        """What stands in the way, told as well as it can be."""
        if not cause.collisions:
            cause = Unprotectable(str(cause), self._given_away(tables, rule, edition))
        names = self._in_the_way(tables, rule, edition)
        return Collision(cause, names, self._possible(tables, rule, edition)) if names else cause

    def _given_away(self, tables: Sequence[Table], rule: Rule, edition: Edition) -> tuple[Finding, ...]:
        """What a reader knows of the new tables even if nothing in them is printed but what must stay."""
        least = [_least_said(table, rule) for table in tables]
        verdict = self.attack(least, rule, edition)
        system = verdict.system
        printed = [
            Finding(table.name, codes, count, count, "pinned")
            for table, place in zip(tables, system.places, strict=False)
            for (codes, count), at in zip(table.cells.items(), place.tolist(), strict=True)
            if rule.is_small(count) and system.shown[at]
        ]
        return (*printed, *verdict.findings)

    def attack(
        self,
        tables: Sequence[ProtectedTable],
        rule: Rule,
        edition: Edition,
        *,
        blind: bool = False,
        exact: bool = False,
        known: Rows | None = None,
        report: Report = silent,
    ) -> Verdict:
        """What can be inferred from tables and everything that is out, together; see `veil.attack`.

        Args:
            known: persons of this edition whom the reader knows; see `veil.attack.insider`.
            report: told of progress.

        The findings are of the tables and of those that are out, whose names then begin with their publication's.

        Raises:
            BadInput: they contradict each other, or what was declared about them.
        """
        self.check(edition, tables)
        now, earlier, links = Joint(self.publications).beside(tables, rule, edition)
        if known is not None:
            verdict = attack_knowing(known, now, rule, earlier, links)
        else:
            verdict = attack(now, rule, earlier, links, blind=blind, exact=exact, report=report)
        return replace(verdict, sources=(*tables, *earlier))

    def propose(
        self,
        rows: Rows,
        variables: Sequence[Variable],
        specs: Sequence[TableSpec],
        rule: Rule,
        edition: Edition,
        stable: Sequence[str] = (),
        share: float = 0.75,
    ) -> list[Variant]:
        """Ways to publish tables beside everything that is out, in finer or coarser codes; see `veil.propose`.

        Args:
            stable, share: as for `veil.propose`.

        Raises:
            Collision: what is out allows none.
            Unprotectable: no choice of codes can be protected at all.
            BadInput: they contradict what is out, or what was declared about it.
        """
        rows = held(rows)
        tables = tabulate(rows, variables, specs)
        self.check(edition, tables)
        now, earlier, links = Joint(self.publications).beside(tables, rule, edition)
        declared = {name: variable for table in now for name, variable in table.variables.items()}
        others = [variable for variable in variables if variable.name not in declared]
        try:
            return propose(
                rows,
                [*declared.values(), *others],
                specs,
                rule,
                earlier,
                links,
                Joint.population(edition),
                stable,
                share,
            )
        except Unprotectable as cause:
            raise self._collision(cause, tables, rule, edition) from cause

    def check(
        self, edition: Edition, tables: Sequence[Table | ProtectedTable], *, rounded: bool = False
    ) -> None:
        """See that a publication can be judged beside what is out.

        Args:
            rounded: the tables will be, even if they aren't yet.

        Raises:
            BadInput: it has another's name, restates what isn't there, or is rounded beside the same persons' figures.
        """
        for known in self.publications:
            if known.name == edition.name and known.edition != edition:
                raise BadInput(
                    f"the ledger has another publication called “{edition.name}”; give this one another name"
                )
        if edition.restates is not None:
            old = self[edition.restates].edition
            if (old.persons, old.period) != (edition.persons, edition.period):
                raise BadInput(f"“{edition.name}” is of other persons or another period than “{old.name}”")
        for one in self.publications:
            if one.holds(edition, tables):
                continue  # judged again after it was recorded
            other = one.edition
            if other.persons == edition.persons and bool(other.period) != bool(edition.period):
                lacking, has = (other, edition) if edition.period else (edition, other)
                raise BadInput(
                    f"“{lacking.name}” has no period, but “{has.name}” has: say the period, so that it is known "
                    "how they hang together"
                )
            if other.persons == edition.persons and other.first_contacts != edition.first_contacts:
                raise BadInput(
                    f"“{edition.name}” and “{other.name}” differ in whether they count first contacts"
                )
            if (rounded or is_rounded(tables) or is_rounded(one.tables)) and meet(edition, other):
                raise BadInput(
                    f"“{edition.name}” and “{other.name}” are of the same persons, and one is rounded at least: "
                    "together they would tell what either conceals. Tables that are rounded come out at once"
                )

    def check_sums(self, edition: Edition, tables: Sequence[ProtectedTable], rule: Rule) -> None:
        """See that every sum can hold, within the tables and with everything that is out.

        Raises:
            BadInput: names the first that fails.
        """
        self.check(edition, tables)
        now, earlier, links = Joint(self.publications).beside(tables, rule, edition)
        check_sums(build([*now, *earlier], rule, links), [*now, *earlier])

    def _protect(
        self, tables: Sequence[Table], rule: Rule, edition: Edition, report: Report = silent
    ) -> Protection:
        now, earlier, links = Joint(self.publications).beside(tables, rule, edition)
        return protect(now, rule, earlier, links, report)

    def _in_the_way(self, tables: Sequence[Table], rule: Rule, edition: Edition) -> tuple[str, ...]:
        """Publications that stand in the way together, none too many; none if it can't be done without them either."""
        left = list(self.publications)
        if _possible(Ledger(), tables, rule, edition):
            for publication in self.publications:
                fewer = [one for one in left if one is not publication]
                if not _possible(Ledger(tuple(fewer)), tables, rule, edition):
                    left = fewer
            return tuple(publication.name for publication in left)
        return ()

    def _possible(self, tables: Sequence[Table], rule: Rule, edition: Edition) -> list[str]:
        chosen: list[Table] = []
        for table in tables:
            if _possible(self, [*chosen, table], rule, edition):
                chosen.append(table)
        return [table.name for table in chosen]

    # --- on disk ------------------------------------------------------------------------------------------

    @classmethod
    def read(cls, folder: Path) -> Ledger:
        """The ledger in a folder: one JSON file a publication, named by its place in the order.

        Raises:
            BadInput: a file that can't be read, named.
        """
        _check_folder(folder)
        ledger = cls()
        for path in sorted(folder.glob("*.json")):
            try:
                ledger = ledger.add(Publication.from_json(path.read_text(encoding="utf-8")))
            except (BadInput, OSError, UnicodeDecodeError) as error:
                raise BadInput(f"{path}: {error}") from error
        return ledger

    def write(self, folder: Path) -> None:
        """Write those publications that the folder doesn't hold yet; what is there stays as it is.

        Raises:
            BadInput: it can't be written there.
        """
        _check_folder(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for at, publication in enumerate(self.publications, start=1):
                text = publication.to_json()
                path = folder / f"{at:04}-{sha256(text.encode()).hexdigest()[:12]}.json"
                if not path.exists():
                    with whole_file(path) as target:
                        target.write(text)
        except OSError as error:
            raise BadInput(f"{folder} can't be written: {error.strerror}") from error


def _check_folder(folder: Path) -> None:
    if folder.is_file():
        raise BadInput(f"{folder} is a file; a ledger is a folder")


def _possible(ledger: Ledger, tables: Sequence[Table], rule: Rule, edition: Edition) -> bool:
    try:
        ledger._protect(tables, rule, edition)
    except (Unprotectable, BadInput):
        return False
    return True


def _least_said(table: Table, rule: Rule) -> ProtectedTable:
    """The table with nothing printed but what must stay, and the empty cells that aren't hidden."""
    may_be_empty = cut_by_sensitive(table) if rule.group_disclosure else np.zeros(len(table.counts), bool)
    cells = {
        codes: Cell(count, "published")
        if _stays(table, codes) or (count < rule.smallest and not hides)
        else Cell(None, _why(rule, count))
        for (codes, count), hides in zip(table.cells.items(), may_be_empty, strict=True)
    }
    return ProtectedTable.from_cells(table.spec, table.variables, cells)


def _stays(table: Table, codes: Codes) -> bool:
    """Whether the cell belongs to a margin that must stay."""
    cut = {name for name, code in zip(table.dimensions, codes, strict=True) if code != TOTAL}
    return any(cut == set(margin) for margin in table.spec.keep)


def _why(rule: Rule, count: int) -> Status:
    return "primary" if rule.is_small(count) else "secondary"
