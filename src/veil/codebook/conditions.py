"""When a question is asked, and the small closed language of rules. Nothing is evaluated as code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from veil.codebook.lists import CodeList
    from veil.codebook.variables import Answer, Answers


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked when `variable` is answered with any of the codes, or with at least a number."""

    variable: str
    any_of: tuple[str, ...] = ()
    at_least: int | None = None

    def holds(self, answers: Answers) -> bool:
        answer = answers.get(self.variable)
        if self.at_least is not None:
            return isinstance(answer, int) and answer >= self.at_least
        return bool(set(self.any_of) & set(codes_in(answer)))


def codes_in(answer: Answer | None) -> tuple[str, ...]:
    """The codes of an answer, whether one or several may be given; a number has none."""
    if isinstance(answer, str):
        return (answer,)
    if isinstance(answer, list | tuple):
        return tuple(code for code in answer if isinstance(code, str))
    return ()


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at: a person's answers, those of the person she belongs to, and the days."""

    answers: Answers
    today: dt.date
    parent: Answers | None = None
    period: tuple[dt.date, dt.date] | None = None

    def answer(self, name: str) -> Answer | None:
        """The answer to a variable; "parent.age" is the age of the person she belongs to."""
        if name.startswith("parent."):
            return (self.parent or {}).get(name.removeprefix("parent."))
        return self.answers.get(name)

    def day(self, name: str) -> tuple[int, int] | None:
        """(year, month) of a month variable, of "today", "period_start", "period_end"; None if not known."""
        if name == "today":
            return self.today.year, self.today.month
        if name in {"period_start", "period_end"}:
            if self.period is None:
                return None
            day = self.period[name == "period_end"]
            return day.year, day.month
        return month_of(self.answer(name))


def month_of(answer: Answer | None) -> tuple[int, int] | None:
    """ "2016-03" -> (2016, 3); None for anything else."""
    if not isinstance(answer, str) or len(answer) != 7 or answer[4] != "-":
        return None
    year, month = answer[:4], answer[5:]
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
        return None
    return (int(year), int(month)) if int(year) > 0 and 1 <= int(month) <= 12 else None


Expression = Callable[[Case], bool]
"""True when a rule's situation is there."""

Lists = Callable[[str], "CodeList | None"]
"""Variable (also "parent.x") -> its code list; raises KeyError for an unknown one."""

TESTS = frozenset({"any_of", "answered", "at_least", "at_most", "above", "before", "after"})


def expression(plain: Mapping[str, object], lists: Lists) -> Expression:
    """Build an expression from its plain form. One of:

    - `{all = [..]}`, `{any = [..]}`, `{not = {..}}`
    - `{variable = "v", any_of = [codes]}`, with `level = "l"`: any of the groups at that level
    - `{variable = "v", answered = true}` or `false`
    - `{variable = "v", at_least = n}`, `{variable = "v", at_most = n}`: whole numbers
    - `{variable = "v", above = "w"}`: every number of v's span lies above every number of w's
    - `{variable = "v", before = "w"}`, `{variable = "v", after = "w"}`: months; w may be "today",
      "period_start" or "period_end"

    A test on something that isn't answered is false.

    Raises:
        ValueError: none of these, or a code, level or variable that isn't in the book; says which.
    """
    for word, joined in (("all", all), ("any", any)):
        if word in plain:
            _only(plain, {word})
            return _joined(joined, plain[word], lists)
    if "not" in plain:
        _only(plain, {"not"})
        inner = expression(_table(plain["not"]), lists)
        return lambda case: not inner(case)
    return _test(plain, lists)


def _joined(how: Callable[..., bool], parts: object, lists: Lists) -> Expression:
    if not isinstance(parts, list) or not parts:
        raise ValueError("all and any need a list of tests")
    inner = [expression(_table(part), lists) for part in parts]
    return lambda case: how(test(case) for test in inner)


def _test(plain: Mapping[str, object], lists: Lists) -> Expression:
    tests = [word for word in plain if word in TESTS]
    variable = plain.get("variable")
    if len(tests) != 1 or not isinstance(variable, str):
        raise ValueError(f"a test names one variable and one of {', '.join(sorted(TESTS))}")
    word = tests[0]
    _only(plain, {"variable", word, "level"} if word == "any_of" else {"variable", word})
    try:
        codes = lists(variable)
    except KeyError:
        raise ValueError(f"there is no variable {variable}") from None
    if word == "any_of":
        return _any_of(variable, plain["any_of"], plain.get("level"), codes)
    if word == "answered":
        return _answered(variable, plain["answered"])
    if word in {"at_least", "at_most"}:
        return _number(variable, word, plain[word])
    if word == "above":
        return _above(variable, str(plain["above"]), lists)
    return _months(variable, word, str(plain[word]), lists)


def _any_of(variable: str, wanted: object, level: object, codes: CodeList | None) -> Expression:
    if codes is None:
        raise ValueError(f"{variable} has no codes")
    if not isinstance(wanted, list):
        raise ValueError("any_of needs a list of codes")
    if level is not None:
        known = {group.code for group in codes.level(str(level)).groups} | set(codes.by_code)
    else:
        known = set(codes.by_code)
    if unknown := [code for code in wanted if code not in known]:
        raise ValueError(f"{variable} has no code {', '.join(map(str, unknown))}")
    sought = frozenset(wanted)
    if level is None:
        return lambda case: not sought.isdisjoint(codes_in(case.answer(variable)))
    at = str(level)

    def at_level(case: Case) -> bool:
        chosen = (code for code in codes_in(case.answer(variable)) if code in codes)
        return any(codes.parent(code, at, case.today) in sought for code in chosen)

    return at_level


def _answered(variable: str, wanted: object) -> Expression:
    if not isinstance(wanted, bool):
        raise ValueError("answered is true or false")
    return lambda case: is_answered(case.answer(variable)) is wanted


def is_answered(answer: Answer | None) -> bool:
    """Something is given; zero is an answer, an empty text or list isn't."""
    return answer is not None and answer != "" and answer != []


def _number(variable: str, word: str, bound: object) -> Expression:
    if not isinstance(bound, int):
        raise ValueError(f"{word} needs a whole number")

    def compare(case: Case) -> bool:
        answer = case.answer(variable)
        if not isinstance(answer, int):
            return False
        return answer >= bound if word == "at_least" else answer <= bound

    return compare


def _above(variable: str, other: str, lists: Lists) -> Expression:
    mine, theirs = lists(variable), lists(other)
    if mine is None or theirs is None:
        raise ValueError(f"above needs two variables with codes, not {variable} and {other}")

    def above(case: Case) -> bool:
        low = _span(mine, case.answer(variable))
        high = _span(theirs, case.answer(other))
        return low is not None and high is not None and high[1] is not None and low[0] > high[1]

    return above


def _span(codes: CodeList, answer: Answer | None) -> tuple[int, int | None] | None:
    return codes[answer].span if isinstance(answer, str) and answer in codes else None


def _months(variable: str, word: str, other: str, lists: Lists) -> Expression:
    if other not in {"today", "period_start", "period_end"}:
        lists(other)

    def compare(case: Case) -> bool:
        mine, theirs = case.day(variable), case.day(other)
        if mine is None or theirs is None:
            return False
        return mine < theirs if word == "before" else mine > theirs

    return compare


def _table(plain: object) -> Mapping[str, object]:
    if not isinstance(plain, Mapping):
        raise ValueError("a test is a table")
    return plain


def _only(plain: Mapping[str, object], words: set[str]) -> None:
    if unknown := set(plain) - words:
        raise ValueError(f"{', '.join(sorted(unknown))} doesn't go with {', '.join(sorted(words))}")
