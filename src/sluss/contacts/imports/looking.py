"""Looking through a list: every cell read, every row checked by the codebook; nothing is stored."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sluss.contacts.imports.keeping import IDENTITY_NUMBER
from sluss.contacts.imports.meaning import Meaning, Unclear
from sluss.contacts.imports.reading import letters
from sluss.contacts.imports.recognising import INDEX, PARENT_INDEX, Kind, Listing, column_named
from sluss.contacts.services.bulk import NewContact
from veil.codebook import Codebook, Finding
from veil.codebook.conditions import codes_in

YES = frozenset(("ja", "yes", "j", "y", "1", "1.0", "true", "x"))
NO = frozenset(("nej", "no", "n", "0", "0.0", "false"))
LONGEST_LINKAGE = 128


@dataclass(frozen=True)
class Cell:
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


@dataclass(slots=True)
class Row:
    """One row of the list on its way to become a person."""

    sheet: "OneSheet"
    number: int  # as Excel counts, from 1
    role: str
    answers: dict[str, Any]
    key: str = ""
    belongs_to: str = ""
    linkage_code: str = ""
    may_be_counted: bool = True
    group_case: str = ""
    #: codes of the rules that ask for a reason
    odd: list[str] = field(default_factory=list)
    #: nothing is left to answer
    answered: bool = False

    @property
    def name(self) -> str:
        return f"{self.sheet.listing.sheet.name}:{self.number}"


@dataclass
class Look:
    """What came of looking through.

    Attributes:
        rows: persons that may be read in.
        refused: cells for which a row can't be read in.
        bad: names of the rows with a refused cell.
        passed_over: cells left out of rows that are read in: their question isn't put to that person.
        left_out: headings of columns that aren't read.
        messages: rule code -> what it says, for the rules that ask for a reason.
    """

    rows: list[Row] = field(default_factory=list)
    refused: list[Cell] = field(default_factory=list)
    bad: set[str] = field(default_factory=set)
    passed_over: list[Cell] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    messages: dict[str, str] = field(default_factory=dict)

    def refuse(self, row: Row, cells: Iterable[Cell]) -> None:
        self.bad.add(row.name)
        self.refused += cells

    @property
    def unanswered(self) -> int:
        """Persons with something left to answer in the form before the return is sent in."""
        return sum(not row.answered for row in self.rows)

    def odd(self) -> list[dict[str, Any]]:
        """What is out of the ordinary, rule by rule, with the number of rows: each asks for a reason."""
        count = Counter(rule for row in self.rows for rule in row.odd)
        return [{"rule": rule, "message": self.messages[rule], "rows": n} for rule, n in count.items()]


@dataclass(frozen=True)
class Glass:
    """Through which a list is looked at: the round's codebook, dates and group cases, and the page's language."""

    book: Codebook
    today: dt.date
    period: tuple[dt.date, dt.date]
    language: str
    group_cases: frozenset[str] = frozenset()


class OneSheet:
    """A sheet of the list with the meaning of its columns."""

    def __init__(self, listing: Listing, meaning: Meaning) -> None:
        self.listing, self.meaning = listing, meaning
        self.column_of = {name: column for column, name in reversed(meaning.columns.items())}
        self.key_column = column_named(listing, INDEX)
        self.parent_column = column_named(listing, PARENT_INDEX)
        #: what each text of a column was read as: the same words come again and again
        self.read: dict[tuple[int, str], Any] = {}

    def cell(self, number: int, column: int | None, reason: str) -> Cell:
        """The cell at a row as Excel counts; of the row as a whole where no column holds the matter."""
        if column is None:
            return Cell(self.listing.sheet.name, number, "", "", reason)
        heading = self.listing.called(column)
        return Cell(self.listing.sheet.name, number, letters(column), heading, reason)


def look_through(
    listing: Listing,
    meaning: Meaning,
    glass: Glass,
    relatives: Meaning | None = None,
) -> Look:
    """Read and check every row. Rows that belong to a row with a refused cell are refused with it."""
    look = Look(left_out=list(meaning.left_out))
    rows = list(_rows(OneSheet(listing, meaning), glass, look))
    if listing.relatives is not None and relatives is not None:
        look.left_out += [heading for heading in relatives.left_out if heading not in look.left_out]
        rows += _rows(OneSheet(listing.relatives, relatives), glass, look)
    by_key = _by_key(rows, look)
    for row in rows:
        if row.name not in look.bad:
            _check(row, by_key, glass, look)
    look.rows = _with_their_persons([row for row in rows if row.name not in look.bad], look)
    return look


# reading cells


def _rows(sheet: OneSheet, glass: Glass, look: Look) -> Iterator[Row]:
    """Each filled row; those with a refused cell too, so that others' numbers still lead somewhere."""
    columns = [(column, name) for column, name in sheet.meaning.columns.items() if name != "number"]
    rows, formulas = sheet.listing.sheet.rows, sheet.listing.sheet.formulas
    with_formulas = {row for row, _column in formulas}
    for place in range(sheet.listing.first, len(rows)):
        cells = rows[place]
        filled = any(column < len(cells) and cells[column] for column, _name in columns)
        if not filled and place not in with_formulas:
            continue
        refused: list[Cell] = []
        if place in with_formulas:
            refused += [
                sheet.cell(
                    place + 1, column, _("The cell holds a formula or an error. Write the value itself.")
                )
                for column in sheet.meaning.columns
                if (place, column) in formulas
            ]
            if not filled and not refused:
                continue
        row = _row(sheet, place, cells, glass, refused, look)
        if refused:
            look.refuse(row, refused)
        yield row


def _row(sheet: OneSheet, place: int, cells: list[str], glass: Glass, refused: list[Cell], look: Look) -> Row:
    answers: dict[str, Any] = {}
    beside: dict[str, tuple[int, str]] = {}
    for column, name in sheet.meaning.columns.items():
        text = cells[column] if column < len(cells) else ""
        if not text or (place, column) in sheet.listing.sheet.formulas:
            continue
        if column not in sheet.meaning.readers:
            beside[name] = (column, text)
            continue
        answer = _answer(sheet, column, text)
        if isinstance(answer, Unclear):
            refused.append(sheet.cell(place + 1, column, _not_an_answer(glass, name, str(answer.args[0]))))
        elif answer or answer == 0:
            answers[name] = _together(answers.get(name), answer)
    role = answers.pop(glass.book.role_variable, None) or sheet.meaning.fill.get(glass.book.role_variable)
    row = Row(sheet, place + 1, role or "", answers)
    if not role:
        question = glass.book.variables[glass.book.role_variable].label[glass.language]
        reason = _("“%(question)s” is missing. Choose one from the list.") % {"question": question}
        refused.append(sheet.cell(row.number, sheet.column_of.get(glass.book.role_variable), reason))
    else:
        _keep_what_is_asked(row, glass, look)
    _beside(row, beside, glass, refused)
    return row


def _together(earlier: Any, answer: Any) -> Any:
    """Answers to one question that stand in several columns."""
    if isinstance(answer, list) and isinstance(earlier, list):
        return list(dict.fromkeys([*earlier, *answer]))
    return answer


def _answer(sheet: OneSheet, column: int, text: str) -> Any:
    """What a text of a column means; an `Unclear` where it means nothing."""
    try:
        return sheet.read[column, text]
    except KeyError:
        pass
    try:
        answer = sheet.meaning.readers[column](text)
    except Unclear as unclear:
        answer = unclear
    sheet.read[column, text] = answer
    return answer


def _not_an_answer(glass: Glass, name: str, word: str) -> str:
    """Why a word is refused; with the answer that it may be meant for, where there is one."""
    variable = glass.book.variables[name]
    words = {"word": word, "question": variable.label[glass.language]}
    guess = glass.book.guess(name, word)
    if guess.whole:
        answers = "; ".join(variable.answer_label(code)[glass.language] for code in guess.codes)
        return _("“%(word)s” isn't one of the answers to “%(question)s”. Did you mean “%(answers)s”?") % {
            **words, "answers": answers,
        }  # fmt: skip
    return _("“%(word)s” isn't one of the answers to “%(question)s”. Choose one from the list.") % words


def _keep_what_is_asked(row: Row, glass: Glass, look: Look) -> None:
    """Leave out answers to questions that aren't put to this person, and say so where they say anything."""
    book = glass.book
    given = row.answers
    fill = {n: a for n, a in row.sheet.meaning.fill.items() if n not in given and n != book.role_variable}
    row.answers = book.prune({**given, **fill}, row.role) if row.role in book.roles else given
    for name in given.keys() - row.answers.keys():
        codes, said = book.variables[name].codes, codes_in(given[name])
        if said and all(codes is not None and code in codes and codes[code].missing for code in said):
            continue
        finding = _why_not_asked(book, name, row.role)
        column = row.sheet.column_of.get(name)
        look.passed_over.append(row.sheet.cell(row.number, column, finding.message[glass.language]))


def _why_not_asked(book: Codebook, name: str, role: str) -> Finding:
    variable = book.variables[name]
    if role not in variable.asked_of or variable.ask_when is None:
        return book.finding("not_for_this_role", name)
    return book.finding("not_in_place", name, other=book.variables[variable.ask_when.variable].label)


def _beside(row: Row, beside: Mapping[str, tuple[int, str]], glass: Glass, refused: list[Cell]) -> None:
    """What is kept beside the answers; checked here, since the codebook has no rules for it."""
    texts = {name: text for name, (_column, text) in beside.items()}
    for name, (column, text) in beside.items():
        if reason := _wrong_beside(name, text, glass):
            refused.append(row.sheet.cell(row.number, column, reason))
    row.key, row.belongs_to = (_plain_number(texts.get(name, "")) for name in ("number", "belongs_to"))
    if row.sheet.listing.kind == Kind.XLSFORM:
        cells = row.sheet.listing.sheet
        if row.sheet.parent_column is not None:
            row.belongs_to = f"row {cells.text(row.number - 1, row.sheet.parent_column)}"
        elif row.sheet.key_column is not None:
            row.key = f"row {cells.text(row.number - 1, row.sheet.key_column)}"
    row.linkage_code = texts.get("linkage_code", "")
    row.may_be_counted = texts.get("may_be_counted", "").casefold() not in NO
    row.group_case = texts.get("group_case", "")


def _wrong_beside(name: str, text: str, glass: Glass) -> str:
    if name == "may_be_counted" and text.casefold() not in YES | NO:
        return _("Write yes or no. Without a yes or another ground the person isn't counted.")
    if name in {"number", "linkage_code"} and IDENTITY_NUMBER.search(text):
        return _(
            "This looks like an identity number. Never write one here; use a number or code of your own."
        )
    if name == "linkage_code" and len(text) > LONGEST_LINKAGE:
        return _("The code is longer than %(most)s signs.") % {"most": LONGEST_LINKAGE}
    if name == "group_case" and text not in glass.group_cases:
        return _(
            "There is no group case called “%(name)s”. Ask the coordinator to name it, or leave the cell empty."
        ) % {"name": text}
    return ""


def _plain_number(text: str) -> str:
    return text.removesuffix(".0")


# checking rows


def _by_key(rows: list[Row], look: Look) -> dict[str, Row]:
    """Row by its own number. Two rows with the same number are refused where somebody belongs to it."""
    by_key: dict[str, Row] = {}
    wanted = {row.belongs_to for row in rows if row.belongs_to}
    for row in rows:
        if not row.key:
            continue
        first = by_key.setdefault(row.key, row)
        if first is not row and row.key in wanted:
            reason = _("Row %(row)s has the same number. Give each person a number of their own.") % {
                "row": first.number
            }
            look.refuse(row, [row.sheet.cell(row.number, row.sheet.column_of.get("number"), reason)])
    return by_key


def _check(row: Row, by_key: Mapping[str, Row], glass: Glass, look: Look) -> None:
    """Whether the row passes the hard rules; what is only missing is answered later, in the form."""
    parent = by_key.get(row.belongs_to) if row.belongs_to else None
    if reason := _wrong_relation(row, parent, glass):
        look.refuse(row, [row.sheet.cell(row.number, row.sheet.column_of.get("belongs_to"), reason)])
        return
    findings = _findings(row, parent, glass, complete=True)
    hard = [finding for finding in findings if finding.hard]
    row.answered = not hard
    row.odd = [finding.rule_code for finding in findings if not finding.hard]
    look.messages |= {f.rule_code: f.message[glass.language] for f in findings if not f.hard}
    if hard:  # what is only missing is answered in the form, and refuses no row
        hard = [finding for finding in _findings(row, parent, glass, complete=False) if finding.hard]
    if hard:
        column_of = row.sheet.column_of
        look.refuse(
            row,
            (row.sheet.cell(row.number, column_of.get(f.variable), f.message[glass.language]) for f in hard),
        )


def _findings(row: Row, parent: Row | None, glass: Glass, *, complete: bool) -> list[Finding]:
    return glass.book.check(
        row.answers,
        role=row.role,
        today=glass.today,
        parent=parent.answers if parent else None,
        period=glass.period,
        complete=complete,
    )


def _wrong_relation(row: Row, parent: Row | None, glass: Glass) -> str:
    """Why the row can't hang on the row it names, or needs to hang on one; empty where all is well."""
    role = glass.book.roles.get(row.role)
    if role is None:
        return ""
    if role.needs_parent and not row.belongs_to:
        return _("Write the number of the person that this one belongs to.")
    if not row.belongs_to:
        return ""
    if not role.needs_parent:
        return _("“%(role)s” belongs to nobody. Empty the cell, or change the role.") % {
            "role": role.label[glass.language]
        }
    if parent is None:
        return _("There is no row with that number.")
    if parent is row or parent.belongs_to:
        return _(
            "Row %(row)s belongs to somebody itself. Write the number of the person that both belong to."
        ) % {"row": parent.number}
    return ""


def _with_their_persons(rows: list[Row], look: Look) -> list[Row]:
    """Without those whose person is refused: they can't hang on nobody."""
    there = {row.key for row in rows if row.key}
    kept = []
    for row in rows:
        if row.belongs_to and row.belongs_to not in there:
            reason = _("The person that this one belongs to can't be read in, so this one can't either.")
            look.refuse(row, [row.sheet.cell(row.number, row.sheet.column_of.get("belongs_to"), reason)])
        else:
            kept.append(row)
    return kept


# what is kept until somebody says yes


@dataclass(frozen=True, slots=True)
class Ready:
    """A person looked through, as plain values to keep until somebody says yes.

    Attributes:
        belongs_to: place among the others of the person this one belongs to.
        group_case: its name.
        odd: codes of the rules that ask for a reason.
        answered: nothing is left to answer or to mend.
    """

    role: str
    answers: dict[str, Any]
    belongs_to: int | None
    linkage_code: str
    may_be_counted: bool
    group_case: str
    odd: list[str]
    answered: bool

    def as_contact(self, group_cases: Mapping[str, Any], reasons: Mapping[str, str]) -> NewContact:
        """The person to store. `reasons` {rule code: reason} hold for everybody whom the rule asks about."""
        return NewContact(
            role=self.role,
            answers=self.answers,
            belongs_to_index=self.belongs_to,
            linkage_code=self.linkage_code,
            may_be_counted=self.may_be_counted,
            group_case=group_cases.get(self.group_case),
            reasons={rule: reasons[rule] for rule in self.odd if reasons.get(rule)},
            complete=self.answered and all(reasons.get(rule) for rule in self.odd),
        )


def ready(look: Look) -> list[Ready]:
    """The persons that may be read in, in the order of the list."""
    place: dict[str, int] = {}
    for index, row in enumerate(look.rows):
        if row.key:
            place.setdefault(row.key, index)
    return [
        Ready(
            row.role,
            row.answers,
            place[row.belongs_to] if row.belongs_to else None,
            row.linkage_code,
            row.may_be_counted,
            row.group_case,
            row.odd,
            row.answered,
        )
        for row in look.rows
    ]
