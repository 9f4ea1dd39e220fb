"""What follows by subtraction hangs together, too: with what is printed, and with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from veil.system.across import Across
from veil.system.equations import REST, SLACK
from veil.system.finer import is_plain
from veil.system.sheets import Keys, Leaves, Sheet
from veil.system.sums import Sums


def dropped_filters(sheets: Sequence[Sheet], across: Across) -> None:
    """A table with several filters beside the same cut without: what is outside follows.

    With one filter, too, beside cells that follow by subtraction: grown men are no more than all but the women.
    """
    answered: list[_Part] = []
    listed = np.unique(np.concatenate([sheet.keys for sheet in sheets]))
    made = np.array(list(across.rows.made), np.uint64)
    made = made[~np.isin(made, listed)]
    for sheet in sheets:
        limits = {name: (number, covered) for name, (covered, number) in sheet.fixed.items()}
        limits |= {
            axis.name: (axis.terms[0], axis.covers[0])
            for axis in sheet.axes
            if axis.terms[0] and axis.covers[0] is not None
        }
        several = {axis.name for axis in sheet.axes if axis.variable.multiple}
        for size in range(1, len(limits) + 1):
            for dropped in combinations(limits, size):
                number = sum((limits[name][0] for name in dropped), np.uint64(0))
                wholes = sheet.keys - number
                parents = wholes[np.isin(wholes, made)]
                if size > 1:
                    parents = np.concatenate(
                        [parents, *(_without(sheet, dropped, other) for other in sheets)]
                    )
                if not len(parents):
                    continue
                outside = _write_outside(parents, number, across)
                codes = " and ".join(across.called(name, limits[name][1]) for name in dropped)
                label = (across.population, ((" and ".join(dropped), f"not {codes}"),))
                if several & set(dropped):
                    across.rows.make(parents + outside, SLACK, label, parents)
                    alone = {name: limits[name][1] for name in dropped if is_plain(sheet, name)}
                    answered.append(_Part(alone, number, parents))
                else:
                    across.rows.make_others(parents, outside, label)
    for family, parents in _families(answered):
        numbers = [part.number for part in family]
        left = across.terms["apart", tuple(numbers)]
        across.rows.add(("apart", *numbers), [*numbers, left], parents)
        across.rows.make(parents + left, SLACK, (across.population, (("", "none of them"),)), parents)


@dataclass
class _Part:
    """Those who answered, of the persons within some limits: the number that leads to them from these wholes."""

    limits: dict[str, Leaves]
    number: np.uint64
    parents: Keys


def _families(parts: Sequence[_Part]) -> Iterator[tuple[list[_Part], Keys]]:
    """Parts of the same wholes that exclude each other: men and women who answered are no more than all."""
    names = dict.fromkeys(name for part in parts for name in part.limits)
    for name in names:
        left = [part for part in parts if name in part.limits]
        while left:
            family, parents = [left[0]], left[0].parents
            for part in left[1:]:
                common = parents[np.isin(parents, part.parents)]
                if len(common) and not any(part.limits[name] & other.limits[name] for other in family):
                    family, parents = [*family, part], common
            left = [part for part in left if all(part is not one for one in family)]
            if len(family) > 1:
                yield family, np.unique(parents)


def wholes_of_rests(sheets: Sequence[Sheet], across: Across) -> None:
    """What follows by subtraction lies within what is cut by one code less: women with S are no more than all women.

    Only where no sum says so already, and the whole isn't cut by that variable anywhere else: no table need print what
    women and men are together. The others of such a whole are a rest themselves.
    """
    rests = np.array([key for key, (kind, *_) in across.rows.made.items() if kind == REST], np.uint64)
    known = np.concatenate([rests, *(sheet.keys for sheet in sheets)])
    told = _told_pairs(across.rows)
    codes = _numbers(sheets)
    numbers: dict[str, list[np.uint64]] = {}
    for number, (name, *_) in codes.items():
        numbers.setdefault(name, []).append(number)
    for number, (name, covered, several) in codes.items():
        parents = rests - number
        parents = parents[np.isin(parents, known)]
        parents = parents[~np.isin(_pair(parents, parents + number), told)]
        for other in numbers[name]:
            if other != number and len(parents):
                parents = parents[~np.isin(parents + other, known)]
        if len(parents):
            outside = _write_outside(parents, number, across)
            label = (across.population, ((name, f"not {across.called(name, covered)}"),))
            across.rows.make(parents + outside, SLACK if several else REST, label, parents)


def _write_outside(parents: Keys, number: np.uint64, across: Across) -> np.uint64:
    """Write each parent as its part with this number and all others. Returns the step to those."""
    outside = across.terms["outside", number]
    across.rows.add(("outside", number), [number, outside], parents)
    return outside


def _numbers(sheets: Sequence[Sheet]) -> dict[np.uint64, tuple[str, Leaves, bool]]:
    """The number of each code and filter -> variable, what it covers, whether there are several answers."""
    found: dict[np.uint64, tuple[str, Leaves, bool]] = {}
    for sheet in sheets:
        for name, (covered, number) in sheet.fixed.items():
            found[number] = (name, covered, not is_plain(sheet, name))
        for axis in sheet.axes:
            for code, number in zip(axis.covers, axis.terms, strict=True):
                if number and code is not None:
                    found[number] = (axis.name, code, axis.variable.multiple)
    return found


def _told_pairs(rows: Sums) -> Keys:
    """A number for each whole and part that stand in one sum."""
    pairs = [np.zeros(0, np.uint64)]
    for entry in rows.sums.values():
        parents = np.unique(np.concatenate(entry.parents))
        pairs += [_pair(parents, parents + step) for step in entry.steps]
    return np.unique(np.concatenate(pairs))


def _pair(wholes: Keys, parts: Keys) -> Keys:
    return wholes * np.uint64(6364136223846793005) + parts


def _without(sheet: Sheet, dropped: Iterable[str], other: Sheet) -> Keys:
    """The other's cells that aren't cut by the dropped variables, in whose context the sheet is cut by its limits."""
    allowed = {name: [number] for name, (_, number) in sheet.fixed.items() if name not in dropped}
    allowed |= {axis.name: axis.terms.tolist() for axis in sheet.axes if axis.name not in dropped}
    if any(np.uint64(0) not in allowed[name] for name in allowed.keys() - other.names):
        return other.keys[:0]
    if any(number not in allowed.get(name, ()) for name, (_, number) in other.fixed.items()):
        return other.keys[:0]
    chosen = np.ones(len(other.keys), bool)
    for at, axis in enumerate(other.axes):
        numbers = axis.terms[other.source.coordinates[:, at]]
        chosen &= np.isin(numbers, np.array(allowed.get(axis.name, [0]), np.uint64))
    return other.keys[chosen]


def answers_of_others(printed: Keys, rows: Sums) -> None:
    """Several answers: what holds within a table holds among all but a part of its persons, too.

    Args:
        printed: the keys of the cells that tables print, or that lie between their codes.
    """
    known = np.concatenate([printed, np.array(list(rows.made), np.uint64)])
    empty = np.unique(np.concatenate([*rows.told, printed[:0]]))
    empty = empty[~np.isin(empty, known)]
    sums = [(entry, np.unique(np.concatenate(entry.parents))) for entry in rows.sums.values() if entry.gap]
    for entry, parents in sums:
        for shift in np.array(list(rows.others), np.uint64):
            for child in entry.steps[:-1]:
                within = parents[np.isin(parents + shift, empty)] + shift + child
                rows.add(("nobody", shift), [], within[np.isin(within, known)])
            here = parents[np.isin(parents + shift, known)]
            for child in entry.steps[:-1]:
                lacking = np.isin(here + child, known) & ~np.isin(here + child + shift, known)
                here = here[~lacking]
            if not len(here):
                continue
            entry.parents.append(here + shift)
            gap = entry.steps[-1]
            kind, label, _ = rows.made[int(here[0] + gap)]
            rows.make(here + shift + gap, kind, label, here + shift)
