"""The codebook of a round. Every form, check and table of collecting gets its codebook here."""

from sluss.contacts.codebook import book_of
from veil.codebook import Codebook


def book(version: str) -> Codebook:
    """The codebook of a version, as a round names it; read again only when a file has changed.

    Raises:
        KeyError: there is no such version.
    """
    return book_of(version)
