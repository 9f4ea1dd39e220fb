"""Recoding: coarser codes where numbers are small, so that less must be hidden.

It proposes; a person chooses. Every variant carries its tables, the proof and the measure of what is still said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from veil.errors import Unprotectable
from veil.protect import Protection, protect
from veil.published import ProtectedTable
from veil.rule import Rule
from veil.system import Link
from veil.tables import Rows, Table, TableSpec, tabulate
from veil.utility import Utility, measure
from veil.variables import TOTAL, Variable

OTHER = "other"
"""What small siblings are called once they are joined; with the name of the group they belong to, if any."""

TRIED_PER_STEP = 6
"""How many of the most promising coarser codes are protected and measured before one is taken."""


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
        """These codes as one."""
        members = tuple(member for code in codes for member in self.codes[code])
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
        for limit in (threshold, 2 * threshold, 4 * threshold, 8 * threshold, 16 * threshold):
            small = [code for code in by_size if count.get(code, 0) < limit]
            left = len(codes) - len(small) + 1
            if len(small) < 2 or left < 2 or len(self.codes) - len(small) + 1 < 2 or len(small) in seen:
                continue
            seen.add(len(small))
            name = OTHER if parent == TOTAL else f"{OTHER} {parent}"
            if name in self.codes and name not in small:
                small.append(name)
                if left - 1 < 2:
                    continue
            yield self.join(small, name)

    def as_variable(self) -> Variable:
        """The variable in these codes, with what is left of its hierarchies above them."""
        original = self.variable
        leaves = {
            code: tuple(leaf for member in members for leaf in original.leaves.get(member, (member,)))
            for code, members in self.codes.items()
        }
        steps: dict[str, str] = {}
        for code in self.codes:
            below, parent = code, self.parent(code)
            while parent != TOTAL:
                steps[below] = parent
                below, parent = parent, self.steps.get(parent, TOTAL)
        return Variable(
            original.name,
            tuple(self.codes),
            {"recoded": steps} if steps else {},
            original.multiple,
            original.sensitive,
            original.contributor,
            leaves,
        )

    def changes(self) -> tuple[Change, ...]:
        """The codes that join several."""
        return tuple(
            Change(self.variable.name, code, members)
            for code, members in self.codes.items()
            if len(members) > 1
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
) -> list[Variant]:
    """Ways to publish these tables: as they are, and in coarser codes that keep more information under the rule.

    maximise    information kept (`veil.utility`)
    over        the codes of each variable: cuts through one of its hierarchies, small siblings joined as "other"
    subject to  at least two codes a variable, the same code in every table, and the promise of the rule.
    Found by steps: from the finest codes always the coarser code that gains most, until none gains.

    Args:
        rows, variables, specs, population: as for `tabulate`.
        rule, earlier, links: as for `protect`.
        stable: names of variables whose codes must stay as they are, as in earlier years.

    Returns:
        The codes as they are first (left out if they can't be protected), then the best that was found.

    Raises:
        Unprotectable: no choice of codes can be protected.
    """
    finest = tabulate(rows, variables, specs, population)
    declared = {name: v for table in finest for name, v in table.variables.items()}
    cuts = {
        name: Cut.finest(variable, next(iter(variable.hierarchies), None))
        for name, variable in sorted(declared.items())
    }
    search = _Search(rows, variables, specs, rule, earlier, links, population, finest)
    plain = search.variant(cuts)
    best, best_cuts = plain, cuts
    movable = [
        name
        for name in cuts
        if name not in stable
        and any(name in spec.dimensions for spec in specs)
        and not declared[name].multiple
    ]
    while True:
        step = search.best_step(best_cuts, movable, best)
        if step is None:
            break
        best, best_cuts = step
    found = [variant for variant in (plain, best) if variant is not None]
    if not found:
        raise Unprotectable("no choice of codes can be protected")
    return list(dict.fromkeys(found))


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

    def tables(self, cuts: Mapping[str, Cut]) -> tuple[tuple[Variable, ...], tuple[Table, ...]]:
        """The variables in these codes, and the tables."""
        shown = tuple(
            cuts[v.name].as_variable() if v.name in cuts and cuts[v.name].changes() else v
            for v in self.variables
        )
        return shown, tabulate(self.rows, shown, self.specs, self.population)

    def variant(self, cuts: Mapping[str, Cut]) -> Variant | None:
        """The tables in these codes, protected and measured; None if they can't be protected."""
        shown, tables = self.tables(cuts)
        try:
            protection = protect(tables, self.rule, self.earlier, self.links)
        except Unprotectable:
            return None
        changes = tuple(change for cut in cuts.values() for change in cut.changes())
        utility = measure(self.finest, protection.tables)
        return Variant(changes, shown, tables, protection, utility)

    def best_step(
        self, cuts: Mapping[str, Cut], movable: Sequence[str], best: Variant | None
    ) -> tuple[Variant, dict[str, Cut]] | None:
        """The coarser code that keeps most; None if none keeps more than `best`.

        The most promising by `_promise` are tried in earnest.
        """
        candidates = []
        for name in movable:
            for cut in cuts[name].coarser(self._persons(cuts[name]), self.rule.threshold):
                tried = {**cuts, name: cut}
                candidates.append((self._promise(tried), tried))
        candidates.sort(key=lambda candidate: -candidate[0])
        gains = []
        for _, tried in candidates[:TRIED_PER_STEP]:
            variant = self.variant(tried)
            if variant is not None and (
                best is None or variant.utility.information > best.utility.information
            ):
                gains.append((variant, tried))
        return max(gains, key=lambda gain: gain[0].utility.information, default=None)

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

    def _promise(self, cuts: Mapping[str, Cut]) -> float:
        """A quick guess at the information: persons in inner cells that aren't small, each worth the finer codes.

        Sum over tables and inner cells of count * log(uniform width) for counts at or above the threshold.
        """
        worth = 0.0
        for table in self.finest:
            place = [
                {member: code for code, members in cuts[name].codes.items() for member in members}
                for name in table.dimensions
            ]
            joined: dict[tuple[str, ...], int] = {}
            inner = [set(v.codes) for v in table.dimension_variables]
            for codes, count in table.cells.items():
                if all(code in known for code, known in zip(codes, inner, strict=True)):
                    shown = tuple(where[code] for where, code in zip(place, codes, strict=True))
                    joined[shown] = joined.get(shown, 0) + count
            for shown, count in joined.items():
                if not self.rule.is_small(count):
                    width = 1.0
                    for name, code in zip(table.dimensions, shown, strict=True):
                        width *= len(cuts[name].variable.codes) / len(cuts[name].codes[code])
                    worth += count * log(width) if width > 1 else 0.0
        return worth
