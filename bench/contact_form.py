"""Opening the contact form and saving one contact, with many contacts stored, against trivial pages.

    .venv/bin/python bench/contact_form.py [contacts, default 200000] [calls, default 400]

Measured in one process through the whole of Django (middleware, session, template), on a database file of
its own. The peers run in the same process, one call of each in turn:

    trivial page    a signed-in person's page with one line of text, in the house's own frame
    one durable row a signed-in person's POST that writes one row of the trail and commits it to the disk

Prints median and 95th percentile in milliseconds, and the ratios to the peers. SQLite commits as durably as
in operation (WAL, synchronous=NORMAL).
"""

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
CALLS = int(sys.argv[2]) if len(sys.argv) > 2 else 400
BATCH = 10_000
ORGANISATIONS, STEP = 20, "exploitation"  # the step with the most questions

folder = tempfile.TemporaryDirectory(prefix="sluss-bench-")
os.environ["SLUSS_DATA"] = folder.name
os.environ["SLUSS_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "sluss.config.settings"

import django

django.setup()

from django.core.management import call_command
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path

from sluss.coalition.models import Affiliation, Membership, Organisation
from sluss.coalition.selectors import actor_for
from sluss.config import urls
from sluss.contacts.models import Contact, Return, Round
from sluss.contacts.services import NewContact, add_contacts
from sluss.people.models import Person
from sluss.trust.actor import Role
from sluss.trust.models import DemoClock, TrailEntry
from sluss.trust.trail import leave

TRIVIAL = engines["django"].from_string(
    '{% extends "website/page.html" %}{% block heading %}Trivial{% endblock %}'
    "{% block content %}<p>One line.</p>{% endblock %}"
)

ANSWERS = {
    "first_contact": "2016-03",
    "known_elsewhere": "no",
    "sex": "female",
    "age": "age_24_26",
    "citizenship": ["RO"],
    "forms": ["sexual", "labour"],
    "where": ["sweden"],
    "police_report": "no",
}


def trivial_page(request):
    return HttpResponse(TRIVIAL.render({}, request))


def one_durable_row(request):
    leave(request.actor, "bench", Round.objects.only("pk").first())
    return HttpResponse("ok")


urls.urlpatterns += [path("bench/page", trivial_page), path("bench/row", one_durable_row)]


def store() -> Person:
    """Rounds of `BATCH` contacts each until there are `SIZE`; an organisation has a twentieth of each."""
    call_command("migrate", verbosity=0)
    DemoClock.stand_on(dt.date(2017, 3, 10))
    people = []
    for number in range(ORGANISATIONS):
        organisation = Organisation.objects.create(name=f"Nr {number}", short_name=f"Nr {number}")
        Membership.objects.create(organisation=organisation, starts=dt.date(1900, 1, 1))
        person = Person.objects.create_user(f"nr{number}@example.org", f"Nr {number}")
        Affiliation.objects.create(
            person=person, organisation=organisation, role=Role.REPORTER, starts=dt.date(1900, 1, 1)
        )
        people.append((organisation, person))
    for number in range(max(1, SIZE // BATCH)):
        year = 2016 - number
        round_ = Round.objects.create(
            name=str(year),
            period_start=dt.date(year, 1, 1),
            period_end=dt.date(year, 12, 31),
            opens=dt.date(2017, 1, 15),
            due=dt.date(2017, 3, 31),
            locks=dt.date(2017, 4, 30),
        )
        for organisation, person in people:
            return_ = Return.objects.create(round=round_, organisation=organisation)
            rows = [NewContact("directly_exploited", dict(ANSWERS)) for _ in range(BATCH // ORGANISATIONS)]
            add_contacts(actor_for(person), return_, rows, None, "add")
    return people[0][1]


def seconds(call: Callable[[], HttpResponse], expected: int) -> float:
    start = time.perf_counter()
    answer = call()
    taken = time.perf_counter() - start
    assert answer.status_code == expected, answer.status_code
    return taken


def main() -> None:
    person = store()
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    contact = Contact.objects.filter(of_return__organisation__name="Nr 0").first()
    assert contact is not None
    address = f"/insamling/person/{contact.pk}/steg/{STEP}/"
    page = "6a5b1c9e-0000-4000-8000-000000000000"
    turn = iter(range(10**9))

    def save(**headers: str) -> HttpResponse:
        forms = ["sexual"] if next(turn) % 2 else ["labour"]
        data = {"version": 1, "page": page, "forms": forms, "where": ["sweden"], "shown": ["forms", "where"]}
        return client.post(address, data, headers=headers)

    save(**{"X-Saved-By": "page"})  # the page's own token stands now, as after its first save
    calls: dict[str, tuple[Callable[[], HttpResponse], int]] = {
        "trivial page": (lambda: client.get("/bench/page"), 200),
        "open the form": (lambda: client.get(address), 200),
        "one durable row": (lambda: client.post("/bench/row"), 200),
        "save by itself": (lambda: save(**{"X-Saved-By": "page"}), 200),
        "save and go on": (save, 302),
    }
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(CALLS + 20):
        for name, (call, expected) in calls.items():
            spent = seconds(call, expected)
            if number >= 20:  # warm
                taken[name].append(spent * 1000)
    p95 = {name: statistics.quantiles(times, n=20)[-1] for name, times in taken.items()}
    size = Path(folder.name, "sluss.sqlite3").stat().st_size / 1e6
    print(f"{Contact.objects.count():,} contacts, {TrailEntry.objects.count():,} trail lines, {size:,.0f} MB")
    for name, times in taken.items():
        print(f"{name:<16} median {statistics.median(times):7.2f} ms   p95 {p95[name]:7.2f} ms")
    print(f"open the form / trivial page     {p95['open the form'] / p95['trivial page']:5.2f}  (at most 3)")
    print(
        f"save by itself / one durable row {p95['save by itself'] / p95['one durable row']:5.2f}  (at most 3)"
    )
    print(
        f"save and go on / one durable row {p95['save and go on'] / p95['one durable row']:5.2f}  (at most 3)"
    )


if __name__ == "__main__":
    main()
    folder.cleanup()
