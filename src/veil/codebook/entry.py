"""A table of a codebook file while it is read: every key is taken once, what is left over is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NoReturn

from veil.codebook.errors import CodebookError
from veil.codebook.lists import Text


class Entry:
    """One table and where it stands, so that an error can name the place.

    Every method that takes a key raises CodebookError where the value isn't what the key needs.
    """

    def __init__(self, file: str, place: str, table: object) -> None:
        self.file = file
        self.place = place
        if not isinstance(table, dict):
            self.refuse("this must be a table")
        self._table: dict[str, Any] = dict(table)

    def refuse(self, mend: str) -> NoReturn:
        raise CodebookError(self.file, self.place, mend)

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """The value of a key; it must be there unless a default is given."""
        if key not in self._table:
            if default is ...:
                self.refuse(f"{key} is missing")
            return default
        value = self._table.pop(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            self.refuse(f"{key} has the wrong form")
        return value

    def text(self, key: str, languages: tuple[str, ...]) -> Text:
        """A text in every language."""
        table = self.take(key, dict)
        return self._complete(key, table, languages)

    def flat_text(self, languages: tuple[str, ...]) -> Text:
        """A text whose languages are keys of this very table."""
        return self._complete("", {word: self._table.pop(word, "") for word in languages}, languages)

    def _complete(self, key: str, table: dict[str, Any], languages: tuple[str, ...]) -> Text:
        for language in languages:
            if not isinstance(table.get(language), str) or not table[language].strip():
                self.refuse(f"{key or 'the label'} has no words in {language}")
        if unknown := set(table) - set(languages):
            self.refuse(
                f"{key} has words in {', '.join(sorted(unknown))}, which isn't a language of the book"
            )
        return {language: table[language].strip() for language in languages}

    def words(self, key: str, default: Any = ()) -> tuple[str, ...]:
        """A list of texts; a single one may stand without brackets."""
        value = self.take(key, (str, list), list(default) if default is not ... else ...)
        found = [value] if isinstance(value, str) else value
        if not all(isinstance(word, str) for word in found):
            self.refuse(f"{key} must be a list of words")
        return tuple(found)

    def day(self, key: str) -> dt.date | None:
        """A date, written 2013-07-01 without quotation marks."""
        value = self.take(key, dt.date, None)
        if isinstance(value, dt.datetime):
            self.refuse(f"{key} must be a date without a time")
        return value

    def one_of(self, key: str, choices: tuple[str, ...], default: Any = ...) -> str:
        value = self.take(key, str, default)
        if value not in choices:
            self.refuse(f"{key} is {value!r}; it can be {', '.join(choices)}")
        return str(value)

    def entry(self, key: str) -> Entry:
        """An inner table; empty where it is absent."""
        return Entry(self.file, f"{self.place}, {key}", self.take(key, dict, {}))

    def entries(self, key: str, name: str = "code") -> Iterator[Entry]:
        """Inner tables in a list, each called by its `name`."""
        for number, table in enumerate(self.take(key, list, []), start=1):
            called = table.get(name, number) if isinstance(table, dict) else number
            yield Entry(self.file, f"{self.place}, {called}".removeprefix(", "), table)

    def named(self, key: str) -> Iterator[tuple[str, Entry]]:
        """Inner tables by name."""
        for name, table in self.take(key, dict, {}).items():
            yield name, Entry(self.file, f"{key} {name}", table)

    def rest(self) -> dict[str, Any]:
        """All that hasn't been taken, taken."""
        left, self._table = self._table, {}
        return left

    def done(self) -> None:
        """Refuse keys that nobody took: a misspelt key would otherwise be silently without effect."""
        if self._table:
            self.refuse(f"{', '.join(sorted(self._table))} isn't known here")
