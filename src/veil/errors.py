"""What can go wrong, said so that the person who gave the input can mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from veil.judgement import Finding


class VeilError(Exception):
    """Ancestor of every error veil raises on purpose."""


class BadInput(VeilError, ValueError):
    """The input contradicts itself or its declaration; the message names the place."""


class Unprotectable(VeilError):
    """No choice of hidden cells keeps the promise, because of what is already published.

    Attributes:
        collisions: for each figure that can't be protected, the published figures that give it away.
    """

    def __init__(self, message: str, collisions: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.collisions = collisions
