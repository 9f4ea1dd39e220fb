"""CELLS.csv: tables in long form, one row for each cell; and persons, one row each.

A column for each variable holds a code, a coarser code for a subtotal, or "Total" for a margin; `count` is empty
where the cell is hidden; `status` says why. Cells of tables of everybody are the same cell wherever they stand and
are written once; those of a table of some persons only (with a filter, or beside others cut by several answers, which
not all may have given) carry its name in `table`. A cell that isn't listed is a published zero.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from veil.errors import BadInput
from veil.published import UNBOUNDED, Cell, ProtectedTable
from veil.reading import csv_file
from veil.rows import code_of
from veil.rule import Rule
from veil.spec import Spec
from veil.tables import Codes, Table, TableSpec, repeated
from veil.variables import TOTAL, Variable
from veil.whole import whole_file

#: how a hidden count may be written in somebody's tables
HIDDEN_MARKERS = ("", "..", ".", "*", "c", "x", "-")
SEPARATORS = {";": "semicolons", "\t": "tabs"}
BELOW = re.compile(r"(<|<=|≤)\s*([0-9]+)")
BAND = re.compile(r"([01])\s*[-–]\s*([0-9]+)")
"""A hidden count written as the band it lies in, from the least that a hidden count can be: "1-4"."""


def read_persons(path: Path, spec: Spec) -> list[dict[str, Any]]:
    """Persons from CSV or Parquet, one row each; several answers as a list.

    Raises:
        BadInput: names the file and the row.
    """
    rows = _parquet(path) if path.suffix == ".parquet" else list(read_rows(path))
    if not rows:
        raise BadInput(f"{path}: nobody stands in it")
    several = {
        variable.name: spec.separators[variable.name] for variable in spec.variables if variable.multiple
    }
    needed = {n for table in spec.tables for n in (*table.dimensions, *table.filters)}
    needed |= {variable.name for variable in spec.variables if variable.contributor}
    for name in sorted(needed):
        if name not in rows[0]:
            raise BadInput(f"{path}: there is no column {name}; there are {', '.join(rows[0])}")
    for row in rows:
        for name, separator in several.items():
            if isinstance(row.get(name), str):
                row[name] = [part.strip() for part in row[name].split(separator) if part.strip()]
    refused = {variable.name: _refused(variable, spec) for variable in spec.variables}
    known = {variable.name: _known(variable, spec) for variable in spec.variables}
    for number, row in enumerate(rows, start=first_row(path)):
        for name in sorted(needed):
            answer = row[name]
            if name not in several and answer in (None, ""):
                raise BadInput(f"{path}, row {number}: {name} is empty; write a code for what isn't known")
            if isinstance(answer, list) and name not in several:
                raise BadInput(
                    f"{path}, row {number}: {name} is a list; say multiple = true in the specification"
                )
            if isinstance(answer, dict):
                raise BadInput(
                    f"{path}, row {number}: {name} has fields within; give the one you mean a column"
                )
            for code in (answer or ()) if name in several else (answer,):
                if code in refused[name]:
                    raise BadInput(f"{path}, row {number}: {name} = “{code}” is the name of a total, no code")
                if known[name] and code not in known[name]:
                    raise BadInput(f"{path}, row {number}: {name} = “{code}” is not one of its codes")
    return rows


def first_row(path: Path) -> int:
    """The number of the first person's row: a CSV file's first row is its heading."""
    return 1 if path.suffix == ".parquet" else 2


def _refused(variable: Variable, spec: Spec) -> frozenset[str]:
    """What no person's code may be called: the total and the coarser codes."""
    if spec.joined.get(variable.name):
        return frozenset({TOTAL})
    return frozenset(
        {TOTAL, *(parent for steps in variable.hierarchies.values() for parent in steps.values())}
    )


def _known(variable: Variable, spec: Spec) -> frozenset[str]:
    """The declared codes; none where those that occur are taken."""
    joined = spec.joined.get(variable.name, {})
    return frozenset(variable.codes) | frozenset(
        own for members in joined.values() for own in members if variable.codes
    )


def _parquet(path: Path) -> list[dict[str, Any]]:
    try:
        rows = parquet.read_table(path).to_pylist()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or 'no such file'}") from error
    except ValueError as error:
        raise BadInput(f"{path}: it can't be read as Parquet: {error}") from error
    return [{name: _as_text(value) for name, value in row.items()} for row in rows]


def _as_text(value: Any) -> Any:
    """A value as a code; several answers stay a list."""
    if isinstance(value, list):
        return [str(one) for one in value if one is not None]
    if isinstance(value, dict):
        return value
    return code_of(value)


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a CSV file as dictionaries."""
    with csv_file(path) as source:
        reader = csv.DictReader(source, strict=True)
        if twice := repeated(reader.fieldnames or ()):
            raise BadInput(f"{path}: two columns are called {twice}")
        heading = ",".join(reader.fieldnames or ())
        if "," not in heading and (mark := next((one for one in SEPARATORS if one in heading), None)):
            raise BadInput(
                f"{path}: its columns are separated by {SEPARATORS[mark]}; save it with commas instead"
            )
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values():
                raise BadInput(f"{path}, row {number}: it hasn't as many cells as the heading")
            yield row


def names_of(spec: Spec) -> list[str]:
    """The variables that any table is cut by: the columns of a file of cells."""
    return list(dict.fromkeys(name for table in spec.tables for name in table.dimensions))


def is_cells(path: Path) -> bool:
    """Whether a file holds cells and not persons."""
    if path.suffix == ".parquet":
        return False
    return "count" in next(iter(read_rows(path)), {})


def read_cells(
    path: Path, spec: Spec, hidden: Sequence[str] = HIDDEN_MARKERS, base: int | None = None
) -> list[ProtectedTable]:
    """The tables of a specification from a file of cells.

    Args:
        hidden: what stands for a hidden count. "<5" and the like always do, and say what it is at most.
        base: the tables are rounded to it. Where it isn't said, the specification's is meant, unless a count is
            hidden or told to be the true one.

    Raises:
        BadInput: a row that can't be read, a code that equals "Total" or a coarser one, a cell given twice.
    """
    rows = list(enumerate(read_rows(path), start=2))
    if not rows:
        raise BadInput(f"{path}: no cell stands in it")
    for name in ("count", *names_of(spec)):
        if name not in rows[0][1]:
            raise BadInput(f"{path}: there is no column {name}; there are {', '.join(rows[0][1])}")
    variables = {variable.name: _with_codes(variable, spec, path, rows) for variable in spec.variables}
    if base is None and spec.base is not None and not any(_is_exact(row, hidden) for _, row in rows):
        base = spec.base
    marks = _Marks(frozenset(hidden), spec.rule, base or 0)
    named = {row.get("table", "") for _, row in rows}
    return [
        _table(
            table, variables, path, rows, marks, table.name if table.filters or table.name in named else ""
        )
        for table in spec.tables
    ]


def _is_exact(row: Mapping[str, str], hidden: Sequence[str]) -> bool:
    """Whether the row is of a table in which counts are hidden, not rounded."""
    return _is_hidden(row["count"].strip(), hidden) or row.get("status", "rounded") != "rounded"


def _is_hidden(count: str, hidden: Container[str]) -> bool:
    return count in hidden or count.startswith(("<", "≤")) or BAND.fullmatch(count) is not None


@dataclass(frozen=True)
class _Marks:
    """How a count is written: what stands for a hidden one, by which rule, and the base if it is rounded."""

    hidden: Container[str]
    rule: Rule
    base: int

    def cell(self, row: Mapping[str, str], where: str) -> Cell:
        """The cell in a row of the file."""
        count = row["count"].strip()
        if _is_hidden(count, self.hidden):
            return self._hidden(count, row, where)
        if not count.isdecimal():
            raise BadInput(
                f"{where}: {count} is no count, which is written with digits alone; if it stands for a hidden one, "
                "say --hidden"
            )
        if int(count) >= UNBOUNDED:
            raise BadInput(f"{where}: {count} is more than there are people")
        if self.base:
            return Cell(int(count), "rounded")
        if row.get("status") == "rounded":
            raise BadInput(
                f"{where}: it is rounded; say to which base, by --base or base = ... in the specification"
            )
        return Cell(int(count), "published")

    def _hidden(self, count: str, row: Mapping[str, str], where: str) -> Cell:
        if self.base:
            raise BadInput(
                f"{where}: the count is hidden, but the tables are said to be rounded to base {self.base}"
            )
        most = most_of(count)
        band, least = BAND.fullmatch(count), self.rule.smallest
        if band is not None and int(band[1]) != least:
            raise BadInput(
                f"{where}: {count} isn't how a count is hidden where zeros are {self.rule.zeros}: "
                f"such a one is {least} or more"
            )
        if most is not None and most < least:
            raise BadInput(f"{where}: {count} says that nobody is there; write 0")
        small = most is not None and most < self.rule.threshold
        return Cell(None, "primary" if small or row.get("status") == "primary" else "secondary", most)


def most_of(mark: str) -> int | None:
    """What "<5", "≤4" or "1-4" says that a count is at most; None where it names no number."""
    found = BELOW.fullmatch(mark) or BAND.fullmatch(mark)
    return None if found is None else int(found[2]) - (found[1] == "<")


def _with_codes(
    variable: Variable, spec: Spec, path: Path, rows: Sequence[tuple[int, Mapping[str, str]]]
) -> Variable:
    """The variable with the codes that the file shows."""
    joined = spec.joined.get(variable.name, {})
    if variable.name in spec.columns and not joined:
        raise BadInput(
            f"{path}: the hierarchy of {variable.name} stands in columns that cells haven't; "
            "tabulate and protect write a specification for cells where --new-spec says"
        )
    coarser = set() if joined else _refused(variable, spec) - {TOTAL}
    codes: dict[str, None] = dict.fromkeys(variable.codes)
    for number, row in rows:
        code = row.get(variable.name, TOTAL)
        if not code:
            raise BadInput(f"{path}, row {number}: {variable.name} is empty; a margin is written {TOTAL}")
        if code != TOTAL and code not in coarser:
            codes[code] = None
    codes.update(dict.fromkeys(_filtered(variable, spec)))
    if not codes and not joined:
        codes[f"any {variable.name}"] = None  # whoever may be there has some code
    found = spec.shown(variable, codes)
    for number, row in rows:
        code = row.get(variable.name, TOTAL)
        if code in coarser and code not in found.groups:
            raise BadInput(
                f"{path}, row {number}: {variable.name} {code} stands for codes of which the file has none; "
                f"where it is shown instead of them, the specification says so by joined = {{ {code} = [...] }}"
            )
    return found


def _filtered(variable: Variable, spec: Spec) -> list[str]:
    """The codes that filters by the variable name, in its finest ones; and, unless a table of everybody shows all, one
    for those whom the filters leave out."""
    children: dict[str, list[str]] = {}
    for steps in variable.hierarchies.values():
        for child, parent in steps.items():
            children.setdefault(parent, []).append(child)
    named = [code for table in spec.tables for code in table.filters.get(variable.name, ())]
    finest = [child for children_ in children.values() for child in children_ if child not in children]
    if any(code in children for code in named):
        return [*finest, *(code for code in named if code not in children)]
    shown = any(variable.name in table.dimensions and not table.filters for table in spec.tables)
    if shown or variable.codes or not named:
        return named
    return [*named, f"not {' or '.join(dict.fromkeys(named))}"]


def _table(
    wanted: TableSpec,
    variables: Mapping[str, Variable],
    path: Path,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    marks: _Marks,
    name: str,
) -> ProtectedTable:
    """One table; its rows carry this name."""
    others = [variable for variable in variables if variable not in wanted.dimensions]
    cells: dict[Codes, Cell] = {}
    for number, row in rows:
        margin = all(row.get(other, TOTAL) == TOTAL for other in others)
        if row.get("table", "") != name or not (margin or name):
            continue
        codes = tuple(row.get(dimension, TOTAL) for dimension in wanted.dimensions)
        if codes in cells:
            raise BadInput(f"{path}, row {number}: the cell {', '.join(codes)} stands twice")
        cells[codes] = marks.cell(row, f"{path}, row {number}")
    if not cells:
        where = "; its rows carry its name in a column “table”" if name else ""
        raise BadInput(f"{path}: no cell belongs to the table {wanted.name}{where}")
    return ProtectedTable.from_cells(wanted, variables, cells, base=marks.base)


def unprotected(tables: Iterable[ProtectedTable]) -> list[Table]:
    """Tables with every count, to protect.

    Raises:
        BadInput: a count is hidden.
    """
    made = []
    for table in tables:
        if table.hidden:
            raise BadInput(
                f"table {table.name}: {table.hidden} of its counts are hidden; to protect it, give all"
            )
        made.append(Table(table.spec, table.variables, table.population, table.coordinates, table.counts))
    return made


def cell_rows(
    tables: Iterable[Table | ProtectedTable], names: Sequence[str], marked: Container[str]
) -> Iterator[dict[str, str]]:
    """The tables' cells as rows; a cell that several tables share stands once.

    Args:
        marked: the tables whose rows carry their name, see `Spec.marked`.
    """
    seen: set[tuple[str, ...]] = set()
    for table in tables:
        label = table.name if table.name in marked else ""
        rounded = isinstance(table, ProtectedTable) and table.base > 0
        nobody = {(TOTAL,) * len(table.dimensions): Cell(0, "rounded" if rounded else "published")}
        for codes, cell in (table.cells or nobody).items():
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
    with whole_file(path) as target:
        writer = csv.DictWriter(target, kept, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
