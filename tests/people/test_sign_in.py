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

from sluss.people.adapters import FactorAdapter
from sluss.people.models import Person
from sluss.people.rules import device_of
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
    assert "Du blir inbjuden av någon du känner" in answer.content.decode()
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


def test_after_many_wrong_passwords_one_must_wait(client, reporter):
    for _ in range(10):
        log_in(client, reporter, "fel lösenord här")
    answer = log_in(client, reporter)
    assert "vänta fem minuter" in answer.content.decode().lower()
    assert client.get("/hem/").status_code == 302


def test_the_secret_of_an_app_is_not_readable_in_the_database(reporter):
    secret = generate_totp_secret()
    TOTP.activate(reporter, secret)
    kept = Authenticator.objects.get(user=reporter).data["secret"]
    assert secret not in kept
    assert FactorAdapter().decrypt(kept) == secret


def test_a_secret_can_still_be_read_after_the_signing_key_has_been_changed(settings):
    settings.SECRET_KEY = "the key of yesterday"
    kept = FactorAdapter().encrypt("hemlis")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the key of today", ["the key of yesterday"]
    assert FactorAdapter().decrypt(kept) == "hemlis"


def test_who_signed_in_a_while_ago_shows_once_more_who_it_is_before_changing_how(client, reporter):
    log_in(client, reporter)
    assert client.get("/konto/2fa/totp/activate/").status_code == 200
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 301
    session.save()
    answer = client.get("/konto/2fa/totp/activate/")
    assert answer.url.startswith("/konto/reauthenticate/")
    assert "Är det du?" in client.get(answer.url).content.decode()


@pytest.mark.django_db(transaction=True)  # the mail leaves when the change is kept
def test_a_new_second_factor_is_told_by_mail_that_does_not_say_from_where(client, reporter, mailoutbox):
    log_in(client, reporter)
    client.get("/konto/2fa/totp/activate/")
    client.post("/konto/2fa/totp/activate/", {"code": code_now(client.session["mfa.totp.secret"])})
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([reporter.email], "Sluss: En app är kopplad")
    ]
    assert "127.0.0.1" not in mailoutbox[0].body


def test_an_address_is_changed_by_a_new_invitation_only(client, reporter):
    log_in(client, reporter)
    before = reporter.email
    answer = client.post("/konto/email/", {"action_add": "", "email": "annan@example.org"}, follow=True)
    assert answer.redirect_chain == [("/konto/", 302)]
    reporter.refresh_from_db()
    assert reporter.email == before


def test_who_chooses_a_language_gets_mail_in_it(client, reporter):
    log_in(client, reporter)
    client.post("/konto/sprak/", {"language": "en", "next": "/konto/"})
    reporter.refresh_from_db()
    assert reporter.language == "en"


def test_a_language_that_is_not_there_changes_nothing(client, reporter):
    log_in(client, reporter)
    client.post("/konto/sprak/", {"language": "xx", "next": "/konto/"})
    reporter.refresh_from_db()
    assert reporter.language == "sv"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0", "Firefox, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge, Windows",
        ),
        ("curl/8.5", ""),
    ],
)
def test_a_browser_is_called_what_people_call_it(said, name):
    assert device_of(said) == name


def test_in_the_demo_the_sign_in_page_leads_to_the_choice_of_roles(client, friday):
    page = client.get("/konto/login/").content.decode()
    _, _, main = page.partition("<main")
    assert '<a href="/demo/">' in main


def test_outside_the_demo_the_sign_in_page_knows_of_no_roles(client, db, for_real):
    assert "/demo/" not in client.get("/konto/login/").content.decode()
