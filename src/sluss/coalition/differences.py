"""What differs between two versions of the statutes: article by article, word by word. No database here.

An article is found again by its heading or, where that is new, by its text; so a renumbered or a moved one
is not shown as taken away and put in. Words are compared by the longest common runs (`difflib`, Ratcliff and
Obershelp's "gestalt" matching), with signs and spaces as words of their own.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: how alike two texts are at least, from 0 to 1, to be one article that was rewritten under a new heading
ALIKE = 0.5
#: a verb, and the ranges of words in the earlier and the later text that it is about (difflib's opcode)
Match = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Text:
    """An article as it is compared."""

    number: int
    heading: str
    text: str


class Piece(StrEnum):
    KEPT = "kept"
    PUT_IN = "put in"
    TAKEN_AWAY = "taken away"


@dataclass(frozen=True)
class Run:
    """Words that were kept, put in or taken away together."""

    piece: Piece
    words: str


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class ArticleDifference:
    """One article of either version. `moved`: it stands at another place among the others."""

    change: Change
    number: int | None
    earlier_number: int | None
    heading: tuple[Run, ...]
    text: tuple[Run, ...]
    moved: bool = False

    @property
    def renumbered(self) -> bool:
        return None not in (self.number, self.earlier_number) and self.number != self.earlier_number


def words_of(text: str) -> list[str]:
    """The words, signs and spaces of a text; together they are the text."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def runs(earlier: str, later: str) -> tuple[Run, ...]:
    """The later text with what was put in and what was taken away, in reading order."""
    before, after = words_of(earlier), words_of(later)
    found: list[Run] = []
    matches = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for verb, i, j, k, n in _in_phrases(matches, after):
        if verb == "equal":
            found.append(Run(Piece.KEPT, "".join(after[k:n])))
            continue
        if i < j:
            found.append(Run(Piece.TAKEN_AWAY, "".join(before[i:j])))
        if k < n:
            found.append(Run(Piece.PUT_IN, "".join(after[k:n])))
    return tuple(found)


def _in_phrases(matches: Sequence[Match], after: Sequence[str]) -> list[Match]:
    """Rewritten words with only a space or a single word kept between them are read as one rewritten phrase."""
    found: list[Match] = []
    for at, match in enumerate(matches):
        verb, i, j, k, n = match
        rewritten_on_both_sides = (
            0 < at < len(matches) - 1 and found[-1][0] == matches[at + 1][0] == "replace"
        )
        if verb == "equal" and rewritten_on_both_sides and sum(not word.isspace() for word in after[k:n]) < 2:
            verb = "replace"
        if verb == "replace" and found and found[-1][0] == "replace":
            _, i, _, k, _ = found.pop()
        found.append((verb, i, j, k, n))
    return found


def differences(earlier: Sequence[Text], later: Sequence[Text]) -> list[ArticleDifference]:
    """Every article of either version, in the later one's order; a removed one stands where it stood."""
    pairs = _paired(earlier, later)
    moved = _out_of_order([pairs[at] for at in sorted(pairs)])
    found = [
        _pair(earlier[pairs[at]], article, pairs[at] in moved) if at in pairs else _added(article)
        for at, article in enumerate(later)
    ]
    back = {place: at for at, place in pairs.items()}
    for place, article in enumerate(earlier):
        if place not in back:
            found.insert(_where(place, earlier, found), _removed(article))
    return found


def _paired(earlier: Sequence[Text], later: Sequence[Text]) -> dict[int, int]:
    """Places of articles in the later version, and where each stood in the earlier one."""
    pairs: dict[int, int] = {}
    left = set(range(len(earlier)))
    for at, article in enumerate(later):
        whole = (article.heading, article.text)
        unchanged = [
            place for place in sorted(left) if (earlier[place].heading, earlier[place].text) == whole
        ]
        if unchanged:
            pairs[at] = unchanged[0]
            left.discard(unchanged[0])
    for at, article in enumerate(later):
        if at in pairs:
            continue
        same = [place for place in sorted(left) if _heading(earlier[place]) == _heading(article) != ""]
        if same:
            pairs[at] = max(same, key=lambda place: _likeness(earlier[place].text, article.text))
            left.discard(pairs[at])
    unmatched = [at for at in range(len(later)) if at not in pairs]
    likely = sorted(
        ((_likeness(earlier[place].text, later[at].text), at, place) for at in unmatched for place in left),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    for likeness, at, place in likely:
        if likeness >= ALIKE and at not in pairs and place in left:
            pairs[at] = place
            left.discard(place)
    return pairs


def _heading(article: Text) -> str:
    return " ".join(article.heading.casefold().split())


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, words_of(one), words_of(other), autojunk=False).ratio()


def _out_of_order(places: Sequence[int]) -> set[int]:
    """Which places must move so that the others keep their order: all outside a longest increasing run."""
    ends: list[int] = []  # the smallest end of an increasing run of each length
    lengths = []
    for place in places:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        lengths.append(length)
    wanted, kept = len(ends) - 1, set()
    for place, length in reversed(list(zip(places, lengths, strict=True))):
        if length == wanted:
            kept.add(place)
            wanted -= 1
    return set(places) - kept


def _pair(before: Text, after: Text, moved: bool) -> ArticleDifference:
    heading, text = runs(before.heading, after.heading), runs(before.text, after.text)
    same = (before.heading, before.text) == (after.heading, after.text)
    change = Change.SAME if same else Change.CHANGED
    return ArticleDifference(change, after.number, before.number, heading, text, moved)


def _added(article: Text) -> ArticleDifference:
    return ArticleDifference(Change.ADDED, article.number, None, *_whole(Piece.PUT_IN, article))


def _removed(article: Text) -> ArticleDifference:
    return ArticleDifference(Change.REMOVED, None, article.number, *_whole(Piece.TAKEN_AWAY, article))


def _whole(piece: Piece, article: Text) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    return (Run(piece, article.heading),), (Run(piece, article.text),)


def _where(place: int, earlier: Sequence[Text], found: Sequence[ArticleDifference]) -> int:
    """After the article that stood before it, or first."""
    before = {article.number for article in earlier[:place]}
    places = [at for at, one in enumerate(found) if one.earlier_number in before and not one.moved]
    return places[-1] + 1 if places else 0
