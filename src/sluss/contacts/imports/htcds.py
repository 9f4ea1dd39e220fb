"""The Human Trafficking Case Data Standard's own forms: what their fields are here, and what their words mean.

Source: International Organization for Migration, HTCDS 2.0. Known faults of the published forms are tolerated:
names that differ from the standard, blanks after a choice, several citizenships or industries where only one is meant.
"""

import datetime as dt
import re
from dataclasses import replace

from sluss.contacts.imports.recognising import Kind, Listing
from veil.codebook import Codebook, Field, Guess, Variable

BIRTH, REFERRED = "prs_Birthdate", "cas_IncomingReferralDate"

AGE = "age_at_first_contact"
"""The column that takes the place of the date of birth."""

BESIDE_THE_STANDARD = {REFERRED: "first_contact", "vic_AgeWhenTrafficked": "age_start", AGE: "age"}
"""Fields whose values aren't codes of the standard, and the questions they answer. The referral date is the
day on which the person was accepted."""


def offered_variable(book: Codebook, heading: str) -> str | None:
    """The question that a field answers; None for none."""
    if heading in BESIDE_THE_STANDARD:
        name = BESIDE_THE_STANDARD[heading]
        return name if name in book.variables else None
    known = book.standards["htcds"].field(heading)
    if known is None:
        return None
    return next((v.code for v in book.variables.values() if v.mappings.get("htcds") == known.name), None)


def offered_codes(book: Codebook, variable: Variable, text: str) -> tuple[str, ...]:
    """The codes that a cell may stand for; none where only a person can tell."""
    guesses = _guesses(book, variable, text)
    return tuple(code for guess in guesses for code in guess.codes) if all(g.whole for g in guesses) else ()


def is_certain(book: Codebook, variable: Variable, text: str) -> bool:
    """Whether the standard itself, or a code of our own, says what a cell means: nobody need be asked."""
    codes = variable.codes
    if codes is None:
        return False
    if text in codes:
        return True
    field = _field(book, variable)
    if field is None:
        return False
    return all(
        field.value(part) is not None if field.values else part in codes for part in _parts(field, text)
    ) and bool(offered_codes(book, variable, text))


def _field(book: Codebook, variable: Variable) -> Field | None:
    return book.standards["htcds"].fields.get(variable.mappings.get("htcds", ""))


def _guesses(book: Codebook, variable: Variable, text: str) -> list[Guess]:
    field = _field(book, variable)
    if field is None:
        return [book.guess(variable.code, text)]
    return [book.from_standard(variable.code, "htcds", part) for part in _parts(field, text)]


def _parts(field: Field, text: str) -> list[str]:
    """The values in a cell: one, whatever signs it holds; or several, between signs or (in an export) blanks."""
    if not field.values or field.value(text) is None:
        for separator in (r"[;|\n]", r"[;,|\n]", r"[;,|\s]"):
            parts = [part.strip() for part in re.split(separator, text) if part.strip()]
            if all(field.value(part) is not None if field.values else len(part) == 2 for part in parts):
                return parts
    return [text]


def with_age(listing: Listing, book: Codebook) -> Listing:
    """The list with a column of age bands at the referral, where both dates are there. The band is all that
    is kept: the date of birth itself is emptied with the other columns that tell who a person is."""
    by_name = {heading: column for column, heading in listing.headings.items()}
    ages = book.variables["age"].codes if "age" in book.variables else None
    if listing.kind != Kind.HTCDS or not {BIRTH, REFERRED} <= by_name.keys() or ages is None:
        return listing
    place = max(listing.headings) + 1
    rows = []
    for number, cells in enumerate(listing.sheet.rows):
        band = ""
        if number >= listing.first:
            years = _years(
                listing.sheet.text(number, by_name[BIRTH]), listing.sheet.text(number, by_name[REFERRED])
            )
            code = ages.holding(years) if years is not None else None
            band = code.code if code else ""
        rows.append([*cells[:place], *[""] * (place - len(cells)), band])
    sheet = replace(listing.sheet, rows=rows)
    return replace(listing, sheet=sheet, headings={**listing.headings, place: AGE})


def _years(born: str, on: str) -> int | None:
    """Whole years between two dates as "2016-03-04"; None where either is something else, or they are swapped."""
    try:
        birth, day = dt.date.fromisoformat(born[:10]), dt.date.fromisoformat(on[:10])
    except ValueError:
        return None
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return years if years >= 0 else None
