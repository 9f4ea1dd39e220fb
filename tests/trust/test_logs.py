import logging
import sys

import pytest

from sluss.trust import links
from sluss.trust.logs import NothingPersonal


def record(message: str, *args, exc_info=None) -> logging.LogRecord:
    made = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args, exc_info)
    NothingPersonal().filter(made)
    return made


def test_a_logged_failure_says_what_kind_and_where_but_never_with_what():
    try:
        raise ValueError("Anna Andersson")
    except ValueError:
        made = record("Internal Server Error: %s", "/insamling/", exc_info=sys.exc_info())
    assert "Anna" not in logging.Formatter().format(made)
    assert "ValueError at" in made.getMessage()


def test_a_logged_address_has_lost_its_query():
    assert record("Not Found: %s", "/statistik/?q=Anna").getMessage() == "Not Found: /statistik/"


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        (f"/moten/svar/{links.sign('meetings.answer', 12)}/mote.ics", "/moten/svar/…/mote.ics"),
        (f"/moten/las/{links.sign('meetings.read_notes', 1)}/", "/moten/las/…/"),
        (f"/kalender/floden/{'aB3_-' * 8}xyz.ics", "/kalender/floden/…"),
        (f"/konto/losenord/nytt/3-c9abc-{'0af3' * 8}/", "/konto/losenord/nytt/…/"),
        ("/statistik/2017/anmalda-personer-efter-lan-och-ar/", "/statistik/2017/anmalda-personer-efter-lan-och-ar/"),
    ],
    ids=["answer", "notes", "feed", "new password", "no secret"],
)  # fmt: skip
def test_a_logged_address_opens_nothing_for_who_reads_the_log(address, logged):
    assert record("Method Not Allowed (%s): %s", "POST", address).getMessage() == (
        f"Method Not Allowed (POST): {logged}"
    )
