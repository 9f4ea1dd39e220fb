"""A list is received, given a meaning, looked through, and read in after a yes; or thrown away."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sluss.contacts import services as collecting
from sluss.contacts.checking import period_of
from sluss.contacts.codebook import book_of
from sluss.contacts.imports import htcds, keeping, looking, meaning
from sluss.contacts.imports.looking import Cell, Glass, Look, Ready
from sluss.contacts.imports.meaning import Saying
from sluss.contacts.imports.reading import BadFile, read
from sluss.contacts.imports.recognising import Kind, Listing, recognise
from sluss.contacts.models import ColumnMapping, GroupCase, ImportRun, ImportState, Return, Round
from sluss.contacts.services.opening import open_return, own_return
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused, WrongState
from sluss.trust.trail import leave
from veil.codebook import Codebook

KEPT = dt.timedelta(days=7)  # how long a file that nobody has said yes or no to is kept
FIELDS = tuple(field.name for field in dataclasses.fields(Ready))
SHOWN = 200  # refused cells kept for the page


class NothingToRead(Refused):
    default = _("No row can be read in. Mend the cells that are named and send the list again.")


class BadRows(Refused):
    default = _("Some rows can't be read in. Say that you want the others, or mend the list first.")


class Unfinished(Refused):
    default = _("Some columns or words have no meaning yet.")


class ReadInBefore(Refused):
    default = _("The same file has been read in already. Say that you want its persons once more.")


class RunningText(Refused):
    """A column has too many different words to be given a meaning; carries its heading."""


def receive(actor: Actor, return_: Return, *, name: str, content: bytes) -> ImportRun:
    """Take a file in and look it through as far as its meaning is known. Nothing is read in yet.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
        BadFile: it can't be read.
    """
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise too_large()
    with transaction.atomic():
        return_ = open_return(actor, return_)
        book = book_of(return_.round.codebook_version)
        listing = keeping.without_personal(htcds.with_age(recognise(read(content), book), book))
        run = ImportRun.objects.create(
            of_return=return_,
            kind=listing.kind,
            file_name=name[-200:],
            sha256=sha256(content).hexdigest(),
            content=keeping.packed(listing),
            state=ImportState.MAPPING,
            uploaded_by_id=actor.person_id,
        )
        leave(actor, "send in list", run, organisation_id=return_.organisation_id, detail={"kind": run.kind})
        _look(run, Opened(listing, book))
    return run


def too_large() -> BadFile:
    return BadFile(
        _("The file is larger than %(limit)s MB. Send only the list, without pictures and other sheets.")
        % {"limit": settings.UPLOAD_LIMIT_BYTES // 1024 // 1024}
    )


def sent_before(run: ImportRun) -> ImportRun | None:
    """The same file, read into the same return earlier and still there."""
    same = ImportRun.objects.filter(of_return=run.of_return, sha256=run.sha256, state=ImportState.APPLIED)
    return same.exclude(pk=run.pk).first()


@dataclass(frozen=True)
class Opened:
    """What is kept of a run's file, the codebook it is read by, and its persons once it is looked through."""

    listing: Listing
    book: Codebook
    persons: list[Ready] | None = None


def open_run(run: ImportRun) -> Opened:
    """
    Raises:
        WrongState: the list has been taken away.
    """
    if run.content is None:
        raise WrongState(_("The file isn't kept any more. Send it in again."))
    listing, rows = keeping.unpacked(bytes(run.content))
    persons = None if rows is None else [Ready(*row) for row in rows]
    return Opened(listing, book_of(run.of_return.round.codebook_version), persons)


def mapping_for(run: ImportRun, listing: Listing) -> ColumnMapping:
    """What the organisation has said of this list, now or another year; empty at first."""
    if run.mapping is not None:
        return run.mapping
    fingerprint = meaning.fingerprint(listing)
    organisation = run.of_return.organisation
    found = ColumnMapping.objects.filter(organisation=organisation, fingerprint=fingerprint).first()
    return found or ColumnMapping(
        organisation=organisation, fingerprint=fingerprint, name=run.file_name[:100]
    )


def said(mapping: ColumnMapping) -> Saying:
    return Saying(mapping.columns, mapping.words, mapping.fill)


@transaction.atomic
def say_columns(
    actor: Actor, run: ImportRun, columns: Mapping[str, str], fill: Mapping[str, Any]
) -> ColumnMapping:
    """Keep what each column is, answers that all rows share, and what a standard itself says of words.

    Words of a column that has become another question are asked anew.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
        RunningText: a column can't be the question, because hardly a word in it comes twice.
    """
    return_ = open_return(actor, run.of_return)
    opened = open_run(run)
    for heading, name in columns.items():
        if meaning.asks_for_words(opened.book, name) and meaning.is_running_text(opened.listing, heading):
            raise RunningText(
                _(
                    "“%(heading)s” has more than %(most)s different words. Leave it out, or send in fewer rows."
                )
                % {"heading": heading, "most": meaning.MOST_WORDS},
                field=heading,
            )
    mapping = mapping_for(run, opened.listing)
    changed = {heading for heading, name in columns.items() if mapping.columns.get(heading) != name}
    mapping.words = {heading: words for heading, words in mapping.words.items() if heading not in changed}
    mapping.columns, mapping.fill = dict(columns), dict(fill)
    for heading, word in list(meaning.left_to_say(opened.listing, opened.book, said(mapping))):
        variable = mapping.columns.get(heading, "")
        if word and meaning.is_certain(opened.book, variable, word, opened.listing.kind):
            codes = meaning.offered_codes(opened.book, variable, word, opened.listing.kind)
            mapping.words.setdefault(heading, {})[word] = list(codes)
    left_out = {heading for heading, name in columns.items() if name == meaning.LEFT_OUT}
    opened = Opened(keeping.without_stories(opened.listing, left_out), opened.book)
    run.content = keeping.packed(opened.listing)
    _keep(actor, run, mapping)
    leave(actor, "say columns", run, organisation_id=return_.organisation_id)
    _look(run, opened)
    return mapping


@transaction.atomic
def say_words(actor: Actor, run: ImportRun, words: Mapping[str, Mapping[str, list[str]]]) -> None:
    """Keep what each word of the list means; kept for the next round too."""
    return_ = open_return(actor, run.of_return)
    opened = open_run(run)
    mapping = mapping_for(run, opened.listing)
    for heading, meanings in words.items():
        mapping.words.setdefault(heading, {}).update(meanings)
    _keep(actor, run, mapping)
    leave(actor, "say words", run, organisation_id=return_.organisation_id)
    _look(run, opened)


def words_to_say(opened: Opened, said: Saying, *, every: bool = False) -> list[tuple[str, str]]:
    """(heading, word) pairs that have no meaning yet; with `every`, those said before too."""
    if every:
        said = Saying(said.columns, {}, said.fill)
    return [pair for pair in meaning.left_to_say(opened.listing, opened.book, said) if pair[1]]


def _keep(actor: Actor, run: ImportRun, mapping: ColumnMapping) -> None:
    mapping.edited_at, mapping.edited_by_id = clock.now(), actor.person_id
    mapping.save()
    run.mapping = mapping
    run.save(update_fields=["mapping", "content"])


def _look(run: ImportRun, opened: Opened) -> list[Ready]:
    """Look through as soon as everything has a meaning, and keep what came of it."""
    if run.kind in {Kind.OWN_LIST, Kind.HTCDS}:
        mapping = mapping_for(run, opened.listing)
        if mapping.pk is None or any(meaning.left_to_say(opened.listing, opened.book, said(mapping))):
            run.state = ImportState.MAPPING
            run.save(update_fields=["state"])
            return []
        run.mapping = mapping
    look = look_at(run, opened)
    persons = looking.ready(look)
    run.state = ImportState.CHECKED
    run.report = {**_report(look, opened.listing), "under": _circumstances(run)}
    run.content = keeping.packed(opened.listing, [tuple(getattr(p, f) for f in FIELDS) for p in persons])
    run.save(update_fields=["state", "report", "mapping", "content"])
    return persons


def _report(look: Look, listing: Listing) -> dict[str, Any]:
    """What the page tells: counts, and the cells that are refused or left out."""
    return {
        "rows": len(look.rows),
        "bad": len(look.bad),
        "unanswered": look.unanswered,
        "odd": look.odd(),
        "left_out": look.left_out,
        "personal": [listing.called(column) for column in sorted(listing.personal)],
        "others": list(listing.others),
        "refused": _shown(look.refused),
        "refused_in_all": len(look.refused),
        "passed_over": _shown(look.passed_over),
        "passed_over_in_all": len(look.passed_over),
    }


def _shown(cells: list[Cell]) -> list[dict[str, Any]]:
    """The first cells in the order of the list."""
    in_order = sorted(cells, key=lambda cell: (cell.sheet, cell.row, len(cell.column), cell.column))
    return [cell.plain() for cell in in_order[:SHOWN]]


def _circumstances(run: ImportRun) -> list[str]:
    """What a look hangs on beside the list itself: codebook, day, meaning, language, group cases."""
    said_at = run.mapping.edited_at.isoformat() if run.mapping else ""
    round_ = run.of_return.round
    language = (get_language() or "sv")[:2]
    cases = sorted(_group_cases(round_))
    return [round_.codebook_version, clock.today().isoformat(), said_at, language, *cases]


@transaction.atomic
def looked_through(run: ImportRun) -> list[Ready]:
    """The persons of a list that waits for a yes; looked through anew where a day has passed, or the like.

    Raises:
        WrongState: the list has been taken away.
    """
    opened = open_run(run)
    if opened.persons is None or run.report.get("under") != _circumstances(run):
        return _look(run, opened)
    return opened.persons


def look_at(run: ImportRun, opened: Opened) -> Look:
    """Look through the list of a run with the meaning it has."""
    round_, listing, book = run.of_return.round, opened.listing, opened.book
    glass = Glass(
        book,
        clock.today(),
        period_of(round_),
        (get_language() or "sv")[:2],
        frozenset(_group_cases(round_)),
    )
    if listing.kind == Kind.TEMPLATE:
        return looking.look_through(listing, meaning.meaning_of_template(listing, book), glass)
    if listing.kind == Kind.XLSFORM:
        relatives = meaning.meaning_of_export(listing.relatives, book) if listing.relatives else None
        return looking.look_through(listing, meaning.meaning_of_export(listing, book), glass, relatives)
    found = meaning.meaning_of_saying(listing, book, said(mapping_for(run, listing)))
    return looking.look_through(listing, found, glass)


@transaction.atomic
def apply(
    actor: Actor,
    run: ImportRun,
    *,
    mode: collecting.Mode,
    only_good: bool = False,
    again: bool = False,
    reasons: Mapping[str, str] | None = None,
) -> int:
    """Read the list in. `replace` keeps the persons now in the return aside, so that it can be taken back.

    `reasons` {rule code: reason} hold for all rows that a soft rule asks about; without one, the persons
    are read in and the form asks.

    Returns:
        How many persons were read in.

    Raises:
        NotAllowed, ReturnClosed: see `open_return`.
        WrongState: it isn't waiting for a yes.
        BadRows: there are rows that can't be read in, and `only_good` isn't said.
        ReadInBefore: the same file's persons are there already, would be there twice, and `again` isn't said.
        NothingToRead: no row can be read in.
    """
    return_ = open_return(actor, run.of_return)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportState.CHECKED:
        raise WrongState(_("This list has been read in or thrown away already."))
    persons = looked_through(run)
    if run.report["bad"] and not only_good:
        raise BadRows
    if not persons:
        raise NothingToRead
    if mode == "add" and not again and sent_before(run) is not None:
        raise ReadInBefore
    cases = _group_cases(return_.round)
    contacts = [person.as_contact(cases, reasons or {}) for person in persons]
    collecting.add_contacts(actor, return_, contacts, run, mode)
    run.state, run.mode = ImportState.APPLIED, mode
    _forget_content(run)
    return len(contacts)


@transaction.atomic
def take_back(actor: Actor, run: ImportRun) -> int:
    """Take back what a list brought in; persons it replaced come back. Possible until the return is sent in.

    Raises: as `collecting.take_back_contacts`.
    """
    count = collecting.take_back_contacts(actor, run)
    run.state = ImportState.DISCARDED
    run.save(update_fields=["state"])
    return count


def _group_cases(round_: Round) -> dict[str, GroupCase]:
    return {case.name: case for case in GroupCase.objects.filter(round=round_)}


@transaction.atomic
def discard(actor: Actor, run: ImportRun) -> None:
    """Throw a list away; nothing of it stays but its hash."""
    return_ = own_return(actor, run.of_return)
    if run.state == ImportState.APPLIED:
        raise WrongState(_("The list has been read in. Take it back instead."))
    run.state = ImportState.DISCARDED
    _forget_content(run)
    leave(actor, "throw list away", run, organisation_id=return_.organisation_id)


def _forget_content(run: ImportRun) -> None:
    """The file and what was said of its cells go; counts and hash stay."""
    run.content = None
    run.report = {
        name: value for name, value in run.report.items() if name not in {"refused", "passed_over", "odd"}
    }
    run.save(update_fields=["state", "mode", "content", "report"])


def forget_old_files() -> int:
    """Take away files that nobody has said yes or no to for some days. Returns how many."""
    old = ImportRun.objects.filter(content__isnull=False, uploaded_at__lt=clock.now() - KEPT)
    count = 0
    for run in old:
        run.state = ImportState.DISCARDED
        _forget_content(run)
        count += 1
    return count
