"""How the home page greets: by the time of day, and by how much waits."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: small numbers are written as words in running text
_WORDS: dict[int, Callable[[], str]] = {
    2: lambda: _("Two"),
    3: lambda: _("Three"),
    4: lambda: _("Four"),
    5: lambda: _("Five"),
    6: lambda: _("Six"),
    7: lambda: _("Seven"),
    8: lambda: _("Eight"),
    9: lambda: _("Nine"),
    10: lambda: _("Ten"),
    11: lambda: _("Eleven"),
    12: lambda: _("Twelve"),
}


def greeting(hour: int) -> str:
    """A greeting for an hour of the day, 0 to 23."""
    if 5 <= hour < 10:
        return _("Good morning.")
    if 10 <= hour < 18:
        return _("Good day.")
    return _("Good evening.")


def headline(waiting: int) -> str:
    """How many things wait, said as a sentence."""
    if waiting == 0:
        return _("Nothing waits for you.")
    number = _WORDS[waiting]() if waiting in _WORDS else str(waiting)
    return ngettext("One thing waits for you.", "%(number)s things wait for you.", waiting) % {
        "number": number
    }
