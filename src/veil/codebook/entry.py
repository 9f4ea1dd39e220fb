"""A table of a codebook file while it is read: texts in every language, dates."""

from __future__ import annotations

import datetime as dt
from typing import NoReturn

from veil.codebook.errors import CodebookError
from veil.codebook.lists import Text
from veil.entry import Entry as AnyEntry


class Entry(AnyEntry):
    """As any entry; what is wrong is a CodebookError."""

    def refuse(self, mend: str) -> NoReturn:
        """Raise with the file and the place."""
        raise CodebookError(self.file, self.place, mend)

    def text(self, key: str, languages: tuple[str, ...]) -> Text:
        """A text in every language."""
        table = self.take(key, dict)
        return self._complete(key, table, languages)

    def flat_text(self, languages: tuple[str, ...]) -> Text:
        """A text whose languages are keys of this very table."""
        return self._complete("", {word: self.take(word, str, "") for word in languages}, languages)

    def _complete(self, key: str, table: dict[str, str], languages: tuple[str, ...]) -> Text:
        for language in languages:
            if not isinstance(table.get(language), str) or not table[language].strip():
                self.refuse(f"{key or 'the label'} has no words in {language}")
        if unknown := set(table) - set(languages):
            self.refuse(
                f"{key} has words in {', '.join(sorted(unknown))}, which isn't a language of the book"
            )
        return {language: table[language].strip() for language in languages}

    def day(self, key: str) -> dt.date | None:
        """A date, written 2013-07-01 without quotation marks."""
        value = self.take(key, dt.date, None)
        if isinstance(value, dt.datetime):
            self.refuse(f"{key} must be a date without a time")
        return value
