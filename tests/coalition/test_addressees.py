"""Who is meant when something goes to an audience."""

import datetime as dt

import pytest

from sluss.coalition.models import Audience, Pause
from sluss.coalition.selectors import Addressee, people_for
from sluss.trust.actor import Role
from tests.coalition.conftest import make_contact, make_group, make_member, make_party, make_seat
from tests.conftest import FRIDAY, make_person


@pytest.fixture
def house(friday):
    """A member with a head who has an account, a delegate without, and one of each other party."""
    member = make_member("Fyrtornet")
    head = make_person("Lena Ledare", member, Role.LEAD)
    make_person("Rut Rapportör", member, Role.REPORTER)
    make_contact(member, "Dag Delegat", "delegate")
    make_contact(member, "Petra Press", "press")
    make_contact(make_party("Vännerna", "friend"), "Vera Vän")
    make_contact(make_party("Länsstyrelsen"), "Lars Län")
    make_contact(make_party("Tidningen", "press"), "Rolf Reporter")
    board = make_group("Styrelsen", "board")
    chair = make_person("Olle Ordförande")
    make_seat(board, chair, "chair")
    make_seat(board, head, "member")
    return {"member": member, "head": head, "chair": chair, "board": board}


def names(audience: Audience, **more: object) -> list[str]:
    return [one.name for one in people_for(audience, **more)]  # type: ignore[arg-type]


def test_each_audience_holds_the_narrower_ones_and_the_press_is_in_none(house):
    members = ["Dag Delegat", "Lena Ledare", "Olle Ordförande"]
    assert names(Audience.BOARD) == ["Lena Ledare", "Olle Ordförande"]
    assert names(Audience.MEMBERS) == members
    assert names(Audience.NETWORK) == [*members, "Vera Vän"]
    assert names(Audience.PARTNERS) == [
        "Dag Delegat",
        "Lars Län",
        "Lena Ledare",
        "Olle Ordförande",
        "Vera Vän",
    ]
    assert names(Audience.PUBLIC) == names(Audience.PARTNERS)


def test_a_group_is_who_sits_in_it_on_the_day(house):
    group = make_group()
    make_seat(group, house["head"], starts=dt.date(2017, 1, 1), ends=dt.date(2017, 3, 31))
    assert names(Audience.GROUP, group=group, day=dt.date(2017, 3, 31)) == ["Lena Ledare"]
    assert names(Audience.GROUP, group=group, day=dt.date(2017, 4, 1)) == []
    assert names(Audience.GROUP) == []


def test_somebody_known_in_two_ways_is_written_to_once_with_account_and_organisation(house):
    make_contact(house["member"], "Lena L", "head", email=house["head"].email.upper())
    found = [one for one in people_for(Audience.MEMBERS) if one.email == house["head"].email]
    assert found == [Addressee("Lena Ledare", house["head"].email, house["head"].pk, house["member"].pk)]


def test_a_member_that_pauses_and_a_party_put_aside_are_not_written_to(house):
    Pause.objects.create(organisation=house["member"], starts=FRIDAY, ends=dt.date(2017, 6, 30))
    make_contact(make_party("Nedlagda nätverket", "partner", active=False), "Nils Nedlagd")
    assert names(Audience.PARTNERS) == ["Lars Län", "Lena Ledare", "Olle Ordförande", "Vera Vän"]
    assert "Dag Delegat" in names(Audience.MEMBERS, day=dt.date(2017, 7, 1))


def test_a_protected_contact_is_written_to_under_the_alias(house):
    make_contact(house["member"], "Hemliga Hedda", "delegate", protected=True, alias="Jouren")
    assert "Jouren" in names(Audience.MEMBERS)
    assert "Hemliga Hedda" not in names(Audience.MEMBERS)
