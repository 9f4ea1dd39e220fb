"""Why a release can't be protected: which publications stand in the way, and what could be published instead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sluss.statistics import questions
from sluss.statistics.ledger import Beside
from sluss.statistics.models import Perspective, Release
from sluss.statistics.protection import (
    Outcome,
    Report,
    count_perspectives,
    edition_of,
    protect_perspectives,
    rule_of,
    together,
)
from sluss.statistics.tables import Counted
from veil import Rule, Unprotectable, protect
from veil.codebook import Codebook


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way, and two ways round it.

    Attributes:
        without: perspectives that nothing can protect beside the others; without them the rest can be published.
            Empty if what is out gives a small number away by itself.
        publications: names, as in the ledger, of those that stand in the way together, none too many: without any
            one of them the first of `without` could be protected. Empty if it couldn't even then.
        levels: {variable: level}, coarser codes with which everything can be published; empty if none were found.
    """

    without: tuple[Perspective, ...]
    publications: tuple[str, ...]
    levels: Mapping[str, str]


def find(release: Release, outcome: Outcome, report: Report = lambda step, done, of: None) -> Obstacle:
    """Look into an outcome whose tables nothing can protect."""
    assert outcome.beside is not None  # noqa: S101 - whatever was to be protected was to stand beside something
    rule = rule_of(release)
    report("obstacle", 0, 3)
    if not _possible([], outcome.beside, rule):
        return Obstacle((), _in_the_way([], outcome.beside, rule), {})
    kept, left_out = _without(outcome.counted, outcome.beside, rule)
    report("obstacle", 1, 3)
    first = left_out[0]
    cause = [first] if not _possible([first], outcome.beside, rule) else [*kept, first]
    publications = _in_the_way(cause, outcome.beside, rule)
    report("obstacle", 2, 3)
    levels = _levels(
        release, [one.perspective for one in outcome.counted], [one.perspective for one in left_out]
    )
    return Obstacle(tuple(one.perspective for one in left_out), publications, levels)


def _possible(counted: Sequence[Counted], beside: Beside, rule: Rule) -> bool:
    joint = beside.joint(counted)
    try:
        protect(joint.counted, rule, joint.printed, joint.links)
    except Unprotectable:
        return False
    return True


def _without(counted: Sequence[Counted], beside: Beside, rule: Rule) -> tuple[list[Counted], list[Counted]]:
    """The tables that can be protected together, taken in order, and those that can't beside them.

    More tables are never easier to protect, so the first failing beginning is found by halving.
    """
    kept, left_out = list(counted), list[Counted]()
    while not _possible(kept, beside, rule):
        possible, impossible = 0, len(kept)
        while impossible - possible > 1:
            middle = (possible + impossible) // 2
            if _possible(kept[:middle], beside, rule):
                possible = middle
            else:
                impossible = middle
        left_out.append(kept.pop(impossible - 1))
    return kept, left_out


def _in_the_way(counted: Sequence[Counted], beside: Beside, rule: Rule) -> tuple[str, ...]:
    names = [publication.name for publication in beside.out]
    if not _possible(counted, beside.without(names), rule):
        return ()
    gone: list[str] = []
    for name in names:
        if not _possible(counted, beside.without([*gone, name]), rule):
            gone.append(name)
    return tuple(name for name in names if name not in gone)


def _levels(release: Release, chosen: list[Perspective], left_out: list[Perspective]) -> dict[str, str]:
    """Of one question asked less finely, the way that keeps most; else all questions as coarse as they can be."""
    book = edition_of(release).book
    finest = [one.table for one in count_perspectives(release, chosen, {}).counted]
    found: list[tuple[float, dict[str, str]]] = []
    for step in _coarser(book, release, left_out):
        levels = {**release.levels, **step}
        outcome = protect_perspectives(release, chosen, chosen_levels=levels)
        if outcome.safe:
            found.append((together(outcome.usefulness(finest)).information or 0.0, levels))
    return max(found, key=lambda way: way[0], default=(0.0, {}))[1]


def _coarser(book: Codebook, release: Release, perspectives: list[Perspective]) -> Iterator[dict[str, str]]:
    cuts = {
        cut.name: questions.coarsest(book, cut.name, cut.level, release.levels.get(cut.name, ""))
        for perspective in perspectives
        for cut in (
            questions.cut_of(book, name, perspective.levels.get(name, "")) for name in perspective.dimensions
        )
    }
    coarsest = {}
    for name, level in cuts.items():
        order = ("", *questions.levels(book, name))
        for coarser in order[order.index(level) + 1 :]:
            yield {name: coarser}
            coarsest[name] = coarser
    if len(coarsest) > 1:
        yield coarsest
