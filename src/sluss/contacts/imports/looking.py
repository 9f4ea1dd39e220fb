"""Looking through a list: every cell read, every row checked by the codebook; nothing is stored."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sluss.contacts.imports.meaning import Meaning, Unclear
from sluss.contacts.imports.reading import letters
from sluss.contacts.imports.recognising import INDEX, PARENT_INDEX, Kind, Listing
from sluss.contacts.services.bulk import NewContact
from veil.codebook import Codebook, Finding

NO = {"nej", "no", "0", "0.0", "false", "n"}
DEFAULT_ROLE = "directly_exploited"


@dataclass(frozen=True)
class Refused:
    """A cell that can't be read in: where it stands, as Excel names it, and why."""

    sheet: str
    row: int
    column: str
    heading: str
    reason: str

    def plain(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet, "row": self.row, "column": self.column, "heading": self.heading,
            "reason": self.reason,
        }  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What the codebook's rules found, row by row, so that they needn't be asked again before reading in.

    Rows are named by sheet and number; a row without anything left isn't named.
    """

    odd: Mapping[str, Mapping[str, str]]
    unanswered: frozenset[str]
    refused: frozenset[str]

    def plain(self) -> dict[str, Any]:
        return {"odd": self.odd, "unanswered": sorted(self.unanswered), "refused": sorted(self.refused)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Found":
        return cls(plain["odd"], frozenset(plain["unanswered"]), frozenset(plain["refused"]))


@dataclass
class Row:
    """One row of the list on its way to become a person."""

    name: str  # sheet and number
    number: int  # as Excel counts, from 1
    answers: dict[str, Any]
    role: str
    key: str = ""
    belongs_to: str = ""
    linkage_code: str = ""
    may_be_counted: bool = True
    group_case: str = ""
    #: {rule code: what is out of the ordinary}: asks for a reason
    odd: dict[str, str] = field(default_factory=dict)
    #: nothing is left to answer or to mend
    answered: bool = False

    def complete(self, reasons: Mapping[str, str]) -> bool:
        return self.answered and all(reasons.get(rule) for rule in self.odd)


@dataclass
class Look:
    """What came of looking through: persons that may be read in, and the cells that can't."""

    rows: list[Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    #: rows with a refused cell
    bad: int = 0
    left_out: list[str] = field(default_factory=list)
    refused_rows: set[str] = field(default_factory=set)

    def found(self) -> Found:
        return Found(
            {row.name: row.odd for row in self.rows if row.odd},
            frozenset(row.name for row in self.rows if not row.answered),
            frozenset(self.refused_rows),
        )

    @property
    def unanswered(self) -> int:
        """Persons with something left to answer in the form before the return is sent in."""
        return sum(not row.answered for row in self.rows)

    def odd(self) -> list[dict[str, Any]]:
        """What is out of the ordinary, rule by rule, with the number of rows: each asks for a reason."""
        found: dict[str, dict[str, Any]] = {}
        for row in self.rows:
            for rule, message in row.odd.items():
                found.setdefault(rule, {"rule": rule, "message": message, "rows": 0})["rows"] += 1
        return list(found.values())


@dataclass(frozen=True)
class Glass:
    """Through which a list is looked at: the round's codebook and dates."""

    book: Codebook
    today: dt.date
    period: tuple[dt.date, dt.date]
    language: str


def look_through(
    listing: Listing,
    meaning: Meaning,
    glass: Glass,
    relatives: Meaning | None = None,
    known: Found | None = None,
) -> Look:
    """Read and check every row. Rows that belong to a row with a refused cell are refused with it.

    With `known`, found before under the same codebook, day and meaning, the rules are not asked again.
    """
    look = Look(left_out=list(meaning.left_out))
    rows = list(_rows(listing, meaning, glass, look))
    if listing.relatives is not None and relatives is not None:
        rows += _rows(listing.relatives, relatives, glass, look)
    by_key = {row.key: row for row in rows if row is not None and row.key}
    if known is not None:
        look.rows = [row for row in rows if row is not None and _as_before(row, known)]
        return look
    good = [row for row in rows if row is not None and _checked(row, by_key, listing, meaning, glass, look)]
    look.rows = _with_their_parents(good, listing, look)
    return look


def _rows(listing: Listing, meaning: Meaning, glass: Glass, look: Look) -> Iterator[Row | None]:
    """Each filled row; None for one with a refused cell."""
    sheet = listing.sheet
    for number in range(listing.first, len(sheet.rows)):
        cells = {column: sheet.text(number, column) for column in meaning.columns}
        if not any(text for column, text in cells.items() if meaning.columns[column] != "number"):
            continue
        refused: list[Refused] = []
        answers: dict[str, Any] = {}
        for column, text in cells.items():
            if (number, column) in sheet.formulas:
                reason = _("The cell holds a formula. Write the value itself.")
                refused.append(_cell(listing, number, column, reason))
            elif text and column in meaning.readers:
                _read_cell(listing, number, column, text, meaning, glass, answers, refused)
        look.refused += refused
        look.bad += bool(refused)
        yield None if refused else _row(listing, number, cells, answers, meaning, glass)


def _read_cell(
    listing: Listing,
    number: int,
    column: int,
    text: str,
    meaning: Meaning,
    glass: Glass,
    answers: dict[str, Any],
    refused: list[Refused],
) -> None:
    name = meaning.columns[column]
    try:
        answer = meaning.readers[column](text)
    except Unclear as unclear:
        label = glass.book.variables[name].label[glass.language]
        reason = _("“%(word)s” isn't one of the answers to “%(question)s”. Choose one from the list.") % {
            "word": unclear.args[0], "question": label,
        }  # fmt: skip
        refused.append(_cell(listing, number, column, reason))
        return
    if answer in (None, "", []):
        return
    if isinstance(answer, list) and isinstance(answers.get(name), list):
        answer = list(dict.fromkeys([*answers[name], *answer]))
    answers[name] = answer


def _cell(listing: Listing, number: int, column: int, reason: str) -> Refused:
    return Refused(listing.sheet.name, number + 1, letters(column), listing.headings.get(column, ""), reason)


def _row(
    listing: Listing,
    number: int,
    cells: Mapping[int, str],
    answers: dict[str, Any],
    meaning: Meaning,
    glass: Glass,
) -> Row:
    beside = {name: cells[column] for column, name in meaning.columns.items() if name in glass.book.record}
    by_heading = {heading: column for column, heading in listing.headings.items()}
    text = listing.sheet.text
    role_variable = glass.book.role_variable
    for name, answer in meaning.fill.items():
        answers.setdefault(name, answer)
    role = answers.pop(role_variable, DEFAULT_ROLE)
    row = Row(f"{listing.sheet.name}:{number + 1}", number + 1, glass.book.prune(answers, role), role)
    row.key = _plain_number(beside.get("number", ""))
    row.belongs_to = _plain_number(beside.get("belongs_to", ""))
    if listing.kind == Kind.XLSFORM:
        row.key = f"row {text(number, by_heading[INDEX])}" if INDEX in by_heading else ""
        if PARENT_INDEX in by_heading:
            row.key, row.belongs_to = "", f"row {text(number, by_heading[PARENT_INDEX])}"
    row.linkage_code = beside.get("linkage_code", "")[:128]
    row.may_be_counted = beside.get("may_be_counted", "").casefold() not in NO
    row.group_case = beside.get("group_case", "")[:60]
    return row


def _plain_number(text: str) -> str:
    return text.removesuffix(".0")


def _as_before(row: Row, known: Found) -> bool:
    row.odd = dict(known.odd.get(row.name, {}))
    row.answered = row.name not in known.unanswered
    return row.name not in known.refused


def _checked(
    row: Row, by_key: Mapping[str, Row], listing: Listing, meaning: Meaning, glass: Glass, look: Look
) -> bool:
    """Whether the row passes the hard rules; what is only missing is answered later, in the form."""
    parent = by_key.get(row.belongs_to) if row.belongs_to else None
    needs_parent = glass.book.roles[row.role].needs_parent if row.role in glass.book.roles else False
    if (row.belongs_to or needs_parent) and parent is None:
        _refuse_relation(row, listing, meaning, look)
        return False
    findings = _findings(row, parent, glass, complete=True)
    hard = [finding for finding in findings if finding.hard]
    row.answered = not hard
    row.odd = {f.rule_code: f.message[glass.language] for f in findings if not f.hard}
    if hard:  # what is only missing is answered in the form, and refuses no row
        hard = [finding for finding in _findings(row, parent, glass, complete=False) if finding.hard]
    for finding in hard:
        column = next((c for c, name in meaning.columns.items() if name == finding.variable), None)
        heading = listing.headings.get(column, "") if column is not None else ""
        look.refused.append(
            Refused(
                listing.sheet.name,
                row.number,
                letters(column) if column is not None else "",
                heading,
                finding.message[glass.language],
            )
        )
    look.bad += bool(hard)
    if hard:
        look.refused_rows.add(row.name)
    return not hard


def _findings(row: Row, parent: Row | None, glass: Glass, *, complete: bool) -> list[Finding]:
    return glass.book.check(
        row.answers,
        role=row.role,
        today=glass.today,
        parent=parent.answers if parent else None,
        period=glass.period,
        complete=complete,
    )


def _refuse_relation(row: Row, listing: Listing, meaning: Meaning, look: Look) -> None:
    column = next((c for c, name in meaning.columns.items() if name == "belongs_to"), None)
    reason = _(
        "There is no row with the number that this person belongs to, or that row can't be read in either."
    )
    heading = listing.headings.get(column, "") if column is not None else ""
    place = letters(column) if column is not None else ""
    look.refused.append(Refused(listing.sheet.name, row.number, place, heading, reason))
    look.refused_rows.add(row.name)
    look.bad += 1


def _with_their_parents(rows: list[Row], listing: Listing, look: Look) -> list[Row]:
    """Without relatives whose person was refused: they can't hang on nobody."""
    there = {row.key for row in rows if row.key}
    kept = []
    for row in rows:
        if row.belongs_to and row.belongs_to not in there:
            _refuse_relation(row, listing, Meaning({}, {}), look)
        else:
            kept.append(row)
    return kept


def as_contacts(
    rows: list[Row], group_cases: Mapping[str, Any], reasons: Mapping[str, str]
) -> list[NewContact]:
    """The rows as persons to store, relatives pointing to whom they belong.

    `reasons` {rule code: reason} hold for every row that the rule asks about.
    """
    place = {row.key: index for index, row in enumerate(rows) if row.key}
    return [
        NewContact(
            role=row.role,
            answers=row.answers,
            belongs_to_index=place.get(row.belongs_to) if row.belongs_to else None,
            linkage_code=row.linkage_code,
            may_be_counted=row.may_be_counted,
            group_case=group_cases.get(row.group_case),
            reasons={rule: reasons[rule] for rule in row.odd if reasons.get(rule)},
            complete=row.complete(reasons),
        )
        for row in rows
    ]
