"""SPEC.toml: the variables, the tables and the rule, as a statistician writes them down.

```toml
threshold = 5            # counts 1..4 are hidden
zeros = "published"      # or "protected"
base = 5                 # of rounded tables

[[variable]]
name = "nationality"
hierarchy = "regions.csv"        # child,parent; or columns from fine to coarse: ["town", "county", "country"];
                                 # or { Lund = "south", Kiruna = "north" }

joined = { other = ["Malta", "Cyprus"] }   # codes shown as one, as `veil protect --method recode` proposes

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
import json
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from veil.errors import BadInput
from veil.reading import csv_file
from veil.rule import Level, Rule
from veil.tables import TableSpec
from veil.variables import TOTAL, Variable

_RULE = {"threshold", "zeros", "level", "dominance", "group_disclosure"}
_TOP = _RULE | {"base", "variable", "table"}
_VARIABLE = {
    "name",
    "codes",
    "joined",
    "hierarchy",
    "hierarchies",
    "multiple",
    "separator",
    "sensitive",
    "contributor",
}
_TABLE = {"name", "dimensions", "filter", "keep", "weight"}


@dataclass(frozen=True)
class Spec:
    """A specification as read.

    Attributes:
        columns: variable -> columns from fine to coarse that hold its hierarchy, read from the rows.
        separators: variable with several answers -> what stands between them in a CSV file.
        joined: variable -> a code that stands for several of the rows' own -> those.
        base: small counts are rounded to 0 or this; None where nothing is said of rounding.
    """

    rule: Rule
    variables: tuple[Variable, ...]
    tables: tuple[TableSpec, ...]
    columns: Mapping[str, tuple[str, ...]]
    separators: Mapping[str, str]
    joined: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    base: int | None = None

    def at(self, level: Level | None) -> Spec:
        """The specification with another level of promise."""
        return self if level is None else replace(self, rule=replace(self.rule, level=level))

    def for_persons(self, rows: Sequence[Mapping[str, Any]]) -> Spec:
        """The specification with hierarchies and joined codes taken from the rows' own columns."""
        variables = []
        for variable in self.variables:
            line = self.columns.get(variable.name)
            if line is not None:
                variable = replace(variable, hierarchies={line[-1]: _steps(line, rows)})
            if self.joined.get(variable.name):
                answers = (row[variable.name] for row in rows)
                own = {code for answer in answers for code in (answer if variable.multiple else (answer,))}
                variable = self.shown(variable, variable.codes or sorted(own))
            variables.append(variable)
        return replace(self, variables=tuple(variables))

    def shown(self, variable: Variable, codes: Iterable[str]) -> Variable:
        """The variable in these codes, joined as the specification says; joined codes have no hierarchy above them."""
        joined = self.joined.get(variable.name, {})
        if not joined:
            return replace(variable, codes=tuple(codes))
        stands = {own: code for code, members in joined.items() for own in members}
        found = tuple(dict.fromkeys(stands.get(code, code) for code in codes))
        leaves = {code: joined[code] for code in found if code in joined}
        return replace(variable, codes=found, hierarchies={}, leaves=leaves)


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
    rule = Rule(**{name: plain[name] for name in _RULE if name in plain})
    base = plain.get("base")
    if base is not None and (not isinstance(base, int) or base < 2):
        raise BadInput("base must be a whole number, at least 2")
    variables, columns, separators, joined = [], {}, {}, {}
    for given in plain.get("variable", []):
        variable, line = _variable(given, folder)
        variables.append(variable)
        if line:
            columns[variable.name] = line
        separators[variable.name] = given.get("separator", ";")
        joined[variable.name] = _joined(variable.name, given.get("joined", {}))
    tables = tuple(_table(given) for given in plain.get("table", []))
    if not tables:
        raise BadInput("no [[table]] is asked for")
    declared = {variable.name for variable in variables}
    named = dict.fromkeys(name for table in tables for name in (*table.dimensions, *table.filters))
    # a plain variable needs no section of its own
    variables += [Variable(name) for name in named if name not in declared]
    return Spec(rule, tuple(variables), tables, columns, separators, joined, base)


def recoded(
    source: Path, target: Path, spec: Spec, changes: Mapping[str, Mapping[str, Sequence[str]]]
) -> str:
    """A specification's text that needs no persons: to attack, record and repeat what was published.

    Hierarchies that stand in the persons' columns are written out.

    Args:
        source: the specification to start from.
        target: where the text will stand: hierarchies are named from there.
        spec: the same as read, for the persons.
        changes: variable -> a coarser code -> the codes it stands for. Those variables lose their hierarchy.
    """
    plain = tomllib.loads(source.read_text(encoding="utf-8"))
    variables = {given["name"]: dict(given) for given in plain.pop("variable", [])}
    tables = plain.pop("table")
    for name, joined in changes.items():
        given = variables.setdefault(name, {"name": name})
        kept = {code: own for code, own in given.get("joined", {}).items() if code not in joined}
        for key in ("hierarchy", "hierarchies", "codes"):
            given.pop(key, None)
        before = spec.joined.get(name, {})
        own = {
            code: [leaf for member in members for leaf in before.get(member, (member,))]
            for code, members in joined.items()
        }
        inside = {leaf for members in own.values() for leaf in members}
        given["joined"] = {**{code: one for code, one in kept.items() if not inside & set(one)}, **own}
    for variable in spec.variables:
        if variable.name in spec.columns and variable.name not in changes:
            given = variables[variable.name]
            given.pop("hierarchies", None)
            given["hierarchy"] = dict(next(iter(variable.hierarchies.values())))
    for given in variables.values():
        _point_to_hierarchies(given, source.parent, target.parent)
    blocks = ["\n".join(f"{name} = {_toml(value)}" for name, value in plain.items())]
    for heading, entries in (("variable", variables.values()), ("table", tables)):
        blocks += [
            "\n".join([f"[[{heading}]]", *(f"{name} = {_toml(value)}" for name, value in entry.items())])
            for entry in entries
        ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _point_to_hierarchies(given: dict[str, Any], old: Path, new: Path) -> None:
    for key in ("hierarchy", "hierarchies"):
        if isinstance(given.get(key), str):
            given[key] = os.path.relpath(old / given[key], new)
        elif key == "hierarchies" and key in given:
            given[key] = [
                os.path.relpath(old / one, new) if isinstance(one, str) else one for one in given[key]
            ]


def _toml(value: Any) -> str:
    """A value as TOML writes it; JSON's strings, numbers and truths are TOML's too."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_toml(name)} = {_toml(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


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
        elif isinstance(one, dict):
            hierarchies[f"{name} {len(hierarchies) + 1}"] = dict(one)
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


def _joined(name: str, given: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    joined = {code: tuple(own) for code, own in given.items()}
    every = [own for members in joined.values() for own in members]
    if len(set(every)) < len(every):
        raise BadInput(f"variable {name}: a code is joined twice")
    return joined


def _hierarchy(path: Path) -> dict[str, str]:
    """Child -> parent, from a file.

    Raises:
        BadInput: names the row.
    """
    steps: dict[str, str] = {}
    with csv_file(path) as source:
        for number, cells in enumerate(csv.reader(source), start=1):
            if len(cells) != 2 or not all(cells):
                raise BadInput(f"{path}, row {number}: a row is child,parent")
            child, parent = cells
            if cells == ["child", "parent"]:
                continue
            if parent in (child, TOTAL):
                raise BadInput(f"{path}, row {number}: {parent} is no parent of {child}: leave the row out")
            if steps.setdefault(child, parent) != parent:
                raise BadInput(f"{path}, row {number}: {child} has another parent already, {steps[child]}")
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
