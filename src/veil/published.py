"""A table as it may be printed: plain data, to be stored and shown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from veil.entry import Entry
from veil.errors import BadInput
from veil.tables import (
    MOST_PERSONS,
    Codes,
    IntArray,
    TableSpec,
    counted,
    needed_by,
    own_codes,
    place,
    several,
    spell,
)
from veil.variables import TOTAL, Variable

Status = Literal["published", "primary", "secondary", "recoded", "rounded"]
STATUSES: tuple[str, ...] = get_args(Status)
HIDDEN = -1
"""In arrays of counts: the cell isn't shown."""

UNBOUNDED = MOST_PERSONS
"""Stands for no upper bound."""

FORMAT = "veil-table-1"
NOT_OURS = "not a table that veil has written"


class Cell(NamedTuple):
    """One cell as printed.

    `count` is None where it is hidden. `status` says why to those who keep the table; primary and secondary
    must look alike to those who read it. `most`: what the mark that stands there, such as "<5", says it is at most.
    """

    count: int | None  # type: ignore[assignment]  # a tuple's own `count` isn't used
    status: Status
    most: int | None = None

    @property
    def hidden(self) -> bool:
        """Whether the count isn't shown."""
        return self.count is None


@dataclass(frozen=True, eq=False)
class ProtectedTable:
    """A table with what may not be said left out.

    Attributes:
        spec, variables, population, coordinates: as in `Table`.
        counts: shape (cells,): persons, or `HIDDEN`. Cells that aren't listed are published zeros.
        statuses: shape (cells,): index into `STATUSES`.
        base: 0, or the base of the rounding: counts of status "rounded" are then near the truth.
        most: shape (cells,): what the marks of hidden counts say they are at most; None where no mark says anything.
    """

    spec: TableSpec
    variables: Mapping[str, Variable]
    population: str
    coordinates: npt.NDArray[np.int32]
    counts: IntArray
    statuses: npt.NDArray[np.int8]
    base: int = 0
    most: IntArray | None = None

    @property
    def name(self) -> str:
        """The table's name."""
        return self.spec.name

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The names of the variables the table is cut by."""
        return self.spec.dimensions

    @property
    def dimension_variables(self) -> tuple[Variable, ...]:
        """The variables the table is cut by."""
        return tuple(self.variables[name] for name in self.dimensions)

    @cached_property
    def cells(self) -> dict[Codes, Cell]:
        """Codes, one per dimension ("Total" for a margin) -> cell; what isn't listed is a published 0."""
        unmarked = [None] * len(self.counts)
        return {
            codes: Cell(None if count == HIDDEN else count, STATUSES[status], most)
            for codes, count, status, most in zip(
                spell(self.coordinates, self.dimension_variables),
                self.counts.tolist(),
                self.statuses.tolist(),
                unmarked if self.most is None else _marks(self.most),
                strict=True,
            )
        }

    def __getitem__(self, codes: Codes | str) -> Cell:
        """The cell; a published 0 where the table lists none.

        Args:
            codes: as in `cells`; of a table with one dimension the code alone will do.

        Raises:
            BadInput: the table can't have such a cell: a code isn't the variable's, or there are too many or too few.
        """
        return self.cells.get(own_codes(codes, self), Cell(0, "published"))

    # else Python would ask for the cells 0, 1, 2 ...
    __iter__ = None

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return int((self.counts == HIDDEN).sum())

    @classmethod
    def from_cells(
        cls,
        spec: TableSpec,
        variables: Mapping[str, Variable],
        cells: Mapping[Codes, Cell],
        population: str = "all",
        base: int = 0,
    ) -> ProtectedTable:
        """A published table from its cells.

        Raises:
            BadInput: a code isn't the variable's, a cell has too many or too few codes, or a count or a status is none.
        """
        needed = needed_by(spec, variables)
        coordinates = place(cells, tuple(needed[name] for name in spec.dimensions), spec.name)
        counts, statuses, most = [], [], []
        for codes, cell in cells.items():
            counts.append(HIDDEN if cell.count is None else counted(cell.count, spec.name, codes))
            statuses.append(_status(cell.status, spec.name, codes))
            most.append(None if cell.most is None else counted(cell.most, spec.name, codes))
        return cls(
            spec,
            needed,
            population,
            coordinates,
            np.array(counts, np.int64),
            np.array(statuses, np.int8),
            base,
            _most(most),
        )

    def to_plain(self) -> dict[str, Any]:
        """The table as plain data, for JSON."""
        return {
            "format": FORMAT,
            "name": self.name,
            "population": self.population,
            "dimensions": list(self.dimensions),
            "filter": {name: list(codes) for name, codes in self.spec.filters.items()},
            "keep": [list(margin) for margin in self.spec.keep],
            "weight": self.spec.weight,
            "base": self.base,
            "variables": [variable.to_plain() for variable in self.variables.values()],
            "cells": [[*codes, cell.count, cell.status] for codes, cell in self.cells.items()],
            **({} if self.most is None else {"most": _marks(self.most)}),
        }

    @classmethod
    def from_plain(cls, plain: object) -> ProtectedTable:
        """The inverse of `to_plain`.

        Raises:
            BadInput: it isn't such a table.
        """
        given = Entry(NOT_OURS, "", plain)
        given.one_of("format", (FORMAT,))
        spec = TableSpec(
            given.take("name", str),
            given.words("dimensions", ...),
            given.words_by_name("filter", ...) or None,
            tuple(given.texts("keep", margin) for margin in given.take("keep", list)),
            given.take("weight", float),
        )
        variables = [Variable.from_plain(variable) for variable in given.take("variables", list)]
        base = given.take("base", int)
        if base < 0:
            given.refuse("base is below 0")
        return cls.from_cells(
            spec,
            {variable.name: variable for variable in variables},
            _cells(given),
            given.take("population", str),
            base,
        )

    def to_json(self) -> str:
        """The table as one JSON text; the same table gives the same text."""
        return json.dumps(self.to_plain(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> ProtectedTable:
        """The inverse of `to_json`.

        Raises:
            BadInput: it isn't such a text.
        """
        return cls.from_plain(from_text(text, NOT_OURS))


def _cells(given: Entry) -> dict[Codes, Cell]:
    """The cells of a table as plain data: each its codes, its count and its status; and what marks say, if any do."""
    rows = given.take("cells", list)
    marks = given.take("most", list, [None] * len(rows))
    if len(marks) != len(rows):
        given.refuse("most must be as long as cells")
    cells: dict[Codes, Cell] = {}
    for row, most in zip(rows, marks, strict=True):
        if not isinstance(row, list) or len(row) < 2:
            given.refuse(f"a cell is its codes, a count and a status, not {row}")
        *codes, count, status = row
        cells[given.texts("cells", codes)] = Cell(count, status, most)
    if len(cells) != len(rows):
        given.refuse("a cell stands twice")
    return cells


def _status(status: str, table: str, codes: Codes) -> int:
    if status not in STATUSES:
        where = f"table {table}, {', '.join(several(codes)) or TOTAL}"
        raise BadInput(f"{where}: {status} is no status; a status is {', '.join(STATUSES)}")
    return STATUSES.index(status)


def place_of(table: ProtectedTable, sources: Sequence[ProtectedTable]) -> int:
    """Where a table stands among those attacked; one that was written and read again is known by its name.

    Raises:
        BadInput: it is none of them.
    """
    same = [at for at, source in enumerate(sources) if source is table]
    called = [at for at, source in enumerate(sources) if source.name == table.name]
    if not (same or called):
        raise BadInput(f"table {table.name} is none of those that were attacked")
    return (same or called)[0]


def _most(marks: Sequence[int | None]) -> IntArray | None:
    """What marks say as an array; None where none says anything."""
    if all(most is None for most in marks):
        return None
    return np.array([UNBOUNDED if most is None else most for most in marks], np.int64)


def _marks(most: IntArray) -> list[int | None]:
    """The inverse of `_most`."""
    return [None if each >= UNBOUNDED else each for each in most.tolist()]


def to_json(tables: Sequence[ProtectedTable]) -> str:
    """Several tables as one JSON text."""
    return json.dumps([table.to_plain() for table in tables], ensure_ascii=False)


def from_json(text: str) -> tuple[ProtectedTable, ...]:
    """The inverse of `to_json`.

    Raises:
        BadInput: it isn't such a text.
    """
    tables = from_text(text, NOT_OURS)
    if not isinstance(tables, list):
        raise BadInput(f"{NOT_OURS}: several must be a list")
    return tuple(ProtectedTable.from_plain(plain) for plain in tables)


def from_text(text: str, otherwise: str) -> Any:
    """What a JSON text says.

    Args:
        otherwise: what is said of one that is no JSON.

    Raises:
        BadInput: it is no JSON.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadInput(f"{otherwise}: {error}") from error
