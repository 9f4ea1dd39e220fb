"""The pages: what stands on them, who may open them, and that typing is never lost."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluss.meetings.annual.letters import SIGN
from sluss.meetings.annual.selectors.adjusting import text_hash
from sluss.meetings.annual.services import adjusting, ballots, declaring, planning
from sluss.meetings.models import Minutes
from sluss.meetings.models.annual import (
    Accreditation,
    AnnualMeeting,
    Duty,
    Method,
    Motion,
    Officer,
    RollEntry,
)
from sluss.people.models import Person
from sluss.trust import links, waiting
from sluss.trust.actor import Role
from sluss.trust.models import Letter, TrailEntry
from sluss.trust.waiting import Part
from tests.conftest import make_person


@pytest.fixture
def saga(assembly, sign_in) -> Client:
    return sign_in(Person.objects.get(pk=assembly.runner.person_id))


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"meetings:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def meeting_form(day: str, **words: str) -> dict[str, str]:
    return {
        "title": "Årsmöte 2018",
        "starts_at_day": day,
        "starts_at_time": "13.00",
        "place": "Stockholm",
        **words,
    }


# --- the day ---


def test_the_days_are_shown_before_anything_is_saved(saga):
    answer = saga.post(reverse("meetings:annual_new"), meeting_form("2018-03-23", show="1"))
    shown = answer.content.decode()
    assert "2 mars 2018" in shown  # the notice
    assert AnnualMeeting.objects.count() == 1
    saga.post(reverse("meetings:annual_new"), meeting_form("2018-03-23", save="1"))
    assert AnnualMeeting.objects.count() == 2


def test_a_day_that_breaks_the_statutes_stands_in_red_and_what_was_typed_stays(saga):
    answer = saga.post(reverse("meetings:annual_new"), meeting_form("2017-02-10", save="1"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Dagen passerade för 11 dagar sedan." in shown
    assert "Skriv varför den väljs ändå." in shown
    assert 'value="2017-02-10"' in shown
    reason = {"save": "1", "reason": "Styrelsen avgår."}
    answer = saga.post(reverse("meetings:annual_new"), meeting_form("2017-02-10", **reason))
    assert answer.status_code == 302


def test_a_day_that_never_was_is_refused_with_the_reason(saga):
    answer = saga.post(reverse("meetings:annual_new"), meeting_form("2018-02-30", show="1"))
    assert answer.status_code == 422
    assert "februari 2018" in answer.content.decode()


def test_a_moved_meeting_says_that_the_notice_no_longer_holds(saga, assembly, stand_on):
    stand_on(dt.date(2017, 3, 3))
    assembly.send_notice()
    moved = {"starts_at_day": "2017-03-30", "starts_at_time": "13.00", "place": "Stockholm", "save": "1"}
    saga.post(
        reverse("meetings:annual_move", args=[assembly.annual.meeting_id]), {**moved, "reason": "Lokal."}
    )
    shown = page(saga, "annual", assembly.annual.meeting_id)
    assert "Kallelsen som gick 3 mars säger 31 mars, men mötet är den 30 mars" in shown
    assert "Skicka rättad kallelse." in shown


# --- the notice ---


def test_a_late_notice_is_warned_of_and_sent_with_a_reason(saga, assembly, stand_on):
    stand_on(dt.date(2017, 3, 11))
    number = assembly.annual.meeting_id
    saga.post(reverse("meetings:annual_notice_begin", args=[number]))
    draft = assembly.annual.notices.get()
    saga.post(reverse("meetings:annual_notice", args=[number]), {"text": "Välkomna."})
    send = reverse("meetings:annual_notice_send", args=[draft.pk])
    assert "den är 1 dag sen" in saga.get(send).content.decode()
    refused = saga.post(send, {"reason": ""})
    assert refused.status_code == 422
    assert not Letter.objects.exists()
    saga.post(send, {"reason": "Sekreteraren var sjuk."})
    assert Letter.objects.count() == 4
    assert "1 dag för sent." in page(saga, "annual", number)


def test_the_proof_can_be_taken_out_as_a_table(saga, assembly, stand_on):
    stand_on(dt.date(2017, 3, 10))
    sent = assembly.send_notice()
    answer = saga.get(reverse("meetings:annual_proof_file", args=[sent.pk]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Organisation", "Namn", "E-post", "När", "Hur det gick"]
    assert [row[0] for row in rows[1:]] == ["Bryggan", "Fyrtornet", "Hamnen", "Linden"]


# --- members ---


def test_a_head_names_a_delegate_in_one_tap_and_no_longer_is_asked(assembly, sign_in, stand_on):
    stand_on(dt.date(2017, 3, 10))
    assembly.send_notice()
    head = assembly.heads["Hamnen"]

    def asked() -> list[str]:
        return [str(item.title) for item in waiting.items_for(assembly.head("Hamnen"))[Part.WAITS]]

    assert "Anmäl ert ombud: Årsmöte 2017" in asked()
    client = sign_in(head)
    form = {"organisation": str(assembly.organisations["Hamnen"].pk), "who": str(head.pk)}
    client.post(reverse("meetings:annual_delegate_new", args=[assembly.annual.meeting_id]), form)
    assert Accreditation.objects.get().person == head
    assert "Anmäl ert ombud: Årsmöte 2017" not in asked()
    assert "Ni har anmält ombud" in page(client, "annual_delegates", assembly.annual.meeting_id)


def test_a_head_cannot_name_for_another_organisation(assembly, sign_in):
    client = sign_in(assembly.heads["Hamnen"])
    form = {"organisation": str(assembly.organisations["Linden"].pk), "who": "another", "name": "Kuppmakare"}
    answer = client.post(reverse("meetings:annual_delegate_new", args=[assembly.annual.meeting_id]), form)
    assert answer.status_code == 422
    assert not Accreditation.objects.exists()


def test_another_organisations_delegate_cannot_be_taken_back(assembly, sign_in):
    delegate = assembly.name_delegate("Linden")
    answer = sign_in(assembly.heads["Hamnen"]).post(
        reverse("meetings:annual_delegate_withdraw", args=[delegate.pk])
    )
    assert answer.status_code == 404


def test_a_late_motion_is_handed_in_and_marked(assembly, sign_in, stand_on):
    stand_on(dt.date(2017, 2, 20))
    client = sign_in(assembly.heads["Hamnen"])
    address = reverse("meetings:annual_motion_new", args=[assembly.annual.meeting_id])
    assert "Sista dagen var 17 februari." in client.get(address).content.decode()
    form = {
        "organisation": assembly.organisations["Hamnen"].pk, "title": "Barnen", "reasons": "De syns inte.",
        "proposal": "Att räkna dem.",
    }  # fmt: skip
    client.post(address, form)
    assert "Kom för sent" in page(client, "annual_motion", Motion.objects.get().pk)
    other = sign_in(assembly.heads["Linden"])
    assert other.get(reverse("meetings:annual_motion", args=[Motion.objects.get().pk])).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["annual_move", "annual_officers", "annual_notice", "annual_roll", "annual_minutes", "annual_archive"],
)
def test_who_does_not_run_the_meeting_has_no_such_page(assembly, sign_in, name):
    for person in (assembly.heads["Hamnen"], make_person("Bo Styrelse", None, Role.BOARD)):
        address = reverse(f"meetings:{name}", args=[assembly.annual.meeting_id])
        assert sign_in(person).get(address).status_code == 404


def test_an_authoritys_guest_sees_no_annual_meeting(assembly, sign_in):
    guest = sign_in(make_person("Gunilla Gäst", None, Role.AUTHORITY))
    assert guest.get(reverse("meetings:annual_index")).status_code == 404
    assert guest.get(reverse("meetings:annual", args=[assembly.annual.meeting_id])).status_code == 404


# --- at the meeting ---


def test_the_roll_says_how_many_and_changes_with_a_tap(saga, held):
    shown = page(saga, "annual_roll", held.annual.meeting_id)
    assert "3 av 4 röstberättigade" in shown
    saga.post(reverse("meetings:annual_depart", args=[held.delegates["Hamnen"].pk]))
    shown = page(saga, "annual_roll", held.annual.meeting_id)
    assert "2 av 4 röstberättigade" in shown
    assert "Om alla röstar räcker 2 ja" in shown


def test_the_roll_of_many_asks_the_database_no_more_often(saga, held):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(saga, "annual_roll", held.annual.meeting_id)
        return len(queries)

    asked()
    few = asked()
    for number in range(10):
        for arrives in (True, False):
            delegate = held.delegates["Hamnen"]
            RollEntry.objects.create(annual=held.annual, accreditation=delegate, arrives=arrives)
        held.name_delegate("Linden", f"Ombud {number}")
    assert asked() == few


def test_a_list_of_many_ballots_asks_the_database_no_more_often(saga, held):
    def declared(method: str) -> None:
        ballot = held.open_question("Att bifalla", method)
        verb = ballots.close_ballot if method == Method.NAMED else ballots.record_counts
        counts = () if method == Method.NAMED else ({"yes": 2, "no": 1},)
        declaring.declare_ballot(held.runner, verb(held.runner, ballot, *counts))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(saga, "annual_ballots", held.annual.meeting_id)
        return len(queries)

    declared(Method.HANDS)
    asked()
    few = asked()
    for method in (Method.HANDS, Method.NAMED) * 4:
        declared(method)
    assert asked() == few


def test_a_second_delegates_vote_is_refused_on_the_page_and_stands_in_the_log(saga, held):
    from sluss.meetings.annual.services import delegates

    second = delegates.name_delegate(held.runner, held.annual, held.organisations["Hamnen"], name="Andra")
    ballot = held.open_question("Att bifalla", Method.NAMED)
    address = reverse("meetings:annual_vote", args=[ballot.pk])
    for delegate, choice in ((held.delegates["Hamnen"], "yes"), (second, "no")):
        form = {"organisation": held.organisations["Hamnen"].pk, "delegate": delegate.pk, "choices": choice}
        answer = saga.post(address, form, follow=True)
    shown = answer.content.decode()
    assert "Organisationen har redan röstat." in shown
    assert "räknas inte: organisationen hade redan röstat" in shown


def test_a_delegate_votes_on_the_own_phone(held, sign_in):
    from sluss.meetings.annual.services import delegates

    head = held.heads["Hamnen"]
    own = delegates.name_delegate(held.runner, held.annual, held.organisations["Hamnen"], person=head)
    ballot = held.open_question("Att bifalla", Method.NAMED)
    client = sign_in(head)
    assert "Att bifalla" in page(client, "annual_own_votes", held.annual.meeting_id)
    form = {"organisation": held.organisations["Hamnen"].pk, "delegate": own.pk, "choices": "yes"}
    client.post(reverse("meetings:annual_vote", args=[ballot.pk]), form)
    assert "Har röstat" in page(client, "annual_own_votes", held.annual.meeting_id)
    stranger = sign_in(held.heads["Linden"])
    assert stranger.post(reverse("meetings:annual_vote", args=[ballot.pk]), form).status_code == 404


def test_too_many_hands_are_refused_beside_the_count_and_the_count_stays(saga, held):
    ballot = held.open_question("Att bifalla", Method.HANDS)
    form = {"yes": "3", "no": "2", "abstain": "0"}
    answer = saga.post(reverse("meetings:annual_ballot_record", args=[ballot.pk]), form)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Räkna om." in shown
    assert 'value="3"' in shown


def test_results_can_be_taken_out_as_a_table(saga, held):
    ballot = held.open_question("=1+1", Method.HANDS)
    ballots.record_counts(held.runner, ballot, {"yes": 2, "no": 1})
    declaring.declare_ballot(held.runner, ballot)
    answer = saga.get(reverse("meetings:annual_results", args=[held.annual.meeting_id]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row[1], row[5], row[6]) for row in rows[1:]] == [
        ("'=1+1", "Ja", "2"), ("'=1+1", "Nej", "1"), ("'=1+1", "Avstår", "0"),
    ]  # fmt: skip


# --- the minutes ---


@pytest.fixture
def circulated(held):
    planning.set_officers(held.runner, held.annual, [(Duty.ADJUSTOR, "Jon Justerare", "jon@example.org")])
    planning.close_annual_meeting(held.runner, held.annual)
    adjusting.begin_minutes(held.runner, held.annual)
    adjusting.send_to_adjustors(held.runner, held.annual)
    return held


def test_an_adjustor_without_an_account_signs_by_the_link_and_looking_signs_nothing(circulated, client):
    officer = Officer.objects.get()
    address = reverse("meetings:annual_sign", args=[links.sign(SIGN, officer.pk)])
    before = TrailEntry.objects.count()
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert TrailEntry.objects.count() == before
    text = Minutes.objects.get().text
    answer = client.post(address, {"sha256": text_hash(text)}, follow=True)
    assert "Du har skrivit under protokollet" in answer.content.decode()
    officer.refresh_from_db()
    assert officer.signed_sha256 == text_hash(text)


def test_a_link_made_for_another_use_opens_nothing(circulated, client):
    wrong = links.sign("meetings.answer", Officer.objects.get().pk)
    assert client.get(reverse("meetings:annual_sign", args=[wrong])).status_code == 404


def test_an_adjustor_with_an_account_finds_it_at_home_and_signs(circulated, sign_in, actor):
    jon = make_person("Jon", circulated.organisations["Hamnen"], Role.REPORTER)
    Officer.objects.update(email=jon.email)
    items = [item for item in waiting.items_for(actor(jon))[Part.WAITS] if "skriv under" in str(item.title)]
    assert len(items) == 1
    client = sign_in(jon)
    client.post(items[0].url, {"sha256": text_hash(Minutes.objects.get().text)})
    assert Officer.objects.get().signed_at is not None
    other = sign_in(circulated.heads["Linden"])
    assert other.get(items[0].url).status_code == 404


def test_the_archive_is_a_pdf_for_who_runs_the_meeting(saga, circulated):
    answer = saga.get(reverse("meetings:annual_archive", args=[circulated.annual.meeting_id]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
