"""Fetching a calendar feed of many events from memory, against a trivial page.

    .venv/bin/python bench/agenda_feed.py [events, default 2000] [calls, default 400]

Measured in one process through the whole of Django, on a database file of its own. One call of each in turn:

    trivial page    a signed-in person's page with one line of text, in the house's own frame
    public page     the same for somebody who isn't signed in
    bare answer     /healthz: no database, no template
    feed            the members' feed at its secret address: rights asked anew, the file from memory
    nothing new     the same with If-None-Match: 304
    written anew    the feed after one date has changed (a tenth of the calls)

Prints median and 95th percentile in milliseconds, and the ratios to the peers.
"""

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
CALLS = int(sys.argv[2]) if len(sys.argv) > 2 else 400

folder = tempfile.TemporaryDirectory(prefix="sluss-bench-")
os.environ["SLUSS_DATA"] = folder.name
os.environ["DJANGO_SETTINGS_MODULE"] = "sluss.config.settings"
os.environ["SLUSS_DEMO"] = "1"
os.environ["SLUSS_HOSTS"] = "testserver"

import django

django.setup()

from django.core.management import call_command
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path, reverse

from sluss.agenda import services
from sluss.agenda.models import Deadline, FeedScope
from sluss.coalition.models import Appointment
from sluss.coalition.selectors import actor_for
from sluss.config import urls
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Role

TRIVIAL = engines["django"].from_string(
    '{% extends "website/page.html" %}{% block heading %}Trivial{% endblock %}'
    "{% block content %}<p>One line.</p>{% endblock %}"
)


def trivial(request) -> HttpResponse:  # type: ignore[no-untyped-def]
    return HttpResponse(TRIVIAL.render({}, request))


def build() -> tuple[Client, str]:
    """A coordinator who is signed in, the events, and the address of the members' feed."""
    call_command("migrate", verbosity=0)
    urls.urlpatterns.append(path("trivial/", trivial))
    saga = Person.objects.create_user("saga@example.org", "Saga")
    Appointment.objects.create(person=saga, role=Role.COORDINATOR, starts=dt.date(2013, 1, 1))
    today = clock.today()
    Deadline.objects.bulk_create(
        Deadline(
            title=f"Datum nummer {n}, med en rubrik av vanlig längd", date=today + dt.timedelta(days=n % 700)
        )
        for n in range(EVENTS)
    )
    signed_in = Client()
    signed_in.force_login(saga, backend="allauth.account.auth_backends.AuthenticationBackend")
    return signed_in, reverse("agenda:feed", args=[services.make_feed(actor_for(saga), FeedScope.MEMBERS)])


def milliseconds(call: Callable[[], HttpResponse], status: int) -> float:
    begin = time.perf_counter()
    answer = call()
    took = (time.perf_counter() - begin) * 1000
    assert answer.status_code == status, answer.status_code
    return took


def main() -> None:
    signed_in, feed = build()
    client = Client()
    first = client.get(feed)
    assert first.content.count(b"BEGIN:VEVENT") == EVENTS
    unchanged = {"if-none-match": first.headers["ETag"]}
    calls: dict[str, tuple[Callable[[], HttpResponse], int]] = {
        "trivial page": (lambda: signed_in.get("/trivial/"), 200),
        "public page": (lambda: client.get("/trivial/"), 200),
        "bare answer": (lambda: client.get("/healthz"), 200),
        "feed": (lambda: client.get(feed), 200),
        "nothing new": (lambda: client.get(feed, headers=unchanged), 304),
    }
    took: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(CALLS):
        for name, (call, status) in calls.items():
            took[name].append(milliseconds(call, status))
    took["written anew"] = []
    for deadline in Deadline.objects.all()[: CALLS // 10]:
        deadline.save_changed()
        took["written anew"].append(milliseconds(calls["feed"][0], 200))
    peers = [statistics.median(took[name]) for name in ("trivial page", "public page", "bare answer")]
    print(f"{EVENTS} events, {len(first.content) / 1000:.0f} kB")
    print(f"{'':14} {'median':>8} {'95 %':>8} {'to page':>8} {'public':>8} {'to bare':>8}")
    for name, times in took.items():
        median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        ratios = " ".join(f"{median / peer:8.2f}" for peer in peers)
        print(f"{name:14} {median:8.2f} {high:8.2f} {ratios}")


if __name__ == "__main__":
    main()
