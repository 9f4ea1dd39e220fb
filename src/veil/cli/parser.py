"""The verbs and their options."""

from __future__ import annotations

import argparse
from pathlib import Path

from veil.cli.attacking import attack_cells
from veil.cli.protecting import protect_input, tabulate_persons
from veil.cli.publishing import EVERYBODY, add, show


def parser() -> argparse.ArgumentParser:
    """The command line of `veil`; each verb's function is `do`."""
    whole = argparse.ArgumentParser(prog="veil", description="Figures that betray nobody.")
    verbs = whole.add_subparsers(required=True, metavar="VERB")

    verb = verbs.add_parser("tabulate", help="count persons into tables with all their margins")
    verb.add_argument("persons", type=Path, metavar="PERSONS")
    _spec(verb)
    _new_spec(verb)
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="CELLS.csv")
    verb.set_defaults(do=tabulate_persons)

    verb = verbs.add_parser("protect", help="conceal what must be, so that nothing concealed can be inferred")
    verb.add_argument("input", type=Path, metavar="PERSONS|CELLS")
    _spec(verb)
    _level(verb)
    verb.add_argument("--method", choices=["suppress", "recode", "round"], default="suppress")
    verb.add_argument(
        "--base", type=_base, help="small counts are rounded to 0 or this (default: the threshold)"
    )
    verb.add_argument("--compare", action="store_true", help="a line for each method; -o may be left out")
    verb.add_argument("--print", action="store_true", dest="for_print", help="leave out why a cell is hidden")
    verb.add_argument(
        "--new-spec", type=Path, metavar="SPEC.toml", help="write the coarser codes of recode here"
    )
    verb.add_argument("-o", "--output", type=Path, metavar="CELLS.csv")
    _ledger(verb)
    verb.set_defaults(do=protect_input)

    verb = verbs.add_parser("attack", help="find what can be inferred from published tables")
    verb.add_argument("cells", type=Path, metavar="CELLS.csv")
    _spec(verb)
    _level(verb)
    verb.add_argument(
        "--hidden", metavar="MARKERS", help="what stands for a hidden count, separated by commas"
    )
    verb.add_argument("--base", type=_base, help="the tables are rounded to it")
    verb.add_argument(
        "--knows-rows", type=Path, metavar="PERSONS", help="persons whom the reader knows herself"
    )
    verb.add_argument("--reveal", action="store_true", help="print the values that can be inferred")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="BOUNDS.csv")
    _ledger(verb)
    verb.set_defaults(do=attack_cells)

    ledger = verbs.add_parser("ledger", help="keep what was published").add_subparsers(
        required=True, metavar="VERB"
    )
    verb = ledger.add_parser("add", help="record a publication")
    verb.add_argument("cells", type=Path, metavar="CELLS.csv")
    _spec(verb, required=False)
    verb.add_argument(
        "--hidden", metavar="MARKERS", help="what stands for a hidden count, separated by commas"
    )
    verb.add_argument("--base", type=_base, help="the tables are rounded to it")
    _ledger(verb, required=True)
    verb.set_defaults(do=add)
    verb = ledger.add_parser("list", help="what was recorded, in the order in which it came out")
    verb.add_argument("--ledger", type=Path, required=True, metavar="DIR")
    verb.set_defaults(do=show)
    return whole


def _spec(verb: argparse.ArgumentParser, *, required: bool = True) -> None:
    beside = None if required else "default: spec.toml beside the cells"
    verb.add_argument("--spec", type=Path, required=required, metavar="SPEC.toml", help=beside)


def _new_spec(verb: argparse.ArgumentParser) -> None:
    what = (
        "write a specification of the cells here: with coarser codes, and hierarchies taken from the persons"
    )
    verb.add_argument("--new-spec", type=Path, metavar="SPEC.toml", help=what)


def _base(text: str) -> int:
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError("a base is a whole number, at least 2")
    return int(text)


def _level(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--level", choices=["exact", "threshold"], help="of the promise (default: as specified)"
    )


def _ledger(verb: argparse.ArgumentParser, *, required: bool = False) -> None:
    group = verb.add_argument_group("what was published, and what this is of")
    only_read = None if required else "what was published before; it is only read"
    group.add_argument("--ledger", type=Path, required=required, metavar="DIR", help=only_read)
    group.add_argument("--name", help="of the publication (default: the file's name)")
    group.add_argument(
        "--persons", dest="whose", default=EVERYBODY, metavar="WHOSE", help="whose persons are counted"
    )
    group.add_argument("--period", default="", help="2022, 2022-Q1, 2022-03 or 2022-04/2023-03")
    group.add_argument("--first-contacts", action="store_true", help="each person stands in one month only")
    group.add_argument("--restates", metavar="NAME", help="the publication that this is a new version of")
    group.add_argument("--changed", type=int, metavar="N", help="at most so many rows changed since that one")
