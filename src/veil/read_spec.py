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
import tomllib
from collections.abc import Mapping
from pathlib import Path

from veil.entry import Entry
from veil.errors import BadInput
from veil.reading import csv_file, text_file
from veil.rule import Rule
from veil.spec import Spec
from veil.tables import TableSpec, repeated
from veil.variables import TOTAL, Variable

RESERVED = ("table", "count", "status", "low", "high", "verdict")
"""What columns of CELLS.csv and BOUNDS.csv are called: no variable may be."""


def read_spec(path: Path) -> Spec:
    """Read a specification.

    Raises:
        BadInput: names the file, the place in it and what to mend.
    """
    try:
        with text_file(path, "utf-8", "such") as source:
            plain = tomllib.loads(source.read())
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: it isn't TOML: {error}") from error
    return _spec(Entry(str(path), "", plain), path.parent)


def _spec(entry: Entry, folder: Path) -> Spec:
    rule = _rule(entry)
    base = entry.take("base", int, None)
    if base is not None and base < 2:
        entry.refuse("base must be at least 2")
    variables: dict[str, Variable] = {}
    columns: dict[str, tuple[str, ...]] = {}
    files: list[Path] = []
    separators: dict[str, str] = {}
    joined: dict[str, dict[str, tuple[str, ...]]] = {}
    for given in entry.entries("variable", "name"):
        name = _name(given)
        if name in RESERVED:
            given.refuse("a column of the tables is called so; give it another name")
        if name in variables:
            given.refuse("it is declared twice")
        hierarchies, line, read = _hierarchies(given, name, folder)
        files += read
        variables[name] = _variable(given, name, hierarchies)
        if line:
            if variables[name].multiple:
                given.refuse("with several answers its hierarchy can't stand in columns; name a file")
            columns[name] = line
        separators[name] = _separator(given)
        joined[name] = _joined(given)
        given.done()
    tables = tuple(_table(given) for given in entry.entries("table", "name"))
    entry.done()
    if not tables:
        entry.refuse("no [[table]] is asked for")
    if twice := repeated([table.name for table in tables]):
        entry.refuse(f"two tables are called {twice}")
    for table in tables:
        for name in (*table.dimensions, *table.filters):
            if name in RESERVED:
                entry.refuse(
                    f"table {table.name}: no variable may be called {name}: a column of the tables is"
                )
            # a plain variable needs no section of its own
            variables.setdefault(name, Variable(name))
    if rule.dominance and not any(variable.contributor for variable in variables.values()):
        entry.refuse("dominance needs a variable with contributor = true")
    if rule.group_disclosure and not any(variable.sensitive for variable in variables.values()):
        entry.refuse("group_disclosure needs a variable with sensitive = true")
    if len([variable for variable in variables.values() if variable.contributor]) > 1:
        entry.refuse("only one variable may have contributor = true")
    return Spec(rule, tuple(variables.values()), tables, columns, separators, joined, base, tuple(files))


def _rule(entry: Entry) -> Rule:
    common = Rule()
    return entry.made(
        Rule,
        entry.take("threshold", int, common.threshold),
        entry.take("zeros", str, common.zeros),
        entry.take("level", str, common.level),
        entry.take("dominance", bool, common.dominance),
        entry.take("group_disclosure", bool, common.group_disclosure),
    )


def _name(entry: Entry) -> str:
    name: str = entry.take("name", str)
    if not name:
        entry.refuse("name is empty")
    return name


def _variable(entry: Entry, name: str, hierarchies: Mapping[str, Mapping[str, str]]) -> Variable:
    return entry.made(
        Variable,
        name,
        entry.words("codes"),
        hierarchies,
        entry.take("multiple", bool, False),
        entry.take("sensitive", bool, False),
        entry.take("contributor", bool, False),
    )


def _separator(entry: Entry) -> str:
    separator: str = entry.take("separator", str, ";")
    if not separator:
        entry.refuse("separator is empty")
    return separator


def _hierarchies(
    entry: Entry, name: str, folder: Path
) -> tuple[dict[str, Mapping[str, str]], tuple[str, ...], list[Path]]:
    """Hierarchies that are files or stand here, by name; the columns of one in the persons' file; and the files."""
    given = list(entry.take("hierarchies", list, []))
    one = entry.take("hierarchy", (str, dict, list), None)
    found: dict[str, Mapping[str, str]] = {}
    line: tuple[str, ...] = ()
    files: list[Path] = []
    for each in given if one is None else [*given, one]:
        if isinstance(each, str):
            files.append(folder / each)
            found[Path(each).stem] = _steps(folder / each)
        elif isinstance(each, dict):
            entry.texts("its hierarchy", list(each.values()))
            found[f"{name} {len(found) + 1}"] = each
        elif line:
            entry.refuse("only one of its hierarchies may stand in columns")
        else:
            line = entry.texts("its hierarchy", each)
            if line[:1] != (name,):
                entry.refuse("the columns of its hierarchy begin with its own")
    return found, line, files


def _steps(path: Path) -> dict[str, str]:
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


def _joined(entry: Entry) -> dict[str, tuple[str, ...]]:
    joined = entry.words_by_name("joined")
    if twice := repeated([own for members in joined.values() for own in members]):
        entry.refuse(f"{twice} is joined twice")
    return joined


def _table(entry: Entry) -> TableSpec:
    name = _name(entry)
    wanted = entry.words_by_name("filter")
    if empty := [variable for variable, codes in wanted.items() if not codes]:
        entry.refuse(f"filter, {empty[0]} names no code")
    weight = float(entry.take("weight", float, 1.0))
    if not 0.0 < weight < float("inf"):
        entry.refuse("weight must be above 0")
    keep = entry.take("keep", list, [])
    if not all(isinstance(margin, list) for margin in keep):
        entry.refuse('keep is a list of margins, each a list itself: [["sex"]]')
    table = entry.made(
        TableSpec,
        name,
        entry.words("dimensions"),
        wanted or None,
        tuple(entry.texts("keep", margin) for margin in keep),
        weight,
    )
    entry.done()
    return table
