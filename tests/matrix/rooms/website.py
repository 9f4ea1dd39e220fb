"""The public site and each home page."""

from tests.matrix.roles import EVERYBODY, SIGNED_IN

OPENS: dict[str, set[str]] = {
    "website:front": EVERYBODY,
    "website:home": SIGNED_IN,
    "website:search": SIGNED_IN,
    "website:accessibility": EVERYBODY,
    "website:parts": EVERYBODY,
}
ACTS: dict[str, set[str]] = {}
LEADS_ON: dict[str, set[str]] = {}
PK: dict[str, str] = {}
