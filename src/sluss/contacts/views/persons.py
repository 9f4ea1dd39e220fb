"""The contact form: one person, a step a page."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.contacts import checking, questions, services
from sluss.contacts.codebook import book_of
from sluss.contacts.forms import RecordForm
from sluss.contacts.models import Contact, Query, Return
from sluss.contacts.rules import Reason
from sluss.contacts.views.language import page_language
from sluss.contacts.views.returns import in_short, own, return_address
from sluss.trust.pages import act
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request
from veil.codebook import Codebook, Finding


def own_contact(request: Request, contact_id: int, *beside: str) -> Contact:
    """A person of the own organisation; another's doesn't exist, nor does one taken away.

    Args:
        beside: what the page shows beside the person, to fetch together with it.
    """
    mine = Return.objects.editable_by(request.actor)
    contacts = Contact.objects.filter(of_return__in=mine).order_by()
    return get_object_or_404(contacts.select_related("of_return__round", *beside), pk=contact_id)


def book_for(contact: Contact) -> Codebook:
    return book_of(contact.of_return.round.codebook_version)


@login_required
def contact_new(request: Request, return_id: int) -> HttpResponse:
    """Whom have you met? One tap on a role begins the person."""
    return_ = own(request, return_id)
    belongs_to = _belongs_to(request, return_)
    refused: Any = services.why_closed(return_)
    if request.method == "POST":
        try:
            contact = services.begin_contact(
                request.actor,
                return_,
                role=request.POST.get("role", ""),
                token=_uuid(request.POST.get("token")) or uuid4(),
                belongs_to=belongs_to,
            )
        except Refused as refusal:
            refused = refusal.message
        else:
            return redirect("contacts:contact_step", contact.pk, book_for(contact).steps[0].code)
    book = book_of(return_.round.codebook_version)
    context = {
        "return": return_,
        "belongs_to": belongs_to,
        "roles": [code for code in book.roles.values() if code.needs_parent == (belongs_to is not None)],
        "role_variable": book.variables[book.role_variable],
        "token": uuid4(),
        "persons": [] if belongs_to else _to_belong_to(return_),
        "refused": refused,
    }
    return render(request, "contacts/contact_new.html", context, status=409 if refused else 200)


def _belongs_to(request: Request, return_: Return) -> Contact | None:
    number = request.POST.get("of") or request.GET.get("of")
    if not number:
        return None
    alone = return_.contacts.filter(belongs_to=None).select_related("of_return__round")
    return get_object_or_404(alone, number=number if number.isdecimal() else None)


LATEST = 20
"""Persons offered to hang a relative on; older ones are found on the return's page."""


def _to_belong_to(return_: Return) -> list[tuple[Contact, str, str]]:
    alone = return_.contacts.filter(belongs_to=None).select_related("of_return__round")
    book = book_of(return_.round.codebook_version)
    return [(person, *in_short(book, person)) for person in alone.order_by("-number")[:LATEST]]


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


@login_required
def contact_step(request: Request, contact_id: int, step: str) -> HttpResponse:
    """One step of the form. Every change is saved as it is made; "go on" saves, too."""
    contact = own_contact(request, contact_id, "edited_by")
    book = book_for(contact)
    if step not in [s.code for s in book.steps]:
        raise Http404
    if request.method != "POST":
        return _page(request, contact, step)
    frames = questions.frames(book, step, contact.role, page_language())
    typed = questions.read_answers(book, frames, request.POST)
    return (_autosave if _by_itself(request) else _save)(request, contact, step, typed)


def _by_itself(request: Request) -> bool:
    """The page saves a change on its own and waits for a short answer, not for a page."""
    return request.headers.get("X-Saved-By") == "page"


def _store(request: Request, contact: Contact, step: str, typed: questions.Typed) -> services.Saved:
    version = request.POST.get("version", "")
    return services.save_answers(
        request.actor,
        contact,
        step,
        typed.answers,
        version=int(version) if version.isdecimal() else 0,
        page=_uuid(request.POST.get("page")),
        reasons={rule: why for rule, why in typed.reasons.items() if why in list(Reason)},
    )


def _autosave(request: Request, contact: Contact, step: str, typed: questions.Typed) -> HttpResponse:
    try:
        saved = _store(request, contact, step, typed)
    except Refused as refused:
        return JsonResponse({"refused": str(refused.message)}, status=409)
    errors = {f.variable: f.message[page_language()] for f in saved.refused} | typed.errors
    return JsonResponse({"version": saved.contact.version, "said": _("Saved just now"), "errors": errors})


def _save(request: Request, contact: Contact, step: str, typed: questions.Typed) -> HttpResponse:
    try:
        saved = _store(request, contact, step, typed)
    except services.ChangedMeanwhile as refused:
        newer = refused.contact
        return _page(request, contact, step, typed=typed, newer=newer, refused=refused.message, status=409)
    except Refused as refused:
        return _page(request, contact, step, typed=typed, refused=refused.message, status=409)
    if saved.refused or typed.errors:
        return _page(request, saved.contact, step, findings=saved.refused, typed=typed, status=422)
    return redirect(_next_address(request, saved.contact, step, typed))


def _next_address(request: Request, contact: Contact, step: str, typed: questions.Typed) -> str:
    """Where "go on" leads: to a question that came up by the answers, to the next step, or to the person."""
    if "later" in request.POST:
        return return_address(contact.of_return)
    book = book_for(contact)
    here = reverse("contacts:contact_step", args=[contact.pk, step])
    for frame in questions.frames(book, step, contact.role, page_language()):
        if book.is_asked(frame.code, contact.answers, contact.role) and frame.code not in typed.shown:
            return f"{here}#{frame.id}"
    codes = _steps(book, contact)
    after = codes[codes.index(step) + 1 :]
    if after:
        return reverse("contacts:contact_step", args=[contact.pk, after[0]])
    return reverse("contacts:contact", args=[contact.pk])


def _steps(book: Codebook, contact: Contact) -> list[str]:
    """The steps that hold a question for the person's role."""
    return [s.code for s in book.steps if questions.frames(book, s.code, contact.role, page_language())]


def _page(
    request: Request,
    contact: Contact,
    step: str,
    *,
    newer: Contact | None = None,
    refused: Any = "",
    findings: list[Finding] | None = None,
    typed: questions.Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    book = book_for(contact)
    frames = questions.frames(book, step, contact.role, page_language())
    points = checking.points(contact) if not contact.complete else []
    doubts = [p.finding for p in points if not p.hard and p.step == step]
    shown = questions.show_questions(
        book,
        frames,
        role=contact.role,
        answers=contact.answers,
        language=page_language(),
        typed=typed,
        findings=[*(findings or []), *doubts],
        theirs=newer.answers if newer else None,
    )
    codes = _steps(book, contact)
    at = codes.index(step)
    context = {
        "contact": contact,
        "version": (newer or contact).version,
        "page_token": uuid4(),
        "newer": newer,
        "refused": refused or services.why_closed(contact.of_return),
        "open": contact.of_return.open_for_editing,
        "short": [q for q in shown if q.frame.short],
        "more": [q for q in shown if not q.frame.short],
        "more_open": any(not q.frame.short and (q.error or q.theirs) for q in shown),
        "errors": [q for q in shown if q.error],
        "steps": codes,
        "at": at + 1,
        "step": next(s for s in book.steps if s.code == step),
        "before": codes[at - 1] if at else "",
        "reasons": Reason.choices(),
        "queries": Query.objects.filter(contact=contact, closed_at=None, answered_at=None),
    }
    return render(request, "contacts/step.html", context, status=status)


@login_required
def contact(request: Request, contact_id: int) -> HttpResponse:
    """The person as a whole: what is answered, what is left, who belongs to it."""
    person = own_contact(request, contact_id, "belongs_to", "edited_by", "group_case")
    form = RecordForm(
        request.POST or None,
        round_=person.of_return.round,
        initial={
            "group_case": person.group_case,
            "linkage_code": person.linkage_code,
            "may_be_counted": person.may_be_counted,
        },
    )
    if request.method == "POST" and form.is_valid():
        reasons = {
            name.removeprefix("reason-"): str(value)
            for name, value in request.POST.items()
            if name.startswith("reason-") and value in list(Reason)
        }
        return act(
            request,
            reverse("contacts:contact", args=[person.pk]),
            _("Saved."),
            lambda: services.save_record(
                request.actor,
                person,
                linkage_code=form.cleaned_data["linkage_code"],
                may_be_counted=form.cleaned_data["may_be_counted"],
                group_case=form.cleaned_data.get("group_case"),
                reasons=reasons,
            ),
        )
    return _person_page(request, person, form)


def _person_page(request: Request, person: Contact, form: RecordForm) -> HttpResponse:
    book = book_for(person)
    points = checking.points(person)
    context = {
        "contact": person,
        "form": form,
        "open": person.of_return.open_for_editing,
        "why_closed": services.why_closed(person.of_return),
        "to_mend": [point for point in points if point.hard],
        "doubts": [point for point in points if not point.hard],
        "reasons": Reason.choices(),
        "answers": questions.answers_in_words(book, person.answers, person.role, page_language()),
        "role": book.roles[person.role].label,
        "relatives": [(relative, book.roles[relative.role].label) for relative in person.relatives.all()],
        "first_step": book.steps[0].code,
    }
    return render(request, "contacts/contact.html", context, status=422 if form.errors else 200)


@login_required
def contact_remove(request: Request, contact_id: int) -> HttpResponse:
    person = own_contact(request, contact_id)
    if request.method != "POST":
        return render(request, "contacts/contact_remove.html", {"contact": person})
    return act(
        request,
        return_address(person.of_return),
        _("The person is taken away. You can bring it back below."),
        lambda: services.remove_contact(request.actor, person),
    )


@login_required
@require_POST
def contact_restore(request: Request, contact_id: int) -> HttpResponse:
    mine = Return.objects.editable_by(request.actor)
    person = get_object_or_404(Contact.with_removed.filter(of_return__in=mine), pk=contact_id)
    return act(
        request,
        return_address(person.of_return),
        _("The person is back."),
        lambda: services.restore_contact(request.actor, person),
    )
