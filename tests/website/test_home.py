import datetime as dt

import pytest
from django.utils import translation

from sluss.agenda.models import Deadline
from sluss.coalition.models import Audience
from sluss.trust import waiting
from sluss.trust.actor import Actor
from sluss.trust.waiting import Item, Part
from sluss.website.greeting import greeting, headline


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (4, "God kväll."),
        (5, "God morgon."),
        (9, "God morgon."),
        (10, "God dag."),
        (17, "God dag."),
        (18, "God kväll."),
    ],
)
def test_the_greeting_follows_the_time_of_day(hour, said):
    with translation.override("sv"):
        assert greeting(hour) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "Inget väntar på dig."),
        (1, "En sak väntar på dig."),
        (3, "Tre saker väntar på dig."),
        (13, "13 saker väntar på dig."),
    ],
)
def test_how_much_waits_is_said_in_a_sentence(number, said):
    with translation.override("sv"):
        assert headline(number) == said


def test_what_is_due_first_stands_first_and_what_is_new_newest_first(monkeypatch):
    monkeypatch.setattr(waiting, "_tellers", [])
    waiting.register(
        lambda actor: [
            Item(Part.WAITS, "later", when=dt.date(2017, 4, 1)),
            Item(Part.WAITS, "some day"),
            Item(Part.WAITS, "soon", when=dt.date(2017, 3, 11)),
            Item(Part.NEW, "old", when=dt.date(2017, 3, 1)),
            Item(Part.NEW, "fresh", when=dt.date(2017, 3, 9)),
        ]
    )
    items = waiting.items_for(Actor())
    assert [item.title for item in items[Part.WAITS]] == ["soon", "later", "some day"]
    assert [item.title for item in items[Part.NEW]] == ["fresh", "old"]


def test_home_needs_sign_in(client, db):
    assert client.get("/hem/").url == "/konto/login/?next=/hem/"


def test_home_greets_a_reporter_with_the_day(sign_in, reporter):
    page = sign_in(reporter).get("/hem/").content.decode()
    assert "Fredag 10 mars 2017" in page


def test_the_page_changes_language(sign_in, reporter):
    client = sign_in(reporter)
    client.post("/konto/sprak/", {"language": "en", "next": "/hem/"})
    assert "Friday 10 March 2017" in client.get("/hem/").content.decode()


def test_who_has_no_date_in_the_next_weeks_is_told_the_next_one(sign_in, reporter, friday):
    client = sign_in(reporter)
    assert "Inga datum ligger framför dig" in client.get("/hem/").content.decode()
    Deadline.objects.create(
        title="Remissvar till utredningen", date=dt.date(2017, 5, 24), audience=Audience.MEMBERS
    )
    page = " ".join(client.get("/hem/").content.decode().split())
    assert "Inget under de närmaste tre veckorna." in page
    assert "Remissvar till utredningen</a>, 24 maj." in page
    assert '<a href="/kalender/">Hela kalendern</a>' in page
