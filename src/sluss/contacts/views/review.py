"""The coordinator reads a return, asks back, accepts, reopens, excuses."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.contacts import questions, selectors, services
from sluss.contacts.codebook import book_of
from sluss.contacts.forms import QueryForm, ReasonForm, ReopenForm
from sluss.contacts.models import RETURN_STATES, Contact, Query, Return
from sluss.contacts.rules import REASON_LABELS, Reason
from sluss.contacts.views.language import page_language
from sluss.trust.pages import act, done
from sluss.trust.requests import Request
from veil.codebook import Codebook


def followed(request: Request, return_id: int) -> Return:
    """A return for the coordinator, who follows them all; for others there is no such page."""
    if not request.actor.is_coordinator:
        raise Http404
    returns = Return.objects.visible_to(request.actor).select_related("round", "organisation")
    return get_object_or_404(returns, pk=return_id)


def review_address(return_: Return) -> str:
    return reverse("contacts:review", args=[return_.pk])


@login_required
def review(request: Request, return_id: int) -> HttpResponse:
    """The persons of a return that was sent in; reading them leaves a line in the trail."""
    return_ = followed(request, return_id)
    readable = Return.objects.readable_by(request.actor).filter(pk=return_.pk).exists()
    number = request.GET.get("sida", "1")
    if readable:
        services.read_persons(request.actor, return_)
    page, persons = selectors.reviewed_persons(
        request.actor, return_, int(number) if number.isdecimal() else 1
    )
    book = book_of(return_.round.codebook_version)
    context = {
        "return": return_,
        "readable": readable,
        "page": page,
        "persons": [_in_words(book, each) for each in persons],
        "headings": [book.variables[variable].label[page_language()] for variable in CHOSEN],
        "queries": Query.objects.visible_to(request.actor)
        .filter(of_return=return_)
        .select_related("contact", "asked_by", "answered_by"),
        "may": {verb: RETURN_STATES.allows(return_.state, verb) for verb in ("accept", "query", "reopen")},
        "may_excuse": RETURN_STATES.allows(return_.state, "excuse"),
        "may_expect": RETURN_STATES.allows(return_.state, "expect again"),
    }
    return render(request, "contacts/review.html", context)


#: columns of the table of persons; all other answers are below it
CHOSEN = ("first_contact", "sex", "age", "citizenship", "residence", "forms", "police_report")


def _in_words(book: Codebook, reviewed: selectors.Reviewed) -> dict[str, Any]:
    """A person as the page shows it: role, chosen and all answers, reasons."""
    contact, language = reviewed.contact, page_language()
    asked = {query.variable for query in reviewed.queries if query.closed_at is None}
    told = questions.answers_in_words(book, contact.answers, contact.role, language, asked)
    by_variable = {line.variable: line for line in told}
    return {
        "contact": contact,
        "role": book.roles[contact.role].label[language],
        "answers": told,
        "chosen": [by_variable.get(variable) for variable in CHOSEN],
        "reasons": [
            (_rule_message(book, rule, language), REASON_LABELS[Reason(why)] if why in list(Reason) else why)
            for rule, why in contact.reasons.items()
        ],
    }


def _rule_message(book: Codebook, rule_code: str, language: str) -> str:
    return next((rule.message[language] for rule in book.rules if rule.code == rule_code), rule_code)


@login_required
def ask(request: Request, return_id: int) -> HttpResponse:
    """Ask back on an answer, a person or the whole return."""
    return_ = followed(request, return_id)
    contact, variable = _asked_about(request, return_)
    label = ""
    if variable:
        book = book_of(return_.round.codebook_version)
        label = book.variables[variable].label[page_language()]
    proposal = _("Is “%(question)s” right?") % {"question": label} if label else ""
    form = QueryForm(request.POST or None, initial={"question": proposal})

    def put_question() -> None:
        question = form.cleaned_data["question"]
        services.query_return(request.actor, return_, question, contact=contact, variable=variable)

    if done(request, form, put_question, _("The question is with the organisation now.")):
        return redirect(review_address(return_))
    context = {"return": return_, "contact": contact, "label": label, "variable": variable, "form": form}
    return render(request, "contacts/ask.html", context, status=422 if form.errors else 200)


def _asked_about(request: Request, return_: Return) -> tuple[Contact | None, str]:
    number = request.POST.get("person") or request.GET.get("person") or ""
    variable = request.POST.get("variable") or request.GET.get("variable") or ""
    if not number:
        return None, ""
    readable = Contact.objects.visible_to(request.actor).filter(of_return=return_)
    contact = get_object_or_404(
        readable.select_related("of_return__round"), number=number if number.isdecimal() else None
    )
    if variable and variable not in book_of(return_.round.codebook_version).variables:
        raise Http404
    return contact, variable


@login_required
@require_POST
def accept(request: Request, return_id: int) -> HttpResponse:
    return_ = followed(request, return_id)
    said = _("The return from %(organisation)s is accepted.") % {"organisation": return_.organisation}
    return act(
        request,
        reverse("contacts:board", args=[return_.round_id]),
        said,
        lambda: services.accept_return(request.actor, return_),
        refused_to=review_address(return_),
    )


@login_required
def reopen(request: Request, return_id: int) -> HttpResponse:
    return_ = followed(request, return_id)
    form = ReopenForm(request.POST or None)
    said = _("The return is with the organisation again.")
    if done(request, form, lambda: services.reopen_return(request.actor, return_, **form.cleaned_data), said):
        return redirect(review_address(return_))
    return _confirm(request, return_, form, _("Reopen the return"), _("Reopen"))


@login_required
def excuse(request: Request, return_id: int) -> HttpResponse:
    return_ = followed(request, return_id)
    form = ReasonForm(request.POST or None)
    said = _("The organisation is excused from this round.")
    if done(
        request, form, lambda: services.excuse(request.actor, return_, form.cleaned_data["reason"]), said
    ):
        return redirect(review_address(return_))
    return _confirm(request, return_, form, _("Excuse the organisation"), _("Excuse"))


def _confirm(request: Request, return_: Return, form: Any, heading: str, action: str) -> HttpResponse:
    context = {"return": return_, "form": form, "heading": heading, "action": action}
    return render(request, "contacts/confirm.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def expect_again(request: Request, return_id: int) -> HttpResponse:
    return_ = followed(request, return_id)
    return act(
        request,
        review_address(return_),
        _("The organisation is expected again."),
        lambda: services.expect_again(request.actor, return_),
    )


@login_required
@require_POST
def close(request: Request, query_id: int) -> HttpResponse:
    if not request.actor.is_coordinator:
        raise Http404
    query = get_object_or_404(Query.objects.visible_to(request.actor), pk=query_id)
    return act(
        request,
        review_address(query.of_return),
        _("The question is closed."),
        lambda: services.close_query(request.actor, query),
    )
