"""What follows from answers: groups on a date, one row a person for tables, values in other standards."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from veil.codebook.conditions import codes_in, is_answered
from veil.codebook.variables import Answer, Answers, Variable

if TYPE_CHECKING:
    from veil.codebook.book import Codebook

NOT_ASKED = "not_asked"


def derive(book: Codebook, answers: Answers, on: dt.date) -> dict[str, Answer]:
    """See `Codebook.derive`."""
    found: dict[str, Answer] = {}
    known: dict[str, Answer] = dict(answers)
    for variable in book.derived.values():
        codes = _derived(book, variable, known, on)
        if codes:
            answer: Answer = list(codes) if variable.kind == "many" else codes[0]
            found[variable.code] = known[variable.code] = answer
    return found


def _derived(book: Codebook, variable: Variable, answers: Answers, on: dt.date) -> tuple[str, ...]:
    how = variable.derivation
    source = book.variable(how.source).codes if how is not None else None
    if how is None or source is None:
        return ()
    codes = tuple(code for code in codes_in(answers.get(how.source)) if code in source)
    if how.first_by and codes:
        level = source.level(how.first_by)
        codes = (min(codes, key=lambda code: level.rank(source.parent(code, how.first_by, on))),)
    if how.level:
        codes = tuple(dict.fromkeys(source.parent(code, how.level, on) for code in codes))
    return codes


def row(book: Codebook, answers: Answers, *, role: str, on: dt.date) -> dict[str, Answer | None]:
    """See `Codebook.row`."""
    full: dict[str, Answer] = {**answers, book.role_variable: role}
    whole: dict[str, Answer | None] = {
        variable.code: _or_not_asked(variable, full.get(variable.code))
        if book.is_asked(variable.code, full, role)
        else None
        for variable in book.variables.values()
    }
    answered: dict[str, Answer] = {code: answer for code, answer in whole.items() if answer is not None}
    derived = derive(book, answered, on)
    return whole | {code: derived.get(code) for code in book.derived}


def _or_not_asked(variable: Variable, answer: Answer | None) -> Answer | None:
    """An asked question left empty is `not_asked` where the list has it."""
    if is_answered(answer):
        return answer
    if variable.codes is None or NOT_ASKED not in variable.codes:
        return None
    return [NOT_ASKED] if variable.kind == "many" else NOT_ASKED


def in_standard(book: Codebook, answers: Answers, standard: str) -> dict[str, list[str]]:
    """See `Codebook.in_standard`."""
    fields = book.standards[standard].fields
    found: dict[str, list[str]] = {}
    for variable in (*book.variables.values(), *book.derived.values()):
        values = _values(variable, answers.get(variable.code), standard)
        name = variable.mappings.get(standard)
        if name is None:
            found |= {flag: ["1"] for flag in values}
        elif values:
            earlier = found.get(name, []) if fields[name].many else []
            found[name] = list(dict.fromkeys((*earlier, *values)))
    return found


def _values(variable: Variable, answer: Answer | None, standard: str) -> list[str]:
    if isinstance(answer, int):
        return [str(answer)] if standard in variable.mappings else []
    codes = variable.codes
    if codes is None:
        return []
    known = (codes[code] for code in codes_in(answer) if code in codes)
    return [value for code in known for value in code.mappings.get(standard, ())]
