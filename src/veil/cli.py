"""The command `veil`: tabulate, protect, attack, and keep what was published, on CSV and Parquet files.

Exit codes: 0 safe (or done), 1 unsafe, 2 bad input, 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from veil.attack import Verdict, attack
from veil.cells import (
    HIDDEN_MARKERS,
    cell_rows,
    is_cells,
    read_cells,
    read_persons,
    unprotected,
    write_rows,
)
from veil.errors import Unprotectable, VeilError
from veil.protect import protect
from veil.published import ProtectedTable
from veil.recode import propose
from veil.spec import Spec, read_spec
from veil.tables import Table, tabulate
from veil.utility import measure

SAFE, UNSAFE, BAD, INTERRUPTED = 0, 1, 2, 130
MOST_TOLD = 20


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return int(options.do(options))
    except Unprotectable as impossible:
        _tell(f"veil: {impossible}")
        for finding in impossible.collisions:
            _tell(f"  {finding.in_words()}")
        return UNSAFE
    except VeilError as error:
        _tell(f"veil: {error}")
        return BAD
    except KeyboardInterrupt:
        _tell("veil: interrupted; nothing was written")
        return INTERRUPTED


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="veil", description="Figures that betray nobody.")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    verb = verbs.add_parser("tabulate", help="count persons into tables with all their margins")
    verb.add_argument("persons", type=Path)
    _common(verb, _tabulate)

    verb = verbs.add_parser(
        "protect", help="hide what must be hidden, so that nothing hidden can be inferred"
    )
    verb.add_argument("input", type=Path, metavar="PERSONS|CELLS")
    verb.add_argument("--level", choices=["exact", "threshold"])
    verb.add_argument("--method", choices=["suppress", "recode"], default="suppress")
    verb.add_argument("--ledger", type=Path, help="a folder of what was published before; it is only read")
    verb.add_argument("--print", action="store_true", dest="for_print", help="leave out why a cell is hidden")
    _common(verb, _protect)

    verb = verbs.add_parser("attack", help="find what can be inferred from published tables")
    verb.add_argument("cells", type=Path)
    verb.add_argument("--level", choices=["exact", "threshold"])
    verb.add_argument("--hidden", help="what stands for a hidden count, separated by commas")
    verb.add_argument("--ledger", type=Path, help="a folder of what was published before")
    verb.add_argument("--reveal", action="store_true", help="print the values that can be inferred")
    _common(verb, _attack)

    ledger = verbs.add_parser("ledger", help="keep what was published").add_subparsers(
        required=True, metavar="VERB"
    )
    verb = ledger.add_parser("add", help="record a publication")
    verb.add_argument("cells", type=Path)
    verb.add_argument("--spec", type=Path, required=True)
    verb.add_argument("--ledger", type=Path, required=True)
    verb.set_defaults(do=_record)
    return parser


def _common(verb: argparse.ArgumentParser, do: object) -> None:
    verb.add_argument("--spec", type=Path, required=True, metavar="SPEC.toml")
    verb.add_argument("-o", "--output", type=Path, required=True)
    verb.set_defaults(do=do)


def _names(spec: Spec) -> list[str]:
    return list(dict.fromkeys(name for table in spec.tables for name in table.dimensions))


def _write(path: Path, spec: Spec, tables: Sequence[Table | ProtectedTable], *, status: bool) -> None:
    names = _names(spec)
    rows = list(cell_rows(tables, names))
    write_rows(path, rows, ["table", *names, "count", *(["status"] if status else [])])


def _counted(path: Path, spec: Spec) -> tuple[Spec, list[Table]]:
    """The tables to protect, counted from persons or read as cells."""
    if is_cells(path):
        return spec, unprotected(read_cells(path, spec))
    rows = read_persons(path, spec)
    spec = spec.with_hierarchies(rows)
    return spec, list(tabulate(rows, spec.variables, spec.tables))


def _tabulate(options: argparse.Namespace) -> int:
    spec, tables = _counted(options.persons, read_spec(options.spec))
    _write(options.output, spec, tables, status=True)
    return SAFE


def _protect(options: argparse.Namespace) -> int:
    spec = read_spec(options.spec).at(options.level)
    earlier = _published(options.ledger)
    if options.method == "recode":
        return _recode(options, spec, earlier)
    _tell("counting ...")
    spec, tables = _counted(options.input, spec)
    _tell(f"protecting {len(tables)} tables, {sum(len(table.counts) for table in tables)} cells ...")
    protected = protect(tables, spec.rule, earlier).tables
    _tell("attacking ...")
    verdict = attack(protected, spec.rule, earlier)
    _write(options.output, spec, protected, status=not options.for_print)
    return _conclude(verdict, protected, tables, reveal=False)


def _recode(options: argparse.Namespace, spec: Spec, earlier: Sequence[ProtectedTable]) -> int:
    rows = read_persons(options.input, spec)
    spec = spec.with_hierarchies(rows)
    variants = propose(rows, spec.variables, spec.tables, spec.rule, earlier)
    chosen = variants[-1]
    for change in chosen.changes:
        _tell(f"coarser: {change.variable}: {change.code} stands for {', '.join(change.joined)}")
    protected = chosen.protection.tables
    _write(options.output, spec, protected, status=not options.for_print)
    return _conclude(attack(protected, spec.rule, earlier), protected, chosen.tables, reveal=False)


def _conclude(
    verdict: Verdict, protected: Sequence[ProtectedTable], tables: Sequence[Table], *, reveal: bool
) -> int:
    useful = measure(tables, protected)
    _tell(
        f"{useful.hidden} of {useful.cells} cells hidden; {useful.share:.0%} of persons in published inner cells, "
        f"{useful.information:.0%} of the information kept"
    )
    return _judge(verdict, reveal=reveal)


def _judge(verdict: Verdict, *, reveal: bool) -> int:
    if verdict.safe:
        _tell("safe: nothing hidden can be inferred")
        return SAFE
    _tell(f"unsafe: {len(verdict.findings)} hidden cells can be inferred or narrowed")
    for finding in verdict.findings[:MOST_TOLD]:
        _tell(
            f"  {finding.in_words()}"
            if reveal
            else f"  {finding.kind}: {finding.table}, {', '.join(finding.codes)}"
        )
    if len(verdict.findings) > MOST_TOLD:
        _tell(f"  and {len(verdict.findings) - MOST_TOLD} more; all are in the output")
    return UNSAFE


def _attack(options: argparse.Namespace) -> int:
    spec = read_spec(options.spec).at(options.level)
    markers = HIDDEN_MARKERS if options.hidden is None else ("", *options.hidden.split(","))
    tables = read_cells(options.cells, spec, markers)
    verdict = attack(tables, spec.rule, _published(options.ledger), blind=True, exact=True)
    names = _names(spec)
    found = {(finding.table, finding.codes): finding.kind for finding in verdict.findings}
    rows = []
    for table in tables:
        ranges = verdict.ranges(table)
        for row, codes in zip(cell_rows([table], names), table.cells, strict=True):
            kind = found.get((table.name, codes), "safe")
            told = codes in ranges and (options.reveal or kind == "safe")
            rows.append(
                {
                    **row,
                    "low": str(ranges[codes].low) if told else "",
                    "high": str(ranges[codes].high) if told and ranges[codes].high is not None else "",
                    "verdict": kind if codes in ranges else "",
                }
            )
    write_rows(options.output, rows, ["table", *names, "count", "low", "high", "verdict"])
    return _judge(verdict, reveal=options.reveal)


def _published(folder: Path | None) -> list[ProtectedTable]:
    if folder is None:
        return []
    tables = []
    for path in sorted(folder.glob("*.json")):
        tables += [ProtectedTable.from_plain(plain) for plain in json.loads(path.read_text(encoding="utf-8"))]
    return tables


def _record(options: argparse.Namespace) -> int:
    """Keep a publication under a name that follows from what it says: recorded twice it stands once."""
    tables = read_cells(options.cells, read_spec(options.spec))
    name = options.cells.stem
    plain = [{**table.to_plain(), "name": f"{name}: {table.name}"} for table in tables]
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    options.ledger.mkdir(parents=True, exist_ok=True)
    target = options.ledger / f"{sha256(text.encode()).hexdigest()[:16]}.json"
    target.write_text(text, encoding="utf-8")
    return SAFE


if __name__ == "__main__":
    sys.exit(main())
