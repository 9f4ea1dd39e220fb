"""The ledger: everything that a body has published, as one growing system.

A reader forgets nothing. What is published next is judged beside all that is out: the same persons cut another
way, a restated version of them, a period that overlaps theirs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import numpy as np

from veil.attack import Verdict, attack
from veil.attack.bounds import bounds
from veil.attack.insider import attack_knowing
from veil.attack.misfit import check_sums
from veil.errors import BadInput, Unprotectable
from veil.judgement import Finding, finding
from veil.links import Periods, Restated, Span
from veil.programme import Infeasible
from veil.protect import Protection, protect
from veil.published import STATUSES, Cell, ProtectedTable, Status
from veil.recode import Variant, propose
from veil.rule import Rule
from veil.system import REST, SLACK, Label, Link, build
from veil.tables import Codes, Rows, Table, TableSpec, tabulate
from veil.variables import TOTAL, Variable
from veil.whole import whole_file

Source = TypeVar("Source", Table, ProtectedTable)

FORMAT = "veil-publication-1"


@dataclass(frozen=True)
class Edition:
    """What a publication is of.

    Args:
        name: unlike any other publication's in the ledger.
        persons: whose persons are counted. Publications of the same persons and the same period are of one extract:
            what they count alike is the same number.
        period: the months: "2022", "2022-Q1", "2022-03" or "2022-04/2023-03"; "" where time plays no part.
        first_contacts: each person stands in one month only, so that periods add up.
        restates: the name of an earlier publication of the same persons and period that was counted from another
            extract.
        changed: at most so many rows were added, removed or altered since then.

    Raises:
        BadInput: the period can't be read; one of `restates` and `changed` is missing.
    """

    name: str
    persons: str = "all"
    period: str = ""
    first_contacts: bool = False
    restates: str | None = None
    changed: int | None = None

    def __post_init__(self) -> None:
        if not self.name:
            raise BadInput("a publication needs a name")
        if (self.restates is None) != (self.changed is None):
            raise BadInput(
                f"{self.name}: say what it restates and how many rows were changed since, or neither"
            )
        if self.changed is not None and self.changed < 0:
            raise BadInput(f"{self.name}: the number of changed rows is negative")
        if self.period:
            months(self.period)


@dataclass(frozen=True, eq=False)
class Publication:
    """Tables that are out, and what they are of."""

    edition: Edition
    tables: tuple[ProtectedTable, ...]

    @property
    def name(self) -> str:
        """The publication's name."""
        return self.edition.name

    def to_json(self) -> str:
        """The publication as one JSON text; the same publication gives the same text."""
        plain = {
            "format": FORMAT,
            **asdict(self.edition),
            "tables": [table.to_plain() for table in self.tables],
        }
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Publication:
        """The inverse of `to_json`.

        Raises:
            BadInput: it isn't such a publication.
        """
        try:
            plain = json.loads(text)
        except json.JSONDecodeError as error:
            raise BadInput(f"not a publication that veil has written: {error}") from error
        if not isinstance(plain, dict) or plain.get("format") != FORMAT:
            raise BadInput("not a publication that veil has written")
        fields = Edition.__dataclass_fields__
        return cls(
            Edition(**{name: plain[name] for name in fields}),
            tuple(ProtectedTable.from_plain(table) for table in plain["tables"]),
        )


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

    def protect(self, tables: Sequence[Table], rule: Rule, edition: Edition) -> Protection:
        """Protect tables beside everything that is out.

        Raises:
            Collision: what is out doesn't allow it.
            Unprotectable: they can't be protected at all.
            BadInput: they contradict what is out, or what was declared about it.
        """
        self.check(edition, tables)
        try:
            return self._protect(tables, rule, edition)
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
        least = [
            ProtectedTable.from_cells(
                table.spec,
                table.variables,
                {
                    codes: Cell(count, "published") if _stays(table, codes) else Cell(None, _why(rule, count))
                    for codes, count in table.cells.items()
                },
            )
            for table in tables
        ]
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
    ) -> Verdict:
        """What can be inferred from tables and everything that is out, together; see `veil.attack`.

        Args:
            known: persons of this edition whom the reader knows; see `veil.attack.insider`.

        The findings are of the tables and of those that are out, whose names then begin with their publication's.

        Raises:
            BadInput: they contradict each other, or what was declared about them.
        """
        self.check(edition, tables)
        now, earlier, links = self._joint(tables, edition)
        try:
            if known is not None:
                verdict = attack_knowing(known, now, rule, earlier, links)
            else:
                verdict = attack(now, rule, earlier, links, blind=blind, exact=exact)
        except Infeasible as error:
            raise _misfit(error, [*now, *earlier], rule, links) from error
        return replace(verdict, sources=(*tables, *earlier))

    def propose(
        self,
        rows: Rows,
        variables: Sequence[Variable],
        specs: Sequence[TableSpec],
        rule: Rule,
        edition: Edition,
    ) -> list[Variant]:
        """Ways to publish tables beside everything that is out, in finer or coarser codes; see `veil.propose`.

        Raises:
            Collision: what is out allows none.
            Unprotectable: no choice of codes can be protected at all.
            BadInput: they contradict what is out, or what was declared about it.
        """
        tables = tabulate(rows, variables, specs)
        self.check(edition, tables)
        now, earlier, links = self._joint(tables, edition)
        declared = {name: variable for table in now for name, variable in table.variables.items()}
        others = [variable for variable in variables if variable.name not in declared]
        try:
            return propose(
                rows, [*declared.values(), *others], specs, rule, earlier, links, self._population(edition)
            )
        except Infeasible as error:
            raise _misfit(error, [*now, *earlier], rule, links) from error
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
            if tables and one.to_json() == _printed(edition, tables):
                continue  # judged again after it was recorded
            other = one.edition
            if other.persons == edition.persons and other.first_contacts != edition.first_contacts:
                raise BadInput(
                    f"“{edition.name}” and “{other.name}” differ in whether they count first contacts"
                )
            if (rounded or _rounded(tables) or _rounded(one.tables)) and _meet(edition, other):
                raise BadInput(
                    f"“{edition.name}” and “{other.name}” are of the same persons, and one is rounded at least: "
                    "together they would tell what either conceals. Tables that are rounded come out at once"
                )

    def _protect(self, tables: Sequence[Table], rule: Rule, edition: Edition) -> Protection:
        now, earlier, links = self._joint(tables, edition)
        try:
            return protect(now, rule, earlier, links)
        except Infeasible as error:
            raise _misfit(error, [*now, *earlier], rule, links) from error

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

    # --- the joint system ---------------------------------------------------------------------------------

    def _population(self, edition: Edition) -> str:
        """Whose persons, when, counted from which extract: cells of one population are the same unknowns."""
        restated = f", {edition.name}" if edition.restates is not None else ""
        return f"{edition.persons} {edition.period}".strip() + restated

    def _joint(
        self, tables: Sequence[Source], edition: Edition
    ) -> tuple[list[Source], list[ProtectedTable], list[Link]]:
        """The new tables and those that are out, in one set of codes, and how their populations hang together."""
        now: list[Source] = [replace(table, population=self._population(edition)) for table in tables]
        earlier: list[ProtectedTable] = [
            replace(
                table,
                population=self._population(publication.edition),
                spec=replace(table.spec, name=f"{publication.name}: {table.name}"),
            )
            for publication in self._related(edition)
            for table in publication.tables
        ]
        everything = leaves_of([*now, *earlier])
        restated: list[Restated] = self._restated(edition)
        now = [in_codes(table, everything) for table in now]
        earlier = [in_codes(table, everything) for table in earlier]
        earlier += [link.declared for link in restated]
        return now, earlier, [*restated, *self._periods(edition)]

    def _editions(self, edition: Edition) -> dict[str, Edition]:
        return {one.name: one for one in (*(p.edition for p in self._related(edition)), edition)}

    def _related(self, edition: Edition) -> tuple[Publication, ...]:
        """The publications that any sum ties to the edition, by way of others too.

        Those of other persons, or of months that nothing ties to these, were judged when they came out and say nothing
        more now. Rounded ones are never related: `check` sees to it.
        """
        related = [edition]
        found: list[Publication] = []
        while True:
            more = [
                one
                for one in self.publications
                if one not in found
                and not _rounded(one.tables)
                and any(_tied(one.edition, other) for other in related)
            ]
            if not more:
                return tuple(one for one in self.publications if one in found)
            found += more
            related += [one.edition for one in more]

    def _restated(self, edition: Edition) -> list[Restated]:
        editions = self._editions(edition)
        return [
            Restated(self._population(editions[one.restates]), self._population(one), one.changed)
            for one in editions.values()
            if one.restates in editions and one.changed is not None
        ]

    def _periods(self, edition: Edition) -> list[Periods]:
        """Periods of the same persons, each by its newest version."""
        newest: dict[tuple[str, str], Edition] = {}
        for one in self._editions(edition).values():
            if one.period and (one.restates is not None or (one.persons, one.period) not in newest):
                newest[one.persons, one.period] = one
        by_persons: dict[str, list[Edition]] = {}
        for (persons, _), one in newest.items():
            by_persons.setdefault(persons, []).append(one)
        return [
            Periods(
                tuple(Span(self._population(one), *months(one.period)) for one in group),
                group[0].first_contacts,
            )
            for group in by_persons.values()
            if len(group) > 1
        ]

    # --- on disk ------------------------------------------------------------------------------------------

    @classmethod
    def read(cls, folder: Path) -> Ledger:
        """The ledger in a folder: one JSON file a publication, named by its place in the order.

        Raises:
            BadInput: a file that can't be read, named.
        """
        ledger = cls()
        for path in sorted(folder.glob("*.json")):
            try:
                ledger = ledger.add(Publication.from_json(path.read_text(encoding="utf-8")))
            except (BadInput, OSError, UnicodeDecodeError, KeyError, TypeError) as error:
                raise BadInput(f"{path}: {error}") from error
        return ledger

    def write(self, folder: Path) -> None:
        """Write those publications that the folder doesn't hold yet; what is there stays as it is."""
        folder.mkdir(parents=True, exist_ok=True)
        for at, publication in enumerate(self.publications, start=1):
            text = publication.to_json()
            path = folder / f"{at:04}-{sha256(text.encode()).hexdigest()[:12]}.json"
            if not path.exists():
                with whole_file(path) as target:
                    target.write(text)


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


def _possible(ledger: Ledger, tables: Sequence[Table], rule: Rule, edition: Edition) -> bool:
    try:
        ledger._protect(tables, rule, edition)
    except (Unprotectable, BadInput):
        return False
    return True


def _misfit(
    error: Infeasible, sources: Sequence[Table | ProtectedTable], rule: Rule, links: Sequence[Link]
) -> BadInput:
    """The sum that fails, where one can be named."""
    printed = [_open(source) if isinstance(source, Table) else source for source in sources]
    try:
        check_sums(build(printed, rule, links), printed)
    except BadInput as told:
        return told
    if links:
        return BadInput(
            f"{error}: what is out, what is new and what was declared (changed rows, periods) don't fit together"
        )
    return BadInput(f"{error}: no single sum fails, but all of them together do")


def _open(table: Table) -> ProtectedTable:
    """The table with every count printed."""
    published = np.full(len(table.counts), STATUSES.index("published"), np.int8)
    return ProtectedTable(
        table.spec, table.variables, table.population, table.coordinates, table.counts, published
    )


def _printed(edition: Edition, tables: Sequence[Table | ProtectedTable]) -> str:
    """The publication that printed tables are, as text; "" where they aren't printed yet."""
    printed = tuple(table for table in tables if isinstance(table, ProtectedTable))
    return Publication(edition, printed).to_json() if len(printed) == len(tables) else ""


def _stays(table: Table, codes: Codes) -> bool:
    """Whether the cell belongs to a margin that must stay."""
    cut = {name for name, code in zip(table.dimensions, codes, strict=True) if code != TOTAL}
    return any(cut == set(margin) for margin in table.spec.keep)


def _why(rule: Rule, count: int) -> Status:
    return "primary" if rule.is_small(count) else "secondary"


def _tied(one: Edition, other: Edition) -> bool:
    """Whether a sum ties what two editions count."""
    return _meet(one, other) and bool(one.period) == bool(other.period)


def _meet(one: Edition, other: Edition) -> bool:
    """Whether the same person at the same time may stand in both."""
    if one.persons != other.persons:
        return False
    if not one.period or not other.period:
        return True
    (first, end), (other_first, other_end) = months(one.period), months(other.period)
    return first < other_end and other_first < end


def _rounded(tables: Iterable[Table | ProtectedTable]) -> bool:
    return any(isinstance(table, ProtectedTable) and table.base for table in tables)


# --- one set of codes -------------------------------------------------------------------------------------


def leaves_of(tables: Iterable[Table | ProtectedTable]) -> dict[str, dict[str, None]]:
    """Variable -> every code of the rows' own that any table knows of."""
    found: dict[str, dict[str, None]] = {}
    for table in tables:
        for variable in table.variables.values():
            for code in variable.codes:
                found.setdefault(variable.name, {}).update(dict.fromkeys(variable.leaves.get(code, (code,))))
    return found


def in_codes(table: Source, everything: Mapping[str, Iterable[str]]) -> Source:
    """The same table, whose variables know of every code, so that its total is everybody's.

    A code that it doesn't show is one that nobody has: it is printed as zero by not being there.
    """
    wider = {name: _wider(variable, everything.get(name, ())) for name, variable in table.variables.items()}
    if all(wider[name] is variable for name, variable in table.variables.items()):
        return table
    coordinates = table.coordinates.copy()
    for at, name in enumerate(table.dimensions):
        index = {code: place for place, code in enumerate(wider[name].all_codes)}
        there = np.array([index[code] for code in table.variables[name].all_codes], np.int32)
        coordinates[:, at] = there[table.coordinates[:, at]]
    return replace(table, variables=wider, coordinates=coordinates)


def _wider(variable: Variable, everything: Iterable[str]) -> Variable:
    known = variable.leaves_of(TOTAL)
    more = tuple(sorted(code for code in everything if code not in known))
    return replace(variable, codes=(*variable.codes, *more)) if more else variable


# --- periods ----------------------------------------------------------------------------------------------


_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


def months(period: str) -> tuple[int, int]:
    """A period's first month and the month after its last, counted from year 0.

    Raises:
        BadInput: it isn't "2022", "2022-Q1", "2022-03" or two such with "/" between.
    """
    first, _, last = period.partition("/")
    start, end = _stretch(first, period), _stretch(last or first, period)
    if end[1] <= start[0]:
        raise BadInput(f"the period {period} ends before it begins")
    return start[0], end[1]


def _stretch(text: str, period: str) -> tuple[int, int]:
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise BadInput(f"{period} is no period; write 2022, 2022-Q1, 2022-03 or 2022-04/2023-03")
    year, quarter, number = match.groups()
    first = 12 * int(year) + (3 * (int(quarter) - 1) if quarter else int(number) - 1 if number else 0)
    return first, first + (3 if quarter else 1 if number else 12)


__all__ = ["Collision", "Edition", "Ledger", "Publication", "months", "told_of_changes"]
