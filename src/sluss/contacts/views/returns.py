"""An organisation's own return: its persons, and sending it in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.contacts import questions, selectors, services
from sluss.contacts.checking import Point
from sluss.contacts.codebook import book_of
from sluss.contacts.forms import SnoozeForm
from sluss.contacts.models import Contact, Query, Return
from sluss.contacts.views.language import page_language
from sluss.trust.pages import act, done
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request
from veil.codebook import Codebook


def own(request: Request, return_id: int) -> Return:
    """A return of the own organisation; another's doesn't exist."""
    mine = Return.objects.editable_by(request.actor).select_related("round", "organisation", "edited_by")
    return get_object_or_404(mine, pk=return_id)


@login_required
def return_page(request: Request, return_id: int) -> HttpResponse:
    return _show(request, own(request, return_id))


def _show(
    request: Request, return_: Return, *, left: list[Point] | None = None, status: int = 200
) -> HttpResponse:
    number = request.GET.get("sida", "1")
    page, persons = selectors.listed_persons(request.actor, return_, int(number) if number.isdecimal() else 1)
    queries = Query.objects.visible_to(request.actor).filter(of_return=return_, closed_at=None)
    removed = Contact.with_removed.visible_to(request.actor).filter(
        of_return=return_, removed_at__isnull=False, belongs_to__removed_at=None, replaced_by=None
    )
    book = book_of(return_.round.codebook_version)
    context = {
        "return": return_,
        "page": page,
        "persons": [(each, *in_short(book, each.contact)) for each in persons],
        "unfinished": return_.contacts.filter(complete=False).count(),
        "unanswered": queries.filter(answered_at=None).exists(),
        "queries": queries.select_related("contact", "contact__of_return__round"),
        "removed": removed.select_related("of_return__round") if return_.open_for_editing else [],
        "why_closed": services.why_closed(return_),
        "progress": selectors.progress(return_.round),
        "snooze_form": SnoozeForm(),
        "left": left,
    }
    return render(request, "contacts/return.html", context, status=status)


#: what a person is recognised by in the own list
RECOGNISED_BY = ("first_contact", "age", "sex", "citizenship", "forms")


def in_short(book: Codebook, contact: Contact) -> tuple[str, str]:
    """The role, and a few answers to know the person by."""
    words = [
        questions.in_words(book, code, contact.answers.get(code), page_language()) for code in RECOGNISED_BY
    ]
    return book.roles[contact.role].label[page_language()], ". ".join(word for word in words if word)


@login_required
@require_POST
def submit(request: Request, return_id: int) -> HttpResponse:
    return_ = own(request, return_id)
    try:
        services.submit_return(request.actor, return_)
    except services.NotReady as refused:
        return _show(request, return_, left=refused.points, status=422)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("contacts:return", return_.pk)
    return redirect("contacts:figures", return_.pk)


@login_required
@require_POST
def submit_nil(request: Request, return_id: int) -> HttpResponse:
    return_ = own(request, return_id)
    said = _("Noted: you met nobody in the period. That is a complete answer. Thank you.")
    return act(request, return_address(return_), said, lambda: services.submit_nil(request.actor, return_))


def return_address(return_: Return) -> str:
    return reverse("contacts:return", args=[return_.pk])


@login_required
@require_POST
def take_back(request: Request, return_id: int) -> HttpResponse:
    return_ = own(request, return_id)
    said = _("The return is yours again. Send it in when you have changed it.")
    return act(request, return_address(return_), said, lambda: services.take_back(request.actor, return_))


@login_required
@require_POST
def snooze(request: Request, return_id: int) -> HttpResponse:
    return_ = own(request, return_id)
    form = SnoozeForm(request.POST)
    said = _("You will be reminded on that day.")
    if not done(
        request, form, lambda: services.snooze(request.actor, return_, form.cleaned_data["until"]), said
    ):
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
    return redirect(return_address(return_))


@login_required
@require_POST
def answer(request: Request, query_id: int) -> HttpResponse:
    query = get_object_or_404(
        Query.objects.filter(of_return__in=Return.objects.editable_by(request.actor)), pk=query_id
    )
    outcome, comment = request.POST.get("outcome", ""), request.POST.get("answer", "")[:500]
    said = _("Your answer is saved.")
    return act(
        request,
        return_address(query.of_return),
        said,
        lambda: services.answer_query(request.actor, query, outcome, comment),
    )
