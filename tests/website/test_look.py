"""Pages as a browser shows them: nothing for axe to find, nothing cut off on the smallest phone, in both languages."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from sluss.trust.actor import Role
from tests.browser import check_accessible
from tests.conftest import make_organisation, make_person

pytestmark = pytest.mark.browser

SMALLEST = {"width": 320, "height": 640}  # WCAG 2.2, 1.4.10: also what 400 % zoom makes of a desktop

PAGES = {
    None: [
        "website:front",
        "website:accessibility",
        "website:parts",
        "account_login",
        "account_reset_password",
    ],
    "reporter": ["website:home", "people:account", "mfa_index", "usersessions_list", "mfa_activate_totp"],
    "lead": ["website:home", "coalition:colleagues", "coalition:trail"],
    "coordinator": ["website:home", "website:search", "coalition:deputies", "coalition:organisations"],
    "auditor": ["website:home", "coalition:trail"],
    "administrator": [
        "coalition:organisations",
        "coalition:accounts",
        "coalition:member_new",
        "coalition:appointment_new",
    ],
}


@pytest.fixture
def people(transactional_db, friday):
    organisation = make_organisation("Fyrtornet")
    inside = {
        "reporter": make_person("Rut Rapportör", organisation, Role.REPORTER),
        "lead": make_person("Lena Ledare", organisation, Role.LEAD),
    }
    above = {
        role.value: make_person(f"Person {role}", None, role)
        for role in (Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR)
    }
    return inside | above


def enter(page: Page, client) -> None:
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.base}]
    )


def in_language(page: Page, language: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.base}])


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("who", PAGES)
def test_pages_are_accessible_and_nothing_is_cut_off(who, language, phone, people, sign_in):
    in_language(phone, language)
    if who is not None:
        enter(phone, sign_in(people[who]))
    phone.set_viewport_size(SMALLEST)
    for name in PAGES[who]:
        phone.goto(f"{phone.base}{reverse(name)}")
        assert phone.locator("html").get_attribute("lang") == language
        assert phone.locator("h1").count() == 1
        sideways = phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert sideways <= 0, f"{name} is {sideways} px too wide"
        check_accessible(phone)


def test_who_uses_a_keyboard_skips_to_the_content(desktop, people, sign_in):
    enter(desktop, sign_in(people["lead"]))
    desktop.goto(f"{desktop.base}/hem/")
    desktop.keyboard.press("Tab")
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "content"


def test_a_form_with_faults_leads_to_the_first_of_them(phone, people, sign_in):
    enter(phone, sign_in(people["administrator"]))
    phone.goto(f"{phone.base}/organisationer/ny/")
    phone.locator("main").get_by_role("button").click()
    assert phone.evaluate("document.activeElement.id") == "error-summary"
    phone.locator("#error-summary a").first.click()
    assert phone.evaluate("document.activeElement.name") == "name"
    check_accessible(phone)


def test_rooms_that_do_not_fit_on_a_phone_are_behind_more(phone, people, sign_in):
    enter(phone, sign_in(people["coordinator"]))
    phone.goto(f"{phone.base}/hem/")
    more = phone.locator("nav.below details")
    hidden = more.get_by_role("link", name="Ersättare")
    assert not hidden.is_visible()
    more.locator("summary").click()
    check_accessible(phone)
    hidden.click()
    phone.wait_for_url("**/organisationer/ersattare/")
