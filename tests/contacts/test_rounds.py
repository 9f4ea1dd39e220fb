"""A round is opened, and every member owes a return."""

import datetime as dt

import pytest

from sluss.coalition.models import Membership, Organisation
from sluss.contacts import services
from sluss.contacts.models import Round
from sluss.trust.refusals import NotAllowed
from tests.conftest import make_organisation

DATES = {
    "name": "2016",
    "period_start": dt.date(2016, 1, 1),
    "period_end": dt.date(2016, 12, 31),
    "opens": dt.date(2017, 1, 15),
    "due": dt.date(2017, 3, 31),
    "locks": dt.date(2017, 4, 30),
    "codebook_version": "2017",
}


def test_members_of_the_period_owe_a_return_and_others_do_not(friday, saga, organisation):
    left = make_organisation("Höstvinden")
    Membership.objects.filter(organisation=left).update(ends=dt.date(2014, 12, 31))
    make_organisation("Kajutan", since=dt.date(2017, 1, 1))
    Organisation.objects.create(name="Vänner", short_name="Vänner", kind="friend")
    made = services.open_round(saga, **DATES)
    assert [r.organisation for r in made.returns.all()] == [organisation]


def test_an_organisation_that_was_not_foreseen_can_be_asked_later(round_, saga):
    late = make_organisation("Kajutan", since=dt.date(2017, 1, 1))
    first = services.expect_from(saga, round_, late)
    assert services.expect_from(saga, round_, late) == first


@pytest.mark.parametrize(
    "wrong",
    [
        {"due": dt.date(2017, 1, 1)},
        {"locks": dt.date(2017, 3, 1)},
        {"period_end": dt.date(2015, 1, 1)},
        {"codebook_version": "1999"},
    ],
)
def test_a_round_that_makes_no_sense_is_refused(friday, saga, wrong):
    with pytest.raises(services.BadRound):
        services.open_round(saga, **{**DATES, **wrong})
    assert Round.objects.count() == 0


def test_a_name_is_used_once(round_, saga):
    with pytest.raises(services.BadRound):
        services.open_round(saga, **DATES)


def test_only_the_coordinator_opens_a_round(friday, rut):
    with pytest.raises(NotAllowed):
        services.open_round(rut, **DATES)


def test_a_group_case_has_a_name_of_its_own_in_the_round(round_, saga):
    services.name_group_case(saga, round_, " Bär ")
    assert [case.name for case in round_.group_cases.all()] == ["Bär"]
    for name in ("Bär", "  "):
        with pytest.raises(services.BadRound):
            services.name_group_case(saga, round_, name)
