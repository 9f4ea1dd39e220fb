"""Ten organisations' real quarter, sent in as each one's own list and read in by its own words.

For tests only: read from the shared material, never copied into the product.
"""

import csv
import datetime as dt
import io
from pathlib import Path

from sluss.coalition.models import Affiliation, Membership, Organisation
from sluss.coalition.selectors import actor_for
from sluss.contacts import services as collecting
from sluss.contacts.imports import meaning
from sluss.contacts.imports import services as imports
from sluss.contacts.models import ImportRun, ImportState, Round
from sluss.contacts.rules import Reason
from sluss.people.models import Person
from sluss.trust.actor import Actor, Role

#: what the list doesn't tell; the organisation says so once
FILL = {
    "role": "directly_exploited",
    "first_contact": "unknown",
    "age": "unknown",
    "police_report": "not_asked",
}
#: the one word of which only a person can tell what it means
ONLY_A_PERSON_KNOWS = {"Dominican": ["DO"]}


def rows_of(shared: Path, quarter: str) -> list[dict[str, str]]:
    with (shared / "data" / "uk-nrm-ngo" / f"persons-2022-{quarter}.csv").open(newline="") as source:
        return list(csv.DictReader(source))


def list_of(rows: list[dict[str, str]], organisation: str) -> bytes:
    """One organisation's own list, as CSV, with its own headings and words."""
    own = [row for row in rows if row["organisation"] == organisation]
    text = io.StringIO()
    writer = csv.DictWriter(text, [name for name in rows[0] if name != "organisation"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(own)
    return text.getvalue().encode()


def members(rows: list[dict[str, str]]) -> dict[str, Actor]:
    """The organisations as members, each with one who reports."""
    found = {}
    for name in sorted({row["organisation"] for row in rows}):
        organisation, new = Organisation.objects.get_or_create(name=name, defaults={"short_name": name[:60]})
        if new:
            Membership.objects.create(organisation=organisation, starts=dt.date(2013, 1, 1))
            person = Person.objects.create_user(
                f"reporter{organisation.pk}@example.org", f"Reporter {name}"[:150]
            )
            Affiliation.objects.create(
                person=person, organisation=organisation, role=Role.REPORTER, starts=dt.date(2013, 1, 1)
            )
        found[name] = actor_for(organisation.affiliations.get().person)
    return found


def send_in(actor: Actor, round_: Round, content: bytes, name: str) -> ImportRun:
    """Walk one list through: columns said, every word said (offers confirmed), looked through, read in."""
    owed = round_.returns.get(organisation__in=actor.reports_for)
    run = imports.receive(actor, owed, name=name, content=content)
    opened = imports.open_run(run)
    if run.state == ImportState.MAPPING:
        columns = meaning.offered_columns(opened.listing, opened.book)
        mapping = imports.say_columns(actor, run, columns, FILL)
        words: dict[str, dict[str, list[str]]] = {}
        for heading, word in meaning.left_to_say(opened.listing, opened.book, imports.said(mapping)):
            offered = meaning.offered_codes(opened.book, mapping.columns[heading], word, opened.listing.kind)
            words.setdefault(heading, {})[word] = list(offered) or ONLY_A_PERSON_KNOWS[word]
        imports.say_words(actor, run, words)
        run.refresh_from_db()
    reasons = {odd["rule"]: Reason.CHECKED for odd in run.report["odd"]}
    imports.apply(actor, run, mode="replace", reasons=reasons)
    return run


def load_quarter(shared: Path, quarter: str, round_: Round, coordinator: Actor) -> None:
    """All ten lists of a quarter, sent in and accepted."""
    rows = rows_of(shared, quarter)
    for name, actor in members(rows).items():
        owed, _new = round_.returns.get_or_create(organisation=Organisation.objects.get(name=name))
        send_in(actor, round_, list_of(rows, name), f"{quarter}.csv")
        owed.refresh_from_db()
        collecting.submit_return(actor, owed)
        owed.refresh_from_db()
        collecting.accept_return(coordinator, owed)
