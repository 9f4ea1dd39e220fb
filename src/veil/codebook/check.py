"""What is wrong with a person's answers, each thing with its variable and words that say what to mend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from veil.codebook.conditions import Case, Expression, codes_in, is_answered, month_of
from veil.codebook.lists import Text
from veil.codebook.variables import Answer, Answers, Variable

if TYPE_CHECKING:
    from veil.codebook.book import Codebook

BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "unknown_variable": (),
    "unknown_code": ("answer",),
    "code_not_in_use": ("answer",),
    "one_answer": (),
    "several_answers": (),
    "same_answer_twice": (),
    "stands_alone": ("answer",),
    "not_a_number": (),
    "too_small": ("bound",),
    "too_large": ("bound",),
    "not_a_month": (),
    "in_the_future": (),
    "too_long_ago": ("bound",),
    "not_for_this_role": (),
    "not_in_place": ("other",),
    "role_differs": (),
    "needs_parent": (),
    "required": (),
}
"""Rules that follow from the variables themselves -> the words their messages may hold beside {label}.
The messages are data like the others'."""

EARLIEST_MONTH = (1990, 1)
"""Months before are taken for slips of the hand."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend (hard) or to give a reason for (soft).

    Attributes:
        variable: where the message is shown; "" for the person as a whole.
        rule_code: under which a reason is kept.
        message: {"sv": ..., "en": ...}.
    """

    variable: str
    rule_code: str
    hard: bool
    message: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the codebook: when `when` holds, the message is shown beside `variable`.

    Attributes:
        only_complete: not asked about before the person is complete.
    """

    code: str
    variable: str
    hard: bool
    when: Expression
    message: Text
    only_complete: bool = False


def check(
    book: Codebook,
    answers: Answers,
    *,
    role: str,
    today: dt.date,
    parent: Answers | None,
    period: tuple[dt.date, dt.date] | None,
    complete: bool,
) -> list[Finding]:
    """See `Codebook.check`."""
    findings = [
        replace(book.finding("unknown_variable", name), variable="")
        for name in answers
        if name not in book.variables
    ]
    findings += _role_findings(book, answers, role, parent)
    full: Answers = {**answers, book.role_variable: role}
    for variable in (v for v in book.variables.values() if v.code != book.role_variable):
        answer = full.get(variable.code)
        if not is_answered(answer):
            if complete and variable.required and book.is_asked(variable.code, full, role):
                findings.append(book.finding("required", variable.code))
            continue
        findings += _place_findings(book, variable, full, role)
        findings += _answer_findings(book, variable, answer, today)
    refused = {finding.variable for finding in findings}
    case = Case(full, today, parent, period)
    for rule in book.rules:
        if rule.variable not in refused and (complete or not rule.only_complete) and rule.when(case):
            findings.append(Finding(rule.variable, rule.code, rule.hard, rule.message))
    return findings


def _role_findings(book: Codebook, answers: Answers, role: str, parent: Answers | None) -> Iterator[Finding]:
    roles = book.roles
    if role not in roles:
        yield book.finding("unknown_code", book.role_variable, answer=role)
        return
    if answers.get(book.role_variable, role) != role:
        yield book.finding("role_differs", book.role_variable)
    if roles[role].needs_parent and parent is None:
        yield book.finding("needs_parent", book.role_variable)


def _place_findings(book: Codebook, variable: Variable, answers: Answers, role: str) -> Iterator[Finding]:
    """An answer to a question that isn't asked of this person."""
    if role not in variable.asked_of:
        yield book.finding("not_for_this_role", variable.code)
    elif variable.ask_when is not None and not book.is_asked(variable.code, answers, role):
        other = book.variables[variable.ask_when.variable]
        yield book.finding("not_in_place", variable.code, other=other.label)


def _answer_findings(
    book: Codebook, variable: Variable, answer: Answer | None, today: dt.date
) -> Iterator[Finding]:
    if variable.kind == "many":
        yield from _several(book, variable, answer, today)
    elif isinstance(answer, list | tuple):
        yield book.finding("one_answer", variable.code)
    elif variable.codes is not None and answer in variable.codes:
        yield from _in_use(book, variable, str(answer), today)
    elif variable.kind == "integer":
        yield from _integer(book, variable, answer)
    elif variable.kind == "month":
        yield from _month(book, variable, answer, today)
    else:
        yield book.finding("unknown_code", variable.code, answer=str(answer))


def _several(book: Codebook, variable: Variable, answer: Answer | None, today: dt.date) -> Iterator[Finding]:
    codes = codes_in(answer)
    if not isinstance(answer, list | tuple) or len(codes) != len(answer):
        yield book.finding("several_answers", variable.code)
        return
    assert variable.codes is not None  # noqa: S101 - the reader lets no other variable through
    for code in dict.fromkeys(codes):
        if code in variable.codes:
            yield from _in_use(book, variable, code, today)
        else:
            yield book.finding("unknown_code", variable.code, answer=code)
    if len(set(codes)) != len(codes):
        yield book.finding("same_answer_twice", variable.code)
    alone = [code for code in codes if code in variable.codes and variable.codes[code].exclusive]
    if alone and len(set(codes)) > 1:
        yield book.finding("stands_alone", variable.code, answer=variable.codes[alone[0]].label)


def _in_use(book: Codebook, variable: Variable, code: str, today: dt.date) -> Iterator[Finding]:
    assert variable.codes is not None  # noqa: S101 - the caller has found the code in it
    if not variable.codes[code].valid_on(today):
        yield book.finding("code_not_in_use", variable.code, answer=variable.codes[code].label)


def _integer(book: Codebook, variable: Variable, answer: Answer | None) -> Iterator[Finding]:
    if not isinstance(answer, int) or isinstance(answer, bool):
        yield book.finding("not_a_number", variable.code)
    elif variable.minimum is not None and answer < variable.minimum:
        yield book.finding("too_small", variable.code, bound=str(variable.minimum))
    elif variable.maximum is not None and answer > variable.maximum:
        yield book.finding("too_large", variable.code, bound=str(variable.maximum))


def _month(book: Codebook, variable: Variable, answer: Answer | None, today: dt.date) -> Iterator[Finding]:
    month = month_of(answer)
    if month is None:
        yield book.finding("not_a_month", variable.code)
    elif month > (today.year, today.month):
        yield book.finding("in_the_future", variable.code)
    elif month < EARLIEST_MONTH:
        yield book.finding("too_long_ago", variable.code, bound=str(EARLIEST_MONTH[0]))


def filled(message: Text, words: Mapping[str, str | Text]) -> Text:
    """The message with its {places} filled in, each language with its own words."""
    return {
        language: text.format_map(
            {place: word if isinstance(word, str) else word[language] for place, word in words.items()}
        )
        for language, text in message.items()
    }
