"""Decisions: numbered per year, carried out, replaced, taken back."""

import datetime as dt
import threading

import pytest
from django.db import connection

from sluss.agenda.models import Task
from sluss.coalition.models import Group
from sluss.meetings.models import AgendaItem, Decision
from sluss.meetings.services.decisions import Empty, NotTakenYet, carry_out, take_back, take_decision
from sluss.trust.actor import SYSTEM
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.meetings.conftest import make_meeting


@pytest.fixture
def saga(coordinator, actor):
    return actor(coordinator)


def test_decisions_are_numbered_by_the_year_in_which_they_are_taken(saga, held):
    numbers = [
        str(take_decision(saga, text="Ett", meeting=held)),
        str(take_decision(saga, text="Två", taken_on=dt.date(2016, 12, 31))),
        str(take_decision(saga, text="Tre", meeting=held)),
    ]
    assert numbers == ["2017:1", "2016:1", "2017:2"]


def test_a_decision_of_an_item_belongs_to_the_meeting_and_its_group(saga, board):
    item = AgendaItem.objects.create(meeting=make_meeting(group=board), order=1, title="Budget")
    decision = take_decision(saga, text="Antas.", item=item)
    assert (decision.meeting, decision.group, decision.taken_on) == (
        item.meeting,
        board,
        dt.date(2017, 3, 10),
    )


@pytest.mark.django_db(transaction=True)
def test_decisions_taken_at_the_same_time_never_share_a_number(friday):
    errors: list[Exception] = []
    start = threading.Barrier(4)

    def take() -> None:
        try:
            start.wait()
            for _ in range(5):
                take_decision(SYSTEM, text="Så sägs")
        except Exception as error:  # a thread's own error is told by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(Decision.objects.values_list("number", flat=True)) == list(range(1, 21))


def test_a_number_isnt_used_up_by_a_decision_that_was_refused(saga, held):
    with pytest.raises(Empty):
        take_decision(saga, text=" ", meeting=held)
    assert str(take_decision(saga, text="Ett", meeting=held)) == "2017:1"


def test_a_decision_of_a_day_to_come_is_refused(saga):
    with pytest.raises(NotTakenYet) as refused:
        take_decision(saga, text="Ett", taken_on=dt.date(2017, 3, 11))
    assert refused.value.field == "taken_on"


def test_a_new_decision_replaces_an_older_one_once(saga):
    old = take_decision(saga, text="Ett")
    new = take_decision(saga, text="Två", supersedes=old)
    old.refresh_from_db()
    assert (old.state, new.supersedes) == ("superseded", old)
    with pytest.raises(WrongState):
        take_decision(saga, text="Tre", supersedes=old)
    assert Decision.objects.count() == 2


def test_what_is_carried_out_cant_be_taken_back(saga):
    decision = take_decision(saga, text="Ett")
    carry_out(saga, decision)
    with pytest.raises(WrongState):
        take_back(saga, decision, reason="Ångrat")


def test_a_groups_secretary_decides_for_the_group_only(board, secretary, actor):
    stina = actor(secretary)
    assert str(take_decision(stina, text="Per capsulam", group=board)) == "2017:1"
    with pytest.raises(NotAllowed):
        take_decision(stina, text="x")
    with pytest.raises(NotAllowed):
        take_decision(stina, text="x", group=Group.objects.create(name="Annan grupp"))


def test_who_sees_which_decisions(saga, board, board_member, held, lead, actor):
    inner = AgendaItem.objects.create(meeting=held, order=1, title="Personal", inner=True)
    open_one = take_decision(saga, text="Öppet", meeting=held)
    hidden = take_decision(saga, text="Inre", item=inner)
    between = take_decision(saga, text="Mellan möten", group=board)
    assert set(Decision.objects.visible_to(saga)) == {open_one, hidden, between}
    assert set(Decision.objects.visible_to(actor(board_member))) == {open_one, between}
    assert set(Decision.objects.visible_to(actor(lead))) == {open_one}


def test_a_decision_and_its_task_are_written_down_on_the_meetings_page(held, coordinator, sign_in):
    client = sign_in(coordinator)
    url = f"/moten/{held.pk}/beslut/"
    client.post(url, {"do": "decision", "text": "Vi skriver till regeringen."})
    decision = held.decisions.get()
    task = {"do": "task", "title": "Skriv brevet", "owner": coordinator.pk, "decision": decision.pk}
    client.post(url, {**task, "due": "2017-03-24"})
    given = Task.objects.get()
    assert (given.thing_kind, given.thing_id, given.due) == (
        "meetings.decision", decision.pk, dt.date(2017, 3, 24),
    )  # fmt: skip
    shown = client.get(url).content.decode()
    assert ("2017:1" in shown, "Skriv brevet" in shown, "24 mars" in shown) == (True, True, True)


def test_a_day_that_never_was_is_refused_and_what_was_typed_stays(held, coordinator, sign_in):
    typed = {"do": "task", "title": "Skriv brevet", "owner": coordinator.pk, "due": "2017-02-30"}
    answer = sign_in(coordinator).post(f"/moten/{held.pk}/beslut/", typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert ("30 februari 2017" in shown, 'value="Skriv brevet"' in shown) == (True, True)
    assert Task.objects.count() == 0


def test_decisions_between_meetings_are_in_the_list_with_the_others(board, secretary, saga, held, sign_in):
    take_decision(saga, text="På mötet", meeting=held)
    client = sign_in(secretary)
    client.post("/moten/beslut/nytt/", {"group": board.pk, "taken_on": "2017-03-09", "text": "Per capsulam"})
    page = client.get("/moten/beslut/")
    assert [str(one) for one in page.context["page"]] == ["2017:2", "2017:1"]
    assert "mellan möten" in page.content.decode()


def test_taking_a_decision_back_asks_why(saga, held, coordinator, sign_in):
    decision = take_decision(saga, text="Ett", meeting=held)
    client = sign_in(coordinator)
    url = f"/moten/beslut/{decision.pk}/upphav/"
    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "Ändrade förutsättningar"})
    decision.refresh_from_db()
    assert decision.state == "revoked"
    assert TrailEntry.objects.get(verb="take back decision").reason == "Ändrade förutsättningar"
