"""Sending in a list by the pages, on a phone and on a desk: mapped, looked through, read in."""

import pytest
from playwright.sync_api import Page, expect

from sluss.contacts.models import Contact
from tests.browser import check_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN = """Namn;Vad;Kön;Land;När
Anna;Sexual, Labour & Domestic;K;Dominican;mars 2016
Berit;Labour;K;Rumänien;2017-12
"""


@pytest.fixture
def page_of_lists(transactional_db, return_, reporter, sign_in):
    """Open the page where lists are sent in, signed in."""

    def open_page(page: Page) -> Page:
        session = sign_in(reporter).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.base}])
        page.goto(f"{page.base}/insamling/inrapportering/{return_.pk}/lista/")
        return page

    return open_page


def send(page: Page, content: bytes, name: str = "vår lista.csv") -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Titta igenom listan").click()


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_an_own_list_goes_in_by_what_is_said_of_it(page_of_lists, request, device):
    page = page_of_lists(request.getfixturevalue(device))
    check_accessible(page)
    send(page, OWN.encode())
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad är kolumnerna i din lista?")
    expect(page.get_by_text("Sluss har tömt dem")).to_contain_text("Namn")
    check_accessible(page)
    for heading, question in {"Vad": "forms", "När": "first_contact"}.items():
        page.get_by_label(heading, exact=True).select_option(question)
    page.get_by_label("Personens roll").select_option("directly_exploited")
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_label("Rumänien")).to_have_value("Rumänien")
    expect(page.get_by_label("Sexual, Labour & Domestic")).to_have_value(
        "Sexuellt utnyttjande; Arbete; Arbete i någons hem"
    )
    check_accessible(page)
    page.get_by_label("Dominican").fill("Dominikanska republiken")
    page.get_by_role("button", name="Det stämmer, fortsätt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("En person kan läsas in")
    expect(page.get_by_role("row", name="rad 3")).to_contain_text("E När")
    check_accessible(page)
    page.get_by_label("Läs in de andra, utan raden som inte går att läsa").check()
    page.get_by_role("button", name="Läs in en person").click()
    expect(page.get_by_text("En person är inläst.")).to_be_visible()
    met = Contact.objects.get().answers
    assert (met["forms"], met["citizenship"]) == (["sexual", "labour", "domestic_servitude"], ["DO"])


def test_a_file_too_large_is_told_before_it_is_sent(page_of_lists, desktop, settings):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    page = page_of_lists(desktop)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    send(page, b"a;b\n" * 600_000)
    message = page.locator("input[type=file]").evaluate("input => input.validationMessage")
    assert message.startswith("Filen är större än 1 MB.")
    assert sent == []
