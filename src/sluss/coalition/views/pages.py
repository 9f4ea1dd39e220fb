"""How a page of the room takes in a form, asks before a deed, and is there for some roles only."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from sluss.coalition.deeds import Deed
from sluss.trust.actor import Role
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request

#: everybody with a role inside the coalition
INSIDE = (
    Role.REPORTER, Role.LEAD, Role.COORDINATOR, Role.BOARD, Role.AUDITOR, Role.ADMINISTRATOR,
)  # fmt: skip


def only(*roles: Role) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The page is there for these roles; for others there is no such page."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.actor.has(*roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


def done(request: Request, form: BaseForm, act: Callable[[], object], said: Any) -> bool:
    """Carry out what a valid form asks; a refusal is shown beside the field, nothing typed is lost."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    messages.success(request, said)
    return True


def page(request: Request, template: str, form: BaseForm, **context: Any) -> HttpResponse:
    """A page with a form; 422 when something in it must be mended."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def ask(request: Request, deed: Deed, thing: Any, *, back: str, about: str) -> HttpResponse:
    """Ask before a deed is done to a thing, with the reason that the trail keeps."""
    form = deed.form(request.POST if request.method == "POST" else None)
    if done(request, form, lambda: deed.service(request.actor, thing, **form.cleaned_data), deed.said):
        return redirect(back)
    return page(request, "coalition/deed.html", form, deed=deed, back=back, about=about)
