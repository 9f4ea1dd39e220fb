"""Other bodies' standards: their fields and values, so that mappings name only what exists there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from veil.codebook.words import plain_words


@dataclass(frozen=True, eq=False)
class Field:
    """A field of a standard.

    Attributes:
        values: its value -> other spellings of it in the standard's own forms. Empty: free or ISO values.
        also: other spellings of the field's name in the standard's own forms.
        many: several values may stand in it.
        flag: 1 or empty; stands for one answer.
    """

    name: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    many: bool = False
    flag: bool = False

    def value(self, written: str) -> str | None:
        """The standard's value for what a form of it says, misspelt or not; None if there is none."""
        return self._spellings.get(plain_words(written))

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {
            plain_words(spelling): value for value, also in self.values.items() for spelling in (value, *also)
        }


@dataclass(frozen=True, eq=False)
class Standard:
    """A standard that answers are mapped to. Being mapped is no claim of conformance."""

    code: str
    name: str
    source: str
    fields: Mapping[str, Field]

    def field(self, written: str) -> Field | None:
        """The field that a column's name stands for; None for no such field."""
        return self._names.get(plain_words(written))

    @cached_property
    def _names(self) -> dict[str, Field]:
        return {plain_words(name): f for f in self.fields.values() for name in (f.name, *f.also)}
