"""Two who wrote the same text: brought together, and shown around what changed. Plain values, no database."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sluss.coalition.differences import Piece, Run

#: stands where unchanged lines are left out
LEFT_OUT = "⋯"


@dataclass(frozen=True)
class Merged:
    """Both texts in one. `clashes` counts the places where both wrote anew: there both stand, one after the other."""

    text: str
    clashes: int


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


def around_changes(runs: Sequence[Run], lines: int = 2) -> tuple[Run, ...]:
    """The runs with long unchanged stretches cut to `lines` lines on the side of each change."""
    last = len(runs) - 1
    return tuple(
        _cut(run, lines if place > 0 else 0, lines if place < last else 0) if run.piece == Piece.KEPT else run
        for place, run in enumerate(runs)
    )


def _cut(run: Run, first: int, last: int) -> Run:
    """An unchanged stretch without its middle, where there is one to leave out."""
    lines = run.words.split("\n")
    if len(lines) <= first + last + 2:  # the line of a change's own and one that isn't worth leaving out
        return run
    before, after = lines[: first + 1] if first else [], lines[-last - 1 :] if last else []
    return Run(run.piece, "\n".join([*before, LEFT_OUT, *after]))


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
