"""The calendar in a real browser: a date put in from a phone, and the year for who can't see or point."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from sluss.agenda import services
from sluss.agenda.dates import Precision, VagueDate
from sluss.agenda.models import Deadline
from tests.agenda.conftest import keep
from tests.browser import check_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(page: Page, person, sign_in) -> Page:
    session = sign_in(person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.base}])  # type: ignore[attr-defined]
    return page


def test_a_date_is_put_in_from_a_phone_and_stands_in_the_year(phone, saga, coordinator, sign_in):
    page = signed_in(phone, coordinator, sign_in)
    page.goto(f"{page.base}/kalender/datum/nytt/")
    check_accessible(page)
    page.get_by_label("Vad ska göras?").fill("Komplettering till GRETA")
    when = page.get_by_role("group", name="När senast?")
    when.get_by_label("Dag").fill("31")
    when.get_by_label("Månad eller termin").select_option(label="april")
    when.get_by_label("År").fill("2017")
    page.get_by_role("button", name="Lägg in").click()
    expect(page.get_by_role("alert")).to_contain_text("Det finns ingen 31 april 2017: månaden har 30 dagar.")
    when.get_by_label("Dag").fill("10")
    page.get_by_role("button", name="Lägg in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Komplettering till GRETA")
    check_accessible(page)
    assert Deadline.objects.get().date == dt.date(2017, 4, 10)
    page.goto(f"{page.base}/kalender/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Härnäst: Komplettering till GRETA")
    assert page.locator(".wheel.narrow").is_visible()
    assert not page.locator(".wheel.wide").is_visible()
    list_top, wheel_top = (page.locator(where).bounding_box()["y"] for where in (".the-list", ".the-wheel"))
    assert list_top < wheel_top
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_desk_the_wheel_is_as_large_as_the_page_allows(desktop, saga, coordinator, sign_in):
    page = signed_in(desktop, coordinator, sign_in)
    keep(saga, "Kallelse", dt.date(2017, 3, 10), kind="statutory")
    page.goto(f"{page.base}/kalender/2017/")
    assert page.locator(".wheel.wide").bounding_box()["height"] > 500


def test_the_calendars_pages_are_accessible_in_light_and_dark(desktop, saga, coordinator, sign_in):
    page = signed_in(desktop, coordinator, sign_in)
    keep(saga, "Kallelse", dt.date(2017, 3, 10), kind="statutory", owner=coordinator)
    keep(
        saga,
        "Workshop om asyl, Dublin och kvinnor från tredje land med talare från Norden",
        dt.date(2017, 5, 19),
    )
    keep(saga, "OSCE", when=VagueDate(dt.date(2017, 6, 30), Precision.MONTH), kind="external", tentative=True)
    services.meet_deadline(saga, keep(saga, "Remissvar", dt.date(2017, 2, 23), kind="funder"))
    services.give_task(saga, title="Boka lokal", owner=coordinator, due=dt.date(2017, 3, 1))
    for path in ("", "lista/", "uppgifter/", "prenumerera/"):
        page.goto(f"{page.base}/kalender/{path}")
        check_accessible(page)
    page.goto(f"{page.base}/kalender/")
    expect(page.locator(".wheel.wide").get_by_role("link", name="10 mars: Kallelse")).to_be_visible()
    page.locator(".wheel.wide").get_by_text("Kallelse", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kallelse")
