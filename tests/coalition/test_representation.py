"""Who sits where for the coalition, with which instructions, and what came back."""

import datetime as dt

import pytest

from sluss.coalition import services
from sluss.coalition.models import Representation
from sluss.coalition.selectors import actor_for, notes_of, representations
from sluss.coalition.services.representation import NoGroupToTell, SeatOutOfOrder
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed
from tests.coalition.conftest import make_group, make_seat
from tests.conftest import make_person


@pytest.fixture
def saga(coordinator, actor) -> Actor:
    return actor(coordinator)


@pytest.fixture
def platform(saga, lead) -> Representation:
    """Lena sits in the EU platform and reports to a working group."""
    return services.give_representation(
        saga, body="EU Civil Society Platform", person=lead, starts=dt.date(2016, 1, 1),
        reports_to=make_group("EU-gruppen"), instructions="Ta upp barnens rättigheter",
    )  # fmt: skip


def test_who_sits_where_today_and_who_did_earlier(saga, platform, reporter):
    services.end_representation(saga, platform, ends=dt.date(2017, 3, 9), reason="Byte")
    again = services.give_representation(saga, body="EU Civil Society Platform", person=reporter)
    now, earlier = representations(saga)
    assert ([one.pk for one in now], [one.pk for one in earlier]) == ([again.pk], [platform.pk])


def test_the_last_day_does_not_come_before_the_first(saga, platform):
    with pytest.raises(SeatOutOfOrder):
        services.end_representation(saga, platform, ends=dt.date(2015, 12, 31))


def test_a_note_is_read_by_its_audience_and_no_others(saga, platform, lead, reporter, actor):
    board = actor_for(make_person("Berit Bok", None, Role.BOARD))
    sits = make_person("Gun Grupp")
    make_seat(platform.reports_to, sits)
    who = {"sits there": actor(lead), "member": actor(reporter), "board": board, "group": actor_for(sits)}
    read = {}
    for audience in ("group", "board", "members"):
        note = services.write_representation_note(
            actor(lead), platform, text="Så här gick det", audience=audience
        )
        read[audience] = [name for name, one in who.items() if note in notes_of(one, platform)]
    assert read == {
        "group": ["sits there", "group"],
        "board": ["sits there", "board"],
        "members": ["sits there", "member", "board"],
    }


def test_a_note_for_the_group_needs_a_group(saga, lead, actor):
    alone = services.give_representation(saga, body="Länets nätverk", person=lead)
    with pytest.raises(NoGroupToTell) as refused:
        services.write_representation_note(actor(lead), alone, text="Hej", audience="group")
    assert refused.value.field == "audience"


def test_who_does_not_sit_there_brings_nothing_back(platform, reporter, actor, sign_in):
    with pytest.raises(NotAllowed):
        services.write_representation_note(actor(reporter), platform, text="Hej", audience="members")
    assert sign_in(reporter).get(f"/organisationer/uppdrag-utat/{platform.pk}/anteckning/").status_code == 404


def test_the_page_says_who_sits_there_and_with_which_instructions(platform, reporter, sign_in):
    page = sign_in(reporter).get(f"/organisationer/uppdrag-utat/{platform.pk}/").content.decode()
    assert "Lena Ledare sitter där för oss sedan 1 januari 2016." in " ".join(page.split())
    assert "Ta upp barnens rättigheter" in page


def test_notes_are_dated_today_at_the_latest(platform, lead, actor, sign_in):
    answer = sign_in(lead).post(
        f"/organisationer/uppdrag-utat/{platform.pk}/anteckning/",
        {"day": "2017-03-11", "text": "I morgon", "audience": "members"},
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["day"])
