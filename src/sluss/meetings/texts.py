"""Two who write the same text: what each changed, and both brought together. Plain values, no database."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    change: Change
    text: str


@dataclass(frozen=True)
class Merged:
    """Both texts in one. `clashes` counts the places where both wrote anew: there both stand, one after the other."""

    text: str
    clashes: int


def word_differences(old: str, new: str) -> list[Piece]:
    """What must go and come for the old text to become the new one, word by word, spaces kept.

    The pieces without the added ones are the old text, those without the removed ones the new.
    """
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Change.SAME, "".join(before[i:j])))
            continue
        if i < j:
            pieces.append(Piece(Change.REMOVED, "".join(before[i:j])))
        if k < m:
            pieces.append(Piece(Change.ADDED, "".join(after[k:m])))
    return pieces


def bring_together(base: str, theirs: str, mine: str) -> Merged:
    """Both changes of a base in one text, line by line; nothing that either added is lost.

    Where only one of the two changed a stretch, that change stands. Where both changed it differently, theirs
    stands first and mine after it. Method: three-way merge along the lines that both left untouched (Khanna,
    Kunal and Pierce 2007, "A formal investigation of diff3").
    """
    base_lines, their_lines, my_lines = (text.splitlines() for text in (base, theirs, mine))
    lines: list[str] = []
    clashes = 0
    for before, their, my in _stretches(base_lines, their_lines, my_lines):
        if their in (my, before):
            lines += my
        elif my == before:
            lines += their
        else:
            clashes += 1
            lines += their + my
    return Merged("\n".join(lines), clashes)


Lines = list[str]


def _stretches(base: Lines, theirs: Lines, mine: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """The three texts cut at the lines that both left untouched, in order; the untouched ones in between."""
    theirs_of, mine_of = _untouched(base, theirs), _untouched(base, mine)
    b = t = m = 0
    for line in sorted(theirs_of.keys() & mine_of.keys()):
        yield base[b:line], theirs[t : theirs_of[line]], mine[m : mine_of[line]]
        yield ([base[line]],) * 3
        b, t, m = line + 1, theirs_of[line] + 1, mine_of[line] + 1
    yield base[b:], theirs[t:], mine[m:]


def _untouched(base: Lines, changed: Lines) -> dict[int, int]:
    """Which line of the base is which line of the changed text."""
    blocks = difflib.SequenceMatcher(None, base, changed, autojunk=False).get_matching_blocks()
    return {block.a + i: block.b + i for block in blocks for i in range(block.size)}
