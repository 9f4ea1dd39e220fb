"""SPEC.toml: the variables, the tables and the rule, as a statistician writes them down.

```toml
threshold = 5            # counts 1..4 are hidden
zeros = "published"      # or "protected"

[[variable]]
name = "nationality"
hierarchy = "regions.csv"        # child,parent; or columns from fine to coarse: ["town", "county", "country"]

[[variable]]
name = "form"
multiple = true                  # several answers, joined by ";" in CSV
separator = ";"

[[table]]
name = "form by sex"
dimensions = ["form", "sex"]
filter = { role = ["victim"] }
keep = [[]]                      # margins that must stay: [] is the grand total
weight = 2.0
```
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from veil.errors import BadInput
from veil.rule import Level, Rule
from veil.tables import TableSpec
from veil.variables import Variable

_TOP = {"threshold", "zeros", "level", "dominance", "group_disclosure", "variable", "table"}
_VARIABLE = {"name", "codes", "hierarchy", "hierarchies", "multiple", "separator", "sensitive", "contributor"}
_TABLE = {"name", "dimensions", "filter", "keep", "weight"}


@dataclass(frozen=True)
class Spec:
    """A specification as read.

    Attributes:
        columns: variable -> columns from fine to coarse that hold its hierarchy, read from the rows.
        separators: variable with several answers -> what stands between them in a CSV file.
    """

    rule: Rule
    variables: tuple[Variable, ...]
    tables: tuple[TableSpec, ...]
    columns: Mapping[str, tuple[str, ...]]
    separators: Mapping[str, str]

    def at(self, level: Level | None) -> Spec:
        """The specification with another level of promise."""
        return self if level is None else replace(self, rule=replace(self.rule, level=level))

    def with_hierarchies(self, rows: Sequence[Mapping[str, Any]]) -> Spec:
        """The specification with hierarchies taken from the rows' own columns."""
        variables = []
        for variable in self.variables:
            line = self.columns.get(variable.name)
            if line is not None:
                variable = replace(variable, hierarchies={line[-1]: _steps(line, rows)})
            variables.append(variable)
        return replace(self, variables=tuple(variables))


def _steps(line: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    steps: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        for fine, coarse in pairwise(line):
            if steps.setdefault(row[fine], row[coarse]) != row[coarse]:
                raise BadInput(
                    f"row {number}: {row[fine]} belongs to {steps[row[fine]]} and to {row[coarse]}"
                )
    return steps


def read_spec(path: Path) -> Spec:
    """Read a specification.

    Raises:
        BadInput: names the file and what to mend.
    """
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path}: {error}") from error
    try:
        return _spec(plain, path.parent)
    except (BadInput, TypeError, AttributeError) as error:
        raise BadInput(f"{path}: {error}") from error


def _spec(plain: Mapping[str, Any], folder: Path) -> Spec:
    _known(plain, _TOP, "the specification")
    rule = Rule(**{name: plain[name] for name in _TOP - {"variable", "table"} if name in plain})
    variables, columns, separators = [], {}, {}
    for given in plain.get("variable", []):
        variable, line = _variable(given, folder)
        variables.append(variable)
        if line:
            columns[variable.name] = line
        separators[variable.name] = given.get("separator", ";")
    tables = tuple(_table(given) for given in plain.get("table", []))
    if not tables:
        raise BadInput("no [[table]] is asked for")
    declared = {variable.name for variable in variables}
    named = dict.fromkeys(name for table in tables for name in (*table.dimensions, *table.filters))
    # a plain variable needs no section of its own
    variables += [Variable(name) for name in named if name not in declared]
    return Spec(rule, tuple(variables), tables, columns, separators)


def _known(given: Mapping[str, Any], names: set[str], what: str) -> None:
    for name in given:
        if name not in names:
            raise BadInput(f"{what} has no “{name}”; it may have {', '.join(sorted(names))}")


def _variable(given: Mapping[str, Any], folder: Path) -> tuple[Variable, tuple[str, ...]]:
    name = given.get("name")
    if not isinstance(name, str) or not name:
        raise BadInput("a [[variable]] has no name")
    _known(given, _VARIABLE, f"variable {name}")
    hierarchies: dict[str, Mapping[str, str]] = {}
    line: tuple[str, ...] = ()
    stated = given.get("hierarchies", [given["hierarchy"]] if "hierarchy" in given else [])
    for one in stated:
        if isinstance(one, str):
            hierarchies[Path(one).stem] = _hierarchy(folder / one)
        else:
            line = tuple(one)
            if line[:1] != (name,):
                raise BadInput(f"variable {name}: the columns of its hierarchy begin with its own")
    variable = Variable(
        name,
        tuple(given.get("codes", ())),
        hierarchies,
        multiple=bool(given.get("multiple", False)),
        sensitive=bool(given.get("sensitive", False)),
        contributor=bool(given.get("contributor", False)),
    )
    return variable, line


def _hierarchy(path: Path) -> dict[str, str]:
    steps = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as source:
            for number, cells in enumerate(csv.reader(source), start=1):
                if len(cells) != 2:
                    raise BadInput(f"{path}, row {number}: a row is child,parent")
                if cells != ["child", "parent"]:
                    steps[cells[0]] = cells[1]
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error
    return steps


def _table(given: Mapping[str, Any]) -> TableSpec:
    name = given.get("name")
    if not isinstance(name, str) or not name:
        raise BadInput("a [[table]] has no name")
    _known(given, _TABLE, f"table {name}")
    wanted = {variable: tuple(codes) for variable, codes in given.get("filter", {}).items()}
    return TableSpec(
        name,
        tuple(given.get("dimensions", ())),
        wanted or None,
        tuple(tuple(margin) for margin in given.get("keep", ())),
        float(given.get("weight", 1.0)),
    )
