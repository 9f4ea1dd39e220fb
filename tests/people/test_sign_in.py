import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from sluss.trust.actor import Role
from tests.conftest import make_person

PASSWORD = "correct horse battery"


@pytest.fixture
def for_real(settings):
    """Outside the demo."""
    settings.DEMO = False


@pytest.fixture
def reporter(reporter, for_real):
    return reporter


def log_in(client: Client, person, password: str = PASSWORD):
    return client.post("/konto/login/", {"login": person.email, "password": password})


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_wrong_password_is_refused_in_words_that_do_not_tell_whether_the_account_exists(client, reporter):
    wrong = log_in(client, reporter, "fel lösenord här")
    missing = client.post(
        "/konto/login/", {"login": "finns-inte@example.org", "password": "fel lösenord här"}
    )
    said = [answer.context["form"].errors["__all__"] for answer in (wrong, missing)]
    assert said[0] == said[1]


def test_who_sees_records_is_led_to_set_up_a_second_factor_first(client, reporter):
    log_in(client, reporter)
    answer = client.get("/hem/")
    assert (answer.status_code, answer.url) == (302, "/konto/2fa/")
    assert client.get("/insamling/").url == "/konto/2fa/"


def test_a_guest_from_an_authority_needs_no_second_factor(client, friday, for_real):
    guest = make_person("Gäst Myndighet", None, Role.AUTHORITY)
    log_in(client, guest)
    assert client.get("/hem/").status_code == 200


def test_with_a_second_factor_the_password_alone_does_not_sign_in(client, reporter):
    secret = generate_totp_secret()
    TOTP.activate(reporter, secret)
    log_in(client, reporter)
    assert client.get("/hem/").status_code == 302
    refused = client.post("/konto/2fa/authenticate/", {"code": "000000"})
    assert refused.status_code == 200
    assert "code" in refused.context["form"].errors
    client.post("/konto/2fa/authenticate/", {"code": code_now(secret)})
    assert client.get("/hem/").status_code == 200


def test_a_recovery_code_signs_in_once(client, reporter):
    TOTP.activate(reporter, generate_totp_secret())
    codes = RecoveryCodes.activate(reporter)
    code = codes.get_unused_codes()[0]
    for number, expected in ((1, 200), (2, 302)):
        browser = Client()
        log_in(browser, reporter)
        browser.post("/konto/2fa/authenticate/", {"code": code})
        assert browser.get("/hem/").status_code == expected, f"use {number}"


def test_nobody_signs_up(client, db):
    answer = client.post(
        "/konto/signup/", {"email": "ny@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "Logga in" in answer.content.decode() or answer.status_code in {302, 403, 404, 200}
    from sluss.people.models import Person

    assert not Person.objects.filter(email="ny@example.org").exists()


def test_the_sign_in_page_offers_password_passkey_and_a_code(client, db):
    page = client.get("/konto/login/").content.decode()
    for way in ("Logga in", "Använd passkey", "Skicka en kod med e-post"):
        assert way in page


@pytest.mark.parametrize(
    "address",
    [
        "/konto/2fa/",
        "/konto/password/change/",
        "/konto/sessions/",
        "/konto/2fa/totp/activate/",
        "/konto/2fa/webauthn/add/",
    ],
)
def test_the_account_pages_open(address, sign_in, reporter):
    client = Client()
    log_in(client, reporter)
    answer = client.get(address, follow=True)
    assert answer.status_code == 200


def test_a_code_by_email_signs_in(client, friday, for_real, mailoutbox):
    guest = make_person("Gäst Myndighet", None, Role.AUTHORITY)
    client.post("/konto/login/code/", {"email": guest.email})
    code = next(
        word for word in mailoutbox[0].body.split() if word.replace("-", "").isalnum() and word.isupper()
    )
    client.post("/konto/login/code/confirm/", {"code": code})
    assert client.get("/hem/").status_code == 200
    assert Authenticator.objects.count() == 0
