"""Variables: the questions of a codebook, the steps they are asked in, what is kept beside the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from veil.codebook.conditions import Condition
from veil.codebook.lists import CodeList, Text

__all__ = ["Answer", "Answers", "Derivation", "RecordField", "Step", "Text", "Variable"]

Answer = str | int | list[str]
"""One code or month, a whole number, or several codes."""

Answers = Mapping[str, Answer]
"""{variable: answer}."""

Kind = Literal["one", "many", "integer", "month"]
Sensitivity = Literal["normal", "sensitive", "crime"]


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the form."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a derived variable follows from another.

    Attributes:
        source: the variable it follows from.
        level: the answer's group at this level; empty: the answer itself.
        first_by: of several answers, the one whose group at this level comes first in the level's order,
            and among equals the one given first.
    """

    source: str
    level: str = ""
    first_by: str = ""


@dataclass(frozen=True, eq=False)
class Variable:
    """One question, or one property derived from answers.

    Attributes:
        label: short, for tables, headings of columns, the dictionary.
        question: as it is put on the form.
        help: what counts and what doesn't, under the question.
        kind: "one" code, "many" codes, "integer", or "month" (YYYY-MM).
        codes: the answers; for integer and month only the reserved ones; None where there are none.
        asked_of: roles of persons.
        core: belongs to the short form; the others are asked where somebody wants to tell more.
        required: must be answered before the return is sent in.
        ask_when: asked only then; the variable it names comes before.
        sensitivity: "sensitive" (GDPR art. 9), "crime" (art. 10), or "normal".
        minimum, maximum: of an integer, both in.
        mappings: standard -> the field there; absent where each code is a field of its own (flags).
        aliases: other headings for it in lists that organisations keep.
        derivation: how it follows from an answer; None for a question.
    """

    code: str
    label: Text
    question: Text
    help: Text
    kind: Kind
    codes: CodeList | None
    step: str = ""
    asked_of: frozenset[str] = frozenset()
    core: bool = False
    required: bool = False
    ask_when: Condition | None = None
    sensitivity: Sensitivity = "normal"
    minimum: int | None = None
    maximum: int | None = None
    mappings: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    derivation: Derivation | None = None

    @property
    def derived_from(self) -> str | None:
        """The variable it follows from; None for a question."""
        return self.derivation.source if self.derivation else None

    def answer_label(self, code: str) -> Text:
        """The label of one of its codes or groups. Raises KeyError for neither."""
        if self.codes is None:
            raise KeyError(code)
        return self.codes.label(code)


@dataclass(frozen=True, slots=True)
class RecordField:
    """Something kept beside the answers of a person: number, whom she belongs to, linkage code, ..."""

    code: str
    label: Text
    help: Text
    aliases: tuple[str, ...] = ()
