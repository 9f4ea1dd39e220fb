"""Reading a codebook from its files. Everything is checked here, so that what is loaded can be relied on."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from veil.codebook.book import Codebook, Crosswalk
from veil.codebook.check import BUILT_IN, Rule, filled
from veil.codebook.conditions import expression
from veil.codebook.entry import Entry
from veil.codebook.errors import CodebookError
from veil.codebook.lists import CodeList, Text
from veil.codebook.read_lists import Reserved, read_list, read_reserved
from veil.codebook.read_variables import read_derived, read_variable
from veil.codebook.standards import Field, Standard
from veil.codebook.variables import RecordField, Step, Variable

MAIN = "book.toml"

Stamp = tuple[tuple[str, int, int], ...]


def load(path: str | Path) -> Codebook:
    """The codebook in a folder, or in a single file.

    A folder holds `book.toml` and any other *.toml files; `book.toml` may name further ones as `shared`.
    Read again only when a file has changed.

    Raises:
        CodebookError: names the file, the place in it and what to mend.
    """
    files = _files(Path(path))
    return _parse(files, tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files))


def _files(path: Path) -> tuple[Path, ...]:
    """The book's own file first, then what it shares with other versions, then the others by name."""
    main = path / MAIN if path.is_dir() else path
    if not main.is_file():
        raise CodebookError(str(main), "", "there is no such file")
    shared = tuple((main.parent / name).resolve() for name in _shared(main, main.stat().st_mtime_ns))
    for file in shared:
        if not file.is_file():
            raise CodebookError(str(main), "shared", f"there is no file {file.name}")
    others = tuple(sorted(f for f in path.glob("*.toml") if f != main)) if path.is_dir() else ()
    return (main, *shared, *others)


@lru_cache(maxsize=64)
def _shared(main: Path, _changed: int) -> tuple[str, ...]:
    return Entry(main.name, "", _toml(main)).words("shared")


def _toml(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(file.name, "", f"the file can't be read: {error}") from error


@lru_cache(maxsize=16)
def _parse(files: tuple[Path, ...], _stamp: Stamp) -> Codebook:
    return _Reading([Entry(_name(file), "", _toml(file)) for file in files]).book()


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


class _Reading:
    """One pass over the files; each part may rely on those read before it."""

    def __init__(self, files: list[Entry]) -> None:
        self.files = files
        self.main = main = files[0]
        self.version = main.take("version", str)
        self.languages = main.words("languages", ...)
        self.label = main.text("label", self.languages)
        self.reference: dt.date = main.day("reference") or main.refuse("reference is missing")
        self.role_variable = main.take("role_variable", str)
        main.words("shared")
        self.reserved: Reserved = read_reserved(main, self.languages)
        self.messages = self._messages()
        self.steps = tuple(self._steps())
        self.standards = dict(s for file in files for s in self._standards(file))
        self.lists = self._lists()

    def book(self) -> Codebook:
        variables = self._variables()
        derived = self._derived(variables)
        book = Codebook(
            version=self.version,
            label=self.label,
            languages=self.languages,
            steps=self.steps,
            variables=variables,
            derived=derived,
            record=self._record(variables),
            rules=tuple(r for file in self.files for r in self._rules(file, variables)),
            standards=self.standards,
            crosswalks=dict(c for file in self.files for c in self._crosswalks(file, variables)),
            role_variable=self.role_variable,
            messages=self.messages,
        )
        for file in self.files:
            file.done()
        return book

    def _messages(self) -> dict[str, Text]:
        messages = {}
        for name, entry in self.main.named("message"):
            messages[name] = entry.flat_text(self.languages)
            entry.done()
        if absent := [code for code in BUILT_IN if code not in messages]:
            self.main.refuse(f"message {', '.join(absent)} is missing")
        for code, message in messages.items():
            if code not in BUILT_IN:
                self.main.refuse(f"there is no built-in rule for message {code}")
            words = ("label", *BUILT_IN[code])
            try:
                filled(message, dict.fromkeys(words, ""))
            except (KeyError, IndexError, ValueError):
                self.main.refuse(f"message {code} can hold {', '.join(f'{{{word}}}' for word in words)} only")
        return messages

    def _steps(self) -> list[Step]:
        steps = []
        for entry in self.main.entries("step"):
            steps.append(Step(entry.take("code", str), entry.text("label", self.languages)))
            entry.done()
        return steps

    def _standards(self, file: Entry) -> list[tuple[str, Standard]]:
        found = []
        for code, entry in file.named("standard"):
            fields = {}
            for inner in entry.entries("field", "name"):
                field = Field(
                    name=inner.take("name", str),
                    values={
                        value: (also,) if isinstance(also, str) else tuple(also)
                        for value, also in inner.take("values", dict, {}).items()
                    },
                    also=inner.words("also"),
                    many=inner.take("many", bool, False),
                    flag=inner.take("flag", bool, False),
                )
                inner.done()
                fields[field.name] = field
            found.append((code, Standard(code, entry.take("name", str), entry.take("source", str), fields)))
            entry.done()
        return found

    def _lists(self) -> dict[str, CodeList]:
        found: dict[str, CodeList] = {}
        for file in self.files:
            for name, entry in file.named("list"):
                if name in found:
                    entry.refuse("there are two lists of this name")
                found[name] = read_list(
                    name, entry, self.languages, self.reserved, self.reference, set(self.standards)
                )
        return found

    def _variables(self) -> dict[str, Variable]:
        order = {step.code: place for place, step in enumerate(self.steps)}
        read = [
            (entry, read_variable(entry, self.languages, self.lists, self.standards, tuple(order)))
            for file in self.files
            for entry in file.entries("variable")
        ]
        read.sort(key=lambda pair: order[pair[1].step])
        found: dict[str, Variable] = {}
        for entry, variable in read:
            if variable.code in found:
                entry.refuse("there are two variables of this code")
            if variable.ask_when is not None:
                _check_condition(entry, variable, found)
            found[variable.code] = variable
        roles = found[self.role_variable].codes if self.role_variable in found else None
        if roles is None:
            self.main.refuse(f"role_variable is {self.role_variable}, which isn't a variable with codes")
        every = frozenset(code.code for code in roles)
        for entry, variable in read:
            if unknown := variable.asked_of - every:
                entry.refuse(f"asked_of names {', '.join(sorted(unknown))}, which isn't a role")
        return {code: replace(v, asked_of=v.asked_of or every) for code, v in found.items()}

    def _derived(self, variables: dict[str, Variable]) -> dict[str, Variable]:
        known = dict(variables)
        for file in self.files:
            for entry in file.entries("derived"):
                variable = read_derived(entry, self.languages, known, self.standards)
                if variable.code in known:
                    entry.refuse("there are two variables of this code")
                known[variable.code] = variable
        return {code: variable for code, variable in known.items() if code not in variables}

    def _record(self, variables: dict[str, Variable]) -> dict[str, RecordField]:
        found = {}
        for file in self.files:
            for entry in file.entries("record"):
                kept = RecordField(
                    entry.take("code", str),
                    entry.text("label", self.languages),
                    entry.text("help", self.languages),
                    entry.words("aliases"),
                )
                entry.done()
                if kept.code in variables or kept.code in found:
                    entry.refuse("there is already a variable or field of this code")
                found[kept.code] = kept
        return found

    def _rules(self, file: Entry, variables: dict[str, Variable]) -> list[Rule]:
        def lists(name: str) -> CodeList | None:
            return variables[name.removeprefix("parent.")].codes

        found = []
        for entry in file.entries("rule"):
            code, beside = entry.take("code", str), entry.take("variable", str)
            if beside not in variables:
                entry.refuse(f"there is no variable {beside}")
            try:
                when = expression(entry.take("when", dict), lists)
            except (ValueError, KeyError) as error:
                entry.refuse(f"when: {error}")
            hard = entry.one_of("severity", ("hard", "soft")) == "hard"
            message = entry.text("message", self.languages)
            found.append(Rule(code, beside, hard, when, message, entry.take("only_complete", bool, False)))
            entry.done()
        return found

    def _crosswalks(self, file: Entry, variables: dict[str, Variable]) -> list[tuple[str, Crosswalk]]:
        found = []
        for version, entry in file.named("crosswalk"):
            moved = entry.take("variables", dict, {})
            codes = entry.take("codes", dict, {})
            entry.done()
            _check_crosswalk(entry, moved, codes, variables)
            found.append((version, Crosswalk(version, moved, codes)))
        return found


def _check_crosswalk(
    entry: Entry, moved: dict[str, object], codes: dict[str, object], variables: dict[str, Variable]
) -> None:
    """What answers are carried over to must be in this version."""
    for old, new in moved.items():
        if new != "" and new not in variables:
            entry.refuse(f"{old} becomes {new}, which isn't a variable of this version")
    for old, steps in codes.items():
        new = moved.get(old, old)
        if new not in variables or not isinstance(steps, dict):
            entry.refuse(f"codes of {old}: it has none in this version")
        listed = variables[str(new)].codes
        for code, kept in steps.items():
            if kept != "" and (listed is None or kept not in listed):
                entry.refuse(f"{old}: {code} becomes {kept}, which isn't an answer in this version")


def _check_condition(entry: Entry, variable: Variable, earlier: dict[str, Variable]) -> None:
    condition = variable.ask_when
    assert condition is not None  # noqa: S101 - only called where there is one
    if condition.variable not in earlier:
        entry.refuse(f"ask_when names {condition.variable}, which isn't asked before it")
    codes = earlier[condition.variable].codes
    if unknown := [code for code in condition.any_of if codes is None or code not in codes]:
        entry.refuse(f"ask_when: {condition.variable} has no code {', '.join(unknown)}")
