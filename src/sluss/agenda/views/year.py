"""The year as a wheel and as a list."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from sluss.agenda.views.acting import inside
from sluss.trust import clock
from sluss.trust.requests import Request


@inside
def this_year(request: Request) -> HttpResponse:
    return year(request, clock.year())


@inside
def year(request: Request, year: int) -> HttpResponse:
    return render(request, "agenda/year.html", {"year": year})


@inside
def year_pdf(request: Request, year: int) -> HttpResponse:
    return redirect("agenda:year")
