"""What of a question is the same for everybody: its words, its kind of control, its options."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from veil.codebook import Code, Codebook, Variable

Control = Literal["radio", "select", "checkbox", "lookup", "number", "month"]

LINES = 10
"""Up to so many answers are lines to tap; more of them are one list to choose from."""

FOLDED_LINES = 15
"""Longer lists of lines are folded until they are opened or answered."""

MANY_LINES = 40
"""Where several may be chosen, up to so many are lines; more are looked up by typing."""

LOOKUPS = 3
"""Fields to look up several answers in, one below the other."""


@dataclass(frozen=True, eq=False)
class Frame:
    """A question without its answer.

    Attributes:
        options: (code, label) to choose from; beside a number, month or look-up: why there is none.
        datalist: the long list to look up in, rendered; empty for the other controls.
        labels: {code: label} of the long list.
        when: the variable on which it depends, "" where it is always asked; `when_codes` and `when_least`
            say which answers call for it.
        short: belongs to the short form; the others wait behind "tell more".
    """

    code: str
    label: str
    help: str
    control: Control
    options: tuple[tuple[str, str], ...]
    datalist: SafeString
    labels: dict[str, str]
    when: str
    when_codes: str
    when_least: str
    short: bool
    required: bool
    minimum: int | None
    maximum: int | None

    @property
    def id(self) -> str:
        return f"q-{self.code}"

    @property
    def folded(self) -> bool:
        return self.control == "checkbox" and len(self.options) > FOLDED_LINES

    @property
    def missing_name(self) -> str:
        """The name under which "not known" and its like are sent beside a number, month or look-up."""
        return f"{self.code}--missing"

    @property
    def list_id(self) -> str:
        return f"list-{self.code}"


@lru_cache(maxsize=64)
def frames(book: Codebook, step: str, role: str, language: str) -> tuple[Frame, ...]:
    """The questions of a step for a role, in the order they are asked.

    The role itself is among them only for those who belong to somebody: which kind of relative may be
    mended; who belongs to nobody has but one role.
    """
    variables = book.in_step(step, role)
    return tuple(
        _frame(book, variable, language)
        for variable in variables
        if variable.code != book.role_variable or book.roles[role].needs_parent
    )


def _frame(book: Codebook, variable: Variable, language: str) -> Frame:
    control = _control(variable)
    codes: Sequence[Code] = variable.codes.codes if variable.codes else ()
    if variable.code == book.role_variable:
        codes = [code for code in codes if code.needs_parent]
    looked_up = [code for code in codes if not code.exclusive] if control == "lookup" else []
    beside = [code for code in codes if code not in looked_up]
    when = variable.ask_when
    return Frame(
        code=variable.code,
        label=variable.question[language],
        help=variable.help[language],
        control=control,
        options=tuple((code.code, code.label[language]) for code in beside),
        datalist=format_html_join(
            "", '<option value="{}"></option>', ((code.label[language],) for code in looked_up)
        ),
        labels={code.code: code.label[language] for code in looked_up},
        when=when.variable if when else "",
        when_codes=" ".join(when.any_of) if when else "",
        when_least="" if when is None or when.at_least is None else str(when.at_least),
        short=variable.core or variable.required,
        required=variable.required,
        minimum=variable.minimum,
        maximum=variable.maximum,
    )


def _control(variable: Variable) -> Control:
    size = len(variable.codes.codes) if variable.codes else 0
    if variable.kind == "integer":
        return "number"
    if variable.kind == "month":
        return "month"
    if variable.kind == "many":
        return "checkbox" if size <= MANY_LINES else "lookup"
    return "radio" if size <= LINES else "select"
