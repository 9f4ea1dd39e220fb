"""Who was there, what it was worth, and meetings of others."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from sluss.meetings.models import (
    Evaluation,
    Invitation,
    Meeting,
    MeetingKind,
    MeetingState,
    Minutes,
    Opinion,
)
from sluss.meetings.selectors import roll_of
from sluss.meetings.services import attendance, attending, evaluating
from sluss.meetings.services.minutes import open_minutes, save_minutes
from sluss.trust.actor import PUBLIC
from sluss.trust.models import Letter, TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.conftest import make_person
from tests.meetings.conftest import invite, make_meeting


@pytest.fixture
def saga(coordinator, actor):
    return actor(coordinator)


def page(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=args)


def test_a_press_marks_who_is_here_and_another_takes_it_back(held, coordinator, sign_in, organisation):
    rut = invite(held, "Rut Rapportör", organisation=organisation)
    invite(held, "Bo Borta")
    client = sign_in(coordinator)
    shown = client.post(page("mark", rut.pk), {"mark": "here"}, follow=True).content.decode()
    assert "1 av 2 är här" in shown
    client.post(page("mark", rut.pk), {"mark": "clear"})
    rut.refresh_from_db()
    assert rut.attended is None


def test_who_takes_part_by_video_is_counted_apart(held, saga, organisation):
    for name, remotely in (("Rut", False), ("Kim", True)):
        attendance.mark(saga, invite(held, name, organisation=organisation), came=True, remotely=remotely)
    roll = roll_of(saga, held)
    assert (roll.came, roll.remotely, roll.organisations) == (2, 1, 1)


def test_who_walked_in_is_written_up_also_without_an_address(held, coordinator, sign_in):
    client = sign_in(coordinator)
    for name in ("Ny Person", "En Till"):
        client.post(page("attendance", held.pk), {"name": name})
    assert list(held.invitations.filter(attended=True).values_list("name", "email")) == [
        ("En Till", ""), ("Ny Person", ""),
    ]  # fmt: skip


def test_an_address_that_is_on_the_list_isnt_written_up_twice(held, coordinator, sign_in):
    invite(held, "Kim Gäst")
    typed = {"name": "Kim", "email": "KIM@gast.example"}
    answer = sign_in(coordinator).post(page("attendance", held.pk), typed)
    assert answer.status_code == 422
    assert "finns redan på listan" in answer.content.decode()
    assert held.invitations.count() == 1


def test_attendance_isnt_taken_before_the_day(saga, friday):
    ahead = make_meeting(date=dt.date(2017, 3, 17), state=MeetingState.INVITED)
    with pytest.raises(attendance.NotTheDayYet):
        attendance.mark(saga, invite(ahead, "Kim"), came=True)


def test_who_does_not_run_the_meeting_marks_nobody(held, lead, sign_in):
    kim = invite(held, "Kim")
    assert sign_in(lead).post(page("mark", kim.pk), {"mark": "here"}).status_code == 404
    assert sign_in(lead).get(page("attendance", held.pk)).status_code == 404


def answers(worth: int = 4, differently: str = "") -> dict[str, object]:
    return {"worth": worth, "equal": 3, "differently": differently}


def asked(meeting, saga, number, mailoutbox, capture) -> list[str]:
    """Links of guests who came."""
    for place in range(number):
        invite(meeting, f"gast{place}", attended=True)
    with capture(execute=True):
        evaluating.ask_for_evaluation(saga, meeting)
    return [re.search(r"/moten/utvardera/\S+", message.body)[0] for message in mailoutbox]


def test_answers_are_counted_only_when_five_have_come(
    held, saga, client, coordinator, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    links = asked(held, saga, 5, mailoutbox, django_capture_on_commit_callbacks)
    for link in links[:4]:
        client.post(link, answers(differently="Mer kaffe"))
    leader = sign_in(coordinator)
    shown = leader.get(page("evaluation", held.pk)).content.decode()
    assert ("4 av 5 har svarat" in shown, "Mer kaffe" in shown, "<table" in shown) == (True, False, False)
    client.post(links[4], answers(worth=1))
    context = leader.get(page("evaluation", held.pk)).context["worth"]
    assert [tally.counts for tally in context.tallies] == [
        (("Ja", 4), ("Till stor del", 0), ("Inte så mycket", 0), ("Nej", 1)),
        (("Ja", 0), ("Till stor del", 5), ("Inte så mycket", 0), ("Nej", 0)),
    ]
    assert context.differently == ("Mer kaffe",) * 4


def test_each_answers_once_and_leaves_no_trace_of_who_it_was(
    held, saga, client, mailoutbox, django_capture_on_commit_callbacks
):
    (link,) = asked(held, saga, 1, mailoutbox, django_capture_on_commit_callbacks)
    before = TrailEntry.objects.count()
    assert client.get(link).status_code == 200
    assert Evaluation.objects.count() == 0
    client.post(link, answers())
    client.post(link, answers())
    assert Evaluation.objects.count() == 1
    assert TrailEntry.objects.count() == before
    assert "Tack" in client.get(link).content.decode()


def test_asking_again_asks_only_who_is_new(held, saga, mailoutbox, django_capture_on_commit_callbacks):
    asked(held, saga, 2, mailoutbox, django_capture_on_commit_callbacks)
    late = invite(held, "sen", attended=True)
    assert evaluating.ask_for_evaluation(saga, held) == 1
    assert evaluating.ask_for_evaluation(saga, held) == 0
    letters = Letter.objects.filter(kind="meetings.evaluation").order_by("pk")
    assert [letter.address for letter in letters][2:] == [late.email]


def test_with_nobody_marked_nobody_is_asked(held, saga):
    invite(held, "Kim")
    with pytest.raises(evaluating.NobodyToAsk):
        evaluating.ask_for_evaluation(saga, held)


@pytest.fixture
def abroad(friday) -> Meeting:
    return make_meeting(
        kind=MeetingKind.ATTENDED, title="EU-plattformen", date=dt.date(2017, 5, 30),
        starts_at=None, ends_at=None, place="Bryssel", state=MeetingState.PLANNED,
    )  # fmt: skip


def test_a_member_leaves_a_question_for_who_goes(abroad, lead, organisation, sign_in):
    client = sign_in(lead)
    client.post(page("mandate", abroad.pk), {"text": "Vad gör ni för barnen?"})
    question = abroad.questions.get()
    assert (question.text, question.organisation) == ("Vad gör ni för barnen?", organisation)
    assert "Vad gör ni för barnen?" in client.get(page("mandate", abroad.pk)).content.decode()


def test_a_delegate_writes_the_notes_on_the_questions_and_others_get_them(
    abroad, saga, actor, lead, organisation, sign_in, stand_on
):
    goes = make_person("Dag Delegat")
    attending.wish_question(actor(lead), abroad, text="Vad gör ni för barnen?")
    attending.give_mandate(saga, abroad, text="Lyft barnens rätt.", delegates=[goes])
    stand_on(dt.date(2017, 5, 31))
    client = sign_in(goes)
    question = abroad.questions.get()
    client.post(page("question", question.pk), {"answer": "Ett program kommer i höst."})
    client.post(page("minutes_begin", abroad.pk))
    notes = Minutes.objects.get(meeting=abroad)
    assert "## § 1 Vad gör ni för barnen?\n\nEtt program kommer i höst." in notes.text
    client.post(page("minutes_send", abroad.pk), {"to": "nobody"})
    assert "Ett program kommer i höst." in sign_in(lead).get(page("minutes", abroad.pk)).content.decode()


def test_who_isnt_sent_there_writes_no_notes(abroad, actor, lead, sign_in):
    with pytest.raises(NotAllowed):
        open_minutes(actor(lead), abroad)
    assert sign_in(lead).get(page("mandate_change", abroad.pk)).status_code == 404


def test_who_no_longer_goes_writes_no_notes(abroad, saga, actor):
    goes = make_person("Dag Delegat")
    attending.give_mandate(saga, abroad, text="x", delegates=[goes])
    notes = open_minutes(actor(goes), abroad)
    attending.give_mandate(saga, abroad, text="x", delegates=[])
    with pytest.raises(NotAllowed):
        save_minutes(actor(goes), notes, text="x", based_on=1)


def test_after_the_meeting_nothing_more_can_be_asked(abroad, actor, lead, stand_on):
    stand_on(dt.date(2017, 5, 31))
    with pytest.raises(attending.TooLate):
        attending.wish_question(actor(lead), abroad, text="För sent?")


def test_a_meeting_that_we_hold_has_no_mandate(held, saga):
    with pytest.raises(WrongState):
        attending.give_mandate(saga, held, text="x", delegates=[])
    assert Invitation.objects.count() == 0


def test_two_presses_at_the_same_moment_are_one_answer(held):
    came = invite(held, "Kim", attended=True)
    opened_twice = Invitation.objects.get(pk=came.pk)
    evaluating.evaluate(PUBLIC, came, worth=Opinion.YES, equal=Opinion.YES)
    with pytest.raises(evaluating.AlreadyAnswered):
        evaluating.evaluate(PUBLIC, opened_twice, worth=Opinion.NO, equal=Opinion.NO)
    assert Evaluation.objects.count() == 1
