"""A step's questions with what is answered so far."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sluss.contacts.questions.frames import LOOKUPS, Frame
from sluss.contacts.questions.reading import Typed
from veil.codebook import Codebook, Finding


@dataclass(frozen=True)
class Choice:
    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """A question as the page shows it.

    Attributes:
        choices: lines to tap, entries of a list, or the reasons why a number, month or look-up is empty.
        texts: what stands in its fields.
        error: what can't be right, in words.
        shown: asked, as things stand; the others lie ready for the page to show at once.
        doubts: soft findings without a reason, [(rule code, message)].
        theirs: what a colleague answered meanwhile, in words; "" where it is the same.
    """

    frame: Frame
    choices: tuple[Choice, ...]
    texts: tuple[str, ...]
    error: str
    shown: bool
    doubts: tuple[tuple[str, str], ...] = ()
    theirs: str = ""

    @property
    def open(self) -> bool:
        """A folded list stands open where something in it has to be looked at."""
        return bool(self.error or self.theirs)

    @property
    def chosen(self) -> str:
        """What is chosen in a folded list, in few words."""
        labels = [choice.label for choice in self.choices if choice.chosen]
        return f"{labels[0]} +{len(labels) - 1}" if len(labels) > 2 else ", ".join(labels)


def show_questions(
    book: Codebook,
    step_frames: Iterable[Frame],
    *,
    role: str,
    answers: Mapping[str, Any],
    language: str,
    typed: Typed | None = None,
    findings: Iterable[Finding] = (),
    theirs: Mapping[str, Any] | None = None,
) -> list[Question]:
    """The questions of a step.

    Args:
        answers: of the whole person, as stored.
        typed: what the page sent, where it is shown again; goes before what is stored.
        findings: hard ones are shown as errors, soft ones as doubts.
        theirs: a colleague's newer answers, where both are to be compared.
    """
    errors = {f.variable: f.message[language] for f in findings if f.hard}
    doubts: dict[str, list[tuple[str, str]]] = {}
    for finding in findings:
        if not finding.hard:
            doubts.setdefault(finding.variable, []).append((finding.rule_code, finding.message[language]))
    shown_answers = {**answers, **typed.answers} if typed else answers
    errors |= typed.errors if typed else {}
    questions = []
    for frame in step_frames:
        answer = shown_answers.get(frame.code, role if frame.code == book.role_variable else None)
        questions.append(
            Question(
                frame=frame,
                choices=_choices(frame, answer),
                texts=_texts(frame, answer, typed),
                error=errors.get(frame.code, ""),
                shown=book.is_asked(frame.code, shown_answers, role),
                doubts=tuple(doubts.get(frame.code, ())),
                theirs=_theirs(book, frame, answer, theirs, language),
            )
        )
    return questions


def _choices(frame: Frame, answer: Any) -> tuple[Choice, ...]:
    chosen = set(answer) if isinstance(answer, list) else {answer}
    return tuple(Choice(code, label, code in chosen) for code, label in frame.options)


def _texts(frame: Frame, answer: Any, typed: Typed | None) -> tuple[str, ...]:
    """What stands in the fields: as typed where the page is shown again, else what is stored."""
    if frame.control == "lookup":
        codes = answer if isinstance(answer, list) else []
        texts = typed.texts[frame.code] if typed else [frame.labels[c] for c in codes if c in frame.labels]
        return tuple((*texts, *[""] * LOOKUPS)[: max(LOOKUPS, len(texts))])
    if frame.control in {"number", "month"}:
        if typed:
            return (typed.texts[frame.code][0] if typed.texts[frame.code] else "",)
        known = answer is not None and answer not in dict(frame.options)
        return (str(answer) if known else "",)
    return ()


def _theirs(book: Codebook, frame: Frame, mine: Any, theirs: Mapping[str, Any] | None, language: str) -> str:
    if theirs is None or frame.code == book.role_variable or theirs.get(frame.code) == mine:
        return ""
    return in_words(book, frame.code, theirs.get(frame.code), language) or "–"


def in_words(book: Codebook, variable: str, answer: Any, language: str) -> str:
    """An answer as people read it; empty where there is none."""
    if answer is None or answer in ("", []):
        return ""
    codes = answer if isinstance(answer, list) else [answer]
    known = book.variable(variable).codes
    return ", ".join(
        known.label(code)[language] if known is not None and code in known.by_code else str(code)
        for code in codes
    )


@dataclass(frozen=True)
class Told:
    """An answer as a line of text."""

    variable: str
    step: str
    label: str
    words: str
    asked: bool = False


def answers_in_words(
    book: Codebook, answers: Mapping[str, Any], role: str, language: str, asked: Collection[str] = ()
) -> list[Told]:
    """What is answered, in the order of the questions; required questions without an answer stand empty.

    Args:
        asked: variables about which a question is open.
    """
    return [
        Told(
            code,
            variable.step,
            variable.label[language],
            in_words(book, code, answers.get(code), language),
            code in asked,
        )
        for code, variable in book.variables.items()
        if code != book.role_variable
        and book.is_asked(code, answers, role)
        and (code in answers or variable.required)
    ]
