"""CELLS.csv: tables in long form, one row for each cell; and persons, one row each.

A column for each variable holds a code, a coarser code for a subtotal, or "Total" for a margin; `count` is empty
where the cell is hidden; `status` says why. Cells of tables without a filter are the same cell wherever they
stand and are written once; those of a table with a filter carry its name in `table`. A cell that isn't listed is
a published zero.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from veil.errors import BadInput
from veil.published import Cell, ProtectedTable, Status
from veil.spec import Spec
from veil.tables import Codes, Table, TableSpec
from veil.variables import TOTAL, Variable

#: how a hidden count may be written in somebody's tables
HIDDEN_MARKERS = ("", "..", ".", "*", "c", "x", "-")
COLUMNS = ("table", "count", "status")


def read_persons(path: Path, spec: Spec) -> list[dict[str, Any]]:
    """Persons from CSV or Parquet, one row each; several answers as a list.

    Raises:
        BadInput: names the file and the row.
    """
    rows = _parquet(path) if path.suffix == ".parquet" else list(read_rows(path))
    several = {
        variable.name: spec.separators[variable.name] for variable in spec.variables if variable.multiple
    }
    needed = {n for table in spec.tables for n in (*table.dimensions, *table.filters)}
    needed |= {variable.name for variable in spec.variables if variable.contributor}
    for name in sorted(needed):
        if rows and name not in rows[0]:
            raise BadInput(f"{path}: there is no column {name}")
    for row in rows:
        for name, separator in several.items():
            if isinstance(row.get(name), str):
                row[name] = [part.strip() for part in row[name].split(separator) if part.strip()]
    for number, row in enumerate(rows, start=2):
        for name in needed - several.keys():
            if row[name] in (None, ""):
                raise BadInput(f"{path}, row {number}: {name} is empty; write a code for what isn't known")
    return rows


def _parquet(path: Path) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    except OSError as error:
        raise BadInput(f"{path}: {error}") from error
    return rows


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a CSV file as dictionaries."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as source:
            reader = csv.DictReader(source, strict=True)
            for number, row in enumerate(reader, start=2):
                if None in row or None in row.values():
                    raise BadInput(f"{path}, row {number}: it hasn't as many cells as the heading")
                yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: {error}") from error


def is_cells(path: Path) -> bool:
    """Whether a file holds cells and not persons."""
    if path.suffix == ".parquet":
        return False
    return "count" in next(iter(read_rows(path)), {})


def read_cells(path: Path, spec: Spec, hidden: Sequence[str] = HIDDEN_MARKERS) -> list[ProtectedTable]:
    """The tables of a specification from a file of cells.

    Args:
        hidden: what stands for a hidden count. "<5" and the like always do.

    Raises:
        BadInput: a row that can't be read, a code that equals "Total" or a coarser one, a cell given twice.
    """
    rows = list(enumerate(read_rows(path), start=2))
    variables = {variable.name: _with_codes(variable, path, rows) for variable in spec.variables}
    return [_table(table, variables, path, rows, hidden) for table in spec.tables]


def _with_codes(variable: Variable, path: Path, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Variable:
    coarser = {parent for steps in variable.hierarchies.values() for parent in steps.values()}
    codes: dict[str, None] = dict.fromkeys(variable.codes)
    for number, row in rows:
        code = row.get(variable.name, TOTAL)
        if not code:
            raise BadInput(f"{path}, row {number}: {variable.name} is empty; a margin is written {TOTAL}")
        if code != TOTAL and code not in coarser:
            codes[code] = None
    return replace(variable, codes=tuple(codes))


def _table(
    wanted: TableSpec,
    variables: Mapping[str, Variable],
    path: Path,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    hidden: Sequence[str],
) -> ProtectedTable:
    name = wanted.name if wanted.filters else ""
    others = [variable for variable in variables if variable not in wanted.dimensions]
    cells: dict[Codes, Cell] = {}
    for number, row in rows:
        margin = all(row.get(other, TOTAL) == TOTAL for other in others)
        if row.get("table", "") != name or not (margin or name):
            continue
        codes = tuple(row.get(dimension, TOTAL) for dimension in wanted.dimensions)
        if codes in cells:
            raise BadInput(f"{path}, row {number}: the cell {', '.join(codes)} stands twice")
        cells[codes] = _cell(row, number, path, hidden)
    if not cells:
        raise BadInput(f"{path}: no cell belongs to the table {wanted.name}")
    return ProtectedTable.from_cells(wanted, variables, cells)


def _cell(row: Mapping[str, str], number: int, path: Path, hidden: Sequence[str]) -> Cell:
    count = row["count"].strip()
    if count in hidden or count.startswith(("<", "≤")):
        return Cell(None, _status(row, "secondary"))
    if not count.isdecimal():
        raise BadInput(
            f"{path}, row {number}: {count} is no count; if it stands for a hidden one, say --hidden"
        )
    return Cell(int(count), _status(row, "published"))


def _status(row: Mapping[str, str], otherwise: Status) -> Status:
    given = row.get("status", "")
    if given in {"primary", "secondary"} and otherwise == "secondary":
        return given  # type: ignore[return-value]
    return otherwise


def unprotected(tables: Iterable[ProtectedTable]) -> list[Table]:
    """Tables with every count, to protect.

    Raises:
        BadInput: a count is hidden.
    """
    made = []
    for table in tables:
        if table.hidden:
            raise BadInput(
                f"table {table.name}: {table.hidden} cells have no count; there is nothing to protect from"
            )
        made.append(Table(table.spec, table.variables, table.population, table.coordinates, table.counts))
    return made


def cell_rows(tables: Iterable[Table | ProtectedTable], names: Sequence[str]) -> Iterator[dict[str, str]]:
    """The tables' cells as rows; a cell that several tables without a filter share stands once."""
    seen: set[tuple[str, ...]] = set()
    for table in tables:
        label = table.name if table.spec.filters else ""
        for codes, cell in table.cells.items():
            by_name = dict(zip(table.dimensions, codes, strict=True))
            key = (label, *(by_name.get(name, TOTAL) for name in names))
            if key in seen:
                continue
            seen.add(key)
            count, status = (cell.count, cell.status) if isinstance(cell, Cell) else (cell, "published")
            yield {
                "table": label,
                **dict(zip(names, key[1:], strict=True)),
                "count": "" if count is None else str(count),
                "status": status,
            }


def write_rows(path: Path, rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> None:
    """Write rows; the `table` column only where a table has a filter."""
    kept = [name for name in columns if name != "table" or any(row["table"] for row in rows)]
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, kept, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
