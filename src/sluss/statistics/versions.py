"""All that is out as one system of equations, restated versions included. Pure functions; no database here.

Every release counts other persons than those of other periods; all stand in one population, told apart by round
and quarter. So a quarter, a year, and an April-to-March year over two rounds add up as they do for a reader.

A version that replaces a published one counts *nearly* the same persons, so it can't stand beside it there. It
opens a new population, linked to the one before: all stayed but those few who went or came. Rounds that an
April-to-March year of the new population reaches into are in it as they are, with nobody gone or come.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np

from sluss.statistics import rules
from sluss.statistics.questions import NOT_PUT, PERIOD
from sluss.statistics.snapshots import QUARTER
from veil import ProtectedTable, Table, Variable
from veil.ledger import in_codes, leaves_of
from veil.links import Restated
from veil.published import STATUSES

Source = TypeVar("Source", Table, ProtectedTable)

POPULATION = "persons"


@dataclass(frozen=True, eq=False)
class Placed:
    """A table and the editions whose persons it counts: {"2015.1", "2016.2"} for an April-to-March year."""

    table: Table | ProtectedTable
    editions: frozenset[str]


@dataclass(frozen=True, eq=False)
class Issue:
    """The tables of one version of a round.

    Attributes:
        edition: "2016.2".
        round: "2016".
        tables: as counted for what is to be published, as printed for what is out.
        changed: so many rows went since the version that it replaces, or came; 0 where it replaces none.
    """

    edition: str
    round: str
    tables: tuple[Placed, ...]
    changed: int = 0


@dataclass(frozen=True, eq=False)
class Joint:
    """Tables beside all that is out, as `veil.protect` and `veil.attack` take them.

    Attributes:
        counted: in their order, in the codes of all.
        printed: what a reader has already, and what follows from nobody having gone or come.
        links: which population restates which.
    """

    counted: tuple[Table, ...]
    printed: tuple[ProtectedTable, ...]
    links: tuple[Restated, ...]


@dataclass(eq=False)
class _Population:
    """Issues that stand beside each other, none of which restates another.

    Attributes:
        current: round -> edition.
        replaces: the edition that the first of them restates.
    """

    name: str
    current: dict[str, str]
    replaces: str | None = None
    issues: list[Issue] = field(default_factory=list)

    @property
    def tables(self) -> list[Placed]:
        return [placed for issue in self.issues for placed in issue.tables]

    @property
    def spans(self) -> set[frozenset[str]]:
        """The editions of each table that counts more than one."""
        return {placed.editions for placed in self.tables if len(placed.editions) > 1}

    @property
    def changed(self) -> int:
        """Rows that went or came since the population before."""
        return self.issues[0].changed

    def holds(self, editions: frozenset[str]) -> bool:
        return editions <= set(self.current.values())


def joint(issues: Sequence[Issue]) -> Joint:
    """Issues in the order in which they came out, the last not out yet."""
    populations = _populations(issues)
    steps = [_link(populations, at, at + 1) for at in range(len(populations) - 1)]
    counted: list[Table] = []
    printed: list[ProtectedTable] = []
    for population in populations:
        for placed in population.tables:
            if isinstance(placed.table, Table):
                counted.append(_in(population.name, placed.table))
            else:
                printed.append(_in(population.name, placed.table))
    for at, step in enumerate(steps, start=1):
        for table in _unchanged(populations, at):
            printed += [
                _in(step.new, table),
                *(_in(moved, _nobody(table)) for moved in (step.went, step.came)),
            ]
    codes = _codes([*counted, *printed])
    links = (*steps, *_torn(populations))
    return Joint(
        tuple(in_codes(table, codes) for table in counted),
        (*(in_codes(table, codes) for table in printed), *(link.declared for link in links)),
        links,
    )


def _populations(issues: Iterable[Issue]) -> list[_Population]:
    found = [_Population(POPULATION, {})]
    for issue in issues:
        replaced = found[-1].current.get(issue.round)
        if replaced not in (None, issue.edition):
            found.append(_Population(f"{POPULATION}, {issue.edition}", dict(found[-1].current), replaced))
        found[-1].current[issue.round] = issue.edition
        found[-1].issues.append(issue)
    return found


def _link(populations: Sequence[_Population], before: int, after: int) -> Restated:
    changed = sum(population.changed for population in populations[before + 1 : after + 1])
    return Restated(populations[before].name, populations[after].name, changed)


def _unchanged(populations: Sequence[_Population], at: int) -> list[ProtectedTable]:
    """Tables of populations before that hold in this one too, and that it or a later one reaches into or restates."""
    needed = frozenset[str]().union(*(placed.editions for one in populations[at:] for placed in one.tables))
    needed |= {population.replaces for population in populations[at + 1 :] if population.replaces}
    return [
        placed.table
        for before in populations[:at]
        for placed in before.tables
        if placed.editions <= needed
        and populations[at].holds(placed.editions)
        and isinstance(placed.table, ProtectedTable)
    ]


def _torn(populations: Sequence[_Population]) -> list[Restated]:
    """Links between populations that aren't neighbours: where both rounds of an April-to-March year are restated
    one after the other, no population between holds either of the two years."""
    return [
        _link(populations, first, last)
        for last in range(2, len(populations))
        for first in range(last - 1)
        if any(
            _rounds(old) == _rounds(new)
            and any(
                not between.holds(old) and not between.holds(new) for between in populations[first + 1 : last]
            )
            for old in populations[first].spans
            for new in populations[last].spans
        )
    ]


def _rounds(editions: Iterable[str]) -> set[str]:
    return {edition.rpartition(".")[0] for edition in editions}


def _in(population: str, table: Source) -> Source:
    """The table in a population; one that is cut by quarter says which quarters it is of, and may know of others."""
    filters = table.spec.filters
    if PERIOD in table.dimensions:
        filters[PERIOD] = table.variables[PERIOD].codes
    return replace(table, population=population, spec=replace(table.spec, filter=filters))


def _nobody(table: ProtectedTable) -> ProtectedTable:
    """The same cut, with nobody in it: its total is a published zero."""
    return replace(
        table,
        spec=replace(table.spec, name=f"{table.name}: unchanged"),
        coordinates=np.zeros((1, len(table.dimensions)), np.int32),
        counts=np.zeros(1, np.int64),
        statuses=np.full(1, STATUSES.index("published"), np.int8),
    )


def _codes(tables: Sequence[Table | ProtectedTable]) -> dict[str, dict[str, None]]:
    """Variable -> every code, so that a total is everybody's in all populations.

    Of several answers only those asked for are a table's: its total is whoever gave one of them, as it stands.
    """
    variables = [variable for table in tables for variable in table.variables.values()]
    multiple = {variable.name for variable in variables if variable.multiple}
    return {name: codes for name, codes in leaves_of(tables).items() if name not in multiple}


def as_counted(shown: Sequence[ProtectedTable], counted: Sequence[Table]) -> tuple[ProtectedTable, ...]:
    """Protected tables in the codes that they were counted in."""
    return tuple(
        replace(
            protected,
            spec=table.spec,
            variables=table.variables,
            population=table.population,
            coordinates=table.coordinates,
        )
        for protected, table in zip(shown, counted, strict=True)
    )


def changed_rows(
    old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]], variables: Collection[Variable]
) -> int:
    """How many rows at most went or came between two versions, as tables cut by these variables see it.

    A row that was altered goes in its old form and comes in its new one; one that was altered only in what no
    table shows has stayed. The fewer, the more a reader knows: so what she can't see isn't counted.
    """
    cuts = _cuts(variables)
    went, came = rules.moved((_seen(row, cuts) for row in old), (_seen(row, cuts) for row in new))
    return max(went, came)


_Cut = tuple[str, Mapping[str, str]]


def _cuts(variables: Iterable[Variable]) -> list[_Cut]:
    """Per way in which a variable is shown: its name, and the row's own code -> the code shown."""
    found = {}
    for variable in variables:
        if variable.name != PERIOD and not variable.contributor:
            shown = {own: code for code in variable.codes for own in variable.leaves_of(code)}
            found[variable.name, tuple(sorted(shown.items()))] = (variable.name, shown)
    return list(found.values())


def _seen(row: Mapping[str, Any], cuts: Iterable[_Cut]) -> tuple[object, ...]:
    return (row[QUARTER], *(_shown(row.get(name), shown) for name, shown in cuts))


def _shown(answer: Any, shown: Mapping[str, str]) -> object:
    if isinstance(answer, list):
        return frozenset(shown[own] for own in answer if own in shown)
    return shown.get(NOT_PUT if answer is None else answer)
