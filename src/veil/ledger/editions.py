"""Publications: what is out, and what it is of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from types import NoneType

from veil.entry import Entry
from veil.errors import BadInput
from veil.published import ProtectedTable, from_text
from veil.rule import Rule
from veil.tables import Table

FORMAT = "veil-publication-1"
NOT_OURS = "not a publication that veil has written"


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
    """Tables that are out, what they are of, and the rule that they were protected by."""

    edition: Edition
    tables: tuple[ProtectedTable, ...]
    rule: Rule = Rule()  # noqa: RUF009  # it can't be changed

    @property
    def name(self) -> str:
        """The publication's name."""
        return self.edition.name

    def to_json(self) -> str:
        """The publication as one JSON text; the same publication gives the same text."""
        plain = {
            "format": FORMAT,
            **asdict(self.edition),
            "rule": self.rule.to_plain(),
            "tables": [table.to_plain() for table in self.tables],
        }
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Publication:
        """The inverse of `to_json`.

        Raises:
            BadInput: it isn't such a publication.
        """
        given = Entry(NOT_OURS, "", from_text(text, NOT_OURS))
        given.one_of("format", (FORMAT,))
        edition = Edition(
            given.take("name", str),
            given.take("persons", str),
            given.take("period", str),
            given.take("first_contacts", bool),
            given.take("restates", (str, NoneType)),
            given.take("changed", (int, NoneType)),
        )
        tables = tuple(ProtectedTable.from_plain(table) for table in given.take("tables", list))
        said = given.entry("rule")
        rule = Rule(
            said.take("threshold", int),
            said.take("zeros", str),
            said.take("level", str),
            said.take("dominance", bool),
            said.take("group_disclosure", bool),
        )
        return cls(edition, tables, rule)

    def holds(self, edition: Edition, tables: Sequence[Table | ProtectedTable]) -> bool:
        """Whether these tables, as printed, are what this publication is."""
        out = tuple(table for table in tables if isinstance(table, ProtectedTable))
        if not out or len(out) < len(tables):
            return False
        return Publication(edition, out, self.rule).to_json() == self.to_json()


def tied(one: Edition, other: Edition) -> bool:
    """Whether a sum ties what two editions count."""
    return meet(one, other) and bool(one.period) == bool(other.period)


def meet(one: Edition, other: Edition) -> bool:
    """Whether the same person at the same time may stand in both."""
    if one.persons != other.persons:
        return False
    if not one.period or not other.period:
        return True
    (first, end), (other_first, other_end) = months(one.period), months(other.period)
    return first < other_end and other_first < end


def is_rounded(tables: Iterable[Table | ProtectedTable]) -> bool:
    """Whether any of the tables is rounded."""
    return any(isinstance(table, ProtectedTable) and table.base for table in tables)


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
