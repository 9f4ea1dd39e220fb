"""From tables to the system."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from veil.errors import BadInput
from veil.published import HIDDEN, STATUSES, UNBOUNDED, ProtectedTable
from veil.rule import Rule
from veil.system.across import Across, cross_sums
from veil.system.equations import CELL, REST, UNKNOWN, System
from veil.system.finer import finer
from veil.system.labels import Labels
from veil.system.margins import with_margins
from veil.system.rests import answers_of_others, dropped_filters, wholes_of_rests
from veil.system.sheets import CodeNames, Keys, Sheet, Source, Terms, Universe, sheet_of
from veil.system.sums import Link, Sums, nobody, own_sums
from veil.tables import IntArray, codes_of
from veil.variables import TOTAL


def build(sources: Sequence[Source], rule: Rule, links: Sequence[Link] = ()) -> System:
    """The system of all tables together.

    Args:
        sources: tables with counts (`Table`), or as printed (`ProtectedTable`).
        rule: whether empty cells are printed, so that a cell that is hidden is at least one.
        links: how the populations hang together.

    Raises:
        BadInput: two tables print different counts for one cell.
    """
    universe, terms, rows = Universe(sources), Terms(), Sums()
    sheets = [sheet_of(source, universe, terms) for source in sources]
    with_all = [with_margins(sheet, terms) for sheet in sheets]
    printed = _keys(sheets)
    unprinted = [sheet for sheet, own in zip(with_all, sheets, strict=True) if sheet is not own]
    with np.errstate(over="ignore"):
        for population in dict.fromkeys(source.population for source in sources):
            together = [sheet for sheet in with_all if sheet.source.population == population]
            called = CodeNames(together)
            whole = finer(together, universe, terms, called)
            between = [sheet for sheet, own in zip(whole, together, strict=True) if sheet is not own]
            for sheet in (*together, *between):
                rows.make(sheet.keys[~np.isin(sheet.keys, printed)], REST, (population, ()))
            for sheet in together:
                nobody(sheet, rows)
            for sheet in whole:
                own_sums(sheet, terms, rows)
            across = Across(population, universe, terms, rows, called)
            cross_sums(whole, across)
            dropped_filters([*together, *between], across)
            wholes_of_rests([*together, *between], across)
            unprinted += between
        answers_of_others(_keys([*sheets, *unprinted]), rows)
        for link in links:
            link.add_to(rows, [*sheets, *unprinted], terms)
        return _assemble(sources, sheets, unprinted, rows, rule)


def _keys(sheets: Sequence[Sheet]) -> Keys:
    """The keys of all cells of the sheets, each once."""
    return np.unique(np.concatenate([sheet.keys for sheet in sheets])) if sheets else np.zeros(0, np.uint64)


def _assemble(
    sources: Sequence[Source], sheets: list[Sheet], unprinted: list[Sheet], rows: Sums, rule: Rule
) -> System:
    printed = _keys(sheets)
    made = np.array(sorted(set(rows.made) - set(printed.tolist())), np.uint64)
    keys = np.concatenate([printed, made])
    order = np.argsort(keys)
    by_key = keys[order]
    kind = np.full(len(keys), CELL, np.int8)
    kind[len(printed) :] = [rows.made[key][0] for key in made.tolist()]
    count = np.full(len(keys), UNKNOWN, np.int64)
    shown = np.zeros(len(keys), bool)
    places = [np.searchsorted(printed, sheet.keys) for sheet in sheets]
    for source, place in zip(sources, places, strict=True):
        _tell(source, place, count, shown)
    labels = _labels(sheets, unprinted, rows, made, by_key, order)
    start, cell, sign = _flatten(rows, by_key, order)
    lower = np.where(kind == CELL, rule.smallest, 0).astype(np.int64)
    for source, place in zip(sources, places, strict=True):
        if rule.group_disclosure:
            lower[place[cut_by_sensitive(source)]] = 0
        lower[place[source.counts == 0]] = 0
    upper = _most(sources, places, count, shown)
    upper[cell[start[:-1][np.diff(start) == 1]]] = 0
    cuts = _cuts(sheets, places, len(keys))
    primary = np.zeros(len(keys), bool)
    for source, place in zip(sources, places, strict=True):
        if isinstance(source, ProtectedTable):
            primary[place[(source.counts == HIDDEN) & (source.statuses == STATUSES.index("primary"))]] = True
    return System(count, shown, kind, lower, upper, start, cell, sign, places, labels, *cuts, primary=primary)


def _labels(
    sheets: list[Sheet],
    unprinted: list[Sheet],
    rows: Sums,
    made: Keys,
    by_key: Keys,
    order: npt.NDArray[np.int64],
) -> Labels:
    every = [*sheets, *unprinted]
    places = [order[np.searchsorted(by_key, sheet.keys)] for sheet in every]
    labels = Labels(every, len(sheets), places, len(by_key))
    place = dict(zip(by_key.tolist(), order.tolist(), strict=True))
    for key in made.tolist():
        _, label, whole = rows.made[key]
        labels.name(place[key], label, None if whole is None else place.get(whole))
    return labels


def _cuts(
    sheets: list[Sheet], places: list[IntArray], size: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Per printed cell the codes that cut it; none for cells that nobody prints."""
    axes: dict[tuple[str, bool], int] = {}
    codes: dict[int, int] = {}
    done = np.zeros(size, bool)
    cells, axis_of, code_of = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for sheet, place in zip(sheets, places, strict=True):
        fresh = ~done[place]
        done[place] = True
        for at, axis in enumerate(sheet.axes):
            numbers = np.array([codes.setdefault(term, len(codes)) for term in axis.terms.tolist()], np.int32)
            groups = len(axis.variable.groups)
            kinds = np.array(
                [axes.setdefault((axis.name, local <= groups), len(axes)) for local in range(len(numbers))],
                np.int32,
            )
            local = sheet.source.coordinates[:, at]
            cut = fresh & (local != 0)
            cells.append(place[cut])
            axis_of.append(kinds[local[cut]])
            code_of.append(numbers[local[cut]])
    cell = np.concatenate(cells)
    order = np.argsort(cell, kind="stable")
    start = np.concatenate(([0], np.cumsum(np.bincount(cell, minlength=size)))).astype(np.int64)
    return start, np.concatenate(axis_of)[order], np.concatenate(code_of)[order]


def cut_by_sensitive(source: Source) -> npt.NDArray[np.bool_]:
    """Per listed cell: whether a sensitive variable cuts it, so that its being empty may be hidden too."""
    result = np.zeros(len(source.counts), bool)
    for at, variable in enumerate(source.dimension_variables):
        if variable.sensitive:
            result |= source.coordinates[:, at] != 0
    return result


def _tell(source: Source, place: IntArray, count: IntArray, shown: npt.NDArray[np.bool_]) -> None:
    told = source.counts != HIDDEN
    at = place[told]
    known = count[at] != UNKNOWN
    differing = known & (count[at] != source.counts[told])
    if differing.any():
        entry = int(np.flatnonzero(told)[np.flatnonzero(differing)[0]])
        raise BadInput(
            f"table {source.name}: {_codes(source, entry)} is {source.counts[entry]}, "
            f"but {count[place[entry]]} in a table before it"
        )
    count[at] = source.counts[told]
    if isinstance(source, ProtectedTable):
        shown[at] = True


def _most(
    sources: Sequence[Source], places: list[IntArray], count: IntArray, shown: npt.NDArray[np.bool_]
) -> IntArray:
    """Per unknown what a mark, such as "<5", says that it is at most."""
    upper = np.full(len(count), UNBOUNDED, np.int64)
    for source, place in zip(sources, places, strict=True):
        if isinstance(source, ProtectedTable) and source.most is not None:
            np.minimum.at(upper, place, source.most)
            wrong = np.flatnonzero(shown[place] & (count[place] > source.most))
            if len(wrong):
                raise BadInput(
                    f"table {source.name}: {_codes(source, int(wrong[0]))} is hidden as one of at most "
                    f"{source.most[wrong[0]]}, and printed as {count[place[wrong[0]]]} in another table"
                )
    return upper


def _codes(source: Source, entry: int) -> str:
    return ", ".join(codes_of(source, entry)) or TOTAL


def _flatten(
    rows: Sums, by_key: Keys, order: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int8]]:
    lengths, cells, signs = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int8)]
    for entry in rows.sums.values():
        parents = np.unique(np.concatenate(entry.parents))
        steps = np.array([np.uint64(0), *entry.steps], np.uint64)
        wanted = parents[:, None] + steps[None, :]
        at = np.minimum(np.searchsorted(by_key, wanted), len(by_key) - 1)
        found = by_key[at] == wanted
        lengths.append(found.sum(axis=1))
        cells.append(order[at][found])
        signs.append(np.broadcast_to(np.array([-1, *entry.signs], np.int8), wanted.shape)[found])
    start = np.concatenate(([0], np.cumsum(np.concatenate(lengths)))).astype(np.int64)
    return start, np.concatenate(cells).astype(np.int32), np.concatenate(signs)
