"""Refusals: what Sluss says no to, in words for people.

A service raises one; the page shows its message beside the place and keeps what was typed.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Something asked for that isn't done. `message` says what happened and how to mend it."""

    default: Any = _("This can't be done.")

    def __init__(self, message: Any = "", *, field: str = "") -> None:
        self.message = message or self.default
        self.field = field
        super().__init__(str(self.message))


class NotAllowed(Refused):
    """The actor hasn't the right."""

    default = _("You don't have the right to do this. Ask the coordinator.")


class WrongState(Refused):
    """The thing is in a state where the verb has no meaning."""

    default = _("This can't be done any more. Reload the page to see how it stands.")
