"""A passkey in a real browser, with an authenticator that Chromium plays."""

import pytest
from playwright.sync_api import Page

from sluss.trust.actor import Role
from tests.browser import check_accessible
from tests.conftest import make_organisation, make_person

PASSWORD = "correct horse battery"

pytestmark = pytest.mark.browser


@pytest.fixture
def reporter(transactional_db):
    return make_person("Rut Rapportör", make_organisation("Fyrtornet"), Role.REPORTER)


def with_authenticator(page: Page) -> None:
    """The page's phone has a lock that opens by itself, as a finger on it would."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_reporter_sets_up_a_passkey_at_first_sign_in_and_then_needs_no_password(phone, reporter):
    with_authenticator(phone)
    phone.goto(f"{phone.base}/konto/login/")
    check_accessible(phone)
    phone.get_by_label("E-post").fill(reporter.email)
    phone.get_by_label("Lösenord").fill(PASSWORD)
    phone.get_by_role("button", name="Logga in").click()
    phone.wait_for_url("**/konto/2fa/")
    check_accessible(phone)
    phone.get_by_role("link", name="Skaffa en passkey").click()
    phone.wait_for_url("**/webauthn/add/")
    check_accessible(phone)
    phone.get_by_label("Vad kallar du den?").fill("Min telefon")
    phone.get_by_role("button", name="Skaffa en passkey").click()
    phone.get_by_text("Din passkey är klar").wait_for()
    check_accessible(phone)

    phone.goto(f"{phone.base}/konto/2fa/webauthn/")
    phone.locator("strong", has_text="Min telefon").wait_for()
    check_accessible(phone)
    phone.goto(f"{phone.base}/konto/logout/")
    phone.locator("main").get_by_role("button", name="Logga ut").click()
    phone.wait_for_url(f"{phone.base}/")

    phone.goto(f"{phone.base}/konto/login/")
    phone.get_by_role("button", name="Använd passkey").click()
    phone.wait_for_url("**/hem/")


def test_a_passkey_that_is_not_there_is_said_on_the_page(phone, transactional_db):
    phone.goto(f"{phone.base}/konto/login/")
    trouble = phone.get_by_role("alert")
    assert trouble.count() == 0
    phone.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('no')) }")
    phone.get_by_role("button", name="Använd passkey").click()
    trouble.wait_for()
    assert "Försök igen eller välj ett annat sätt" in trouble.inner_text()
