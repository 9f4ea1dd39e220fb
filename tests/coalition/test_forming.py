"""Forming the organisation: the steps, each noted when it is taken, and the association's own particulars."""

import datetime as dt

import pytest

from sluss.coalition import services
from sluss.coalition.forming import STEPS
from sluss.coalition.models import FormingStep, Particulars
from sluss.coalition.services.forming import NumberMissing
from sluss.coalition.services.members import InTheFuture
from sluss.coalition.services.parties import NumberWrong
from sluss.trust.actor import Actor
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.conftest import FRIDAY


@pytest.fixture
def saga(coordinator, actor) -> Actor:
    return actor(coordinator)


def test_the_heading_says_how_many_steps_are_done(saga, coordinator, sign_in):
    for key in ("founders", "statutes", "board"):
        services.take_step(saga, key, done_on=FRIDAY)
    page = sign_in(coordinator).get("/organisationer/bildande/").content.decode()
    assert f"3 av {len(STEPS)} klara" in page


def test_every_step_can_be_taken_once_and_taken_back_with_a_reason(saga):
    services.keep_particulars(saga, name="Plattformen", number="802002-8166")
    for step in STEPS:
        services.take_step(saga, step.key, done_on=FRIDAY)
    with pytest.raises(WrongState):
        services.take_step(saga, "bank", done_on=FRIDAY)
    services.take_step_back(saga, FormingStep.objects.get(key="bank"), reason="Fel konto")
    assert FormingStep.objects.count() == len(STEPS) - 1
    assert TrailEntry.objects.get(verb="take forming step back").reason == "Fel konto"


def test_the_number_has_come_only_when_it_is_kept_and_right(saga):
    with pytest.raises(NumberMissing):
        services.take_step(saga, "number", done_on=FRIDAY)
    with pytest.raises(NumberWrong):
        services.keep_particulars(saga, name="Plattformen", number="802002-8167")
    services.keep_particulars(saga, name="Plattformen", number="8020028166")
    services.take_step(saga, "number", done_on=FRIDAY)
    assert Particulars.objects.get().number == "802002-8166"


def test_a_step_taken_tomorrow_is_refused_beside_the_field_and_the_note_stays(saga, coordinator, sign_in):
    with pytest.raises(InTheFuture):
        services.take_step(saga, "bank", done_on=dt.date(2017, 3, 11))
    answer = sign_in(coordinator).post(
        "/organisationer/bildande/bank/", {"done_on": "2017-03-11", "note": "Pärm 7"}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["done_on"])
    assert "Pärm 7" in answer.content.decode()


def test_a_day_that_never_was_is_refused(coordinator, sign_in):
    answer = sign_in(coordinator).post("/organisationer/bildande/bank/", {"done_on": "2017-02-30"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["done_on"])


def test_members_take_no_steps_and_do_not_see_them(lead, actor, sign_in):
    with pytest.raises(NotAllowed):
        services.take_step(actor(lead), "bank", done_on=FRIDAY)
    assert sign_in(lead).get("/organisationer/bildande/").status_code == 404
