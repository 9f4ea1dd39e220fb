"""What is kept of a file until somebody says yes or no: its list, without the columns that tell who a person is.

The file itself is never stored. Names, dates of birth, telephone numbers, e-mail and street addresses are emptied
here, before anything is written to the database; the page says which columns they were.
"""

import json
import re
import zlib
from collections.abc import Mapping
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
E_MAIL = re.compile(r"\S+@\S+\.\w+")
TELEPHONE = re.compile(
    r"(?:\+|00)\d[\d\s()-]{7,}|07\d[- ]?\d{3} ?\d{2} ?\d{2}|0\d{1,3}-(?:\d{5,8}|\d{2,3} \d{2}(?: \d{2})?)"
)


def without_personal(listing: Listing) -> Listing:
    """The list with every cell emptied in columns that tell who a person is."""
    relatives = without_personal(listing.relatives) if listing.relatives is not None else None
    personal = frozenset(column for column in listing.headings if _is_personal(listing, column))
    sheet = listing.sheet
    if personal:
        rows = [
            cells
            if number < listing.first
            else ["" if column in personal else text for column, text in enumerate(cells)]
            for number, cells in enumerate(sheet.rows)
        ]
        sheet = replace(sheet, rows=rows)
    return replace(listing, sheet=sheet, relatives=relatives, personal=personal)


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
    sheet = listing.sheet
    texts = (sheet.text(row, column) for row in range(listing.first, len(sheet.rows)))
    return any(
        IDENTITY_NUMBER.search(text) or E_MAIL.fullmatch(text) or TELEPHONE.fullmatch(text)
        for text in texts
        if len(text) > 6
    )


def packed(listing: Listing) -> bytes:
    """The list as bytes to keep."""
    return zlib.compress(json.dumps(_plain(listing), ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpacked(content: bytes) -> Listing:
    """What `packed` was given."""
    return _listing(json.loads(zlib.decompress(content)))


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
