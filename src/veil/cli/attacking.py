"""`veil attack`: what a reader can infer from published tables."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from veil.attack import Verdict
from veil.attack.adversary import Range
from veil.attack.insider import admits, answers
from veil.attack.rounded import RoundedVerdict, attack_rounded
from veil.cells import cell_rows, first_row, names_of, read_cells, read_persons, write_rows
from veil.cli.files import check_files
from veil.cli.publishing import edition, ledger, markers
from veil.cli.telling import SAFE, UNSAFE, Progress, number, tell, tell_doubts, tell_findings, tell_unused
from veil.errors import BadInput
from veil.published import ProtectedTable
from veil.read_spec import read_spec
from veil.spec import Spec
from veil.tables import Codes
from veil.variables import TOTAL

MOST_EXACT = 1_500
"""So many hidden cells are told to their exact range; of more, ranges that enclose it and suffice for the verdict."""


def attack_cells(options: argparse.Namespace) -> int:
    """Attack tables, alone or beside what a ledger holds, as a stranger or as somebody who knows some persons."""
    spec = read_spec(options.spec).at(options.level)
    check_files(options, spec.files)
    tables = read_cells(options.cells, spec, markers(options), options.base)
    tell_unused(spec)
    tell_doubts(tables, spec.rule)
    progress = Progress()
    verdict: Verdict | RoundedVerdict
    if any(table.base for table in tables):
        verdict = _rounded(options, spec, tables, progress)
    else:
        verdict = _hidden(options, spec, tables, progress)
    found = {(finding.table, finding.codes): finding.kind for finding in verdict.findings}
    rows = []
    for table in tables:
        ranges = verdict.ranges(table)
        for row, codes in zip(cell_rows([table], names_of(spec), spec.marked), table.cells, strict=True):
            kind = "" if codes not in ranges else _kind(ranges[codes], found.get((table.name, codes)))
            rows.append({**row, **_range(ranges, codes, kind, options.reveal), "verdict": kind})
    columns = ["table", *names_of(spec), "count", "low", "high", "verdict"]
    write_rows(options.output, rows, columns)
    return judge(verdict, reveal=options.reveal)


def _kind(found: Range, finding: str | None) -> str:
    """In a word; of two cells that are the same persons only one has a finding of its own."""
    if found.safe:
        return "safe"
    return finding or ("pinned" if found.low == found.high else "narrowed")


def _range(ranges: Mapping[Codes, Range], codes: Codes, kind: str, reveal: bool) -> dict[str, str]:
    if codes not in ranges or not (reveal or kind == "safe"):
        return {"low": "", "high": ""}
    high = ranges[codes].high
    return {"low": str(ranges[codes].low), "high": "" if high is None else str(high)}


def _rounded(
    options: argparse.Namespace, spec: Spec, tables: Sequence[ProtectedTable], progress: Progress
) -> RoundedVerdict:
    if options.knows_rows is not None:
        raise BadInput(
            "rounding promises nothing against somebody who knows some of the persons; hide instead"
        )
    # refuses what can't be judged together
    ledger(options.ledger).check(edition(options, options.cells), tables)
    progress("attacking")
    return attack_rounded(tables, spec.rule)


def _hidden(
    options: argparse.Namespace, spec: Spec, tables: Sequence[ProtectedTable], progress: Progress
) -> Verdict:
    known = None if options.knows_rows is None else _known(options.knows_rows, spec, tables)
    progress("attacking")
    published = ledger(options.ledger)
    hidden = sum(table.hidden for table in tables)
    return published.attack(
        tables,
        spec.rule,
        edition(options, options.cells),
        blind=True,
        exact=hidden <= MOST_EXACT,
        known=known,
        report=progress,
    )


def _known(path: Path, spec: Spec, tables: Sequence[ProtectedTable]) -> list[dict[str, Any]]:
    """Persons, who have the codes that the tables show where they are in them: there are no others."""
    rows = read_persons(
        path, replace(spec, variables=tuple(replace(one, codes=()) for one in spec.variables))
    )
    for at, row in enumerate(rows, start=first_row(path)):
        for table in tables:
            for variable in table.dimension_variables if admits(table, row) else ():
                known = variable.leaves_of(TOTAL)
                if strange := [code for code in answers(row[variable.name]) if code not in known]:
                    raise BadInput(
                        f"{path}, row {at}: {variable.name} = “{strange[0]}” is not one of its codes in {table.name}"
                    )
    return rows


def judge(verdict: Verdict | RoundedVerdict, *, reveal: bool) -> int:
    """Tell the verdict; the exit code."""
    if verdict.safe:
        tell("safe: nothing concealed can be inferred")
        return SAFE
    tell(f"unsafe: {number(len(verdict.findings), 'cell', 'cells')} can be inferred or narrowed")
    tell_findings(verdict.findings, reveal=reveal)
    return UNSAFE
