"""How persons are counted: pure functions on plain values. No database here.

The unit is the person met in a period, in one role. Persons, potential victims, accompanying children and
relatives are different counts, and every headline says which it is.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

DIRECTLY_EXPLOITED = "directly_exploited"
ACCOMPANYING_CHILD = "accompanying_child"
CHILD_ELSEWHERE = "child_elsewhere"
SIBLING = "sibling"
PARTNER_OR_RELATIVE = "partner_or_relative"


class Measure(StrEnum):
    """What a number counts."""

    PERSONS = "persons"
    POTENTIAL_VICTIMS = "potential_victims"
    ACCOMPANYING_CHILDREN = "accompanying_children"
    SIBLINGS = "siblings"
    PARTNERS_OR_RELATIVES = "partners_or_relatives"
    CHILDREN_ELSEWHERE = "children_elsewhere"


#: whose roles a measure counts. A child elsewhere exists but hasn't been met: she is no person of the total
#: (60 children existed in 2018, 28 were met in 2019: two facts, never one series).
ROLES_OF: Mapping[Measure, frozenset[str]] = {
    Measure.PERSONS: frozenset({DIRECTLY_EXPLOITED, ACCOMPANYING_CHILD, SIBLING, PARTNER_OR_RELATIVE}),
    Measure.POTENTIAL_VICTIMS: frozenset({DIRECTLY_EXPLOITED}),
    Measure.ACCOMPANYING_CHILDREN: frozenset({ACCOMPANYING_CHILD}),
    Measure.SIBLINGS: frozenset({SIBLING}),
    Measure.PARTNERS_OR_RELATIVES: frozenset({PARTNER_OR_RELATIVE}),
    Measure.CHILDREN_ELSEWHERE: frozenset({CHILD_ELSEWHERE}),
}


def measure_of(roles: Collection[str]) -> Measure:
    """What a table over these roles counts; no roles named: persons."""
    wanted = frozenset(roles)
    return next((measure for measure, of in ROLES_OF.items() if of == wanted), Measure.PERSONS)


def count(roles: Iterable[str]) -> dict[Measure, int]:
    """Each measure over the roles of all persons: one entry in `roles` per person."""
    met = list(roles)
    return {measure: sum(role in of for role in met) for measure, of in ROLES_OF.items()}


@dataclass(frozen=True)
class PersonsRange:
    """How many different persons the records may stand for."""

    lowest: int
    highest: int


def persons_range(records: int, known_elsewhere: int) -> PersonsRange:
    """The range of persons, where `known_elsewhere` records may be counted by another member too.

    Highest: nobody is counted twice. Lowest: each person known to another member is counted there as well.

    Raises:
        ValueError: more are known elsewhere than there are records.
    """
    if not 0 <= known_elsewhere <= records:
        raise ValueError(f"{known_elsewhere} of {records} records can't be known elsewhere")
    return PersonsRange(lowest=records - known_elsewhere, highest=records)


@dataclass(frozen=True)
class Answered:
    """A multi-answer question counted: persons per option, over those who answered at all."""

    persons: int
    options: Mapping[str, int]

    def percent(self, option: str) -> float:
        """Share of the answering persons, 0..100. The options' shares may add up to more than 100."""
        return 100 * self.options[option] / self.persons


def multi_answer(
    answers: Iterable[Collection[str]], options: Iterable[str], missing: Collection[str]
) -> Answered:
    """Count a question with several answers.

    Who chose at least one option has answered; who chose none, or only that it isn't known, wasn't asked or
    wasn't told, is left out of the denominator.
    Source: the CTDC codebook 2024, its percentage rule.
    """
    given = [frozenset(answer) - frozenset(missing) for answer in answers]
    answered = [answer for answer in given if answer]
    return Answered(len(answered), {option: sum(option in a for a in answered) for option in options})


BEFORE_PERIOD = "before"
NOT_KNOWN = "not_known"


def quarter_of(month: str | None, first: str, last: str) -> str:
    """The quarter of a first contact: "2016-Q1".

    `first` and `last` are the round's first and last month, "2016-01". A person met again in the round whose
    first contact lies before it is `BEFORE_PERIOD`: she was counted in that period's quarter. A month that
    isn't known or lies after the round is `NOT_KNOWN`.
    """
    if month is None or len(month) != 7 or month > last:
        return NOT_KNOWN
    if month < first:
        return BEFORE_PERIOD
    year, number = month.split("-")
    return f"{year}-Q{(int(number) + 2) // 3}"


def quarters(first: str, last: str) -> tuple[str, ...]:
    """Every quarter that the months from `first` to `last` touch, in order."""
    (year, month), end = map(int, first.split("-")), quarter_of(last, last, last)
    found = []
    number = (month + 2) // 3
    while (quarter := f"{year}-Q{number}") <= end:
        found.append(quarter)
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)
    return tuple(found)


def april_year(year: int) -> tuple[str, str, str, str]:
    """The four quarters from April before `year` to March of it, the calendar of the TIP reports."""
    return (f"{year - 1}-Q2", f"{year - 1}-Q3", f"{year - 1}-Q4", f"{year}-Q1")


def moved(old: Iterable[Hashable], new: Iterable[Hashable]) -> tuple[int, int]:
    """How many rows a restated snapshot takes away, and how many it adds, counted with repetition."""
    before, after = Counter(old), Counter(new)
    return (before - after).total(), (after - before).total()
