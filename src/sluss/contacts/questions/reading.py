"""What a step's page sends, as answers in the codebook's terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sluss.contacts.questions.frames import Frame
from veil.codebook import Codebook


@dataclass(frozen=True)
class Typed:
    """What was typed, understood or not.

    Attributes:
        answers: {variable: answer}; a number or month that can't be read is there as its text, for the
            codebook to refuse.
        errors: {variable: message} for words that aren't in a long list.
        texts: {variable: what stands in its fields}, to show again as it was typed.
        shown: variables that were visible on the page.
        reasons: {rule code: reason} chosen for soft rules.
    """

    answers: dict[str, Any]
    errors: dict[str, str]
    texts: dict[str, list[str]]
    shown: frozenset[str]
    reasons: dict[str, str] = field(default_factory=dict)


def read_answers(book: Codebook, step_frames: tuple[Frame, ...], data: QueryDict) -> Typed:
    """Read the fields of a step. Nothing is checked here but that words of long lists are known."""
    answers: dict[str, Any] = {}
    errors: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    for frame in step_frames:
        texts[frame.code] = [text.strip() for text in data.getlist(frame.code) if text.strip()]
        answer = _read(book, frame, texts[frame.code], data, errors)
        if answer:
            answers[frame.code] = answer
    reasons = {name.removeprefix("reason-"): str(data[name]) for name in data if name.startswith("reason-")}
    return Typed(answers, errors, texts, frozenset(data.getlist("shown")), reasons)


def _read(
    book: Codebook, frame: Frame, texts: list[str], data: QueryDict, errors: dict[str, str]
) -> str | int | list[str] | None:
    if frame.control == "checkbox":
        return texts
    if frame.control == "lookup":
        return _looked_up(book, frame, texts, data, errors)
    text = texts[0] if texts else ""
    if frame.control in {"number", "month"} and not text:
        return data.get(frame.missing_name)
    if frame.control == "number":
        return _whole_number(text)
    return text


def _whole_number(text: str) -> int | str:
    return int(text) if text.removeprefix("-").isdecimal() else text


def _looked_up(
    book: Codebook, frame: Frame, texts: list[str], data: QueryDict, errors: dict[str, str]
) -> list[str]:
    """Codes of the words typed; a word that isn't in the list is said, and left out."""
    codes: list[str] = []
    by_label: Mapping[str, str] = {label.casefold(): code for code, label in frame.labels.items()}
    for text in texts:
        code = by_label.get(text.casefold())
        guess = (code,) if code else book.guess(frame.code, text).codes
        if len(guess) == 1:
            codes.append(guess[0])
        else:
            errors[frame.code] = _("“%(word)s” isn't in the list. Choose one of its words.") % {"word": text}
    codes += data.getlist(frame.missing_name)
    return list(dict.fromkeys(codes))
