"""Invented persons for the demo: answers drawn by a seed, in proportions that look like the field's.

Everybody here is made up. The proportions are rough and our own; no organisation's real figures are used.
"""

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from veil.codebook import Codebook, Finding, Variable

#: how often each answer is given; what a variable's list holds beside is drawn seldom
PROPORTIONS: Mapping[str, Mapping[str, float]] = {
    "sex": {"woman": 0.78, "man": 0.2},
    "age": {
        "18-20": 0.16,
        "21-23": 0.2,
        "24-26": 0.17,
        "27-29": 0.12,
        "30-38": 0.17,
        "39-47": 0.07,
        "15-17": 0.06,
    },
    "citizenship": {
        "NG": 0.16,
        "RO": 0.15,
        "SE": 0.1,
        "AL": 0.08,
        "TH": 0.08,
        "BG": 0.06,
        "IQ": 0.05,
        "ER": 0.05,
        "AF": 0.05,
        "SY": 0.05,
        "UA": 0.03,
        "VN": 0.04,
        "CO": 0.03,
        "MN": 0.02,
        "PL": 0.03,
    },
    "exploitation": {
        "prostitution": 0.5,
        "labour": 0.15,
        "begging": 0.09,
        "criminal": 0.08,
        "domestic": 0.06,
    },
    "police_report": {"no": 0.6, "yes": 0.27, "unknown": 0.13},
    "authority_support": {"none": 0.5, "social_services": 0.2, "health_care": 0.12, "migration_agency": 0.1},
    "known_to_other_member": {"no": 0.72, "yes": 0.12, "unknown": 0.16},
    "nsp": {"no": 0.75, "yes": 0.12, "applied": 0.05},
}
#: roles beside the directly exploited, for each of them
COMPANY = {"accompanying_child": 0.2, "sibling": 0.03, "partner_or_relative": 0.03, "child_elsewhere": 0.06}
CHILD_AGES = ("0-6", "0-6", "7-12", "7-12", "13-14", "15-17")
SELDOM = 0.12  # the share of answers drawn from the whole list where proportions are given


@dataclass
class Invented:
    """One invented person: role, answers, reasons for soft rules, and whom she belongs to (place in the list)."""

    role: str
    answers: dict[str, object]
    belongs_to: int | None = None
    reasons: dict[str, str] = field(default_factory=dict)


def persons(
    book: Codebook, period: tuple[dt.date, dt.date], number: int, draw: random.Random
) -> list[Invented]:
    """About `number` invented persons met in the period, relatives right after whom they belong to."""
    made: list[Invented] = []
    while len(made) < number:
        made.append(_person(book, "directly_exploited", period, draw))
        place = len(made) - 1
        for role, share in COMPANY.items():
            if draw.random() < share:
                relative = _person(book, role, period, draw, parent=made[place].answers)
                relative.belongs_to = place
                made.append(relative)
    return made


def _person(
    book: Codebook,
    role: str,
    period: tuple[dt.date, dt.date],
    draw: random.Random,
    parent: Mapping[str, object] | None = None,
) -> Invented:
    """Draw until the answers pass the codebook's hard rules; a soft one gets a reason."""
    while True:
        answers = dict(_answers(book, role, period, draw, parent))
        findings = book.check(answers, role=role, today=dt.date(period[1].year + 1, 3, 1), parent=parent)
        if not any(finding.hard for finding in findings):
            return Invented(role, answers, reasons={f.rule_code: REASON for f in findings if not f.hard})


REASON = "Stämmer, kontrollerat med den som mötte personen."


def _answers(
    book: Codebook,
    role: str,
    period: tuple[dt.date, dt.date],
    draw: random.Random,
    parent: Mapping[str, object] | None,
) -> Iterator[tuple[str, object]]:
    answers: dict[str, object] = {}
    for variable in book.variables.values():
        if variable.derived_from or not book.is_asked(variable.code, answers, role):
            continue
        if not variable.core and not variable.required and draw.random() < 0.5:
            continue  # people in a hurry leave what isn't asked of everybody
        answers[variable.code] = _answer(variable, role, period, draw, parent)
    yield from answers.items()


def _answer(
    variable: Variable,
    role: str,
    period: tuple[dt.date, dt.date],
    draw: random.Random,
    parent: Mapping[str, object] | None,
) -> object:
    if variable.kind == "month":
        return f"{period[0].year}-{draw.randint(1, 12):02d}"
    if variable.kind == "integer":
        return draw.choice((0, 0, 0, 1, 1, 2, 3))
    if variable.code == "age" and role in {"accompanying_child", "child_elsewhere"}:
        return draw.choice(CHILD_AGES)
    if variable.code == "citizenship" and parent and draw.random() < 0.8:
        return parent.get("citizenship", ["unknown"])
    if variable.kind == "many":
        return _several(variable, draw)
    return _one(variable, draw)


def _one(variable: Variable, draw: random.Random) -> str:
    assert variable.codes is not None
    usual = PROPORTIONS.get(variable.code)
    if usual and draw.random() > SELDOM:
        return draw.choices(list(usual), weights=list(usual.values()))[0]
    real = [code.code for code in variable.codes if not code.missing and not code.coarse]
    return draw.choice(real) if draw.random() < 0.85 else "unknown"


def _several(variable: Variable, draw: random.Random) -> list[str]:
    first = _one(variable, draw)
    assert variable.codes is not None
    if variable.codes[first].exclusive or draw.random() < 0.7:
        return [first]
    second = _one(variable, draw)
    return [first] if variable.codes[second].exclusive or second == first else [first, second]
