"""`veil ledger`: what was published, and what the next publication is of."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from veil.cells import HIDDEN_MARKERS, most_of, read_cells, read_rows
from veil.cli.telling import SAFE, tell, tell_doubts, tell_unused
from veil.errors import BadInput
from veil.ledger import Edition, Ledger, Publication
from veil.read_spec import read_spec

EVERYBODY = "all"
"""Whose persons are counted, where nobody says."""


def markers(options: argparse.Namespace) -> Sequence[str]:
    """What stands for a hidden count."""
    if options.hidden is None:
        return HIDDEN_MARKERS
    given = [marker.strip() for marker in options.hidden.split(",")]
    if number := next((marker for marker in given if marker.isdecimal()), None):
        raise BadInput(f"--hidden {number}: a number is a count")
    for marker in given:
        if any(letter.isdecimal() for letter in marker) and most_of(marker) is None:
            tell(f"note: what {marker} says of a count isn't reckoned with; its readers know more")
    return ("", *given)


def edition(options: argparse.Namespace, file: Path | None) -> Edition:
    """What a publication is of, as the options say.

    Args:
        file: gives the name where none is said.

    Raises:
        BadInput: something is said, but no ledger named beside which it would count.
    """
    said = {
        "--name": options.name,
        "--persons": options.whose != EVERYBODY,
        "--period": options.period,
        "--first-contacts": options.first_contacts,
        "--restates": options.restates,
        "--changed": options.changed is not None,
    }
    if options.ledger is None and (option := next((name for name in said if said[name]), None)):
        raise BadInput(
            f"{option} tells how this hangs together with what a ledger holds: name it by --ledger"
        )
    return Edition(
        options.name or (file.stem if file else "new"),
        options.whose,
        options.period,
        options.first_contacts,
        options.restates,
        options.changed,
    )


def ledger(folder: Path | None) -> Ledger:
    """What was published before; nothing where no folder is named.

    Raises:
        BadInput: there is no such folder, or a file in it that can't be read.
    """
    if folder is None:
        return Ledger()
    if not folder.is_dir():
        raise BadInput(f"{folder}: there is no such ledger; `veil ledger add` makes one")
    return Ledger.read(folder)


def add(options: argparse.Namespace) -> int:
    """Record a publication; the same one twice stands once."""
    path = options.spec or options.cells.parent / "spec.toml"
    spec = read_spec(path)
    tables = read_cells(options.cells, spec, markers(options), options.base)
    tell_unused(spec)
    tell_doubts(tables, spec.rule)
    if any(table.hidden for table in tables) and "status" not in next(read_rows(options.cells)):
        tell(
            "note: without a column status nobody knows which hidden counts are small: a later table may narrow "
            "them unnoticed; record the file that protect wrote without --print, if you have it"
        )
    before = Ledger.read(options.ledger) if options.ledger.exists() else Ledger()
    new = edition(options, options.cells)
    if not any(table.base for table in tables):
        before.check_sums(new, tables, spec.rule)
    publication = Publication(new, tuple(tables), spec.rule)
    after = before.add(publication)
    after.write(options.ledger)
    already = after is before
    tell(f"“{publication.name}” {'was recorded already' if already else 'is recorded'}")
    return SAFE


def show(options: argparse.Namespace) -> int:
    """A line for each publication."""
    for one in ledger(options.ledger).publications:
        of = one.edition
        about = [of.persons, of.period, "first contacts" if of.first_contacts else ""]
        if of.restates is not None:
            about.append(f"restates “{of.restates}”, at most {of.changed} rows changed")
        if any(table.base for table in one.tables):
            about.append(f"rounded to base {one.tables[0].base}")
        tables = ", ".join(table.name for table in one.tables)
        print(f"{one.name}: {'; '.join(part for part in about if part)}: {tables}")
    return SAFE
