"""What a list's columns and words mean: as the template has it, or as the organisation has said."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sluss.contacts.imports import htcds
from sluss.contacts.imports.dates import month_in
from sluss.contacts.imports.recognising import Kind, Listing, path_of, variable_of
from veil.codebook import Code, Codebook, Variable

#: a column that is left out on purpose
LEFT_OUT = ""
#: a column with more different words than this can't be given a meaning word by word
MOST_WORDS = 300
#: columns that KoboToolbox and ODK add about the sending; they say nothing about a person
OF_THE_SENDING = frozenset((
    "start", "end", "today", "deviceid", "subscriberid", "phonenumber", "username", "audit",
    "simserial", "formhub/uuid", "meta/instanceID", "KEY", "SubmissionDate", "SubmitterID",
    "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID",
    "Edits", "FormVersion", "instanceID", "SET-OF-relatives", "PARENT_KEY",
))  # fmt: skip

Reader = Callable[[str], Any]


class Unclear(Exception):
    """A cell that has no meaning; the argument is the word."""


@dataclass
class Meaning:
    """{column: variable or field beside the answers}, {column: reader of a cell}, answers that all rows share
    (`fill`), and headings of columns that are not read."""

    columns: dict[int, str]
    readers: dict[int, Reader]
    fill: dict[str, Any] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def fingerprint(listing: Listing) -> str:
    """The same list is known again next year by its headings."""
    return sha256(
        "\n".join(sorted(text.casefold() for text in listing.headings.values())).encode()
    ).hexdigest()


# known kinds


def meaning_of_template(listing: Listing, book: Codebook) -> Meaning:
    columns = dict(listing.headings)
    readers = {
        c: labelled_reader(book.variables[name]) for c, name in columns.items() if name in book.variables
    }
    own = [text for column, text in listing.labels.items() if column not in columns]
    return Meaning(columns, readers, left_out=own)


def labelled_reader(variable: Variable) -> Reader:
    """Reads what the drop-downs offer: an answer's label in either language, or its code."""
    return plain_reader(variable, labels_of(variable))


def labels_of(variable: Variable) -> dict[str, str]:
    """{what an answer is called, made comparable: its code}"""
    return {
        comparable(text): code.code
        for code in variable.codes or ()
        for text in (code.code, *code.label.values())
    }


def comparable(text: str) -> str:
    """Upper and lower case, blanks, and the dash that a keyboard has are one with those of the label."""
    return " ".join(text.casefold().replace("–", "-").split())


def plain_reader(variable: Variable, words: Mapping[str, str]) -> Reader:
    """Reads a cell whose words are known; several answers stand between semicolons, or between commas where
    each part is a word of its own."""

    def several(text: str) -> list[str]:
        codes: list[str] = []
        for part in filter(None, map(comparable, text.split(";"))):
            if part in words:
                codes.append(words[part])
                continue
            pieces = [comparable(piece) for piece in part.split(",")]
            if not all(piece in words for piece in pieces):
                raise Unclear(text)
            codes += [words[piece] for piece in pieces]
        return list(dict.fromkeys(codes))

    def one(text: str) -> Any:
        code = words.get(comparable(text))
        if code is not None:
            return code
        if variable.kind == "one":
            raise Unclear(text)
        return month_in(text) or text if variable.kind == "month" else _whole(text)

    return several if variable.kind == "many" else one


def _whole(text: str) -> int | str:
    """A whole number, also as a spreadsheet writes it (2.0); the codebook refuses what isn't one."""
    number = text.removesuffix(".0").removesuffix(",0")
    return int(number) if number.removeprefix("-").isdecimal() else text


def meaning_of_export(listing: Listing, book: Codebook) -> Meaning:
    """KoboToolbox and ODK: codes between blanks, or a column of 0 and 1 for each answer."""
    columns: dict[int, str] = {}
    readers: dict[int, Reader] = {}
    left_out = []
    split = {variable_of(h) for h in listing.headings.values() if len(path_of(h)) > 2}
    for column, heading in listing.headings.items():
        name = variable_of(heading)
        if name not in book.variables:
            left_out += [] if _is_of_the_sending(heading) else [heading]
            continue
        flag = path_of(heading)[2] if len(path_of(heading)) > 2 else None
        if name in split and flag is None:
            continue  # the answers stand in columns of their own
        columns[column] = name
        readers[column] = _flag_reader(flag) if flag else _coded_reader(book.variables[name])
    # the form's first part is of the person herself, and doesn't ask for the role
    fill = {} if book.role_variable in columns.values() else {book.role_variable: alone(book)[0].code}
    return Meaning(columns, readers, fill, left_out)


def alone(book: Codebook) -> list[Code]:
    """Roles of persons who belong to nobody."""
    return [role for role in book.roles.values() if not role.needs_parent]


def _is_of_the_sending(heading: str) -> bool:
    return heading in OF_THE_SENDING or heading.startswith(("_", "meta"))


def _flag_reader(code: str) -> Reader:
    return lambda text: [code] if text.casefold() in {"1", "1.0", "true"} else []


def _coded_reader(variable: Variable) -> Reader:
    read = plain_reader(variable, {code.code.casefold(): code.code for code in variable.codes or ()})
    if variable.kind == "many":
        return lambda text: read(";".join(text.split()))
    return read


# lists with words of their own


@dataclass(frozen=True)
class Saying:
    """What an organisation has said of its list (a `ColumnMapping`'s values, by heading)."""

    columns: Mapping[str, str]
    words: Mapping[str, Mapping[str, Sequence[str]]]
    fill: Mapping[str, Any]


def words_in(listing: Listing, column: int) -> list[str]:
    """The different words of a column, in the order they come."""
    found = (listing.sheet.text(row, column) for row in range(listing.first, len(listing.sheet.rows)))
    by_look: dict[str, str] = {}
    for text in found:
        if text:
            by_look.setdefault(text.casefold(), text)  # K and k are one word
    return list(by_look.values())


def offered_columns(listing: Listing, book: Codebook) -> dict[str, str]:
    """{heading: the question or field it may be}; "" for none to offer, or where it tells who a person is."""
    taken: set[str] = set()
    offers = {}
    for column, heading in listing.headings.items():
        guess = "" if column in listing.personal else (_offered(heading, listing, book) or "")
        offers[heading] = "" if guess in taken else guess
        taken.add(offers[heading])
    return offers


def _offered(heading: str, listing: Listing, book: Codebook) -> str | None:
    if listing.kind == Kind.HTCDS:
        return htcds.offered_variable(book, heading)
    found = book.guess_variable(heading)
    return found if found in book.variables or found in BESIDE else None


BESIDE = ("number", "belongs_to", "group_case", "linkage_code", "may_be_counted")
"""Fields beside the answers that a column may hold; they need no words said."""


def says_nothing(listing: Listing, column: int) -> bool:
    """Whether a column is empty, or tells of the sending and not of a person: it is offered to be left out."""
    heading = listing.headings[column]
    split = "/" in heading and heading.split("/")[0] in listing.headings.values()
    return split or _is_of_the_sending(heading) or not words_in(listing, column)


def offered_codes(book: Codebook, variable: str, word: str, kind: Kind) -> tuple[str, ...]:
    """The codes that a word may stand for; none where only a person can tell."""
    asked = book.variables[variable]
    if asked.codes is None:
        return ()
    if kind == Kind.HTCDS:
        codes = htcds.offered_codes(book, asked, word)
    else:
        guess = book.guess(variable, word)
        codes = guess.codes if guess.whole else ()
    return codes if asked.kind == "many" or len(codes) == 1 else ()


def candidates(book: Codebook, variable: str, word: str) -> tuple[str, ...]:
    """The codes among which only a person can choose: "Dominican" is of Dominica or the Dominican Republic."""
    return book.guess(variable, word).either if book.variables[variable].codes is not None else ()


def is_certain(book: Codebook, variable: str, word: str, kind: Kind) -> bool:
    """Whether the standard itself says what a word means, so that nobody need be asked."""
    return kind == Kind.HTCDS and htcds.is_certain(book, book.variables[variable], word)


def meaning_of_saying(listing: Listing, book: Codebook, said: Saying) -> Meaning:
    columns: dict[int, str] = {}
    readers: dict[int, Reader] = {}
    left_out = []
    for column, heading in listing.headings.items():
        if column in listing.personal:
            continue
        name = said.columns.get(heading, LEFT_OUT)
        if name in book.variables:
            readers[column] = _said(book.variables[name], said.words.get(heading, {}))
        elif name not in BESIDE:
            left_out.append(heading)
            continue
        columns[column] = name
    return Meaning(columns, readers, dict(said.fill), left_out)


def _said(variable: Variable, words: Mapping[str, Sequence[str]]) -> Reader:
    by_word = {word.casefold(): list(codes) for word, codes in words.items()}
    own = labelled_reader(variable)

    def reader(text: str) -> Any:
        codes = by_word.get(text.casefold())
        if codes is None:
            return own(text)
        if not codes:
            return None
        return codes if variable.kind == "many" else codes[0]

    return reader


def left_to_say(listing: Listing, book: Codebook, said: Saying) -> Iterator[tuple[str, str]]:
    """(heading, word) pairs that have no meaning yet; no word where the column itself has none."""
    for column, heading in listing.headings.items():
        if column in listing.personal:
            continue
        name = said.columns.get(heading)
        if name is None:
            yield heading, ""
        elif asks_for_words(book, name):
            known = {word.casefold() for word in said.words.get(heading, {})}
            yield from ((heading, word) for word in words_in(listing, column) if word.casefold() not in known)


def asks_for_words(book: Codebook, name: str) -> bool:
    return name in book.variables and book.variables[name].kind in {"one", "many"}


def is_running_text(listing: Listing, heading: str) -> bool:
    """Whether a column has so many different words that nobody could say what each means."""
    column = next(c for c, text in listing.headings.items() if text == heading)
    return len(words_in(listing, column)) > MOST_WORDS
