"""Rounds with accepted returns, for tests of releases: invented persons in the codes of the codebook."""

import random
from collections.abc import Sequence
from typing import Any

from sluss.coalition.models import Organisation
from sluss.contacts.models import Contact, Return, ReturnState, Round
from sluss.statistics import services
from sluss.statistics.models import Release
from sluss.trust import clock
from sluss.trust.actor import Actor
from tests.conftest import make_organisation, make_round

Person = dict[str, Any]

DIRECT: Person = {
    "role": "directly_exploited",
    "first_contact": "2016-05",
    "county": "01",
    "sex": "female",
    "age": "age_21_23",
    "citizenship": ["NG"],
    "forms": ["sexual"],
    "police_report": "no",
    "authority_support": ["none"],
}


def persons(number: int, **answers: Any) -> list[Person]:
    """A number of persons alike: directly exploited women unless said otherwise."""
    return [{**DIRECT, **answers} for _ in range(number)]


def children(number: int, **answers: Any) -> list[Person]:
    """Accompanying children; only what is asked of them is answered."""
    asked = {name: DIRECT[name] for name in ("first_contact", "county", "sex", "citizenship")}
    return [{**asked, "role": "accompanying_child", "age": "age_7_12", **answers} for _ in range(number)]


def accepted(round_: Round, organisation: Organisation, met: Sequence[Person], **fields: Any) -> Return:
    """The organisation's accepted return with these persons."""
    return_, _ = Return.objects.get_or_create(round=round_, organisation=organisation)
    return_.state, return_.nil = ReturnState.ACCEPTED, not met
    return_.submitted_at = return_.accepted_at = clock.now()
    return_.save()
    Contact.objects.bulk_create(
        Contact(
            of_return=return_,
            number=number,
            role=person["role"],
            answers={name: answer for name, answer in person.items() if name != "role"},
            complete=True,
            **fields,
        )
        for number, person in enumerate(met, start=return_.contacts.count() + 1)
    )
    return return_


def invented(number: int, seed: int = 1, year: int = 2016) -> list[Person]:
    """Persons of all kinds, the same for the same seed."""
    draw = random.Random(seed)
    return [_one(draw, year) for _ in range(number)]


def _one(draw: random.Random, year: int) -> Person:
    role = draw.choices(
        ["directly_exploited", "accompanying_child", "sibling", "partner_or_relative"], [75, 15, 4, 6]
    )[0]
    person: Person = {
        "role": role,
        "first_contact": f"{year}-{draw.randint(1, 12):02}",
        "county": draw.choice(["01", "01", "12", "14", "14", "08", "25"]),
        "sex": draw.choices(["female", "male", "other"], [70, 27, 3])[0],
        "age": "age_7_12"
        if role == "accompanying_child"
        else draw.choice(["age_15_17", "age_21_23", "age_30_38"]),
        "citizenship": draw.choices(
            [["NG"], ["RO"], ["SE"], ["AL"], ["TH"], ["unknown"]], [5, 5, 4, 2, 2, 1]
        )[0],
        "known_elsewhere": draw.choices(["no", "yes", "unknown"], [8, 1, 1])[0],
    }
    if role == "directly_exploited":
        person |= {
            "forms": draw.choices([["sexual"], ["labour"], ["sexual", "labour"], ["begging"], ["unknown"]], [60, 20, 8, 8, 4])[0],
            "police_report": draw.choices(["yes", "no", "unknown"], [4, 5, 1])[0],
            "authority_support": draw.choices([["none"], ["social_services"], ["police", "health_care"]], [6, 3, 1])[0],
        }  # fmt: skip
    return person


def frozen(actor: Actor, year: int = 2016, number: int = 180, seed: int = 1) -> Release:
    """A frozen round of four organisations."""
    round_ = make_round(year)
    met = invented(number, seed, year)
    for at, name in enumerate(("Fyren", "Kajen", "Bojen", "Akvedukten")):
        accepted(round_, make_organisation(f"{name} {year}"), met[at::4])
    return services.freeze(actor, round_)
