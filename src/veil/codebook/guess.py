"""Guesses for words of an organisation's own list. They are offered to a person, never applied unseen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from veil.codebook.lists import CodeList
from veil.codebook.variables import Variable
from veil.codebook.words import plain_words

SEPARATORS = re.compile(r"[,;&/+|\n]|\band\b|\boch\b|\bsamt\b", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a word may mean.

    Attributes:
        codes: in the order they are written.
        rest: the part of the text that no code was found for.
        either: codes that the whole text may stand for, of which only a person can choose ("Dominican").
    """

    codes: tuple[str, ...]
    rest: str = ""
    either: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Every word of the text was understood."""
        return bool(self.codes) and not self.rest


@dataclass(frozen=True, slots=True)
class Spellings:
    """Comparable words -> code. Inside a longer text bare codes don't count: "no" there is hardly Norway."""

    alone: dict[str, str]
    within: dict[str, str]
    shared: dict[str, tuple[str, ...]]


def spellings(codes: CodeList) -> Spellings:
    """What a list's codes may be called. A spelling that several codes share stands for none of them."""
    called: dict[str, list[str]] = {}
    for code in codes:
        for text in {plain_words(text) for text in (*code.label.values(), *code.aliases)} - {""}:
            called.setdefault(text, []).append(code.code)
    within = {text: found[0] for text, found in called.items() if len(found) == 1}
    shared = {text: tuple(found) for text, found in called.items() if len(found) > 1}
    return Spellings({plain_words(code.code): code.code for code in codes} | within, within, shared)


def guess(known: Spellings, variable: Variable, text: str) -> Guess:
    """The answer that `text` may stand for; `known` are the spellings of the variable's codes."""
    words = plain_words(text)
    if words in known.alone:
        return Guess((known.alone[words],))
    if words in known.shared:
        return Guess((), words, known.shared[words])
    codes = variable.codes
    if codes is not None and (number := _only_number(words)) is not None and (code := codes.holding(number)):
        return Guess((code.code,))
    if variable.kind != "many":
        return Guess((), words)
    found: list[str] = []
    rest: list[str] = []
    for part in SEPARATORS.split(text):
        _walk(known.within, plain_words(part).split(), found, rest)
    return Guess(tuple(dict.fromkeys(found)), " ".join(rest))


def _only_number(words: str) -> int | None:
    """17 of "17", "17 år", "17 years old"."""
    first, *others = words.split() or [""]
    if NUMBER.fullmatch(first) and set(others) <= {"ar", "years", "year", "old", "y", "yrs"}:
        return int(first)
    return None


def _walk(known: dict[str, str], words: list[str], found: list[str], rest: list[str]) -> None:
    """Read words from the left, always the longest spelling that fits: "Central African UK" is two."""
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            code = known.get(" ".join(words[at:end]))
            if code is not None:
                found.append(code)
                at = end
                break
        else:
            rest.append(words[at])
            at += 1
