"""The agenda with its papers and talks."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sluss.agenda.services import give_task
from sluss.meetings import rules
from sluss.meetings.models import AgendaItem, Meeting, MeetingState, Paper, Talk
from sluss.meetings.selectors import open_tasks_before, programme_of, put_off_before
from sluss.meetings.services import papers, programme, talks
from sluss.meetings.services.decisions import take_decision
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.meetings.conftest import make_meeting

PDF = b"%PDF-1.7\n..."


@pytest.fixture
def saga(coordinator, actor):
    return actor(coordinator)


@pytest.fixture
def coming(friday) -> Meeting:
    return make_meeting(date=dt.date(2017, 3, 17), state=MeetingState.PLANNED, title="Kommande")


def page(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=args)


def pdf(name: str = "budget.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


START = dt.datetime(2017, 3, 17, 12, tzinfo=dt.UTC)


def test_times_are_known_until_an_item_without_a_length():
    assert rules.clock_times(START, [10, None, 5]) == [START, START + dt.timedelta(minutes=10), None]


@given(st.lists(st.integers(1, 600), max_size=12))
def test_each_item_begins_when_all_before_it_are_over(lengths):
    times = rules.clock_times(START, lengths)
    assert times == [START + dt.timedelta(minutes=sum(lengths[:place])) for place in range(len(lengths))]


@given(st.lists(st.integers(), min_size=1, max_size=8, unique=True), st.data(), st.booleans())
def test_moving_an_item_keeps_all_items_and_moving_it_back_undoes_it(order, data, up):
    moved = data.draw(st.sampled_from(order))
    after = rules.order_after_move(order, moved, up=up)
    assert sorted(after) == sorted(order)
    if after != order:
        assert rules.order_after_move(after, moved, up=not up) == order


def test_talks_within_an_item_begin_with_it_and_the_rest_after_the_agenda(coming, saga):
    programme.add_item(saga, coming, title="Välkommen", minutes=10)
    short = programme.add_item(saga, coming, title="Korta anföranden")
    programme.add_item(saga, coming, title="Fika", minutes=30)
    for title, item in (("Ett", short), ("Två", short), ("Sist", None)):
        talks.add_talk(saga, coming, title=title, speaker="X", minutes=5, item=item)
    made = programme_of(saga, coming)
    minutes = lambda at: (at - coming.starts_at).seconds // 60  # noqa: E731
    assert [minutes(timed.starts) for timed in made.items] == [0, 10, 20]
    assert [(timed.talk.title, minutes(timed.starts)) for timed in made.all_talks] == [
        ("Ett", 10), ("Två", 15), ("Sist", 50),
    ]  # fmt: skip
    assert minutes(made.over) == 55


def test_an_item_moved_up_stands_before_the_other(coming, saga):
    first, second = (programme.add_item(saga, coming, title=title) for title in ("Ett", "Två"))
    programme.move_item(saga, second, up=True)
    assert list(coming.items.values_list("title", "order")) == [("Två", 1), ("Ett", 2)]
    programme.remove_item(saga, second)
    assert list(coming.items.values_list("title", "order")) == [("Ett", 1)]
    assert first.pk == coming.items.get().pk


def test_an_item_with_a_decision_stays(held, saga):
    item = programme.add_item(saga, held, title="Budget")
    take_decision(saga, text="Antas.", item=item)
    with pytest.raises(programme.HasDecisions):
        programme.remove_item(saga, item)


def test_an_item_put_off_is_offered_to_the_next_meeting_once(held, coming, saga):
    item = programme.add_item(saga, held, title="Stadgar")
    programme.note_outcome(saga, item, outcome="Tiden räckte inte.", tabled=True)
    assert list(put_off_before(saga, coming)) == [item]
    taken = programme.take_up(saga, item, coming)
    assert (taken.title, taken.follows, taken.order) == ("Stadgar", item, 1)
    assert list(put_off_before(saga, coming)) == []
    with pytest.raises(WrongState):
        programme.take_up(saga, item, coming)


def test_open_tasks_of_earlier_meetings_of_the_same_group_stand_first(board, saga, coordinator, sign_in):
    earlier, later = make_meeting(group=board), make_meeting(group=board, date=dt.date(2017, 4, 7))
    other = make_meeting()
    decision = take_decision(saga, text="Brev", meeting=earlier)
    first = give_task(saga, title="Skriv brevet", owner=coordinator, thing=decision)
    second = give_task(saga, title="Boka lokal", owner=coordinator, thing=earlier)
    give_task(saga, title="Annat", owner=coordinator, thing=other)
    done = give_task(saga, title="Klart", owner=coordinator, thing=earlier)
    done.state = "done"
    done.save()
    assert set(open_tasks_before(saga, later)) == {first, second}
    shown = sign_in(coordinator).get(page("programme", later.pk)).content.decode()
    assert "Först: 2 uppgifter är kvar från tidigare möten" in shown


def test_who_does_not_run_the_meeting_reads_the_agenda_and_changes_nothing(
    coming, saga, lead, sign_in, actor
):
    item = programme.add_item(saga, coming, title="Budget")
    client = sign_in(lead)
    shown = client.get(page("programme", coming.pk)).content.decode()
    assert "Budget" in shown
    assert "Lägg till en punkt" not in shown
    before = TrailEntry.objects.count()
    assert client.post(page("programme", coming.pk), {"do": "item", "title": "x"}).status_code == 404
    assert client.get(page("item", item.pk)).status_code == 404
    assert client.post(page("item_remove", item.pk)).status_code == 404
    assert TrailEntry.objects.count() == before
    with pytest.raises(NotAllowed):
        programme.add_item(actor(lead), coming, title="x")


def test_an_inner_item_and_its_papers_are_not_there_for_others(coming, saga, lead, sign_in):
    item = programme.add_item(saga, coming, title="Personalärende", inner=True)
    paper = papers.add_paper(saga, coming, file=pdf(), name="Hemligt", item=item)
    client = sign_in(lead)
    shown = client.get(page("programme", coming.pk)).content.decode()
    assert ("Personalärende" in shown, "Hemligt" in shown) == (False, False)
    assert client.get(page("paper", paper.pk)).status_code == 404


def test_a_paper_is_opened_by_whom_the_meeting_is_for_and_by_nobody_else(
    board, saga, board_member, lead, sign_in
):
    meeting = make_meeting(group=board, audience="group")
    paper = papers.add_paper(saga, meeting, file=pdf())
    assert paper.name == "budget"
    answer = sign_in(board_member).get(page("paper", paper.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert sign_in(lead).get(page("paper", paper.pk)).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ"),
        ("sida.html", b"<html>"),
        ("bild.svg", b"<svg"),
        ("falsk.pdf", b"<html>"),
        ("makro.docm", b"PK\x03\x04"),
        ("gammal.doc", b"\xd0\xcf\x11\xe0"),
        ("pdf", b"%PDF-"),
    ],
)
def test_what_is_no_document_or_picture_is_refused_beside_the_field(
    coming, coordinator, sign_in, name, content
):
    answer = sign_in(coordinator).post(
        page("programme", coming.pk), {"do": "paper", "name": "x", "file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422
    assert "går inte att använda" in answer.content.decode()
    assert Paper.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_with_the_reason(coming, coordinator, sign_in, settings):
    settings.UPLOAD_LIMIT_BYTES = 10
    answer = sign_in(coordinator).post(page("programme", coming.pk), {"do": "paper", "file": pdf()})
    assert answer.status_code == 422
    assert "större än 15 MB" in answer.content.decode()


def test_a_paper_taken_away_leaves_no_file(coming, saga, django_capture_on_commit_callbacks):
    paper = papers.add_paper(saga, coming, file=pdf())
    name, storage = paper.file.name, paper.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        papers.remove_paper(saga, paper)
    assert storage.exists(name) is False


@pytest.fixture
def talk(coming, saga) -> Talk:
    return talks.add_talk(
        saga, coming, title="Vår sommar", speaker="Kim", email="kim@gast.example", minutes=5
    )


def ask(talk, saga, mailoutbox, capture) -> str:
    with capture(execute=True):
        talks.ask_speaker(saga, talk)
    found = re.search(r"/moten/tala/\S+", mailoutbox[-1].body)
    assert found is not None
    return found[0]


def test_a_speaker_says_yes_and_leaves_slides_by_the_link_alone(
    talk, saga, client, lead, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    link = ask(talk, saga, mailoutbox, django_capture_on_commit_callbacks)
    client.post(link, {"do": "yes"})
    client.post(link, {"do": "slides", "file": SimpleUploadedFile("bilder.pdf", PDF)})
    talk.refresh_from_db()
    assert (talk.state, bool(talk.slides), talk.may_share) == ("accepted", True, False)
    member = sign_in(lead)
    assert member.get(page("slides", talk.pk)).status_code == 404
    client.post(link, {"do": "slides", "may_share": "on"})
    assert b"".join(member.get(page("slides", talk.pk)).streaming_content) == PDF


def test_a_mail_scanner_that_opens_the_speakers_link_changes_nothing(
    talk, saga, client, mailoutbox, django_capture_on_commit_callbacks
):
    link = ask(talk, saga, mailoutbox, django_capture_on_commit_callbacks)
    before = TrailEntry.objects.count()
    assert (client.get(link).status_code, client.head(link).status_code) == (200, 200)
    talk.refresh_from_db()
    assert (talk.state, TrailEntry.objects.count()) == ("invited", before)


def test_an_address_is_asked_once(talk, saga, mailoutbox, django_capture_on_commit_callbacks):
    ask(talk, saga, mailoutbox, django_capture_on_commit_callbacks)
    with pytest.raises(talks.AlreadyAsked):
        talks.ask_speaker(saga, talk)
    assert len(mailoutbox) == 1


def test_asking_somebody_else_ends_the_link_of_who_was_asked_first(
    talk, saga, client, mailoutbox, django_capture_on_commit_callbacks
):
    first = ask(talk, saga, mailoutbox, django_capture_on_commit_callbacks)
    talks.change_talk(
        saga,
        talk,
        title=talk.title,
        speaker="Bo",
        organisation="",
        email="bo@gast.example",
        minutes=5,
        item=None,
    )
    second = ask(talk, saga, mailoutbox, django_capture_on_commit_callbacks)
    assert (client.get(first).status_code, client.post(first, {"do": "no"}).status_code) == (404, 404)
    client.post(second, {"do": "yes"})
    talk.refresh_from_db()
    assert talk.state == "accepted"


def test_a_speakers_page_is_kept_by_no_browser(
    talk, saga, client, mailoutbox, django_capture_on_commit_callbacks
):
    link = ask(talk, saga, mailoutbox, django_capture_on_commit_callbacks)
    assert "no-store" in client.get(link).headers["Cache-Control"]


def test_a_talk_within_an_inner_item_and_its_slides_are_not_there_for_others(
    talk, coming, saga, lead, actor, sign_in
):
    talk.item = programme.add_item(saga, coming, title="Inre", inner=True)
    talk.state, talk.may_share = "confirmed", True
    talk.slides.save("bilder.pdf", pdf())
    assert programme_of(actor(lead), coming).all_talks == []
    assert sign_in(lead).get(page("slides", talk.pk)).status_code == 404


def test_slides_wait_for_a_yes(talk, saga, client, mailoutbox, django_capture_on_commit_callbacks):
    link = ask(talk, saga, mailoutbox, django_capture_on_commit_callbacks)
    answer = client.post(link, {"do": "slides", "file": pdf()})
    talk.refresh_from_db()
    assert (answer.status_code, bool(talk.slides)) == (422, False)


def test_a_talk_is_announced_once_its_speaker_has_said_yes(talk, saga, lead, actor, coming):
    assert programme_of(actor(lead), coming).all_talks == []
    talks.set_state(saga, talk, "confirm talk")
    assert [timed.talk for timed in programme_of(actor(lead), coming).all_talks] == [talk]


def test_the_agenda_asks_the_database_as_often_for_many_items_as_for_few(coming, saga, coordinator, sign_in):
    client = sign_in(coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(page("programme", coming.pk))
        return len(counted)

    programme.add_item(saga, coming, title="Ett")
    queries()
    few = queries()
    for number in range(8):
        item = programme.add_item(saga, coming, title=str(number))
        talks.add_talk(saga, coming, title="x", speaker="y", item=item)
        papers.add_paper(saga, coming, file=pdf(), item=item)
    assert queries() == few
    assert AgendaItem.objects.count() == 9
