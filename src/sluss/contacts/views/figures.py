"""Giving back, and the data dictionary."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render

from sluss.contacts import dictionary, selectors, sheet
from sluss.contacts.codebook import book_of, versions
from sluss.contacts.views.language import page_language
from sluss.contacts.views.returns import own
from sluss.trust.actor import Role
from sluss.trust.requests import Request
from veil.codebook import Codebook, Step


@login_required
def figures(request: Request, return_id: int) -> HttpResponse:
    return_ = own(request, return_id)
    context = {
        "return": return_,
        "figures": selectors.own_figures(request.actor, return_),
        "progress": selectors.progress(return_.round),
    }
    return render(request, "contacts/figures.html", context)


@login_required
def figures_pdf(request: Request, return_id: int, language: str) -> HttpResponse:
    """The organisation's own sheet, for its annual report."""
    return_ = own(request, return_id)
    made = sheet.as_pdf(selectors.own_figures(request.actor, return_), language)
    name = f"sluss-{return_.round.period_start:%Y}-{language}.pdf"
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
def dictionary_page(request: Request) -> HttpResponse:
    """The questions and answers of the newest codebook, or of the one asked for."""
    version = _version(request)
    book = book_of(version)
    context = {
        "book": book,
        "label": book.label[page_language()],
        "versions": versions(),
        "steps": [_step(book, step) for step in book.steps],
    }
    return render(request, "contacts/dictionary.html", context)


def _step(book: Codebook, step: Step) -> dict[str, Any]:
    language = page_language()
    return {
        "label": step.label[language],
        "entries": [
            {
                "variable": variable,
                "kind": dictionary.KINDS[variable.kind],
                "roles": dictionary.roles_text(book, variable, language),
                "condition": dictionary.condition_text(book, variable, language),
            }
            for variable in book.variables.values()
            if variable.step == step.code
        ],
    }


def _version(request: Request) -> str:
    """Guests of an authority read the published dictionary, not this one."""
    if not request.actor.roles - {Role.AUTHORITY}:
        raise Http404
    version = request.GET.get("version") or versions()[-1]
    if version not in versions():
        raise Http404
    return version


@login_required
def dictionary_file(request: Request, kind: str) -> HttpResponse:
    version = _version(request)
    book = book_of(version)
    if kind == "xlsx":
        content = dictionary.as_workbook(book, page_language())
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    elif kind == "csv":
        questions = dictionary.sheets(book, page_language())[0]
        content, content_type = dictionary.as_csv(questions), "text/csv; charset=utf-8"
    else:
        raise Http404
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="sluss-{version}.{kind}"'},
    )
