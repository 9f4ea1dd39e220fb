"""`veil tabulate` and `veil protect`: tables from persons, and what of them may be published."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from veil.attack import Verdict
from veil.attack.misfit import check_sums
from veil.attack.rounded import RoundedVerdict, attack_rounded
from veil.cells import cell_rows, is_cells, names_of, read_cells, read_persons, unprotected, write_rows
from veil.cli.attacking import judge
from veil.cli.files import check_files
from veil.cli.publishing import edition, ledger
from veil.cli.telling import (
    SAFE,
    Progress,
    number,
    tell,
    tell_codes_alike,
    tell_codes_without_parent,
    tell_unused,
)
from veil.errors import BadInput, Unprotectable
from veil.ledger import Edition, Ledger
from veil.protect.suppress import with_zeros
from veil.published import ProtectedTable
from veil.read_spec import read_spec
from veil.recode import Change
from veil.rounding import round_counts
from veil.spec import Spec, recoded
from veil.system import build
from veil.tables import Table, tabulate
from veil.utility import Utility, measure
from veil.whole import whole_file


def tabulate_persons(options: argparse.Namespace) -> int:
    """Count persons into CELLS.csv."""
    job = _Job.read(options)
    listed = [with_zeros(table, job.spec.rule) for table in job.tables]
    written = _write(options.output, job.spec, listed, status=True)
    _write_spec(options, job, ())
    tables = number(len(job.tables), "table", "tables")
    tell(f"{tables}, {number(written, 'cell', 'cells')}: not to be published as they are")
    return SAFE


def protect_input(options: argparse.Namespace) -> int:
    """Protect by one method; with --compare a line for each of them besides."""
    if options.output is None and not options.compare:
        raise BadInput("say where the tables go, by -o, or ask for --compare")
    if options.base is not None and options.method != "round" and not options.compare:
        raise BadInput("--base is for --method round")
    job = _Job.read(options)
    if options.compare:
        return _compare(options, job)
    result = _METHODS[options.method](job)
    tell(result.in_words)
    return _publish(options, job, result)


@dataclass(frozen=True)
class _Job:
    """What is to be protected, and beside what.

    Attributes:
        rows: the persons; none where only cells were given.
    """

    spec: Spec
    tables: Sequence[Table]
    rows: list[dict[str, Any]] | None
    published: Ledger
    edition: Edition
    base: int | None
    progress: Progress

    @classmethod
    def read(cls, options: argparse.Namespace) -> _Job:
        given: Path = options.persons if hasattr(options, "persons") else options.input
        spec = read_spec(options.spec).at(getattr(options, "level", None))
        check_files(options, spec.files)
        progress = Progress()
        tell_unused(spec)
        published = ledger(getattr(options, "ledger", None))
        new = edition(options, options.output) if hasattr(options, "ledger") else Edition("new")
        base = getattr(options, "base", None) or spec.base
        progress("counting")
        if is_cells(given):
            printed = read_cells(given, spec)
            tables = unprotected(printed)
            check_sums(build(printed, spec.rule), printed)
            tell_codes_alike(tables)
            return cls(spec, tables, None, published, new, base, progress)
        rows = read_persons(given, spec)
        spec = spec.for_persons(rows)
        counted = list(tabulate(rows, spec.variables, spec.tables))
        tell_codes_without_parent(counted)
        tell_codes_alike(counted)
        return cls(spec, counted, rows, published, new, base, progress)

    def persons(self, method: str, why: str) -> list[dict[str, Any]]:
        """The rows, where a method needs them."""
        if self.rows is None:
            raise BadInput(f"--method {method} needs the persons, one row each, not cells: {why}")
        return self.rows


@dataclass(frozen=True)
class _Result:
    """Tables that may be published by one method."""

    tables: Sequence[ProtectedTable]
    verdict: Verdict | RoundedVerdict
    utility: Utility
    what: str
    changes: Sequence[Change] = ()

    @property
    def in_words(self) -> str:
        """What was concealed, and what is still said."""
        return (
            f"{self.what}; {self.utility.share:.0%} of persons in published inner cells, "
            f"{self.utility.information:.0%} of the information kept"
        )


def _suppress(job: _Job) -> _Result:
    job.progress("protecting")
    protection = job.published.protect(job.tables, job.spec.rule, job.edition, job.progress)
    useful = measure(job.tables, protection.tables)
    return _Result(protection.tables, protection.verdict, useful, _hidden(useful))


def _recode(job: _Job) -> _Result:
    rows = job.persons("recode", "coarser codes are counted anew")
    job.progress("looking for coarser codes")
    spec = job.spec
    chosen = job.published.propose(rows, spec.variables, spec.tables, spec.rule, job.edition)[-1]
    protection = chosen.protection
    return _Result(
        protection.tables, protection.verdict, chosen.utility, _hidden(chosen.utility), chosen.changes
    )


def _round(job: _Job) -> _Result:
    rows = job.persons(
        "round", "what is rounded are the persons who agree in everything, and cells don't tell who does"
    )
    job.progress("rounding")
    job.published.check(job.edition, (), rounded=True)
    rule = job.spec.rule
    rounded = round_counts(rows, job.spec.variables, job.spec.tables, rule, job.base)
    useful = measure(rounded.counted, rounded.tables)
    off = number(rounded.largest, "person", "persons")
    what = f"rounded to base {rounded.base}, the largest deviation is {off}"
    return _Result(rounded.tables, attack_rounded(rounded.tables, rule), useful, what)


def _hidden(useful: Utility) -> str:
    return f"{useful.hidden} of {useful.cells} cells hidden"


_METHODS: Mapping[str, Callable[[_Job], _Result]] = {
    "suppress": _suppress,
    "recode": _recode,
    "round": _round,
}


def _compare(options: argparse.Namespace, job: _Job) -> int:
    """A line on standard output for each method; the chosen one is written where a file is named."""
    results: dict[str, _Result] = {}
    for name, method in _METHODS.items():
        try:
            results[name] = method(job)
            print(f"{name}: {results[name].in_words}")
        except (BadInput, Unprotectable) as reason:
            print(f"{name}: not possible: {reason}")
            if options.output is not None and name == options.method:
                raise
    if options.output is None:
        return SAFE
    return _publish(options, job, results[options.method])


def _publish(options: argparse.Namespace, job: _Job, result: _Result) -> int:
    for change in result.changes:
        own = ", ".join(f"“{code}”" for code in change.joined)
        tell(f"coarser: {change.variable}: “{change.code}” stands for {own}")
    _write(options.output, job.spec, result.tables, status=not options.for_print)
    _write_spec(options, job, result.changes)
    return judge(result.verdict, reveal=False)


def _write_spec(options: argparse.Namespace, job: _Job, changes: Sequence[Change]) -> None:
    """The specification of what was written, where one is asked for."""
    if options.new_spec is None:
        return
    joined: dict[str, dict[str, tuple[str, ...]]] = {}
    for change in changes:
        joined.setdefault(change.variable, {})[change.code] = change.joined
    with whole_file(options.new_spec) as target:
        target.write(recoded(options.spec, options.new_spec, job.spec, joined))


def _write(path: Path, spec: Spec, tables: Sequence[Table | ProtectedTable], *, status: bool) -> int:
    """Returns the number of cells."""
    names = names_of(spec)
    rows = list(cell_rows(tables, names, spec.marked))
    write_rows(path, rows, ["table", *names, "count", *(["status"] if status else [])])
    return len(rows)
