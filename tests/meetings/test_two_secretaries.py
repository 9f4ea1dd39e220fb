"""Two secretaries, each in a browser of their own, write the same minutes; the editor is for everybody."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from sluss.coalition.selectors import actor_for
from sluss.meetings.models import AgendaItem, Minutes
from sluss.meetings.services.minutes import open_minutes
from tests.browser import DESKTOP, PHONE, check_accessible
from tests.meetings.conftest import invite, make_meeting

pytestmark = pytest.mark.browser


@pytest.fixture
def minutes(transactional_db, coordinator, board) -> Minutes:
    meeting = make_meeting(group=board)
    AgendaItem.objects.create(meeting=meeting, order=1, title="Budget")
    invite(meeting, "Kim Gäst", attended=True)
    return open_minutes(actor_for(coordinator), meeting, text="# Möte\n\nEtt\n\nTvå")


def opened(browser: Browser, live_server, client, size, path: str) -> Page:
    context = browser.new_context(viewport=size, locale="sv-SE", reduced_motion="reduce")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{live_server.url}{path}")
    return page


def test_two_secretaries_write_at_the_same_time_and_both_texts_are_there(
    minutes, coordinator, secretary, sign_in, browser, live_server
):
    path = f"/moten/{minutes.meeting_id}/protokoll/skriv/"
    saga = opened(browser, live_server, sign_in(coordinator), DESKTOP, path)
    stina = opened(browser, live_server, sign_in(secretary), PHONE, path)

    saga.get_by_role("textbox", name="Texten").fill("# Möte\n\nEtt, av Saga\n\nTvå")
    saga.get_by_role("button", name="Spara").click()
    expect(saga.locator("article.written")).to_contain_text("Ett, av Saga")

    stina.get_by_role("textbox", name="Texten").fill("# Möte\n\nEtt\n\nTvå, av Stina")
    stina.get_by_role("button", name="Spara").click()
    expect(stina.get_by_role("heading", name="Saga Samordnare har ändrat protokollet")).to_be_visible()
    expect(stina.get_by_role("textbox", name="Texten")).to_have_value(
        "# Möte\n\nEtt, av Saga\n\nTvå, av Stina"
    )
    check_accessible(stina)
    stina.get_by_role("button", name="Spara").click()
    expect(stina.locator("article.written")).to_contain_text("Två, av Stina")

    minutes.refresh_from_db()
    assert minutes.text == "# Möte\n\nEtt, av Saga\n\nTvå, av Stina"


def test_what_is_written_is_saved_as_one_goes_and_formed_with_the_buttons(
    minutes, coordinator, sign_in, browser, live_server
):
    path = f"/moten/{minutes.meeting_id}/protokoll/skriv/"
    page = opened(browser, live_server, sign_in(coordinator), DESKTOP, path)
    check_accessible(page)
    text = page.get_by_role("textbox", name="Texten")
    text.fill("Viktigt")
    text.select_text()
    page.get_by_role("button", name="Fet").click()
    expect(text).to_have_value("**Viktigt**")
    page.get_by_role("button", name="Visa hur det ser ut").click()
    expect(page.locator("#preview strong")).to_have_text("Viktigt")
    expect(page.locator("#saved")).to_contain_text("Sparat", timeout=9000)
    minutes.refresh_from_db()
    assert (minutes.text, minutes.version) == ("**Viktigt**", 2)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_pages_of_a_meeting_are_for_everybody_and_fit_the_screen(
    minutes, coordinator, sign_in, browser, live_server, size
):
    base = f"/moten/{minutes.meeting_id}"
    page = opened(browser, live_server, sign_in(coordinator), size, f"{base}/narvaro/")
    here = page.get_by_role("button", name=re.compile("På plats.*Kim Gäst"))
    here.click()
    expect(here).to_have_attribute("aria-pressed", "false")
    for part in ("narvaro", "dagordning", "anforanden", "protokoll", "beslut", "utvardering"):
        page.goto(f"{live_server.url}{base}/{part}/")
        check_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], part
