"""A published release with invented figures, made without codebook and rows: faces need neither."""

import datetime as dt
import json
import random
from collections.abc import Sequence
from functools import cache
from typing import Any

from sluss.contacts.models import Round
from sluss.statistics.models import Perspective, Release, ReleaseState, ReleaseTable
from tests.conftest import make_round
from veil import Rule, TableSpec, Variable, protect, tabulate

COUNTIES = {
    "01": "Stockholms län", "03": "Uppsala län", "04": "Södermanlands län", "05": "Östergötlands län",
    "06": "Jönköpings län", "07": "Kronobergs län", "08": "Kalmar län", "09": "Gotlands län",
    "10": "Blekinge län", "12": "Skåne län", "13": "Hallands län", "14": "Västra Götalands län",
    "17": "Värmlands län", "18": "Örebro län", "19": "Västmanlands län", "20": "Dalarnas län",
    "21": "Gävleborgs län", "22": "Västernorrlands län", "23": "Jämtlands län", "24": "Västerbottens län",
    "25": "Norrbottens län", "unknown": "Vet inte",
}  # fmt: skip

#: {variable: (label, {code: label}, has several answers)}; Swedish and English
QUESTIONS: dict[str, tuple[tuple[str, str], dict[str, tuple[str, str]], bool]] = {
    "forms": (
        ("Form av utnyttjande", "Form of exploitation"),
        {
            "sexual": ("Sexuellt ändamål", "Sexual purposes"),
            "labour": ("Arbete", "Labour"),
            "criminal": ("Brottslig verksamhet", "Criminal activities"),
            "begging": ("Tiggeri", "Begging"),
            "other": ("Hushåll, tvångsäktenskap, annat", "Household, forced marriage, other"),
        },
        True,
    ),
    "sex": (
        ("Kön", "Sex"),
        {
            "woman": ("Kvinna", "Woman"),
            "man": ("Man", "Man"),
            "other": ("Annat", "Other"),
            "unknown": ("Vet inte", "Not known"),
        },
        False,
    ),
    "age_class": (
        ("Barn eller vuxen", "Child or adult"),
        {"child": ("Barn", "Child"), "adult": ("Vuxen", "Adult"), "unknown": ("Vet inte", "Not known")},
        False,
    ),
    "police_report": (
        ("Polisanmälan", "Police report"),
        {"yes": ("Ja", "Yes"), "no": ("Nej", "No"), "declined": ("Ville inte svara", "Declined to answer")},
        False,
    ),
    "county": (("Län", "County"), {code: (name, name) for code, name in COUNTIES.items()}, False),
    "role": (
        ("Personens roll", "Role of the person"),
        {
            "directly_exploited": ("Möjligt offer", "Potential victim"),
            "accompanying_child": ("Medföljande barn", "Accompanying child"),
            "sibling": ("Syskon", "Sibling"),
            "partner_or_relative": ("Partner eller anhörig", "Partner or relative"),
        },
        False,
    ),
}  # fmt: skip

TABLES: dict[str, tuple[tuple[str, ...], tuple[str, str]]] = {
    "roller": (("role",), ("Personer efter roll", "Persons by role")),
    "form": (("forms",), ("Form av utnyttjande", "Form of exploitation")),
    "form-kon": (("forms", "sex"), ("Form av utnyttjande efter kön", "Form of exploitation by sex")),
    "lan": (("county",), ("Möjliga offer efter län", "Potential victims by county")),
    "polis-kon-alder": (
        ("police_report", "sex", "age_class"),
        ("Polisanmälan efter kön och ålder", "Police report by sex and age"),
    ),
}

Person = dict[str, Any]


def invented_persons(seed: int = 2016, victims: int = 140) -> list[Person]:
    """140 potential victims, 28 accompanying children, 5 siblings, 9 partners and relatives; all invented."""
    draw = random.Random(seed)
    roles = ["directly_exploited"] * victims + ["accompanying_child"] * 28 + ["sibling"] * 5
    return [_person(draw, role) for role in [*roles, *["partner_or_relative"] * 9]]


def _person(draw: random.Random, role: str) -> Person:
    woman = draw.random() < 0.8
    forms = draw.choices(["sexual", "labour", "criminal", "begging", "other"], [60, 20, 9, 8, 9])
    if draw.random() < 0.15:
        forms.append(draw.choice(["labour", "criminal", "begging"]))
    return {
        "role": role,
        "forms": sorted(set(forms)) if role == "directly_exploited" else [],
        "sex": "woman" if woman else draw.choices(["man", "other", "unknown"], [30, 1, 1])[0],
        "age_class": draw.choices(["adult", "child", "unknown"], [85, 12, 3])[0],
        "police_report": draw.choices(["yes", "no", "declined"], [30, 60, 4])[0],
        "county": draw.choices(
            list(COUNTIES), [35, 6, 3, 5, 3, 1, 2, 1, 0, 18, 3, 22, 2, 5, 3, 2, 3, 1, 0, 2, 1, 8]
        )[0],
    }


def make_release(
    year: int = 2016,
    *,
    persons: list[Person] | None = None,
    state: ReleaseState = ReleaseState.PUBLISHED,
    version: int = 1,
    restates: Release | None = None,
    in_round: Round | None = None,
    tables: dict[str, tuple[tuple[str, ...], tuple[str, str]]] = TABLES,
    audience: str = "public",
    note: dict[str, str] | None = None,
) -> Release:
    """A release of a year's round with its protected tables; the numbers are invented."""
    rows = persons if persons is not None else invented_persons(year)
    out = state in {ReleaseState.PUBLISHED, ReleaseState.RESTATED}
    release = Release.objects.create(
        round=in_round or make_round(year),
        version=version,
        state=state,
        restates=restates,
        codebook_version="2017",
        organisations_reporting=18,
        organisations_expected=20,
        persons=len(rows),
        rows_path=f"releases/{year}/rows.parquet",
        rows_sha256="0" * 64,
        note=note or {},
        frozen_at=dt.datetime(year + 1, 4, 10, 9, tzinfo=dt.UTC),
        published_at=dt.datetime(year + 1, 5, 2, 9, tzinfo=dt.UTC) if out else None,
    )
    for order, (slug, protected) in enumerate(_protected(rows, tables).items()):
        definition = _definition(year, *tables[slug], audience)
        perspective, _new = Perspective.objects.get_or_create(
            slug=slug, defaults={"title": definition["title"], "dimensions": definition["dimensions"]}
        )
        ReleaseTable.objects.create(
            release=release,
            perspective=perspective,
            definition=definition,
            slug=slug,
            order=order,
            audience=audience,
            protected=protected,
        )
    return release


def _protected(rows: list[Person], tables: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return json.loads(_protected_once(json.dumps(rows), json.dumps(tables)))


@cache
def _protected_once(rows: str, tables: str) -> str:
    """Protecting takes longer than what is tested here, so the same persons are protected once in a run."""
    variables = [Variable(name, codes=tuple(q[1]), multiple=q[2]) for name, q in QUESTIONS.items()]
    specs = [
        TableSpec(slug, tuple(dimensions), {"role": tuple(_counted(dimensions))})
        for slug, (dimensions, _title) in json.loads(tables).items()
    ]
    done = protect(tabulate(json.loads(rows), variables, specs), Rule(threshold=5))
    return json.dumps({table.name: table.to_plain() for table in done.tables})


def _definition(
    year: int, dimensions: tuple[str, ...], title: tuple[str, str], audience: str
) -> dict[str, Any]:
    return {
        "title": _text(title),
        "note": {},
        "dimensions": list(dimensions),
        "filter": {"role": _counted(dimensions)},
        "levels": {},
        "calendar": "year",
        "audience": audience,
        "unit": "persons" if "role" in dimensions else "potential_victims",
        "multiple": [name for name in dimensions if QUESTIONS[name][2]],
        "period": {"from": f"{year}-01", "to": f"{year}-12"},
        "labels": {
            name: {
                "label": _text(QUESTIONS[name][0]),
                "codes": [[code, _text(words)] for code, words in QUESTIONS[name][1].items()],
            }
            for name in {*dimensions, "role"}
        },
    }


def _counted(dimensions: Sequence[str]) -> list[str]:
    """A table by role counts everybody, the others the potential victims."""
    return list(QUESTIONS["role"][1]) if "role" in dimensions else ["directly_exploited"]


def _text(words: tuple[str, str]) -> dict[str, str]:
    return {"sv": words[0], "en": words[1]}
