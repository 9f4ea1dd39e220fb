"""What kind of list a file holds, and where its header stands."""

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from sluss.contacts.imports.reading import BadFile, Sheet, letters
from veil.codebook import Codebook, Standard
from veil.codebook.words import plain_words


class Kind(StrEnum):
    TEMPLATE = "template"
    XLSFORM = "xlsform"
    HTCDS = "htcds"
    OWN_LIST = "own_list"


@dataclass(frozen=True)
class Listing:
    """A list to read in.

    Attributes:
        headings: column -> what it is called: a code, a field, or the organisation's own word.
        first: the first row of data, counted from 0.
        labels: column -> what a person sees above it, where that is something else.
        relatives: the second sheet of a KoboToolbox or ODK export, one row for each relative.
        others: names of the file's other sheets, which are not read.
        personal: columns that tell who a person is; their cells are emptied before anything is kept.
    """

    kind: Kind
    sheet: Sheet
    headings: dict[int, str]
    first: int
    labels: dict[int, str] = field(default_factory=dict)
    relatives: "Listing | None" = None
    others: tuple[str, ...] = ()
    personal: frozenset[int] = frozenset()

    def called(self, column: int) -> str:
        """What a person sees above the column."""
        return self.labels.get(column) or self.headings.get(column, "")


#: the sheet of our own template that explains it; nothing is read from it
GUIDE = {"sv": "Så gör du", "en": "How to"}
#: columns of an export that tell of the sending and not of a person, by KoboToolbox and by ODK
INDEX, PARENT_INDEX = ("_index", "KEY"), ("_parent_index", "PARENT_KEY")
#: a form's names must differ everywhere, so those of relatives begin with this
RELATIVE = "relative_"
ENOUGH = 3  # names that must be known before a list is taken for one of the known kinds
HIGHEST = 20  # rows among which the header is looked for
HTCDS_TABLES = ("prs_", "vic_", "cas_", "con_", "spl_", "hte_")


def recognise(sheets: list[Sheet], book: Codebook) -> Listing:
    """The list among the sheets of a file.

    Raises:
        BadFile: no header, two columns of the same name, or relatives without those they belong to.
    """
    shown = [sheet for sheet in sheets if not sheet.hidden]
    for sheet in shown:
        if found := _template(sheet, book) or _htcds(sheet, book.standards["htcds"]):
            return _with_others(found, shown)
    found = _export(shown, book) or _own_list(max(shown, key=lambda one: len(one.rows)))
    return _with_others(found, shown)


def _with_others(listing: Listing, sheets: list[Sheet]) -> Listing:
    read = {listing.sheet.name} | ({listing.relatives.sheet.name} if listing.relatives else set())
    ours = set(GUIDE.values()) if listing.kind == Kind.TEMPLATE else set()
    others = tuple(sheet.name for sheet in sheets if sheet.name not in read | ours)
    return Listing(
        listing.kind, listing.sheet, listing.headings, listing.first, listing.labels, listing.relatives, others
    )  # fmt: skip


def _names(sheet: Sheet, row: int) -> dict[int, str]:
    if not 0 <= row < len(sheet.rows):
        return {}
    return {column: text for column, text in enumerate(sheet.rows[row]) if text}


def _headings(sheet: Sheet, row: int) -> dict[int, str]:
    """
    Raises:
        BadFile: two columns of the same name.
    """
    headings = _names(sheet, row)
    seen: dict[str, int] = {}
    for column, text in headings.items():
        if text.casefold() in seen:
            raise BadFile(
                _(
                    "Two columns have the same heading, “%(heading)s” (%(first)s and %(second)s). "
                    "Rename one of them."
                )
                % {"heading": text, "first": letters(seen[text.casefold()]), "second": letters(column)}
            )
        seen[text.casefold()] = column
    return headings


# our own template


def _template(sheet: Sheet, book: Codebook) -> Listing | None:
    """Stable codes in a row that is hidden, under the labels that a person sees."""
    known = {*book.variables, *book.record}
    for row in range(min(HIGHEST, len(sheet.rows))):
        codes = set(_names(sheet, row).values())
        if len(codes) >= ENOUGH and codes <= known and book.role_variable in codes:
            labels = {column: text.removesuffix(" *") for column, text in _names(sheet, row - 1).items()}
            return Listing(Kind.TEMPLATE, sheet, _headings(sheet, row), row + 1, labels)
    return None


# the Human Trafficking Case Data Standard


def _htcds(sheet: Sheet, standard: Standard) -> Listing | None:
    """A form of the standard, its field names above their labels; or an export of its XLSForm, without labels."""
    for row in range(min(HIGHEST, len(sheet.rows))):
        names = [name for name in _names(sheet, row).values() if name.startswith(HTCDS_TABLES)]
        if len(names) >= ENOUGH:
            has_labels = _are_labels(_names(sheet, row), _names(sheet, row + 1))
            return Listing(Kind.HTCDS, sheet, _headings(sheet, row), row + (2 if has_labels else 1))
    return None


def _are_labels(names: dict[int, str], below: dict[int, str]) -> bool:
    """Whether the row below says the field names in words: "prs_FirstName", "First Name". Some don't: the form
    has its labels of the address in another order, and misspells one field."""
    said = sum(_in_words(names[column]) == plain_words(below.get(column, "")) for column in names)
    return said >= len(names) // 2


def _in_words(name: str) -> str:
    return plain_words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.partition("_")[2]))


# KoboToolbox and ODK


def _export(sheets: list[Sheet], book: Codebook) -> Listing | None:
    """An export of our own XLSForm: variable names as headings, groups before a slash or a dash."""
    listings = []
    for sheet in sheets:
        first = _first_filled(sheet)
        known = [name for name in _names(sheet, first).values() if variable_of(name) in book.variables]
        if len(known) >= ENOUGH:
            listings.append(Listing(Kind.XLSFORM, sheet, _headings(sheet, first), first + 1))
    if not listings:
        return None
    relatives = next((one for one in listings if column_named(one, PARENT_INDEX) is not None), None)
    main = next((one for one in listings if one is not relatives), None)
    if main is None:
        raise BadFile(
            _(
                "The file has only children and relatives, without the persons they belong to. "
                "Export to .xlsx: then both are in one file."
            )
        )
    return Listing(main.kind, main.sheet, main.headings, main.first, relatives=relatives)


def column_named(listing: Listing, names: tuple[str, ...]) -> int | None:
    """The column of the sending's own data: its number, or the number it belongs to."""
    return next((column for column, text in listing.headings.items() if text in names), None)


def path_of(heading: str) -> list[str]:
    """ "person/forms/sexual" -> its parts; ODK Central writes a dash between groups."""
    return re.split(r"[/-]", heading)


def variable_of(heading: str) -> str:
    """ "person/forms/sexual" -> "forms"; "relatives/relative_age" -> "age"; "age" -> "age"."""
    parts = path_of(heading)
    return (parts[1] if len(parts) > 1 else parts[0]).removeprefix(RELATIVE)


# lists that organisations keep anyway


def _own_list(sheet: Sheet) -> Listing:
    row = _header_row(sheet)
    headings = _headings(sheet, row)
    if len(sheet.rows) == row + 1:
        raise BadFile(_("The file has no rows. Fill it in and send it again."))
    if _are_data(headings, sheet, row):
        raise BadFile(_("The list has no row of headings. Write what each column is in the first row."))
    return Listing(Kind.OWN_LIST, sheet, headings, row + 1)


def _first_filled(sheet: Sheet) -> int:
    return next(number for number, cells in enumerate(sheet.rows) if any(cells))


def _header_row(sheet: Sheet) -> int:
    """The first row that is at least half as broad as the list: a title may stand above the headings."""
    breadths = Counter({row: len(_names(sheet, row)) for row in range(len(sheet.rows))})
    broad = max(breadths.values()) / 2
    return next((row for row in range(min(HIGHEST, len(sheet.rows))) if breadths[row] >= broad), 0)


def _are_data(headings: dict[int, str], sheet: Sheet, row: int) -> bool:
    """Whether the first row is a person and not headings: a number or a date stands there, or half of its words
    come again further down in the same column."""
    if not headings or any(re.fullmatch(r"[\d\s.,:/-]+", text) for text in headings.values()):
        return True
    again = sum(
        any(
            sheet.text(below, column).casefold() == text.casefold()
            for below in range(row + 1, len(sheet.rows))
        )
        for column, text in headings.items()
    )
    return again >= len(headings) / 2
