"""Real lists of another coalition, with its own words for everything, go in by mapping."""

from collections import Counter

import pytest

from sluss.contacts.imports import services as imports
from sluss.contacts.models import ColumnMapping, Contact, ImportState, ReturnState
from tests.conftest import make_round
from tests.contacts.real_quarter import list_of, load_quarter, members, rows_of, send_in


@pytest.mark.parametrize(
    ("quarter", "persons", "sex", "age", "forms"),
    [
        (
            "q3",
            265,
            {"male": 172, "female": 93},
            {"adult_unspecified": 171, "child_unspecified": 78, "unknown": 16},
            {
                "labour": 153,
                "sexual": 72,
                "criminal": 64,
                "domestic_servitude": 55,
                "unknown": 13,
                "organs": 1,
            },
        ),
        (
            "q4",
            231,
            {"male": 134, "female": 97},
            {"adult_unspecified": 170, "child_unspecified": 52, "unknown": 9},
            None,
        ),
    ],
)
def test_a_real_quarter_of_ten_organisations_goes_in_by_their_own_words(
    shared, friday, coordinator, actor, quarter, persons, sex, age, forms
):
    round_ = make_round(2016)
    load_quarter(shared, quarter, round_, actor(coordinator))
    met = list(Contact.objects.filter(of_return__round=round_))
    assert len(met) == persons
    assert Counter(contact.answers["sex"] for contact in met) == sex
    assert Counter(contact.answers["age_start"] for contact in met) == age
    if forms is not None:
        assert Counter(form for contact in met for form in contact.answers["forms"]) == forms
    assert set(round_.returns.values_list("state", flat=True)) == {ReturnState.ACCEPTED}


def test_what_was_said_of_a_list_is_known_the_next_time(shared, friday):
    rows = rows_of(shared, "q3")
    name, who = next(iter(members(rows).items()))
    first = make_round(2015)
    first.locks = friday
    first.save()
    later = make_round(2016)
    for round_ in (first, later):
        round_.returns.create(organisation_id=next(iter(who.reports_for)))
    send_in(who, first, list_of(rows, name), "first.csv")
    again = imports.receive(who, later.returns.get(), name="again.csv", content=list_of(rows, name))
    assert ColumnMapping.objects.count() == 1
    assert again.state == ImportState.CHECKED
    assert again.report["refused_in_all"] == 0
