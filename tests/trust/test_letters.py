"""E-mail that Sluss sends by itself goes out once, and its fate is kept."""

import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from sluss.trust import letters
from sluss.trust.models import Letter

pytestmark = pytest.mark.django_db


class RefusingBackend(EmailBackend):
    """A mail server that knows no such receiver."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user Rut")})


class ClosedBackend(EmailBackend):
    """No mail server answers."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


class DyingBackend(EmailBackend):
    """The machine stops while the letter is on its way."""

    def send_messages(self, messages):
        raise KeyboardInterrupt


@pytest.fixture
def wanted():
    """A kind of letter whose composer asks this for whether it is still wanted."""
    still = {"wanted": True}

    def compose(letter):
        return EmailMessage("Subject", f"About {letter.thing_id}") if still["wanted"] else None

    letters.register("test.letter", compose)
    yield still
    letters._composers.pop("test.letter")


def ask(step="T-7", address="rut@example.org"):
    return letters.send("test.letter", 1, step=step, address=address)


def test_a_letter_asked_for_twice_goes_out_once(wanted, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, new = ask()
        again, new_again = ask(address="Rut@Example.org")
    assert (first, new, new_again) == (again, True, False)
    assert [letter.to for letter in mail.outbox] == [["rut@example.org"]]
    assert Letter.objects.get().sent_at is not None


def test_nothing_leaves_before_what_it_tells_about_is_kept(wanted, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        ask()
    assert (len(callbacks), mail.outbox) == (1, [])


def test_a_letter_no_longer_wanted_stays(wanted, django_capture_on_commit_callbacks):
    wanted["wanted"] = False
    with django_capture_on_commit_callbacks(execute=True):
        letter, _ = ask()
    letter.refresh_from_db()
    assert (mail.outbox, letter.sent_at) == ([], None)
    assert letter.dropped_at is not None


def test_an_address_that_the_server_refuses_is_marked_with_the_code_and_not_with_its_words(
    wanted, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.trust.test_letters.RefusingBackend"
    with django_capture_on_commit_callbacks(execute=True):
        letter, _ = ask()
    letter.refresh_from_db()
    assert (letter.bounce, letter.sent_at) == ("550", None)
    assert letter.bounced_at is not None


def test_without_a_mail_server_the_letter_waits_and_goes_out_when_there_is_one(
    wanted, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.trust.test_letters.ClosedBackend"
    with django_capture_on_commit_callbacks(execute=True):
        ask()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    letters.deliver_waiting.call()
    assert len(mail.outbox) == 1


def test_what_a_stop_leaves_uncertain_is_shown_and_never_sent_twice(
    wanted, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.trust.test_letters.DyingBackend"
    with django_capture_on_commit_callbacks():
        letter, _ = ask()
    with pytest.raises(KeyboardInterrupt):
        letters.deliver_waiting.call()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    letters.deliver_waiting.call()
    ask()
    letters.deliver_waiting.call()
    assert mail.outbox == []
    assert list(Letter.objects.uncertain()) == [letter]


def test_a_letter_that_cannot_be_composed_waits_and_keeps_no_other_from_leaving(wanted):
    def broken(letter):
        raise LookupError("the template is gone")

    letters.register("test.broken", broken)
    letters.send("test.broken", 1, step="x", address="rut@example.org")
    ask()
    with pytest.raises(ExceptionGroup):
        letters.deliver_waiting.call()
    assert len(mail.outbox) == 1
    assert [letter.kind for letter in Letter.objects.filter(marked_at=None)] == ["test.broken"]
    letters._composers.pop("test.broken")


def test_a_letter_says_that_a_machine_sent_it_and_can_be_recognised_when_it_comes_back(
    wanted, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        letter, _ = ask()
    letter.refresh_from_db()
    headers = mail.outbox[0].message()
    assert (headers["Auto-Submitted"], headers["Message-ID"]) == ("auto-generated", letter.message_id)


def test_a_title_of_two_lines_stops_no_letter_and_adds_no_header(django_capture_on_commit_callbacks):
    def compose(letter):
        return EmailMessage(
            "Soon: report\r\nBcc: rut@example.org" if letter.thing_id == 1 else "Soon", "Text"
        )

    letters.register("test.titled", compose)
    with django_capture_on_commit_callbacks(execute=True):
        for thing in (1, 2):
            letters.send("test.titled", thing, step="T-7", address="bo@example.org")
    letters._composers.pop("test.titled")
    assert [one.message()["Subject"] for one in mail.outbox] == ["Soon: report Bcc: rut@example.org", "Soon"]
    assert [one.recipients() for one in mail.outbox] == [["bo@example.org"], ["bo@example.org"]]
    assert Letter.objects.filter(sent_at=None).count() == 0
