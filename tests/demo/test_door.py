import datetime as dt

import pytest

from sluss.demo import cast
from sluss.trust import clock
from tests.conftest import make_person


@pytest.mark.parametrize("address", ["/demo/", "/demo/in/reporter/", "/demo/klocka/", "/demo/brev/"])
def test_where_the_demo_is_off_there_is_no_such_page(client, db, settings, address):
    settings.DEMO = False
    assert client.get(address).status_code == 404
    assert client.post(address, {"day": "2017-03-11"}).status_code == 404


def test_one_click_signs_in_as_the_role(client, friday):
    door = cast.DOORS[0]
    person = make_person(door.name)
    person.email = door.email
    person.save()
    client.post(f"/demo/in/{door.key}/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_looking_at_a_door_signs_nobody_in(client, friday):
    assert client.get("/demo/in/reporter/").status_code == 405


def test_the_clock_moves_to_the_day_asked_for(client, friday):
    client.post("/demo/klocka/", {"day": "2017-03-31"})
    assert clock.today() == dt.date(2017, 3, 31)


@pytest.mark.parametrize("day", ["2017-02-30", "1999-01-01", "i morgon", ""])
def test_a_day_that_is_not_there_is_refused_and_the_clock_stays(client, friday, day):
    answer = client.post("/demo/klocka/", {"day": day})
    assert answer.status_code == 422
    assert clock.today() == friday
