"""The statutes: read by everybody; drafted, compared and adopted by the board and the coordinator."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.coalition import forms, selectors, services, statutes_sheet
from sluss.coalition.deeds import STATUTES_DEEDS
from sluss.coalition.models import StatutesState, StatutesVersion
from sluss.coalition.rules_in_words import annual_meeting_of, what_follows
from sluss.coalition.views.pages import ask
from sluss.trust import clock
from sluss.trust.actor import Role
from sluss.trust.pages import done, only, page
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request


def _version(request: Request, number: int) -> StatutesVersion:
    return get_object_or_404(StatutesVersion.objects.visible_to(request.actor), number=number)


def _show(request: Request, shown: StatutesVersion | None) -> HttpResponse:
    versions = StatutesVersion.objects.visible_to(request.actor)
    context = {
        "shown": shown,
        "in_force": selectors.in_force_on(clock.today()),
        "versions": versions,
        "earlier": selectors.compared_with(request.actor, shown) if shown else None,
        "may_write": services.may_write_statutes(request.actor),
        "today": clock.today(),
    }
    return render(request, "coalition/statutes.html", context)


def statutes(request: Request) -> HttpResponse:
    """The statutes in force today."""
    return _show(request, selectors.in_force_on(clock.today()))


def statutes_version(request: Request, number: int) -> HttpResponse:
    return _show(request, _version(request, number))


def statutes_compare(request: Request, number: int, earlier: int) -> HttpResponse:
    later, before = _version(request, number), _version(request, earlier)
    found = selectors.what_differs(before, later)
    context = {
        "later": later,
        "earlier": before,
        "differences": found,
        "changed": sum(1 for one in found if one.change != "same"),
    }
    return render(request, "coalition/statutes_compare.html", context)


def statutes_pdf(request: Request, number: int) -> HttpResponse:
    shown = _version(request, number)
    name = f"{slugify(_('Statutes'))}-{shown.number}.pdf"
    made = statutes_sheet.as_pdf(shown, get_language() or "sv")
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@require_POST
@only(Role.COORDINATOR, Role.BOARD)
def statutes_new(request: Request) -> HttpResponse:
    draft = services.draft_statutes(request.actor)
    return redirect("coalition:statutes_edit", draft.number)


@only(Role.COORDINATOR, Role.BOARD)
def statutes_edit(request: Request, number: int) -> HttpResponse:
    """The editor. Every button saves all that is written before it does anything else."""
    version = _version(request, number)
    if version.state != StatutesState.DRAFT:
        raise Http404
    if request.method != "POST":
        return _editor(request, version, forms.Written.of(version))
    written = forms.Written.read(request.POST)
    try:
        services.write_articles(request.actor, version, written.articles, edits=written.edits)
    except Refused as refusal:
        return _editor(request, version, written, refusal)
    do = request.POST.get("do", "")
    if do == "done":
        messages.success(request, _("Saved."))
        return redirect("coalition:statutes_version", number)
    place = len(written.articles) if do == "add" else do.partition(":")[2] or 1
    return redirect(reverse("coalition:statutes_edit", args=[number]) + f"#a{place}")


def _editor(
    request: Request, version: StatutesVersion, written: forms.Written, refusal: Refused | None = None
) -> HttpResponse:
    """After a refusal the page shows what was typed; where somebody else has saved, their text beside it."""
    version.refresh_from_db()
    theirs = isinstance(refusal, services.ChangedMeanwhile)
    context: dict[str, Any] = {
        "version": version,
        "articles": written.articles,
        "edits": version.edits,
        "refusal": refusal,
        "theirs": version.articles.all() if theirs else None,
    }
    return render(request, "coalition/statutes_edit.html", context, status=422 if refusal else 200)


@only(Role.COORDINATOR, Role.BOARD)
def statutes_rules(request: Request, number: int) -> HttpResponse:
    """The rules in plain words, with what follows from them beside. "Show" reckons and saves nothing."""
    version = _version(request, number)
    shows = request.POST.get("do") == "show"
    form = (
        forms.RulesForm(request.POST) if request.method == "POST" else forms.RulesForm.showing(version.rules)
    )
    reason = forms.ReasonForm(None if shows else request.POST or None)
    asks_why = version.state == StatutesState.IN_FORCE
    right = form.is_valid() and (not asks_why or shows or reason.is_valid())
    if right and not shows:
        why = reason.cleaned_data["reason"] if asks_why else ""

        def act() -> None:
            services.set_rules(request.actor, version, form.rules(), reason=why)

        if done(request, form, act, _("The rules are saved.")):
            return redirect("coalition:statutes_version", number)
    rules = form.rules() if form.is_valid() else version.rules
    example = forms.ExampleForm(request.POST or None, initial={"meeting": _next_annual(rules)})
    meeting = example.day_or(_next_annual(rules))
    return page(
        request, "coalition/statutes_rules.html", form,
        version=version,
        reason=reason if asks_why else None,
        example=example,
        follows=what_follows(rules, meeting, selectors.how_many_members()),
    )  # fmt: skip


def _next_annual(rules: Any) -> Any:
    """The annual meeting that comes: this year's where its last day hasn't passed."""
    this_year = annual_meeting_of(clock.year(), rules)
    return this_year if this_year >= clock.today() else annual_meeting_of(clock.year() + 1, rules)


@only(Role.COORDINATOR, Role.BOARD)
def statutes_deed(request: Request, number: int, deed: str) -> HttpResponse:
    version = _version(request, number)
    back = reverse("coalition:statutes_version", args=[number])
    about = _("Version %(number)s") % {"number": number}
    return ask(request, STATUTES_DEEDS[deed], version, back=back, about=about)
