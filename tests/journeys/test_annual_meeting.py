"""The annual meeting, walked by hand: the day picked, called, held, voted, elected, and its minutes adjusted."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from sluss.coalition.models import Group, GroupKind, Organisation, Seat
from sluss.meetings.models import Minutes, MinutesState
from sluss.people.models import Person
from sluss.trust.actor import Role
from tests.browser import check_accessible
from tests.conftest import make_organisation, make_person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIGN = re.compile(r"http://localhost:8000(/moten/arsmote/justera/\S+/)")


@pytest.fixture
def saga(transactional_db) -> Person:
    """Two organisations with a head each, a board without members, and who coordinates."""
    for name in ("Fyrtornet", "Hamnen"):
        make_person(f"Lena {name}", make_organisation(name), Role.LEAD)
    Group.objects.create(name="Styrelsen", kind=GroupKind.BOARD, starts=dt.date(2013, 1, 1))
    return make_person("Saga Samordnare", None, Role.COORDINATOR)


@pytest.fixture
def enter(live_server, sign_in) -> Callable[[Page, Person], None]:
    """Signed in past the second factor; the sign-in itself is walked in another journey."""

    def carry(page: Page, person: Person) -> None:
        session = sign_in(person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return carry


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def choose(page: Page, line: str) -> None:
    """Touch the whole line of an answer."""
    page.locator("main label.opt", has_text=line).click()


def test_from_the_day_picked_to_the_adjusted_minutes(desktop: Page, phone: Page, saga, enter, stand_on):
    desktop.set_default_timeout(5000)
    heading = desktop.get_by_role("heading", level=1)
    stand_on(dt.date(2017, 1, 10))
    enter(desktop, saga)

    # the day: what follows from it stands before it is saved
    desktop.goto(f"{desktop.base}/moten/arsmote/nytt/")
    desktop.get_by_label("Dag").fill("2017-03-31")
    desktop.get_by_label("Tid").fill("13.00")
    press(desktop, "Visa dagarna")
    check_accessible(desktop)
    expect(desktop.locator(".ladder > li", has_text="Kallelsen går ut")).to_contain_text("10 mars")
    press(desktop, "Spara dagen")
    check_accessible(desktop)
    meeting = re.search(r"/arsmote/(\d+)/", desktop.url)[1]
    there = f"{desktop.base}/moten/arsmote/{meeting}"

    # the notice, a day late
    stand_on(dt.date(2017, 3, 11))
    desktop.goto(f"{there}/kallelse/")
    press(desktop, "Skriv kallelsen")
    check_accessible(desktop)
    press(desktop, "Spara och se vilka den går till")
    expect(heading).to_have_text("Den går till 2 personer")
    expect(desktop.locator("main")).to_contain_text("den är 1 dag sen")
    check_accessible(desktop)
    desktop.get_by_label("Varför går den nu?").fill("Sekreteraren var sjuk.")
    press(desktop, "Skicka kallelsen")
    expect(heading).to_have_text("Kallelsen har gått till 2 av 2")
    check_accessible(desktop)

    # a head names a delegate on the phone
    head = Person.objects.get(name="Lena Hamnen")
    phone.set_default_timeout(5000)
    enter(phone, head)
    phone.goto(f"{there}/ombud/nytt/")
    choose(phone, "Lena Hamnen")
    check_accessible(phone)
    press(phone, "Anmäl ombudet")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ni har anmält ombud")

    # somebody is nominated, the other delegate is noted at the door, the meeting is opened
    stand_on(dt.date(2017, 3, 31))
    desktop.goto(f"{there}/nomineringar/ny/")
    desktop.get_by_label("Till vilken plats?").select_option("chair")
    desktop.get_by_label("Vem?").fill("Karin Ek")
    desktop.get_by_label("E-post").fill("karin@gast.example")
    check_accessible(desktop)
    press(desktop, "Nominera")
    desktop.goto(f"{there}/uppdrag/")
    desktop.get_by_label("Mötesordförande", exact=True).fill("Olle Öst")
    desktop.get_by_label("E-post till mötesordförande").fill("olle@gast.example")
    check_accessible(desktop)
    press(desktop, "Spara")
    fyrtornet = Organisation.objects.get(name="Fyrtornet")
    desktop.goto(f"{there}/ombud/nytt/?organisation={fyrtornet.pk}")
    choose(desktop, "Lena Fyrtornet")
    press(desktop, "Anmäl ombudet")
    desktop.goto(f"{there}/rostlangd/")
    press(desktop, "Lena Hamnen kommer")
    press(desktop, "Lena Fyrtornet kommer")
    expect(heading).to_have_text("2 av 2 röstberättigade är här")
    press(desktop, "Öppna mötet")
    check_accessible(desktop)

    # a ballot named by organisation: one is noted, one is cast on the phone
    desktop.goto(f"{there}/omrostningar/fraga/")
    desktop.get_by_label("Vad gäller omröstningen?").fill("Att bilda föreningen")
    choose(desktop, "Namngivet per organisation")
    check_accessible(desktop)
    press(desktop, "Förbered omröstningen")
    press(desktop, "Öppna omröstningen")
    check_accessible(desktop)
    press(desktop, "Fyrtornet: Ja")
    phone.goto(f"{there}/rosta/")
    check_accessible(phone)
    press(phone, "Hamnen: Ja")
    expect(phone.get_by_text("Har röstat")).to_be_visible()
    press(desktop, "Stäng omröstningen")
    expect(desktop.locator(".result")).to_contain_text("2 ja, 0 nej, 0 avstår.")
    press(desktop, "Tillkännage resultatet")
    expect(desktop.locator("main")).to_contain_text("Beslut 2017:1: Att bilda föreningen")
    check_accessible(desktop)

    # an election by acclamation
    desktop.goto(f"{there}/omrostningar/val/")
    choose(desktop, "Ordförande, Styrelsen: Karin Ek")
    press(desktop, "Förbered omröstningen")
    press(desktop, "Öppna omröstningen")
    desktop.get_by_label("Karin Ek").check()
    press(desktop, "Anteckna och stäng")
    press(desktop, "Tillkännage resultatet")
    desktop.goto(f"{there}/rostlangd/")
    press(desktop, "Avsluta mötet")
    assert Seat.objects.get().person.name == "Karin Ek"

    # the minutes, signed by the link of the letter
    press(desktop, "Börja på protokollet")
    expect(desktop.locator(".letter")).to_contain_text("Skäl: Sekreteraren var sjuk.")
    check_accessible(desktop)
    press(desktop, "Skicka till justerarna")
    letter = next(each for each in mail.outbox if each.to == ["olle@gast.example"])
    desktop.context.clear_cookies()
    desktop.goto(desktop.base + SIGN.search(letter.body)[1])
    check_accessible(desktop)
    press(desktop, "Skriv under protokollet")
    expect(heading).to_have_text("Du har skrivit under protokollet")
    assert Minutes.objects.get().state == MinutesState.ADJUSTED
