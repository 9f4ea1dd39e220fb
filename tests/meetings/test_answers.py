"""Who is invited answers by a signed link, on a phone, without an account; places and the queue follow."""

import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from sluss.meetings import places
from sluss.meetings.models import Answer, Invitation, Meeting, MeetingState, Standing
from sluss.meetings.occasions import ANSWER, answer_link
from sluss.meetings.services import answering, inviting
from sluss.meetings.services.answering import Said
from sluss.meetings.services.meetings import (
    cancel_meeting,
    change_meeting,
    close_meeting,
    hold_meeting,
)
from sluss.meetings.services.waiting_list import pass_on_lapsed_offers
from sluss.trust import links
from sluss.trust.actor import SYSTEM
from sluss.trust.letters import deliver_waiting
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed
from tests.meetings.conftest import invite, make_meeting

MARCH_17 = dt.date(2017, 3, 17)


@pytest.fixture
def meeting(friday) -> Meeting:
    return make_meeting(
        date=MARCH_17, state=MeetingState.INVITED, capacity=2, venue="Dörr 4, ring på", online_link="https://video.example/x",
        title="Barn i riskzon",
    )  # fmt: skip


@pytest.fixture
def guests(meeting) -> list[Invitation]:
    names = ("Anna Berg", "Bo Dahl", "Cilla Ek", "David Fors")
    return [invite(meeting, name, answer=Answer.NONE) for name in names]


def address(invitation: Invitation) -> str:
    return answer_link(invitation).removeprefix("http://localhost:8000")


def press(invitation: Invitation, answer: str) -> str:
    """Press a button of the page as somebody without an account; the page after it."""
    page = Client().post(address(invitation), {"answer": answer}, follow=True)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def standing(invitation: Invitation) -> Standing:
    invitation.refresh_from_db()
    return invitation.standing


def everything() -> tuple[list, list, int]:
    """All that an answer could change."""
    return list(Invitation.objects.values()), list(Meeting.objects.values()), TrailEntry.objects.count()


class TestAnswering:
    def test_a_guest_without_an_account_says_yes_and_gets_the_way_in(self, meeting, guests):
        page = Client().get(address(guests[0])).content.decode()
        assert "Kommer du?" in page
        assert "Dörr 4" not in page
        after = press(guests[0], "yes")
        deliver_waiting.call()
        assert "Du har en plats" in after
        assert "Dörr 4" in after
        assert [letter.subject for letter in mail.outbox] == [
            "Du har en plats: Barn i riskzon, 17 mars 13.00"
        ]
        assert "Dörr 4, ring på" in mail.outbox[0].body

    @pytest.mark.parametrize("answer", ["no", "maybe"])
    def test_the_way_in_isnt_told_to_who_doesnt_come(self, guests, answer):
        assert "Dörr 4" not in press(guests[0], answer)

    def test_the_link_to_the_video_is_for_who_joins_by_video_and_the_door_isnt(self, guests):
        page = press(guests[0], "remote")
        assert "Du är med på video" in page
        assert "https://video.example/x" in page
        assert "Dörr 4" not in page

    def test_an_answer_is_changed_later(self, guests):
        press(guests[0], "yes")
        assert "Du kommer inte" in press(guests[0], "no")
        assert standing(guests[0]) == Standing.NO

    def test_a_substitute_and_what_is_needed_are_said_after_the_answer(self, guests):
        press(guests[0], "yes")
        told = {"details": "1", "substitute": "Eva Gran", "needs": "Teckenspråkstolk"}
        page = Client().post(address(guests[0]), told, follow=True).content.decode()
        assert "Eva Gran kommer i ditt ställe" in page
        guests[0].refresh_from_db()
        assert (guests[0].answer, guests[0].needs) == (Answer.YES, "Teckenspråkstolk")

    def test_what_was_needed_is_forgotten_when_the_meeting_is_closed(
        self, meeting, guests, stand_on, coordinator, actor
    ):
        guests[0].needs = "Glutenfritt"
        guests[0].save()
        stand_on(MARCH_17)
        hold_meeting(actor(coordinator), meeting)
        close_meeting(actor(coordinator), meeting)
        guests[0].refresh_from_db()
        assert guests[0].needs == ""

    def test_the_page_speaks_the_language_of_the_letter(self, guests):
        guests[0].language = "en"
        guests[0].save()
        assert "Are you coming?" in Client(HTTP_ACCEPT_LANGUAGE="sv").get(address(guests[0])).content.decode()

    def test_a_forged_link_leads_nowhere(self, guests):
        link = address(guests[0])
        assert Client().get(link[:-3] + "xx/").status_code == 404
        assert Client().post("/moten/svar/nonsense/", {"answer": "yes"}).status_code == 404
        with pytest.raises(NotAllowed):
            answering.answer_by_link("nonsense", Said(Answer.YES))

    def test_a_scanner_that_opens_every_link_changes_nothing(self, guests):
        links = [address(guest) for guest in guests]
        before = everything()
        for link in links:
            for method in ("get", "head", "options"):
                getattr(Client(), method)(link)
                getattr(Client(), method)(f"{link}mote.ics")
                getattr(Client(), method)(f"{link}?answer=yes")
        assert everything() == before

    def test_a_cancelled_meeting_takes_no_answer_and_says_so(self, meeting, guests, coordinator, actor):
        cancel_meeting(actor(coordinator), meeting, reason="För få kan")
        page = press(guests[0], "yes")
        assert "Mötet är inställt" in page
        assert "För få kan" in page
        assert standing(guests[0]) == Standing.OPEN

    def test_a_meeting_that_has_been_takes_no_answer(self, guests, stand_on):
        stand_on(dt.date(2017, 3, 18))
        assert "Mötet har varit" in press(guests[0], "yes")
        assert standing(guests[0]) == Standing.OPEN

    def test_somebody_else_isnt_answered_for(self, guests, reporter, actor):
        with pytest.raises(NotAllowed):
            answering.answer_invitation(actor(reporter), guests[0], Said(Answer.YES))

    def test_the_coordinator_notes_an_answer_given_by_telephone(self, guests, coordinator, sign_in):
        sign_in(coordinator).post(f"/moten/inbjudan/{guests[0].pk}/", {"answer": "yes"})
        assert standing(guests[0]) == Standing.COMES

    def test_who_has_an_account_answers_on_the_page_of_the_meeting(self, meeting, reporter, sign_in):
        own = invite(meeting, "Rut", person=reporter, answer=Answer.NONE)
        client = sign_in(reporter)
        assert "Kommer du?" in client.get(f"/moten/{meeting.pk}/").content.decode()
        client.post(f"/moten/{meeting.pk}/svara/", {"answer": "yes"})
        page = client.get(f"/moten/{meeting.pk}/").content.decode()
        assert "Du har en plats" in page
        assert "Dörr 4" in page
        assert standing(own) == Standing.COMES

    def test_who_isnt_invited_has_nothing_to_answer(self, meeting, reporter, sign_in):
        assert sign_in(reporter).post(f"/moten/{meeting.pk}/svara/", {"answer": "yes"}).status_code == 404

    def test_the_trail_keeps_no_name_of_a_guest(self, guests):
        press(guests[0], "yes")
        line = TrailEntry.objects.get(verb="answer invitation")
        assert (line.actor_name, line.detail) == ("", {"answer": "yes"})


class TestTheQueue:
    def test_beyond_the_places_there_is_a_waiting_list(self, guests):
        pages = [press(guest, "yes") for guest in guests]
        assert "Du har en plats" in pages[1]
        assert "Du står på väntelistan, plats 1" in pages[2]
        assert "Du står på väntelistan, plats 2" in pages[3]
        assert "Dörr 4" not in pages[3]

    def test_who_joins_by_video_takes_no_place(self, guests):
        for guest in guests[:2]:
            press(guest, "remote")
        assert [press(guest, "yes") and standing(guest) for guest in guests[2:]] == [
            Standing.COMES,
            Standing.COMES,
        ]

    def test_when_somebody_leaves_the_first_is_offered_the_place_by_letter(self, guests):
        for guest in guests:
            press(guest, "yes")
        press(guests[0], "no")
        deliver_waiting.call()
        assert [standing(guest) for guest in guests] == [
            Standing.NO,
            Standing.COMES,
            Standing.OFFERED,
            Standing.QUEUES,
        ]
        offers = [letter for letter in mail.outbox if letter.to == ["cilla@gast.example"]]
        assert [letter.subject for letter in offers] == ["En plats är ledig: Barn i riskzon, 17 mars 13.00"]
        assert "Vi håller den till 11 mars" in offers[0].body
        assert "Du står på väntelistan, plats 1" in Client().get(address(guests[3])).content.decode()

    def test_an_offered_place_is_taken_by_saying_yes(self, guests):
        for guest in guests[:3]:
            press(guest, "yes")
        press(guests[0], "no")
        assert "Du har en plats" in press(guests[2], "yes")

    def test_an_offered_place_that_is_left_goes_to_the_next(self, guests):
        for guest in guests:
            press(guest, "yes")
        press(guests[0], "no")
        press(guests[2], "no")
        assert standing(guests[3]) == Standing.OFFERED

    def test_after_a_day_without_an_answer_the_place_goes_to_the_next(self, guests, stand_on):
        for guest in guests:
            press(guest, "yes")
        press(guests[0], "no")
        assert pass_on_lapsed_offers(SYSTEM) == 0
        stand_on(dt.date(2017, 3, 12))
        assert pass_on_lapsed_offers(SYSTEM) == 1
        assert [standing(guest) for guest in guests[2:]] == [Standing.OPEN, Standing.OFFERED]
        assert pass_on_lapsed_offers(SYSTEM) == 0
        assert "Platsen gick till nästa" in Client().get(address(guests[2])).content.decode()

    def test_a_place_that_nobody_else_waits_for_stays_offered(self, guests, stand_on):
        for guest in guests[:3]:
            press(guest, "yes")
        press(guests[0], "no")
        stand_on(dt.date(2017, 3, 13))
        assert pass_on_lapsed_offers(SYSTEM) == 0
        assert standing(guests[2]) == Standing.OFFERED

    def test_who_joins_by_video_instead_leaves_the_place_to_the_next(self, guests):
        for guest in guests[:3]:
            press(guest, "yes")
        press(guests[0], "remote")
        assert [standing(guest) for guest in guests[:3]] == [
            Standing.REMOTE,
            Standing.COMES,
            Standing.OFFERED,
        ]

    def test_who_leaves_the_waiting_list_has_left_it(self, guests):
        for guest in guests[:3]:
            press(guest, "yes")
        assert "Du kommer inte" in press(guests[2], "no")
        press(guests[0], "no")
        assert standing(guests[2]) == Standing.NO

    def test_more_places_are_offered_at_once(self, meeting, guests, coordinator, actor):
        for guest in guests:
            press(guest, "yes")
        change_meeting(actor(coordinator), meeting, capacity=3)
        assert [standing(guest) for guest in guests[2:]] == [Standing.OFFERED, Standing.QUEUES]

    def test_a_withdrawn_invitation_gives_its_place_to_the_next(self, guests, coordinator, actor):
        for guest in guests[:3]:
            press(guest, "yes")
        inviting.withdraw_invitation(actor(coordinator), guests[0])
        assert standing(guests[2]) == Standing.OFFERED
        assert "Du är inte längre inbjuden" in press(guests[0], "yes")


@given(capacity=some.integers(0, 8) | some.none(), taken=some.integers(0, 12), queue=some.integers(0, 12))
def test_no_more_places_are_offered_than_there_are_and_the_first_come_first(capacity, taken, queue):
    waiting = list(range(queue))
    offered = list(places.next_offers(capacity, taken, waiting))
    assert offered == waiting[: len(offered)]
    if capacity is None:
        assert offered == waiting
    else:
        assert len(offered) == min(queue, max(0, capacity - taken))


def test_a_place_is_held_a_day_but_never_beyond_the_beginning():
    noon = dt.datetime(2017, 3, 16, 12, tzinfo=dt.UTC)
    assert places.held_until(noon, None) == noon + dt.timedelta(days=1)
    assert places.held_until(noon, noon + dt.timedelta(hours=3)) == noon + dt.timedelta(hours=3)


def test_places_hold_whatever_is_answered_in_whatever_order(meeting, guests):
    """A hundred answers drawn from a seed: never more in the room than places, nobody overtaken."""
    draw = random.Random(5)
    for _ in range(100):
        guest = draw.choice(guests)
        said = Said(draw.choice([Answer.YES, Answer.MAYBE, Answer.NO]), remote=draw.random() < 0.2)
        answering.answer_by_link(address(guest).split("/")[3], said)
        taken = meeting.invitations.taking_a_place().count()
        assert taken <= 2
        assert taken == 2 or not meeting.invitations.queueing().exists()


def test_many_who_say_yes_at_the_same_moment_get_no_more_places_than_there_are(transactional_db):
    day = dt.date(2117, 3, 17)
    meeting = make_meeting(date=day, state=MeetingState.INVITED, capacity=3)
    guests = [invite(meeting, f"Gäst{number} Gran", answer=Answer.NONE) for number in range(8)]
    tokens = [links.sign(ANSWER, guest.pk) for guest in guests]

    def say_yes(token: str) -> None:
        answering.answer_by_link(token, Said(Answer.YES))
        connection.close()

    with ThreadPoolExecutor(8) as at_once:
        list(at_once.map(say_yes, tokens))
    standings = sorted(standing(guest) for guest in guests)
    assert standings == [Standing.COMES] * 3 + [Standing.QUEUES] * 5


def test_the_link_of_an_invitation_taken_back_tells_nothing_more_of_the_meeting(
    meeting, guests, coordinator, actor
):
    saga = actor(coordinator)
    inviting.withdraw_invitation(saga, guests[0])
    Meeting.objects.filter(pk=meeting.pk).update(
        title="Ny titel", text="Nytt om mötet", place="Gävle", theme="Temat"
    )
    page = Client().get(address(guests[0]))
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Du är inte längre inbjuden" in shown
    assert [word for word in ("Ny titel", "Nytt om", "Gävle", "Temat", "Dörr 4") if word in shown] == []
    cancel_meeting(saga, meeting, reason="Ordföranden är sjuk")
    assert "sjuk" not in Client().get(address(guests[0])).content.decode()
