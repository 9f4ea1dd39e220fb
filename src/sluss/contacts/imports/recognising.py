"""What kind of list a sheet is, and where its header stands."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from sluss.contacts.imports.reading import BadFile, Sheet, letters
from veil.codebook import Codebook


class Kind(StrEnum):
    TEMPLATE = "template"
    XLSFORM = "xlsform"
    HTCDS = "htcds"
    OWN_LIST = "own_list"


@dataclass(frozen=True)
class Listing:
    """A list to read in: the sheet, its kind, the header's texts by column, and the first row of data.

    `relatives` is the second sheet of a KoboToolbox or ODK export, one row for each relative.
    """

    kind: Kind
    sheet: Sheet
    headings: dict[int, str]
    first: int
    relatives: "Listing | None" = None


#: columns of an export that tell of the sending and not of a person
PARENT_INDEX, INDEX = "_parent_index", "_index"
#: a form's names must differ everywhere, so those of relatives begin with this
RELATIVE = "relative_"
ENOUGH = 3  # names that must be known before a list is taken for one of the known kinds


def recognise(sheets: list[Sheet], book: Codebook) -> Listing:
    """The list among the sheets of a file.

    Raises:
        BadFile: no header, or two columns of the same name.
    """
    for sheet in sheets:
        if found := _template(sheet, book) or _htcds(sheet, book):
            return found
    if found := _export(sheets, book):
        return found
    sheet = max(sheets, key=lambda one: len(one.rows))
    return Listing(Kind.OWN_LIST, sheet, _headings(sheet, _first_filled(sheet)), _first_filled(sheet) + 1)


def _names(sheet: Sheet, row: int) -> dict[int, str]:
    if row >= len(sheet.rows):
        return {}
    return {column: text for column, text in enumerate(sheet.rows[row]) if text}


def _headings(sheet: Sheet, row: int) -> dict[int, str]:
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
    if not headings:
        raise BadFile(_("The list has no row of headings. Write what each column is in the first row."))
    return headings


def _first_filled(sheet: Sheet) -> int:
    return next(number for number, cells in enumerate(sheet.rows) if any(cells))


def _known(book: Codebook) -> set[str]:
    return {*book.variables, *book.record}


def _template(sheet: Sheet, book: Codebook) -> Listing | None:
    """Our own template: labels in the first row, stable codes in the second, which is hidden."""
    codes = _names(sheet, 1)
    if len(set(codes.values()) & _known(book)) >= ENOUGH and not set(codes.values()) - _known(book):
        return Listing(Kind.TEMPLATE, sheet, _headings(sheet, 1), 2)
    return None


def _htcds(sheet: Sheet, book: Codebook) -> Listing | None:
    """A form of the Human Trafficking Case Data Standard: its field names, then their labels."""
    names = _names(sheet, 0)
    prefixed = [name for name in names.values() if name.startswith(("prs_", "vic_", "cas_", "con_"))]
    if len(prefixed) < ENOUGH:
        return None
    labels = _names(sheet, 1)
    has_labels = sum(not text.isdecimal() for text in labels.values()) >= len(prefixed) // 2
    return Listing(Kind.HTCDS, sheet, _headings(sheet, 0), 2 if has_labels else 1)


def _export(sheets: list[Sheet], book: Codebook) -> Listing | None:
    """An export of our own XLSForm: variable names as headings, groups before a slash."""
    listings = []
    for sheet in sheets:
        names = _names(sheet, _first_filled(sheet))
        known = [name for name in names.values() if variable_of(name) in book.variables]
        if len(known) >= ENOUGH:
            listings.append(Listing(Kind.XLSFORM, sheet, names, _first_filled(sheet) + 1))
    if not listings:
        return None
    main = next((one for one in listings if PARENT_INDEX not in one.headings.values()), listings[0])
    relatives = next((one for one in listings if PARENT_INDEX in one.headings.values()), None)
    return Listing(main.kind, main.sheet, main.headings, main.first, relatives)


def variable_of(heading: str) -> str:
    """ "person/forms/sexual" -> "forms"; "relatives/relative_age" -> "age"; "age" -> "age"."""
    parts = heading.split("/")
    return (parts[1] if len(parts) > 1 else parts[0]).removeprefix(RELATIVE)
