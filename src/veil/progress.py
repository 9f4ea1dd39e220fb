"""Progress of long work, told to whoever asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Report = Callable[[str, int, int], None]
"""Told of each step: what is being done, how many of how many are through it."""

Item = TypeVar("Item")


def silent(step: str, done: int, of: int) -> None:
    """Tells nobody."""


def told(report: Report, step: str, items: Iterable[Item], of: int) -> Iterator[Item]:
    """The items, with a word before each."""
    for done, item in enumerate(items):
        report(step, done, of)
        yield item
