"""Recoding: coarser codes where numbers are small, so that less must be hidden.

It proposes; a person chooses. Every variant carries its tables, the proof and the measure of what is still said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from veil.errors import Unprotectable
from veil.protect import Protection, protect
from veil.published import HIDDEN, STATUSES, ProtectedTable
from veil.rule import Rule
from veil.system import Link
from veil.tables import Rows, Table, TableSpec, as_columns, tabulate
from veil.utility import Utility, measure
from veil.variables import TOTAL, Variable

OTHER = "other"
"""What small siblings are called once they are joined; with the name of the group they belong to, if any, and a number
where a code or a group of the variable is called so."""

BEYOND = 3
"""So many of the codes that reach the share are measured before the best is taken."""


@dataclass(frozen=True)
class Change:
    """One coarser code: `code` of `variable` now stands for `joined`."""

    variable: str
    code: str
    joined: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Variant:
    """One way to publish, to be compared with the others.

    Attributes:
        changes: the coarser codes; none for the codes as they are.
        variables: with these codes, to tabulate again.
        tables: before protection, in these codes.
        protection: what would be printed, and the proof.
        utility: measured against the tables in the finest codes.
    """

    changes: tuple[Change, ...]
    variables: tuple[Variable, ...]
    tables: tuple[Table, ...]
    protection: Protection
    utility: Utility


@dataclass(frozen=True)
class Cut:
    """The codes a variable is shown in: code -> the declared codes it joins; together every code, once."""

    variable: Variable
    steps: Mapping[str, str]
    """The hierarchy that is followed: child -> parent."""
    codes: Mapping[str, tuple[str, ...]]

    @classmethod
    def finest(cls, variable: Variable, hierarchy: str | None) -> Cut:
        """The codes as declared."""
        steps = variable.hierarchies[hierarchy] if hierarchy else {}
        return cls(variable, steps, {code: (code,) for code in variable.codes})

    def parent(self, code: str) -> str:
        """The group a shown code stands under, or the total."""
        if code in self.steps:
            return self.steps[code]
        if code in self.variable.groups:
            return TOTAL
        parents = {self.steps.get(member, TOTAL) for member in self.codes[code]}
        return parents.pop() if len(parents) == 1 else TOTAL

    def join(self, codes: Sequence[str], name: str) -> Cut:
        """These codes as one, with what is called so already: no code is lost."""
        joined = dict.fromkeys((*codes, name))
        members = tuple(member for code in joined for member in self.codes.get(code, ()))
        kept = {code: joined for code, joined in self.codes.items() if code not in codes}
        order = {code: at for at, code in enumerate(self.variable.codes)}
        found = {**kept, name: tuple(sorted(members, key=order.__getitem__))}
        first = {code: min(order[member] for member in joined) for code, joined in found.items()}
        return replace(self, codes={code: found[code] for code in sorted(found, key=first.__getitem__)})

    def coarser(self, count: Mapping[str, int], threshold: int) -> Iterator[Cut]:
        """Every cut one step coarser that keeps at least two codes.

        All of a group's codes become the group; or its smallest codes are joined as "other".

        Args:
            count: persons per shown code.
            threshold: of the rule.
        """
        siblings: dict[str, list[str]] = {}
        for code in self.codes:
            siblings.setdefault(self.parent(code), []).append(code)
        for parent, codes in siblings.items():
            if parent != TOTAL and self._is_whole(parent, codes) and len(self.codes) - len(codes) + 1 >= 2:
                yield self.join(codes, parent)
            yield from self._joined(parent, codes, count, threshold)

    def _is_whole(self, parent: str, codes: Sequence[str]) -> bool:
        joined = {member for code in codes for member in self.codes[code]}
        return joined == set(self.variable.groups[parent])

    def _joined(
        self, parent: str, codes: Sequence[str], count: Mapping[str, int], threshold: int
    ) -> Iterator[Cut]:
        by_size = sorted(codes, key=lambda code: (count.get(code, 0), code))
        seen = set()
        name = self._other(parent, codes)
        for limit in (threshold, 2 * threshold, 4 * threshold, 8 * threshold, 16 * threshold):
            small = [code for code in by_size if count.get(code, 0) < limit]
            left = len(codes) - len(small) + 1
            if len(small) < 2 or left < 2 or len(self.codes) - len(small) + 1 < 2 or len(small) in seen:
                continue
            seen.add(len(small))
            if name in self.codes and name not in small:
                small.append(name)
                if left - 1 < 2:
                    continue
            yield self.join(small, name)

    def _other(self, parent: str, siblings: Sequence[str]) -> str:
        """What siblings under this parent are called once they are joined; one called so takes the others in."""
        steps = self.variable.hierarchies.values()
        known = {*self.variable.codes, *(code for each in steps for step in each.items() for code in step)}
        known -= {*siblings}
        name = plain = OTHER if parent == TOTAL else f"{OTHER} {parent}"
        number = 1
        while name in known:
            number += 1
            name = f"{plain} {number}"
        return name

    def as_variable(self) -> Variable:
        """The variable in these codes. The groups above them are given up: each is a sum more to protect."""
        original = self.variable
        leaves = {
            code: tuple(leaf for member in members for leaf in original.leaves.get(member, (member,)))
            for code, members in self.codes.items()
        }
        return replace(original, codes=tuple(self.codes), hierarchies={}, leaves=leaves)

    def changes(self) -> tuple[Change, ...]:
        """The codes that stand for others: for several, or for the one of a group that anybody has."""
        return tuple(
            Change(self.variable.name, code, members)
            for code, members in self.codes.items()
            if members != (code,)
        )


def propose(
    rows: Rows,
    variables: Sequence[Variable],
    specs: Sequence[TableSpec],
    rule: Rule,
    earlier: Sequence[ProtectedTable] = (),
    links: Sequence[Link] = (),
    population: str = "all",
    stable: Sequence[str] = (),
    share: float = 0.75,
) -> list[Variant]:
    """Ways to publish these tables: as they are, and in coarser codes that let more persons be shown.

    maximise    information kept (`veil.utility`)
    over        the codes of each variable: cuts through its first hierarchy, small siblings joined as "other"
    subject to  persons in published inner cells >= share, at least two codes a variable, the same code in every
                table, and the promise of the rule.
    Found by steps: from the finest codes always the coarser code that frees most persons from small cells for the
    information it costs; of the codes on that way those nearest the share are protected and measured.

    Args:
        rows, variables, specs, population: as for `tabulate`.
        rule, earlier, links: as for `protect`.
        stable: names of variables whose codes must stay as they are, as in earlier years.
        share: of persons, in published inner cells.

    Returns:
        The codes as they are first (left out if they can't be protected), then the best that was found.

    Raises:
        Unprotectable: no choice of codes can be protected.
    """
    rows = as_columns(rows, variables, specs)
    finest = tabulate(rows, variables, specs, population)
    declared = {name: v for table in finest for name, v in table.variables.items()}
    cuts = {
        name: Cut.finest(variable, next(iter(variable.hierarchies), None))
        for name, variable in sorted(declared.items())
    }
    # what a filter names must stay what it is
    filtered = {name for spec in specs for name in spec.filters}
    movable = [
        name
        for name in cuts
        if name not in stable
        and name not in filtered
        and any(name in spec.dimensions for spec in specs)
        and not declared[name].multiple
    ]
    search = _Search(rows, variables, specs, rule, earlier, links, population, finest)
    found = [variant for variant in (search.variant(cuts), search.best(cuts, movable, share)) if variant]
    if not found:
        raise Unprotectable("no choice of codes can be protected")
    return found


def _marked(table: ProtectedTable, changes: Sequence[Change]) -> ProtectedTable:
    """The table in which what is published in coarser codes says so."""
    coarser = {(change.variable, change.code) for change in changes}
    recoded = np.zeros(len(table.counts), bool)
    for at, variable in enumerate(table.dimension_variables):
        joined = np.array([(variable.name, code) in coarser for code in variable.all_codes])
        recoded |= joined[table.coordinates[:, at]]
    recoded &= table.counts != HIDDEN
    return replace(table, statuses=np.where(recoded, np.int8(STATUSES.index("recoded")), table.statuses))


@dataclass
class _Search:
    rows: Rows
    variables: Sequence[Variable]
    specs: Sequence[TableSpec]
    rule: Rule
    earlier: Sequence[ProtectedTable]
    links: Sequence[Link]
    population: str
    finest: Sequence[Table]

    def variant(self, cuts: Mapping[str, Cut]) -> Variant | None:
        """The tables in these codes, protected and measured; None if they can't be protected."""
        shown = tuple(
            cuts[v.name].as_variable() if v.name in cuts and cuts[v.name].changes() else v
            for v in self.variables
        )
        tables = tabulate(self.rows, shown, self.specs, self.population)
        try:
            protection = protect(tables, self.rule, self.earlier, self.links)
        except Unprotectable:
            return None
        changes = tuple(change for cut in cuts.values() for change in cut.changes())
        utility = measure(self.finest, protection.tables)
        printed = tuple(_marked(table, changes) for table in protection.tables)
        return Variant(changes, shown, tables, replace(protection, tables=printed), utility)

    def best(self, cuts: Mapping[str, Cut], movable: Sequence[str], share: float) -> Variant | None:
        """The finest codes on the way that reach the share, and the two steps after them: of these the one that
        keeps most information. Found by halving, for the share rises along the way all but steadily."""
        way = [tried for free, tried in self._way(cuts, movable) if free >= share]
        measured: dict[int, Variant | None] = {}

        def reaches(at: int) -> bool:
            if at not in measured:
                measured[at] = self.variant(way[at])
            variant = measured[at]
            return variant is not None and variant.utility.share >= share

        first, end = 0, len(way)
        while first < end:
            middle = (first + end) // 2
            first, end = (first, middle) if reaches(middle) else (middle + 1, end)
        reached = [measured[at] for at in range(first, min(first + BEYOND, len(way))) if reaches(at)]
        tried = [variant for variant in reached or measured.values() if variant is not None]
        by = (lambda v: v.utility.information) if reached else (lambda v: v.utility.share)
        return max(tried, key=by, default=None)

    def _way(self, cuts: Mapping[str, Cut], movable: Sequence[str]) -> list[tuple[float, dict[str, Cut]]]:
        """Ever coarser codes, with the share of persons in inner cells that aren't small."""
        everybody = sum(table[(TOTAL,) * len(table.dimensions)] for table in self.finest) or 1
        here = dict(cuts)
        free = {table.name: self._free(table, here) for table in self.finest}
        way: list[tuple[float, dict[str, Cut]]] = []
        while True:
            choice: tuple[float, dict[str, Cut], dict[str, int]] | None = None
            for name in movable:
                count = self._persons(here[name])
                for cut in here[name].coarser(count, self.rule.threshold):
                    tried = {**here, name: cut}
                    freed = {
                        table.name: self._free(table, tried)
                        for table in self.finest
                        if name in table.dimensions
                    }
                    gain = sum(freed.values()) - sum(free[table] for table in freed)
                    cost = self._entropy(here[name]) - self._entropy(cut)
                    worth = gain / (cost * len(freed) * everybody / len(self.finest) + 1.0)
                    if choice is None or worth > choice[0]:
                        choice = (worth, tried, freed)
            if choice is None:
                return way
            here, free = choice[1], free | choice[2]
            way.append((sum(free.values()) / everybody, here))

    def _persons(self, cut: Cut) -> dict[str, int]:
        name = cut.variable.name
        table = next(table for table in self.finest if name in table.dimensions)
        at = table.dimensions.index(name)
        one = {
            codes[at]: count
            for codes, count in table.cells.items()
            if all(code == TOTAL for i, code in enumerate(codes) if i != at)
        }
        return {code: sum(one.get(member, 0) for member in members) for code, members in cut.codes.items()}

    def _entropy(self, cut: Cut) -> float:
        """Of the variable's one-way distribution in these codes, in nats."""
        counts = [count for count in self._persons(cut).values() if count]
        total = sum(counts)
        return -sum(count / total * log(count / total) for count in counts)

    def _free(self, table: Table, cuts: Mapping[str, Cut]) -> int:
        """Persons in the table's inner cells that aren't small in these codes."""
        place = [
            {member: code for code, members in cuts[name].codes.items() for member in members}
            for name in table.dimensions
        ]
        joined: dict[tuple[str, ...], int] = {}
        for codes, count in table.cells.items():
            if all(code in where for code, where in zip(codes, place, strict=True)):
                shown = tuple(where[code] for where, code in zip(place, codes, strict=True))
                joined[shown] = joined.get(shown, 0) + count
        return sum(count for count in joined.values() if not self.rule.is_small(count))
