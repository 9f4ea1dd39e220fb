"""A table of a TOML file, or of JSON, while it is read: every key is taken once, what is left over is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from types import EllipsisType, NoneType
from typing import Any, NoReturn, Self, TypeVar

from veil.errors import BadInput

Made = TypeVar("Made")

FORMS: dict[type, str] = {
    str: "a text in quotation marks",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list in square brackets",
    dict: "a table in braces",
    dt.date: "a date, as 2013-07-01",
    NoneType: "null",
}


class Entry:
    """One table and where it stands, so that an error can name the place.

    Every method that takes a key raises BadInput where the value isn't what the key needs.
    """

    def __init__(self, file: str, place: str, table: object) -> None:
        self.file = file
        self.place = place
        if not isinstance(table, dict):
            self.refuse("this must be a table")
        self._table: dict[str, Any] = dict(table)
        self._known: dict[str, None] = {}

    def refuse(self, mend: str) -> NoReturn:
        """Raise with the file and the place."""
        raise BadInput(f"{self.file}: {self.place}: {mend}" if self.place else f"{self.file}: {mend}")

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """The value of a key; it must be there unless a default is given. A whole number is a number, too."""
        self._known[key] = None
        if key not in self._table:
            if isinstance(default, EllipsisType):
                self.refuse(f"{key} is missing")
            return default
        kinds = kind if isinstance(kind, tuple) else (kind,)
        value = self._table.pop(key)
        fits = isinstance(value, (*kinds, *((int,) if float in kinds else ())))
        if not fits or (isinstance(value, bool) and bool not in kinds):
            self.refuse(f"{key} must be {' or '.join(FORMS[one] for one in kinds)}")
        return value

    def words(self, key: str, default: Any = ()) -> tuple[str, ...]:
        """A list of texts; a single one may stand without brackets."""
        required = isinstance(default, EllipsisType)
        return self.texts(key, self.take(key, (str, list), ... if required else list(default)))

    def texts(self, key: str, value: object) -> tuple[str, ...]:
        """A value under a key as texts, if it is one text or a list of them."""
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            self.refuse(f"{key} must be a list of texts in quotation marks")
        return tuple(found)

    def words_by_name(self, key: str, default: Any = None) -> dict[str, tuple[str, ...]]:
        """A table of lists of texts; empty where it is absent, unless it is needed (...)."""
        given = self.take(key, dict, {} if default is None else default)
        return {name: self.texts(f"{key}, {name}", value) for name, value in given.items()}

    def one_of(self, key: str, choices: tuple[str, ...], default: Any = ...) -> str:
        """A text, one of these."""
        value = self.take(key, str, default)
        if value not in choices:
            self.refuse(f"{key} is {value!r}; it can be {', '.join(choices)}")
        return str(value)

    def entry(self, key: str) -> Self:
        """An inner table; empty where it is absent."""
        return type(self)(self.file, f"{self.place}, {key}".removeprefix(", "), self.take(key, dict, {}))

    def entries(self, key: str, name: str = "code") -> Iterator[Self]:
        """Inner tables in a list, each called by its `name`."""
        if isinstance(self._table.get(key), dict):
            self.refuse(f"there may be several of {key}: write [[{key}]], in two brackets")
        for number, table in enumerate(self.take(key, list, []), start=1):
            called = table.get(name, number) if isinstance(table, dict) else number
            yield type(self)(self.file, f"{self.place}, {called}" if self.place else f"{key} {called}", table)

    def named(self, key: str) -> Iterator[tuple[str, Self]]:
        """Inner tables by name."""
        for name, table in self.take(key, dict, {}).items():
            yield name, type(self)(self.file, f"{key} {name}", table)

    def made(self, make: Callable[..., Made], *values: Any) -> Made:
        """What is made of the values; what is wrong with them is told with the file."""
        try:
            return make(*values)
        except BadInput as error:
            raise BadInput(f"{self.file}: {error}") from error

    def rest(self) -> dict[str, Any]:
        """All that hasn't been taken, taken."""
        left, self._table = self._table, {}
        return left

    def done(self) -> None:
        """Refuse keys that nobody took: a misspelt key would otherwise be silently without effect."""
        if self._table:
            self.refuse(
                f"{', '.join(sorted(self._table))} isn't known here; what is: {', '.join(sorted(self._known))}"
            )
