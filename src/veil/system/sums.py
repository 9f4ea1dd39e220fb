"""How cells add up: collected until all are known, and the sums within one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from veil.system.equations import REST, SLACK
from veil.system.labels import Label
from veil.system.sheets import Axis, Keys, Sheet, Terms


@dataclass
class Sum:
    """One way in which cells add up, and the parent cells it holds for: parent = sum of parent + step."""

    steps: list[np.uint64]
    signs: list[int]
    """Sign of each child; the parent's is -1."""
    gap: bool = False
    """Whether the last child is only what an inequality leaves over."""
    parents: list[Keys] = field(default_factory=list)


class Sums:
    """Collects sums and unprinted cells until all are known."""

    def __init__(self) -> None:
        self.sums: dict[object, Sum] = {}
        self.made: dict[int, tuple[int, Label, int | None]] = {}
        """Key of a cell that nobody prints -> kind, name, and the cell whose codes belong to its name, too."""
        self.others: dict[int, None] = {}
        """Steps from a cell to all of its persons but a part."""
        self.told: list[Keys] = []
        """Keys of parts that some table prints; if it doesn't list them, as zero."""

    def add(
        self,
        what: object,
        steps: Sequence[np.uint64],
        parents: Keys,
        signs: Sequence[int] | None = None,
        gap: bool = False,
    ) -> None:
        """Cells that add up: parent = sum of sign * (parent + step)."""
        if any(step == 0 for step in steps):
            return  # one child that covers what its parent covers is the same cell
        entry = self.sums.setdefault(what, Sum(list(steps), list(signs or [1] * len(steps)), gap))
        entry.parents.append(parents)

    def make(self, keys: Keys, kind: int, label: Label, of: Keys | None = None) -> None:
        """Cells that nobody prints.

        Args:
            of: shape as keys: the cells of which they are parts; their codes belong to the name.
        """
        wholes = [None] * len(keys) if of is None else of.tolist()
        for key, whole in zip(keys.tolist(), wholes, strict=True):
            self.made.setdefault(key, (kind, label, whole))

    def make_others(self, wholes: Keys, step: np.uint64, label: Label) -> None:
        """All persons of the wholes but a part."""
        self.make(wholes + step, REST, label, wholes)
        self.others[int(step)] = None


def nobody(sheet: Sheet, rows: Sums) -> None:
    """The cells that a table lists beyond its own filter: nobody is in them."""
    for at, axis in enumerate(sheet.axes):
        beyond = [code for code, covered in enumerate(axis.covers) if covered is None]
        listed = np.isin(sheet.source.coordinates[:, at], beyond)
        if listed.any():
            rows.add(("nobody", axis.name), [], sheet.keys[listed])


def own_sums(sheet: Sheet, terms: Terms, rows: Sums) -> None:
    """The sums within one table: along each dimension, each parent code is its children."""
    for at, axis in enumerate(sheet.axes):
        index = {code: local for local, code in enumerate(axis.variable.all_codes)}
        local = sheet.source.coordinates[:, at]
        for partition in axis.variable.partitions:
            parent = index[partition.parent]
            children = [index[code] for code in partition.children if axis.covers[index[code]] is not None]
            parents = sheet.keys[local == parent]
            if axis.covers[parent] is None or not len(parents):
                continue
            steps = [axis.terms[child] - axis.terms[parent] for child in children]
            if not all(steps):
                continue  # a sole child that covers what its parent covers is the same cell
            what = (axis.name, axis.terms[parent], *(axis.terms[child] for child in children))
            if axis.variable.multiple:
                _answers(sheet, axis, what, parent, children, parents, terms, rows)
            else:
                rows.add(what, steps, parents)
                rows.told += [parents + step for step in steps]


def _answers(
    sheet: Sheet,
    axis: Axis,
    what: tuple,
    parent: int,
    children: list[int],
    parents: Keys,
    terms: Terms,
    rows: Sums,
) -> None:
    """A multi-answer variable: each option <= those who answered <= the options' sum."""
    excess = terms["excess", what] - axis.terms[parent]
    steps = [axis.terms[child] - axis.terms[parent] for child in children]
    rows.add(("sum", *what), [*steps, excess], parents, [1] * len(steps) + [-1], gap=True)
    rows.make(
        parents + excess, SLACK, (sheet.source.population, ((axis.name, "more than one answer"),)), parents
    )
    for child, step in zip(children, steps, strict=True):
        without = terms["without", axis.name, axis.terms[parent], axis.terms[child]] - axis.terms[parent]
        code = f"not {axis.variable.all_codes[child]}"
        if parent:
            code = f"{axis.variable.all_codes[parent]} {code}"
        with_option = parents[np.isin(parents + step, sheet.keys)]
        rows.add(("part", axis.terms[parent], axis.terms[child]), [step, without], with_option, gap=True)
        label = (sheet.source.population, ((axis.name, code),))
        rows.make(with_option + without, REST, label, with_option)


class Link:
    """How populations hang together: the form that links between versions or periods take (`veil.links`)."""

    def add_to(self, rows: Sums, sheets: list[Sheet], terms: Terms) -> None:
        """Add the link's rows and unknowns."""
        raise NotImplementedError
