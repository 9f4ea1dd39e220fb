"""What the command says: on standard error what happens and what was found, on standard output what was asked for."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence

from veil.judgement import Finding
from veil.published import ProtectedTable
from veil.rule import Rule
from veil.spec import Spec
from veil.tables import Table
from veil.variables import TOTAL, Variable

SAFE, UNSAFE, BAD, INTERRUPTED = 0, 1, 2, 130

MOST_TOLD = 20
"""So many findings are told; all are in the output file."""

SECONDS = 1.0
"""Progress within a step is told at most so often."""


def tell(text: str) -> None:
    """A line on standard error."""
    print(text, file=sys.stderr, flush=True)


def number(count: int, one: str, more: str) -> str:
    """A count with its word."""
    return f"{count} {one if count == 1 else more}"


def tell_findings(findings: Sequence[Finding], *, reveal: bool) -> None:
    """The first findings, a line each; what can be inferred only if it is asked for."""
    for finding in findings[:MOST_TOLD]:
        place = f"{finding.table}, {', '.join(finding.codes) or 'Total'}"
        tell(f"  {finding.in_words()}" if reveal else f"  {finding.kind}: {place}")
    if len(findings) > MOST_TOLD:
        tell(f"  and {len(findings) - MOST_TOLD} more")


def tell_doubts(tables: Sequence[ProtectedTable], rule: Rule) -> None:
    """What is odd about somebody's printed tables, though they can be read."""
    tell_codes_alike(tables)
    for table in tables:
        for at, name in enumerate(table.dimensions):
            if not any(codes[at] == TOTAL for codes in table.cells):
                tell(f"note: {table.name} prints no total of {name}; a total is written {TOTAL}")
        small = sum(
            cell.count is not None and cell.status == "published" and rule.is_small(cell.count)
            for cell in table.cells.values()
        )
        if small:
            counts = number(small, "small count", "small counts")
            tell(f"note: {table.name} prints {counts}, below {rule.threshold}, openly")
        marked = {
            cell.most is not None and cell.most < rule.threshold
            for cell in table.cells.values()
            if cell.hidden
        }
        if len(marked) > 1:
            tell(
                f"note: {table.name} marks some hidden counts as small and others not: "
                f"a reader may take the others for {rule.threshold} or more"
            )


def tell_unused(spec: Spec) -> None:
    """Variables that no table names: misspelt, perhaps."""
    named = {name for table in spec.tables for name in (*table.dimensions, *table.filters)}
    for variable in spec.variables:
        if variable.name not in named and not variable.contributor:
            tell(f"note: no table is cut or filtered by the variable {variable.name}")


def tell_codes_alike(tables: Sequence[Table | ProtectedTable]) -> None:
    """Codes that differ in spaces or capitals only: one code misspelt, perhaps."""
    for variable in _variables(tables):
        by_word: dict[str, list[str]] = {}
        for code in (TOTAL, *variable.codes):
            by_word.setdefault(" ".join(code.casefold().split()), []).append(f"“{code}”")
        for alike in by_word.values():
            if len(alike) > 1:
                tell(f"note: {variable.name}: {' and '.join(alike)} differ in spaces or capitals only")


def tell_codes_without_parent(tables: Sequence[Table]) -> None:
    """Codes that a hierarchy leaves out: they stand in no subtotal."""
    for variable in _variables(tables):
        for name, steps in variable.hierarchies.items():
            left = [code for code in variable.codes if code not in steps]
            if left:
                more = f" and {len(left) - MOST_TOLD} more" if len(left) > MOST_TOLD else ""
                which = f"its hierarchy {name}" if len(variable.hierarchies) > 1 else "its hierarchy"
                tell(f"note: {variable.name}: no parent in {which} for {', '.join(left[:MOST_TOLD])}{more}")


def _variables(tables: Sequence[Table | ProtectedTable]) -> Iterable[Variable]:
    return {name: variable for table in tables for name, variable in table.variables.items()}.values()


class Progress:
    """Tells each step once, and how far it has come, once a second, to somebody who sits before it."""

    def __init__(self) -> None:
        self._step = ""
        self._told = 0.0
        self._watched = sys.stderr.isatty()

    def __call__(self, step: str, done: int = 0, of: int = 0) -> None:
        """Args: what is being done; how many of how many are through it (0 of 0: not known)."""
        if step != self._step:
            self._step, self._told = step, time.monotonic()
            tell(f"{step} ...")
        elif self._watched and of and time.monotonic() - self._told >= SECONDS:
            self._told = time.monotonic()
            tell(f"{step}: {done} of {of}")
