"""In the demo, e-mail reaches nobody and can be read."""

import pytest
from django.core.mail import EmailMultiAlternatives

pytestmark = pytest.mark.django_db


@pytest.fixture
def letterbox(settings, friday):
    settings.EMAIL_BACKEND = "sluss.demo.letterbox.Letterbox"


def test_without_letters_the_page_says_how_to_get_some(client, letterbox):
    assert "Inget har skickats än" in client.get("/demo/brev/").content.decode()


def test_a_letter_is_kept_and_shown_with_links_that_can_be_followed(client, letterbox):
    letter = EmailMultiAlternatives(
        "Möte 17 mars", "Svara här: http://localhost:8000/moten/svar/abc/", to=["rut@example.org"]
    )
    letter.attach_alternative("BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
    letter.send()
    page = client.get("/demo/brev/").content.decode()
    assert "Möte 17 mars" in page
    assert "rut@example.org, 10 mars" in page
    assert 'href="http://localhost:8000/moten/svar/abc/"' in page
    assert "med kalenderinbjudan" in page
