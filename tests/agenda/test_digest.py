"""The weekly letter: each week once, to who wants it; left with one click, and never by a scanner."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_tasks import default_task_backend

from sluss.agenda import services
from sluss.agenda.models import DigestChoice
from sluss.coalition.models import Affiliation
from sluss.coalition.selectors import actor_for
from sluss.people.models import Person
from sluss.trust import letters
from sluss.trust.actor import SYSTEM, Role
from sluss.trust.models import Letter
from tests.agenda.conftest import keep

MONDAY = dt.date(2017, 3, 13)


@pytest.fixture
def clockwork(stand_on, django_capture_on_commit_callbacks):
    def run(day: dt.date) -> list[str]:
        stand_on(day)
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            call_command("remind", verbosity=0)
        return sorted(m.to[0].partition("@")[0] for m in mail.outbox[before:] if "vecka i Sluss" in m.subject)

    return run


def test_each_week_once_on_monday_to_each_who_wants_it(saga, coordinator, member, clockwork):
    keep(saga, "Rättsprocessen", dt.date(2017, 3, 17), ladder=[])
    assert clockwork(dt.date(2017, 3, 12)) == []
    assert clockwork(MONDAY) == ["mio.medlem", "saga.samordnare"]
    assert clockwork(MONDAY) == []
    assert clockwork(dt.date(2017, 3, 14)) == []


def test_a_monday_of_standstill_is_made_up_for_until_wednesday(saga, member, clockwork):
    keep(saga, "Rättsprocessen", dt.date(2017, 3, 24), ladder=[])
    assert clockwork(dt.date(2017, 3, 15)) == ["mio.medlem", "saga.samordnare"]
    assert clockwork(dt.date(2017, 3, 23)) == []


def test_it_tells_what_comes_in_two_weeks_and_the_own_tasks_and_nothing_of_others(saga, member, clockwork):
    keep(saga, "Rättsprocessen", dt.date(2017, 3, 17), ladder=[])
    keep(saga, "Långt borta", dt.date(2017, 3, 28), ladder=[])
    keep(saga, "Styrelsens", dt.date(2017, 3, 17), audience="board", ladder=[])
    services.give_task(saga, title="Boka lokal", owner=member)
    clockwork(MONDAY)
    letter = next(m for m in mail.outbox if m.to == [member.email])
    assert letter.subject == "Din vecka i Sluss: 1 datum, 1 uppgift"
    for body in (letter.body, letter.alternatives[0].content):
        shown = [
            title for title in ("Rättsprocessen", "Boka lokal", "Långt borta", "Styrelsens") if title in body
        ]
        assert shown == ["Rättsprocessen", "Boka lokal"]
    assert "&" not in letter.body


def test_where_there_is_nothing_to_tell_nothing_is_sent(saga, member, clockwork):
    assert clockwork(MONDAY) == []


def test_who_has_said_no_gets_none(saga, member, clockwork):
    keep(saga, "Rättsprocessen", dt.date(2017, 3, 17), ladder=[])
    services.choose_digest(actor_for(member), weekly=False)
    assert clockwork(MONDAY) == ["saga.samordnare"]


def test_the_page_says_no_and_yes_again(saga, member, sign_in):
    client = sign_in(member)
    client.post(reverse("agenda:digest_choose"), {"weekly": "0"})
    assert "Du har tackat nej till veckobrevet." in client.get(reverse("agenda:feeds")).content.decode()
    client.post(reverse("agenda:digest_choose"), {"weekly": "1"})
    assert DigestChoice.objects.get().weekly


# leaving the list


@pytest.fixture
def letter(saga, member, clockwork):
    keep(saga, "Rättsprocessen", dt.date(2017, 3, 17), ladder=[])
    clockwork(MONDAY)
    return next(m for m in mail.outbox if m.to == [member.email])


@pytest.fixture
def address(letter) -> str:
    return re.match(r"<https?://[^/]+(/[^>]+)>", letter.extra_headers["List-Unsubscribe"]).group(1)


def still_wanted() -> bool:
    return not DigestChoice.objects.filter(weekly=False).exists()


def test_the_letter_says_how_its_list_is_left(letter):
    """RFC 2919, 2369, 8058."""
    headers = letter.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"Sluss <digest\.[\w.-]+>", headers["List-Id"])
    assert headers["List-Unsubscribe"].startswith("<http")


def test_a_scanner_that_opens_every_link_changes_nothing(letter, address):
    client = Client()
    for url in {address, *re.findall(r"https?://[^/\s]+(/\S+)", letter.body)}:
        client.get(url)
        client.head(url)
    assert still_wanted()


def test_one_click_of_the_mail_program_leaves_the_list_without_session_or_token(address):
    program = Client(enforce_csrf_checks=True)
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not still_wanted()
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_a_person_who_opens_the_link_is_asked_and_the_button_leaves(address):
    page = Client().get(address).content.decode()
    assert "Ska veckobrevet sluta komma?" in page
    answer = Client(enforce_csrf_checks=True).post(address)
    assert "Du får inte längre veckobrevet" in answer.content.decode()
    assert not still_wanted()


def test_a_forged_link_leaves_nobodys_list(member):
    assert Client().post(reverse("agenda:unsubscribe", args=["forged"])).status_code == 404
    assert still_wanted()


def people(number: int, organisation) -> None:
    made = Person.objects.bulk_create(
        Person(email=f"p{n}@example.org", name=f"Person {n}", password="!") for n in range(number)
    )
    Affiliation.objects.bulk_create(
        Affiliation(person=person, organisation=organisation, role=Role.REPORTER, starts=dt.date(2013, 1, 1))
        for person in made
    )


def test_five_hundred_people_hold_no_request(
    saga, organisation, stand_on, settings, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    """Who asks only queues: a few questions to the database, no letter composed, the worker woken once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    people(500, organisation)
    stand_on(MONDAY)
    with django_capture_on_commit_callbacks(execute=True), django_assert_max_num_queries(12):
        assert services.send_digests(SYSTEM) == 501
    assert mail.outbox == []
    assert Letter.objects.filter(kind="agenda.digest", marked_at=None).count() == 501
    assert len(default_task_backend.results) == 1
    assert services.send_digests(SYSTEM) == 0


def test_the_worker_sends_each_once_and_a_second_worker_none(saga, organisation, stand_on, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    people(20, organisation)
    keep(saga, "Rättsprocessen", dt.date(2017, 3, 17), ladder=[])
    stand_on(MONDAY)
    services.send_digests(SYSTEM)
    letters.deliver_waiting.call()
    letters.deliver_waiting.call()
    assert len({m.to[0] for m in mail.outbox}) == len(mail.outbox) == 21


def test_who_changes_address_in_the_week_gets_no_second_letter(saga, member, clockwork):
    keep(saga, "Rättsprocessen", dt.date(2017, 3, 17), ladder=[])
    clockwork(MONDAY)
    member.email = "ny@example.org"
    member.save()
    assert clockwork(dt.date(2017, 3, 14)) == []
