"""What is kept of a file until somebody says yes or no: its list, without the columns that tell who a person is.

The file itself is never stored. Names, dates of birth, telephone numbers, e-mail and street addresses are emptied
here, before anything is written to the database; the page says which columns they were.
"""

import json
import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sluss.contacts.imports.reading import Sheet
from sluss.contacts.imports.recognising import Kind, Listing
from veil.codebook.words import plain_words

HTCDS_PERSONAL = (
    "prs_Salutation", "prs_First", "prs_Second", "prs_Middle", "prs_Birth", "prs_Title", "prs_Email", "prs_Home",
    "prs_Mobile", "prs_Mailing", "prs_Identity", "cas_CaseOwner", "cas_ReferringPrimary", "cas_ReferredPrimary",
    "cas_IncomingReferralDetails", "cas_OutgoingReferralDetails", "cas_ReasonForCaseClosure",
)  # fmt: skip
"""Fields that name a person or hold running text about her."""

NAMES = frozenset((
    "namn", "name", "fornamn", "efternamn", "smeknamn", "firstname", "lastname", "surname", "forename",
    "nickname", "alias", "klient", "client", "handlaggare", "kontaktperson",
))  # fmt: skip
"""Headings that are a name when they are nothing else, or stand with one of `OF_A_NAME`."""

OF_A_NAME = frozenset((
    "namn", "name", "first", "last", "full", "middle", "second", "klientens", "barnets", "personens",
    "mammans", "client", "s",
))  # fmt: skip

TELLING = frozenset((
    "personnummer", "personnr", "pnr", "samordningsnummer", "samordningsnr", "identitetsnummer",
    "fodelsedatum", "fodelsedag", "fodd", "birthdate", "birthday", "dob", "born", "telefon",
    "telefonnummer", "tel", "mobil", "mobilnummer", "phone", "telephone", "mobile", "epost", "email",
    "mail", "adress", "bostadsadress", "gatuadress", "address", "street", "postadress", "postnummer",
    "passport", "passnummer",
))  # fmt: skip
"""Words that make any heading one that tells who a person is."""

IDENTITY_NUMBER = re.compile(r"\b(?:19|20)?\d{2}[01]\d[0-9]\d[-+ ]?\d{4}\b")
E_MAIL = re.compile(r"[\w.+-]@\w[\w-]*\.\w")
MOBILE = re.compile(r"(?<![\w-])(?:\+\d[\d ()-]{7}|07\d[- ]?\d{3} ?\d{2} ?\d{2}(?!\d))")
TELEPHONE = re.compile(r"00\d[\d ()-]{7,}|0\d{1,3}-(?:\d{5,8}|\d{2,3} \d{2}(?: \d{2})?)")
"""Found only where it fills the cell: within a text, days and numbers of cases look alike."""

SHORT = 40
"""Signs in a cell, from which on it is running text and not a word."""


def without_personal(listing: Listing) -> Listing:
    """The list with every cell emptied in columns that tell who a person is."""
    relatives = without_personal(listing.relatives) if listing.relatives is not None else None
    personal = frozenset(column for column in listing.headings if _is_personal(listing, column))
    return replace(_emptied(listing, personal), relatives=relatives, personal=personal)


def without_stories(listing: Listing, left_out: Collection[str]) -> Listing:
    """The list with every cell emptied in columns that are left out and hold running text: notes say more of a
    person than anybody asked for. Short words stay, in case the column turns out to be wanted."""
    stories = frozenset(
        column
        for column, heading in listing.headings.items()
        if heading in left_out and any(len(text) > SHORT for text in _texts(listing, column))
    )
    return _emptied(listing, stories)


def _emptied(listing: Listing, columns: frozenset[int]) -> Listing:
    if not columns:
        return listing
    rows = [
        cells
        if number < listing.first
        else ["" if column in columns else text for column, text in enumerate(cells)]
        for number, cells in enumerate(listing.sheet.rows)
    ]
    return replace(listing, sheet=replace(listing.sheet, rows=rows))


def _texts(listing: Listing, column: int) -> Iterator[str]:
    sheet = listing.sheet
    return (sheet.text(row, column) for row in range(listing.first, len(sheet.rows)))


def _is_personal(listing: Listing, column: int) -> bool:
    if listing.kind == Kind.HTCDS and listing.headings[column].startswith(HTCDS_PERSONAL):
        return True
    if listing.kind == Kind.OWN_LIST and names_a_person(listing.called(column)):
        return True
    return listing.kind in {Kind.OWN_LIST, Kind.HTCDS} and _holds_identities(listing, column)


def names_a_person(heading: str) -> bool:
    """Whether a heading says that its column tells who somebody is."""
    words = plain_words(heading).replace("e post", "epost").replace("e mail", "email").split()
    if TELLING & set(words):
        return True
    return bool(NAMES & set(words)) and set(words) <= NAMES | OF_A_NAME


def _holds_identities(listing: Listing, column: int) -> bool:
    """Identity numbers, e-mail addresses or telephone numbers, whatever the heading says."""
    return any(
        IDENTITY_NUMBER.search(text)
        or E_MAIL.search(text)
        or MOBILE.search(text)
        or TELEPHONE.fullmatch(text)
        for text in _texts(listing, column)
        if len(text) > 6
    )


def packed(listing: Listing, rows: Sequence[Sequence[Any]] | None = None) -> bytes:
    """The list, and its rows once they are looked through, as bytes to keep."""
    plain = {"listing": _plain(listing), "rows": rows}
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpacked(content: bytes) -> tuple[Listing, list[list[Any]] | None]:
    """What `packed` was given."""
    plain = json.loads(zlib.decompress(content))
    return _listing(plain["listing"]), plain["rows"]


def _plain(listing: Listing) -> dict[str, Any]:
    return {
        "kind": listing.kind,
        "name": listing.sheet.name,
        "rows": listing.sheet.rows,
        "formulas": sorted(listing.sheet.formulas),
        "headings": list(listing.headings.items()),
        "labels": list(listing.labels.items()),
        "first": listing.first,
        "relatives": _plain(listing.relatives) if listing.relatives else None,
        "others": listing.others,
        "personal": sorted(listing.personal),
    }


def _listing(plain: Mapping[str, Any]) -> Listing:
    return Listing(
        kind=Kind(plain["kind"]),
        sheet=Sheet(
            plain["name"], plain["rows"], frozenset((row, column) for row, column in plain["formulas"])
        ),
        headings=dict(plain["headings"]),
        first=plain["first"],
        labels=dict(plain["labels"]),
        relatives=_listing(plain["relatives"]) if plain["relatives"] else None,
        others=tuple(plain["others"]),
        personal=frozenset(plain["personal"]),
    )
