"""What a list's columns and words mean: as the template has it, or as the organisation has said."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sluss.contacts.imports.recognising import Kind, Listing, variable_of
from veil.codebook import Codebook, Variable

#: a column that is left out on purpose
LEFT_OUT = ""
#: with more different words than this a column holds running text, which isn't read
MOST_WORDS = 300
#: HTCDS columns that tell who a person is; never read
PERSONAL = (
    "prs_Salutation", "prs_First", "prs_Second", "prs_Middle", "prs_Birth", "prs_Title", "prs_Email",
    "prs_Home", "prs_Mobile", "prs_Mailing", "prs_Identity", "cas_CaseOwner", "cas_Referring", "cas_Referred",
)  # fmt: skip


class Unclear(Exception):
    """A cell that has no meaning; the message says why."""


@dataclass
class Meaning:
    """{column: variable}, {column: reader of a cell}, and answers that all rows share (`fill`)."""

    columns: dict[int, str]
    readers: dict[int, Callable[[str], Any]]
    fill: dict[str, Any] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def fingerprint(listing: Listing) -> str:
    """The same list is known again next year by its headings."""
    return sha256(
        "\n".join(sorted(text.casefold() for text in listing.headings.values())).encode()
    ).hexdigest()


def is_personal(heading: str) -> bool:
    return heading.startswith(PERSONAL)


# known kinds


def meaning_of_template(listing: Listing, book: Codebook) -> Meaning:
    columns = dict(listing.headings)
    return Meaning(
        columns, {c: _labelled(book, name) for c, name in columns.items() if name in book.variables}
    )


def _labelled(book: Codebook, name: str) -> Callable[[str], Any]:
    """Reads what the drop-downs offer: an answer's label in either language, or its code."""
    variable = book.variables[name]
    if variable.codes is None:
        return plain_reader(variable, {})
    words = {
        text.casefold(): code.code for code in variable.codes for text in (code.code, *code.label.values())
    }
    return plain_reader(variable, words)


def plain_reader(variable: Variable, words: Mapping[str, str]) -> Callable[[str], Any]:
    """Reads a cell whose words are known; several answers stand between semicolons."""

    def one(text: str) -> str:
        code = words.get(text.casefold())
        if code is None:
            raise Unclear(text)
        return code

    def reader(text: str) -> Any:
        if variable.kind == "month":
            return words.get(text.casefold()) or text[:7]
        if variable.kind == "integer":
            return words.get(text.casefold()) or _whole(text)
        if variable.kind == "many":
            return list(dict.fromkeys(one(part.strip()) for part in text.split(";") if part.strip()))
        return one(text)

    return reader


def _whole(text: str) -> int | str:
    """A whole number, also as a spreadsheet writes it (2.0); the codebook refuses what isn't one."""
    number = text.removesuffix(".0")
    return int(number) if number.isdecimal() else text


def meaning_of_export(listing: Listing, book: Codebook) -> Meaning:
    """KoboToolbox and ODK: codes between blanks, or a column of 0 and 1 for each answer."""
    columns: dict[int, str] = {}
    readers: dict[int, Callable[[str], Any]] = {}
    split = {variable_of(h) for h in listing.headings.values() if len(h.split("/")) > 2}
    for column, heading in listing.headings.items():
        name = variable_of(heading)
        if name not in book.variables:
            continue
        flag = _flag(heading, name, split)
        if name in split and flag is None:
            continue  # the answers stand in columns of their own
        columns[column] = name
        readers[column] = _chosen(book.variables[name], flag)
    return Meaning(columns, readers)


def _flag(heading: str, name: str, split: set[str]) -> str | None:
    last = heading.split("/")[-1]
    return last if name in split and last != name else None


def _chosen(variable: Variable, flag: str | None) -> Callable[[str], Any]:
    codes = {code.code.casefold(): code.code for code in variable.codes or ()}
    if flag is not None:
        return lambda text: [flag] if text.casefold() in {"1", "1.0", "true"} else []
    if variable.kind == "many":
        read = plain_reader(variable, codes)
        return lambda text: read(";".join(text.split()))
    return plain_reader(variable, codes)


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
    """{heading: the variable it may be}; "" for none to offer, or where it tells who a person is."""
    taken: set[str] = set()
    offers = {}
    for heading in listing.headings.values():
        guess = "" if is_personal(heading) else (_offered(heading, listing, book) or "")
        offers[heading] = "" if guess in taken else guess
        taken.add(offers[heading])
    return offers


def _offered(heading: str, listing: Listing, book: Codebook) -> str | None:
    if listing.kind != Kind.HTCDS:
        found = book.guess_variable(heading)
        return found if found in book.variables else None
    known = book.standards["htcds"].field(heading)
    if known is None:
        return None
    return next((v.code for v in book.variables.values() if v.mappings.get("htcds") == known.name), None)


def offered_codes(book: Codebook, variable: str, word: str, kind: Kind) -> tuple[str, ...]:
    """The codes that a word may stand for; none where only a person can tell."""
    asked = book.variables[variable]
    if asked.codes is None:
        return ()
    if kind == Kind.HTCDS and "htcds" in asked.mappings:
        parts = [
            book.from_standard(variable, "htcds", part.strip()) for part in word.replace(",", ";").split(";")
        ]
        return tuple(c for part in parts for c in part.codes) if all(p.whole for p in parts) else ()
    guess = book.guess(variable, word)
    codes = guess.codes if guess.whole else ()
    return codes if asked.kind == "many" else codes[:1] if len(codes) == 1 else ()


def is_certain(book: Codebook, variable: str, word: str, kind: Kind) -> bool:
    """Whether the standard itself says what a word means, so that nobody need be asked."""
    return kind == Kind.HTCDS and bool(offered_codes(book, variable, word, kind))


def meaning_of_saying(listing: Listing, book: Codebook, said: Saying) -> Meaning:
    columns: dict[int, str] = {}
    readers: dict[int, Callable[[str], Any]] = {}
    left_out = []
    for column, heading in listing.headings.items():
        name = said.columns.get(heading, LEFT_OUT)
        if name == LEFT_OUT or name not in book.variables:
            left_out.append(heading)
            continue
        columns[column] = name
        readers[column] = _said(book.variables[name], said.words.get(heading, {}))
    return Meaning(columns, readers, dict(said.fill), left_out)


def _said(variable: Variable, words: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    by_word = {word.casefold(): list(codes) for word, codes in words.items()}

    def reader(text: str) -> Any:
        codes = by_word.get(text.casefold())
        if codes is None:
            if variable.kind in {"month", "integer"}:
                return text[:7] if variable.kind == "month" else _whole(text)
            raise Unclear(text)
        if not codes:
            return None
        return codes if variable.kind == "many" else codes[0]

    return reader


def left_to_say(listing: Listing, book: Codebook, said: Saying) -> Iterator[tuple[str, str]]:
    """(heading, word) pairs that have no meaning yet."""
    for column, heading in listing.headings.items():
        name = said.columns.get(heading)
        if name is None:
            yield heading, ""
        elif name in book.variables and book.variables[name].kind in {"one", "many"}:
            known = {word.casefold() for word in said.words.get(heading, {})}
            yield from ((heading, word) for word in words_in(listing, column) if word.casefold() not in known)
