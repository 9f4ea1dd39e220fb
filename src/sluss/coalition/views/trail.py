"""The trail: read, narrowed, and marked as checked."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sluss.coalition import forms, selectors, services
from sluss.trust.actor import Role
from sluss.trust.pages import done, only, page
from sluss.trust.requests import Request

LINES_A_PAGE = 50


@only(Role.AUDITOR, Role.LEAD)
def trail(request: Request) -> HttpResponse:
    wanted = forms.TrailFilter(request.GET, actor=request.actor)
    entries = selectors.trail_of(request.actor, wanted.cleaned_data if wanted.is_valid() else {})
    form = forms.CheckForm(request.POST or None)
    said = _("Marked as checked.")
    if done(request, form, lambda: services.mark_checked(request.actor, **form.cleaned_data), said):
        return redirect("coalition:trail")
    return page(
        request, "coalition/trail.html", form,
        page=Paginator(entries, LINES_A_PAGE).get_page(request.GET.get("sida")),
        wanted=wanted,
        may_mark=request.actor.has(Role.AUDITOR),
        last_check=selectors.last_check_of_trail(),
    )  # fmt: skip
