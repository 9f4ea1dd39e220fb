"""Invented persons for the demo: answers drawn by a seed, in proportions that look like the field's.

Everybody here is made up. The proportions are rough and our own; no organisation's real figures are used.
"""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sluss.contacts.rules import Reason
from veil.codebook import Codebook, Variable

#: how often each answer is given; what a variable's list holds beside is drawn seldom
PROPORTIONS: Mapping[str, Mapping[str, float]] = {
    "sex": {"female": 0.8, "male": 0.19, "other": 0.01},
    "age": {
        "age_15_17": 0.06, "age_18_20": 0.16, "age_21_23": 0.2, "age_24_26": 0.18,
        "age_27_29": 0.12, "age_30_38": 0.18, "age_39_47": 0.07, "age_48_up": 0.03,
    },
    "citizenship": {
        "NG": 0.17, "RO": 0.16, "SE": 0.1, "AL": 0.08, "TH": 0.08, "BG": 0.07, "IQ": 0.06,
        "ER": 0.06, "AF": 0.06, "SY": 0.05, "VN": 0.04, "CO": 0.03, "PL": 0.04,
    },
    "residence": {
        "eu_right": 0.26, "asylum_seeker": 0.2, "undocumented": 0.14, "refused": 0.08, "dublin": 0.07,
        "permit_family": 0.1, "permit_work": 0.05, "permit_temporary": 0.05, "citizen": 0.05,
    },
    "channel": {
        "outreach": 0.24, "own_contact": 0.2, "authority": 0.22, "phone": 0.1, "friend": 0.08,
        "other_member": 0.08, "church": 0.04, "health_care": 0.04,
    },
    "referred_by": {"police": 0.4, "social_services": 0.35, "migration_agency": 0.25},
    "known_elsewhere": {"no": 0.7, "yes": 0.12, "unknown": 0.18},
    "forms": {"sexual": 0.6, "labour": 0.15, "begging": 0.08, "criminal": 0.08, "domestic_servitude": 0.07},
    "where": {"sweden": 0.6, "home_country": 0.15, "on_the_way": 0.15, "elsewhere": 0.1},
    "status": {"presumed": 0.75, "confirmed": 0.25},
    "recruited_by": {"acquaintance": 0.3, "partner": 0.2, "stranger": 0.2, "family": 0.12, "spouse": 0.1},
    "vulnerabilities": {
        "poverty": 0.3, "no_permit": 0.15, "language": 0.12, "debt": 0.1, "dependency": 0.1,
        "girl_recruited_online": 0.06, "exploited_by_husband": 0.07, "unaccompanied_refused": 0.05,
    },
    "police_report": {"no": 0.6, "yes": 0.27, "unknown": 0.13},
    "authority_contact": {"none": 0.35, "social_services": 0.25, "police": 0.2, "health_care": 0.2},
    "authority_support": {"none": 0.55, "social_services": 0.25, "health_care": 0.2},
    "reflection_period": {"no": 0.8, "yes": 0.1, "unknown": 0.1},
    "support_given": {
        "psychosocial": 0.25, "housing": 0.2, "food_clothes": 0.17, "legal": 0.15, "authority_help": 0.13,
        "interpreting": 0.1,
    },
    "support_programme": {"no": 0.78, "yes": 0.12, "unknown": 0.1},
    "closed": {"ongoing": 0.45, "agreed": 0.2, "handed_over": 0.15, "disappeared": 0.2},
}  # fmt: skip
#: roles beside the directly exploited, for each of them
COMPANY = {"accompanying_child": 0.2, "sibling": 0.03, "partner_or_relative": 0.03, "child_elsewhere": 0.06}
CHILD_AGES = ("age_0_6", "age_0_6", "age_7_12", "age_7_12", "age_13_14", "age_15_17")
#: how often something out of the ordinary is left as drawn
ODD = 0.15
#: how often a question that isn't asked of everybody is left out
HURRY = 0.6
#: the share of answers drawn from the whole list where proportions are given
SELDOM = 0.1


@dataclass
class Invented:
    """One invented person; `belongs_to` is the place in the list of whom she hangs on."""

    role: str
    answers: dict[str, Any]
    belongs_to: int | None = None
    reasons: dict[str, str] = field(default_factory=dict)


def persons(
    book: Codebook,
    period: tuple[dt.date, dt.date],
    number: int,
    draw: random.Random,
    *,
    county: str,
    fixed: Mapping[str, Any] | None = None,
) -> list[Invented]:
    """About `number` invented persons met in the period, relatives right after whom they belong to.

    Args:
        county: most are met in the organisation's own county.
        fixed: answers that all of them share, for a large group case.
    """
    made: list[Invented] = []
    drawing = Drawing(book, period, draw, county, fixed or {})
    while len(made) < number:
        made.append(drawing.person("directly_exploited"))
        place = len(made) - 1
        for role, share in {} if fixed else COMPANY.items():
            if draw.random() < share and len(made) < number:
                relative = drawing.person(role, parent=made[place].answers)
                relative.belongs_to = place
                made.append(relative)
    return made


@dataclass(frozen=True)
class Drawing:
    """Draws persons of one organisation and period."""

    book: Codebook
    period: tuple[dt.date, dt.date]
    draw: random.Random
    county: str
    fixed: Mapping[str, Any]

    def person(self, role: str, parent: Mapping[str, Any] | None = None) -> Invented:
        """Draw until the answers pass the codebook's rules; now and then a soft one stays, with a reason."""
        while True:
            answers = self._answers(role, parent)
            findings = self.book.check(
                answers, role=role, today=self.period[1], parent=parent, period=self.period
            )
            odd = self.draw.random() < ODD
            if not findings or (odd and not any(finding.hard for finding in findings)):
                return Invented(role, answers, reasons={f.rule_code: Reason.CHECKED for f in findings})

    def _answers(self, role: str, parent: Mapping[str, Any] | None) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for variable in self.book.variables.values():
            if variable.code == self.book.role_variable or not self.book.is_asked(
                variable.code, answers, role
            ):
                continue
            if not variable.core and self.draw.random() < HURRY:
                continue
            answers[variable.code] = self._answer(variable, role, parent)
        return answers

    def _answer(self, variable: Variable, role: str, parent: Mapping[str, Any] | None) -> Any:
        if variable.code in self.fixed:
            return self.fixed[variable.code]
        if variable.kind == "month":
            return f"{self.period[0].year}-{self.draw.randint(1, 12):02d}"
        if variable.kind == "integer":
            return self.draw.choice((0, 0, 0, 0, 1, 1, 2, 3))
        if variable.code == "county" and self.draw.random() < 0.85:
            return self.county
        if variable.code == "age" and role in {"accompanying_child", "child_elsewhere"}:
            return self.draw.choice(CHILD_AGES)
        if variable.code in {"citizenship", "first_contact"} and parent and self.draw.random() < 0.85:
            return parent.get(variable.code, "unknown")
        return self._several(variable) if variable.kind == "many" else self._one(variable)

    def _one(self, variable: Variable) -> str:
        usual = PROPORTIONS.get(variable.code)
        if usual and self.draw.random() > SELDOM:
            return self.draw.choices(list(usual), weights=list(usual.values()))[0]
        real = [code.code for code in variable.codes or () if not code.missing and not code.coarse]
        return self.draw.choice(real) if self.draw.random() < 0.85 else "unknown"

    def _several(self, variable: Variable) -> list[str]:
        first = self._one(variable)
        if self.draw.random() < 0.7:
            return [first]
        pair = [first, self._one(variable)]
        alone = any(variable.codes is not None and variable.codes[code].exclusive for code in pair)
        return [first] if alone or pair[0] == pair[1] else pair
