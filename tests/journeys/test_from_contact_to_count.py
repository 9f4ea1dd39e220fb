"""The main job, walked by hand: reported on a phone, asked back, accepted, released, read by the public."""

import pytest
from playwright.sync_api import Page, expect

from sluss.statistics.models import Release, ReleaseState
from tests.browser import check_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def choose(page: Page, name: str, code: str) -> None:
    """Answer one question by touching the whole line of an answer, or by picking from a list."""
    control = page.locator(f'[name="{name}"]')
    if control.first.evaluate("e => e.tagName") == "SELECT":
        control.select_option(code)
        return
    answer = page.locator(f'[name="{name}"][value="{code}"]')
    closed = page.locator("details:not([open])", has=answer)
    if closed.count():
        closed.last.locator("summary").first.click()
    answer.check()


def fill_person(page: Page, year: int, *, child: bool = False) -> None:
    """Answer what is needed, step by step, looking at each page with axe."""
    page.locator('[name="first_contact"]').fill(f"{year}-05")
    check_accessible(page)
    page.get_by_role("button", name="Fortsätt").click()
    choose(page, "sex", "female")
    choose(page, "age", "age_7_12" if child else "age_24_26")
    page.locator('[name="citizenship"]').first.fill("Nigeria")
    check_accessible(page)
    page.get_by_role("button", name="Fortsätt").click()
    if not child:
        choose(page, "forms", "sexual")
        check_accessible(page)
        page.get_by_role("button", name="Fortsätt").click()
        choose(page, "police_report", "no")
        check_accessible(page)
        page.get_by_role("button", name="Fortsätt").click()
    check_accessible(page)
    page.get_by_role("button", name="Klar").click()


def test_a_person_with_two_children_from_the_phone_to_the_public_page(phone, desktop, coalition, enter):
    year = coalition.round.period_start.year
    address = f"{phone.base}/insamling/inrapportering/{coalition.own_return.pk}/"

    phone.set_default_timeout(5000)
    # a reporter, on a phone
    enter(phone, coalition.reporter)
    check_accessible(phone)
    phone.goto(address)
    check_accessible(phone)
    phone.get_by_role("link", name="Lägg till en person").first.click()
    check_accessible(phone)
    phone.get_by_role("button", name="Direkt utsatt").click()
    fill_person(phone, year)
    check_accessible(phone)
    for _ in range(2):
        phone.goto(address)
        phone.get_by_role("link", name=f"Person {year % 100}-1", exact=True).click()
        check_accessible(phone)
        phone.get_by_role("link", name="Lägg till ett barn eller en anhörig").click()
        check_accessible(phone)
        phone.get_by_role("button", name="Medföljande barn").click()
        fill_person(phone, year, child=True)
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("3 personer")
    check_accessible(phone)
    phone.get_by_role("button", name="Lämna in 3 personer").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("3")
    check_accessible(phone)

    # the coordinator asks back
    enter(desktop, coalition.coordinator)
    check_accessible(desktop)
    desktop.goto(f"{desktop.base}/insamling/{coalition.round.pk}/")
    expect(desktop.get_by_role("heading", level=1)).to_contain_text("Alla 5 har svarat")
    check_accessible(desktop)
    review = f"{desktop.base}/insamling/inrapportering/{coalition.own_return.pk}/granska/"
    desktop.goto(review)
    check_accessible(desktop)
    desktop.goto(f"{desktop.base}/insamling/inrapportering/{coalition.own_return.pk}/fraga/")
    check_accessible(desktop)
    desktop.locator("[name=question]").fill("Har båda barnen följt med hela tiden?")
    desktop.locator("main form button").first.click()

    # the reporter answers
    phone.goto(address)
    check_accessible(phone)
    phone.get_by_role("button", name="Stämmer").first.click()

    # the coordinator accepts and releases
    desktop.goto(review)
    desktop.get_by_role("button", name="Godkänn").click()
    desktop.goto(f"{desktop.base}/statistik/arbete/")
    check_accessible(desktop)
    desktop.goto(f"{desktop.base}/statistik/arbete/frys/{coalition.round.pk}/")
    check_accessible(desktop)
    desktop.locator("main form button.btn").first.click()
    check_accessible(desktop)
    desktop.locator("main").get_by_role("button", name="Kontrollera").click()
    to_publish = desktop.locator("main").get_by_role("link", name="Publicera")
    expect(to_publish).to_be_visible(timeout=60_000)
    check_accessible(desktop)
    to_publish.click()
    check_accessible(desktop)
    desktop.locator("main form button.btn").first.click()

    assert Release.objects.get().state == ReleaseState.PUBLISHED

    # everybody reads
    public = desktop.context.browser.new_page(locale="sv-SE")
    public.goto(f"{desktop.base}/statistik/{year}/")
    check_accessible(public)
    expect(public.get_by_role("heading", level=1)).to_contain_text(str(year))
    public.locator("main a[href*='/statistik/']").first.click()
    check_accessible(public)
    public.get_by_role("button", name="In English").click()
    check_accessible(public)
    public.close()
