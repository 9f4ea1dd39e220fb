"""Reading in 10 000 rows from Excel: looked through, and read in. Prints rows a second and peak memory.

    .venv/bin/python bench/imports.py [ROWS]

Asked for: at least 2 000 rows a second for both together on SQLite, memory under 500 MB.
"""

import datetime as dt
import os
import random
import resource
import sys
import tempfile
import time

os.environ["SLUSS_DATA"] = tempfile.mkdtemp(prefix="sluss-bench-")
os.environ["SLUSS_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "sluss.config.settings"

import django

django.setup()

from django.core.management import call_command

from sluss.coalition.models import Affiliation, Organisation
from sluss.coalition.selectors import actor_for
from sluss.contacts.codebook import book_of
from sluss.contacts.imports import services as imports
from sluss.contacts.imports.template import template
from sluss.contacts.models import Contact, Return, Round
from sluss.demo.met import persons
from sluss.people.models import Person
from sluss.trust.actor import Actor, Role
from sluss.trust.models import DemoClock

PERIOD = (dt.date(2016, 1, 1), dt.date(2016, 12, 31))


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    call_command("migrate", verbosity=0)
    DemoClock.stand_on(dt.date(2017, 3, 10))
    actor, owed = reporter_and_return()
    content = workbook(owed.round, rows)
    before = memory()
    begun = time.perf_counter()
    run = imports.receive(actor, owed, name="bench.xlsx", content=content)
    looked = time.perf_counter()
    count = imports.apply(actor, run, mode="add", only_good=True)
    done = time.perf_counter()
    stored = Contact.objects.count()
    print(
        f"{rows} rows, {len(content) / 1e6:.1f} MB of Excel; {stored} persons stored, {run.report['bad']} refused"
    )
    print(f"looked through  {looked - begun:6.2f} s  {rows / (looked - begun):8.0f} rows/s")
    print(f"read in         {done - looked:6.2f} s  {rows / (done - looked):8.0f} rows/s")
    print(f"together        {done - begun:6.2f} s  {rows / (done - begun):8.0f} rows/s  (asked: 2000)")
    print(f"peak memory     {memory():6.0f} MB, of it {before:.0f} MB before  (asked: below 500)")
    assert count == stored


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def reporter_and_return() -> tuple[Actor, Return]:
    organisation = Organisation.objects.create(name="Fyrtornet", short_name="Fyrtornet")
    person = Person.objects.create_user("bench@example.org", "Bench")
    Affiliation.objects.create(person=person, organisation=organisation, role=Role.REPORTER, starts=PERIOD[0])
    round_ = Round.objects.create(
        name="2016",
        period_start=PERIOD[0],
        period_end=PERIOD[1],
        opens=dt.date(2017, 1, 15),
        due=dt.date(2017, 3, 31),
        locks=dt.date(2017, 4, 30),
    )
    return actor_for(person), Return.objects.create(round=round_, organisation=organisation)


def workbook(round_: Round, rows: int) -> bytes:
    """The round's own template, filled in with the demo's invented persons."""
    book = book_of(round_.codebook_version)
    filled = []
    for number, met in enumerate(persons(book, PERIOD, rows, random.Random(1), county="01"), start=1):
        person = {"number": str(number), "role": met.role}
        if met.belongs_to is not None:
            person["belongs_to"] = str(met.belongs_to + 1)
        for name, answer in met.answers.items():
            person[name] = "; ".join(answer) if isinstance(answer, list) else str(answer)
        filled.append(person)
    return template(round_, book, "sv", filled)


if __name__ == "__main__":
    main()
