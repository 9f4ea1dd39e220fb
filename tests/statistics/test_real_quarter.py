"""Ten organisations' real quarters, from accepted returns to a release in which nothing can be inferred.

Each organisation's own list goes in by the mapping that it has confirmed, is accepted, frozen and protected.
"""

import datetime as dt
from collections import Counter

import pytest

from sluss.contacts.codebook import book_of
from sluss.contacts.models import Round
from sluss.statistics import services
from sluss.statistics.models import Perspective, Release, ReleaseState
from sluss.statistics.protection import protect_perspectives, rule_of
from sluss.statistics.services import Definition
from tests.contacts.real_quarter import load_quarter, rows_of
from veil import TOTAL, Cell, ProtectedTable, attack

QUARTERS = {
    "q3": (dt.date(2022, 7, 1), dt.date(2022, 9, 30), 265),
    "q4": (dt.date(2022, 10, 1), dt.date(2022, 12, 31), 231),
}
COLUMNS = {
    "exploitation": "forms",
    "age at exploitation": "age",
    "gender": "sex",
    "nationality": "citizenship",
}
BOOK = book_of("2017")

VICTIMS = {"role": ["directly_exploited"]}

#: the tables a coordinator would make of what these lists hold
TABLES = (
    Definition({"sv": "Form efter kön"}, ["forms", "sex"], levels={"forms": "group"}),
    Definition({"sv": "Ålder efter kön"}, ["age_start", "sex"], VICTIMS, levels={"age_start": "class"}),
    Definition(
        {"sv": "Form efter ålder"}, ["forms", "age_start"], levels={"forms": "group", "age_start": "class"}
    ),
    Definition(
        {"sv": "Region efter kön"},
        ["citizenship_counted", "sex"],
        VICTIMS,
        levels={"citizenship_counted": "region"},
    ),
    Definition({"sv": "Alla former"}, ["forms"]),
)


@pytest.fixture(params=QUARTERS)
def quarter(request) -> str:
    return request.param


@pytest.fixture
def release(saga, shared, quarter, stand_on) -> Release:
    """The quarter's lists sent in, accepted and frozen, with the tables made of them."""
    first, last, _persons = QUARTERS[quarter]
    stand_on(last + dt.timedelta(days=10))
    round_ = Round.objects.create(
        name=f"2022 {quarter}",
        period_start=first,
        period_end=last,
        opens=last,
        due=last + dt.timedelta(days=30),
        locks=last + dt.timedelta(days=60),
    )
    load_quarter(shared, quarter, round_, saga)
    release = services.freeze(saga, round_)
    Perspective.objects.update(in_use=False)
    for definition in TABLES:
        services.save_perspective(saga, definition, BOOK)
    return release


@pytest.fixture
def checked(saga, release, django_capture_on_commit_callbacks) -> Release:
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, release)
    return Release.objects.get(pk=release.pk)


def test_the_release_counts_everybody_the_organisations_listed(release, shared, quarter):
    rows = rows_of(shared, quarter)
    assert release.persons == len(rows) == QUARTERS[quarter][2]
    assert release.organisations_reporting == 10
    counted = {
        one.perspective.slug: one.table
        for one in protect_perspectives(release, Perspective.objects.filter(in_use=True)).counted
    }
    sexes = Counter(row["gender"].lower() for row in rows)
    assert {sex: counted["alder-efter-kon"][(TOTAL, sex)] for sex in sexes} == dict(sexes)
    ages = Counter(row["age at exploitation"].split()[0].lower().replace("not", "not_known") for row in rows)
    assert {age: counted["alder-efter-kon"][(age, TOTAL)] for age in ages} == dict(ages)
    words = {"Sexual": "sexual", "Labour": "labour", "Domestic": "domestic_servitude", "Criminal": "criminal"}
    forms = {code: sum(word in row["exploitation"] for row in rows) for word, code in words.items()}
    assert {form: counted["alla-former"][(form,)] for form in forms} == forms
    answered = sum("unknown" not in row["exploitation"] for row in rows)
    assert counted["alla-former"][(TOTAL,)] == answered


def test_nothing_hidden_can_be_recovered(checked, quarter):
    assert checked.state == ReleaseState.SAFE
    tables = [row.table for row in checked.tables.all()]
    assert attack(tables, rule_of(checked)).safe
    assert checked.verdict["hidden"] > 0
    assert checked.tables.get(slug="alder-efter-kon").table[(TOTAL, TOTAL)].count == QUARTERS[quarter][2]


def test_hiding_only_the_small_counts_would_give_them_away(release):
    outcome = protect_perspectives(release, Perspective.objects.filter(in_use=True))
    naive = [
        ProtectedTable.from_cells(
            one.table.spec,
            one.table.variables,
            {
                codes: Cell(None, "primary") if 0 < count < 5 else Cell(count, "published")
                for codes, count in one.table.cells.items()
            },
            one.table.population,
        )
        for one in outcome.counted
    ]
    verdict = attack(naive, rule_of(release))
    assert not verdict.safe
    assert [finding.kind for finding in verdict.findings].count("pinned") > 0


def test_nothing_an_organisation_is_called_stands_in_what_is_published(checked, shared, quarter):
    import json

    text = json.dumps([[row.definition, row.protected] for row in checked.tables.all()], ensure_ascii=False)
    names = {row["organisation"] for row in rows_of(shared, quarter)}
    assert [name for name in names if name in text] == []
