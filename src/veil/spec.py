"""A specification: the variables, the tables and the rule; and how it is written down again with coarser codes."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from veil.errors import BadInput
from veil.rule import Level, Rule
from veil.tables import TableSpec
from veil.variables import Variable


@dataclass(frozen=True)
class Spec:
    """A specification as read.

    Attributes:
        columns: variable -> columns from fine to coarse that hold its hierarchy, read from the rows.
        separators: variable with several answers -> what stands between them in a CSV file.
        joined: variable -> a code that stands for several of the rows' own -> those.
        base: small counts are rounded to 0 or this; None where nothing is said of rounding.
        files: the hierarchies that it names.
    """

    rule: Rule
    variables: tuple[Variable, ...]
    tables: tuple[TableSpec, ...]
    columns: Mapping[str, tuple[str, ...]]
    separators: Mapping[str, str]
    joined: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    base: int | None = None
    files: tuple[Path, ...] = ()

    @cached_property
    def marked(self) -> frozenset[str]:
        """The tables whose rows carry their name in a file of cells: their margins are of other persons.

        Those with a filter; and, beside tables of everybody, those cut by several answers: who gave none isn't in them.
        """
        several = {variable.name for variable in self.variables if variable.multiple}
        answered = {table.name: several & {*table.dimensions} for table in self.tables if not table.filters}
        beside = len({frozenset(names) for names in answered.values()}) > 1
        return frozenset(
            table.name for table in self.tables if table.filters or (beside and answered[table.name])
        )

    def at(self, level: Level | None) -> Spec:
        """The specification with another level of promise."""
        return self if level is None else replace(self, rule=replace(self.rule, level=level))

    def for_persons(self, rows: Sequence[Mapping[str, Any]]) -> Spec:
        """The specification with hierarchies and joined codes taken from the rows' own columns.

        A variable of which they have no column stays as it is: no table names it.

        Raises:
            BadInput: a column of a hierarchy is missing, or a code has two parents; names the row.
        """
        variables = []
        for variable in self.variables:
            if rows and variable.name in rows[0]:
                variable = self._for_persons(variable, rows)
            variables.append(variable)
        return replace(self, variables=tuple(variables))

    def _for_persons(self, variable: Variable, rows: Sequence[Mapping[str, Any]]) -> Variable:
        line = self.columns.get(variable.name)
        if line is not None:
            variable = replace(variable, hierarchies={**variable.hierarchies, line[-1]: _steps(line, rows)})
        if not self.joined.get(variable.name):
            return variable
        answers = (row[variable.name] for row in rows)
        own = {code for answer in answers for code in ((answer or ()) if variable.multiple else (answer,))}
        return self.shown(variable, variable.codes or sorted(code for code in own if code))

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
    """Code -> the next coarser one, from columns; where that is empty the one after it, and none where all are."""
    for column in line:
        if column not in rows[0]:
            raise BadInput(
                f"there is no column {column} for the hierarchy of {line[0]}; there are {', '.join(rows[0])}"
            )
    steps: dict[str, str | None] = {}
    seen: set[tuple[str | None, ...]] = set()
    for number, row in enumerate(rows, start=2):
        for column in line:
            if isinstance(row[column], (list, dict)):
                raise BadInput(
                    f"row {number}: {column} is no single code; a hierarchy has one for each person"
                )
        codes = tuple(row[column] for column in line)
        if codes in seen:
            continue
        seen.add(codes)
        for column, code, parent in _upwards(line, codes):
            known = steps.setdefault(code, parent)
            if known != parent:
                one, other = (each or "nothing coarser" for each in (known, parent))
                raise BadInput(f"row {number}: {column} {code} belongs to {one} and to {other}")
    return {code: parent for code, parent in steps.items() if parent is not None}


def _upwards(line: Sequence[str], codes: Sequence[str | None]) -> Iterator[tuple[str, str, str | None]]:
    """Each column of a row with its code and the next coarser one."""
    own = [(column, code) for column, code in zip(line, codes, strict=True) if code]
    for at, (column, code) in enumerate(own):
        yield column, code, next((coarser for _, coarser in own[at + 1 :] if coarser != code), None)


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
            line = spec.columns[variable.name]
            named = [*given.get("hierarchies", ()), given.pop("hierarchy", list(line))]
            others = [one for one in named if not isinstance(one, list)]
            # none where the persons haven't the columns, or the codes are joined
            steps = variable.hierarchies.get(line[-1])
            given["hierarchies"] = others if steps is None else [*others, dict(steps)]
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
