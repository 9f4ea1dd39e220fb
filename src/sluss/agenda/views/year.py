"""The year as a wheel and as a list."""

from itertools import groupby

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.dates import MONTHS
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from sluss.agenda import rights
from sluss.agenda.calendar import entries_for
from sluss.agenda.wheel import Thing, labelled, legend_of, numbered, sign, things_of
from sluss.agenda.wheel.sheet import as_pdf
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.pages import inside
from sluss.trust.requests import Request

#: years that a wheel is drawn of
FIRST, LAST = 2000, 2100


@inside
def this_year(request: Request) -> HttpResponse:
    return _year(request, clock.year())


@inside
def year(request: Request, year: int) -> HttpResponse:
    return _year(request, year)


def _things(actor: Actor, year: int) -> list[Thing]:
    if not FIRST <= year <= LAST:
        raise Http404
    return things_of(entries_for(actor), year)


def _year(request: Request, year: int) -> HttpResponse:
    things, today = _things(request.actor, year), clock.today()
    context = {
        "year": str(year),  # a year has no thousands
        "things": things,
        "months": _by_month(things),
        "next": next((thing for thing in things if thing.due >= today and not thing.over), None),
        "ahead": sum(thing.due >= today and not thing.over for thing in things),
        # built by the wheel from escaped parts
        "wide": mark_safe(labelled(things, year, today=today)),  # noqa: S308
        "narrow": mark_safe(numbered(things, year, today=today)),  # noqa: S308
        "legend": [(sign(kind), word) for kind, word in legend_of(things)],
        "may_keep": rights.may_keep_dates(request.actor),
        "before": str(year - 1) if year > FIRST else "",
        "after": str(year + 1) if year < LAST else "",
        "is_this_year": year == today.year,
    }
    return render(request, "agenda/year.html", context)


def _by_month(things: list[Thing]) -> list[tuple[str, list[Thing]]]:
    months = groupby(things, key=lambda thing: thing.due.month)
    return [(str(MONTHS[month]).capitalize(), list(some)) for month, some in months]


@inside
def year_pdf(request: Request, year: int) -> HttpResponse:
    things = _things(request.actor, year)
    content = as_pdf(things, year, language=get_language() or "sv")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="arshjul-{year}.pdf"'
    return response
