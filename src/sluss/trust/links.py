"""Signed links for who has no account: they name one thing and one use, and act on POST only.

Mail scanners open every link of a letter, so opening one may show, never change. Signatures keep the real
time, also in the demo: a moved clock must not prolong a link.
"""

import datetime as dt

from django.core import signing

HALF_A_YEAR = dt.timedelta(days=183)


def sign(use: str, thing_id: int) -> str:
    """A token that opens one thing for one use ("meetings.answer")."""
    return signing.TimestampSigner(salt=f"sluss.link.{use}").sign_object(thing_id, compress=False)


def opened(use: str, token: str, *, good_for: dt.timedelta = HALF_A_YEAR) -> int | None:
    """The thing that the token names, or None where it is forged, too old, or made for another use."""
    try:
        thing_id = signing.TimestampSigner(salt=f"sluss.link.{use}").unsign_object(token, max_age=good_for)
    except signing.BadSignature:
        return None
    return int(thing_id)
