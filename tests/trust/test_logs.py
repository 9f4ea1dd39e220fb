import logging
import sys

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
