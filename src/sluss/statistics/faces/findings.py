"""The heading that says what a table found, from its published cells alone.

"88 av 140 möjliga offer utnyttjades sexuellt": the commonest answer that may be shown. Answers that make a
good sentence have it in findings.toml; the others are said with the codebook's own words.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

PHRASES = Path(__file__).with_name("findings.toml")


@dataclass(frozen=True)
class Counted:
    """Whom a table counts.

    `total` is None where it isn't shown, or counts also persons to whom the question wasn't put.
    `answering`: it counts who answered, not everybody. `selected`: it counts part of the unit
    only; `of` says which in words, "" where nothing is written.
    """

    unit: str
    total: int | None
    answering: bool = False
    selected: bool = False
    of: str = ""

    @property
    def whole(self) -> str:
        """ "140 potential victims", with what they have in common."""
        if self.total is None:
            return f"{self.unit} {self.of}".strip()
        words = {"number": _number(self.total), "unit": f"{self.unit} {self.of}".strip()}
        if self.answering and self.selected and not self.of:
            return _("%(number)s %(unit)s in the selection whose answer is known") % words
        if self.answering:
            return _("%(number)s %(unit)s whose answer is known") % words
        if self.selected and not self.of:
            return _("%(number)s %(unit)s in the selection") % words
        return f"{words['number']} {words['unit']}"


@dataclass(frozen=True)
class Answer:
    """One answer of the first dimension with its number; None where that is hidden."""

    variable: str
    question: str
    code: str
    label: str
    count: int | None


def largest(answers: Sequence[Answer], counted: Counted, language: str, by: Sequence[str] = ()) -> str:
    """The commonest of the answers that are shown, in words; of several equal ones the first.

    `by`: the other questions that the table is cut by, which tell it from one that is cut by the first alone.
    """
    most = _most(answers)
    if most is None:
        said = total(counted)
        return _by(f"{answers[0].question}: {in_a_sentence(said)}" if answers else said, by)
    words = {
        "part": _number(most.count or 0),
        "whole": counted.whole,
        "question": most.question,
        "label": most.label,
        "phrase": phrase(most.variable, most.code, language),
    }
    return _by(_sentence(bool(words["phrase"]), counted.total is not None) % words, by)


def busiest(quarters: Sequence[Answer], counted: Counted) -> str:
    """The quarter in which most were first met, of those that are shown; "" where none is."""
    most = _most(quarters)
    if most is None or counted.total is None:
        return ""
    words = {"part": _number(most.count or 0), "whole": counted.whole, "quarter": in_a_sentence(most.label)}
    return _("Most first contacts in %(quarter)s: %(part)s of %(whole)s") % words


def _most(answers: Sequence[Answer]) -> Answer | None:
    return max(
        (answer for answer in answers if answer.count), key=lambda answer: answer.count or 0, default=None
    )


def _by(finding: str, questions: Sequence[str]) -> str:
    if not questions:
        return finding
    words = {"finding": finding, "questions": _(" and by ").join(map(in_a_sentence, questions))}
    return _("%(finding)s, by %(questions)s") % words


def in_a_sentence(text: str) -> str:
    """A label as it stands within a sentence: "Police report" without its capital, "EU" with it."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _sentence(has_phrase: bool, has_total: bool) -> str:
    if has_phrase:
        return _("%(part)s of %(whole)s %(phrase)s") if has_total else _("%(part)s %(whole)s %(phrase)s")
    if has_total:
        return _("%(question)s: %(label)s, %(part)s of %(whole)s")
    return _("%(question)s: %(label)s, %(part)s %(whole)s")


def total(counted: Counted) -> str:
    """The table's total in words, or that it can't be shown."""
    if counted.total is None:
        return _("Too few %s to show") % counted.unit
    return _("No %s") % counted.unit if counted.total == 0 else counted.whole


def phrase(variable: str, code: str, language: str) -> str:
    """What is said of persons with this answer: "utnyttjades sexuellt"; "" where nothing is written."""
    return phrases().get(variable, {}).get(code, {}).get(language, "")


def of(selection: Mapping[str, Sequence[str]], language: str) -> str:
    """What persons are called who have all these answers: "med polisanmälan"; "" where one can't be said."""
    said = [
        phrases().get(variable, {}).get(codes[0], {}).get("of", {}).get(language, "")
        if len(codes) == 1
        else ""
        for variable, codes in selection.items()
    ]
    return " ".join(said) if all(said) else ""


@cache
def phrases() -> Mapping[str, Mapping[str, Any]]:
    """{variable: {code: {language: phrase, "of": {language: phrase}}}}"""
    return tomllib.loads(PHRASES.read_text(encoding="utf-8"))


def _number(count: int) -> str:
    return number_format(count, use_l10n=True, force_grouping=True)
