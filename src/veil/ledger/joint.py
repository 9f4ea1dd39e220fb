"""New tables and those that are out as one system: whose persons they count, and how those hang together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from veil.errors import BadInput
from veil.ledger.codes import Source, in_codes, leaves_of
from veil.ledger.editions import Edition, Publication, is_rounded, months, tied
from veil.links import Periods, Restated, Span
from veil.published import ProtectedTable
from veil.rule import Rule
from veil.system import Link


@dataclass(frozen=True, eq=False)
class Joint:
    """Puts new tables beside the publications."""

    publications: tuple[Publication, ...]

    @staticmethod
    def population(edition: Edition) -> str:
        """Whose persons, when, counted from which extract: cells of one population are the same unknowns."""
        restated = f", {edition.name}" if edition.restates is not None else ""
        return f"{edition.persons} {edition.period}".strip() + restated

    def beside(
        self, tables: Sequence[Source], rule: Rule, edition: Edition
    ) -> tuple[list[Source], list[ProtectedTable], list[Link]]:
        """The new tables and those that are out, in one set of codes, and how their populations hang together.

        Raises:
            BadInput: something that is out hides other empty cells than the rule does.
        """
        related = self._related(edition)
        for one in related:
            if (one.rule.zeros, one.rule.group_disclosure) != (rule.zeros, rule.group_disclosure):
                raise BadInput(
                    f"“{one.name}” came out by another rule of which empty cells are hidden, zeros or "
                    "group_disclosure: beside it tell the same, else each says what the other hides"
                )
        now: list[Source] = [replace(table, population=self.population(edition)) for table in tables]
        earlier: list[ProtectedTable] = [
            replace(
                table,
                population=self.population(publication.edition),
                spec=replace(table.spec, name=f"{publication.name}: {table.name}"),
            )
            for publication in related
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
                and not is_rounded(one.tables)
                and any(tied(one.edition, other) for other in related)
            ]
            if not more:
                return tuple(one for one in self.publications if one in found)
            found += more
            related += [one.edition for one in more]

    def _restated(self, edition: Edition) -> list[Restated]:
        editions = self._editions(edition)
        return [
            Restated(self.population(editions[one.restates]), self.population(one), one.changed)
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
                tuple(Span(self.population(one), *months(one.period)) for one in group),
                group[0].first_contacts,
            )
            for group in by_persons.values()
            if len(group) > 1
        ]
