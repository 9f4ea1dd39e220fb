"""The front page, each role's home, and what is said about the site itself."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from sluss.agenda.waiting import next_later
from sluss.coalition.selectors import how_many_members
from sluss.statistics.public_pages import newest_finding
from sluss.trust import clock
from sluss.trust import search as searching
from sluss.trust.actor import PUBLIC
from sluss.trust.requests import Request
from sluss.trust.waiting import Part, items_for
from sluss.website.forms import EveryField, SearchForm
from sluss.website.greeting import greeting, headline
from sluss.website.lines import lines_to_call


def front(request: Request) -> HttpResponse:
    finding = newest_finding(PUBLIC, get_language() or "sv")
    lines = lines_to_call()
    context = {
        "lines": lines,
        "lines_checked": min(line.checked for line in lines),
        "finding": finding,
        "members": how_many_members(),
    }
    return render(request, "website/front.html", context)


@login_required
def home(request: Request) -> HttpResponse:
    """What waits for you, what is coming, what is new."""
    items = items_for(request.actor)
    context: dict[str, Any] = {
        "greeting": greeting(timezone.localtime(clock.now()).hour),
        "headline": headline(len(items[Part.WAITS])),
        "waits": items[Part.WAITS],
        "coming": items[Part.COMING],
        "new": items[Part.NEW],
        "later": None if items[Part.COMING] else next_later(request.actor),
    }
    return render(request, "website/home.html", context)


@login_required
def search(request: Request) -> HttpResponse:
    """What you may see that holds the words you write."""
    form = SearchForm(request.POST or None)
    found = searching.find(request.actor, form.cleaned_data["sought"]) if form.is_valid() else []
    context = {"form": form, "found": found, "count": sum(len(kind.hits) for kind in found)}
    return render(request, "website/search.html", context)


def accessibility(request: Request) -> HttpResponse:
    return render(request, "website/accessibility.html")


def parts(request: Request) -> HttpResponse:
    """Every part of the look on one page, for who builds pages."""
    form = EveryField(request.POST or None, initial={"one": "no"})
    return render(request, "website/parts.html", {"form": form})
