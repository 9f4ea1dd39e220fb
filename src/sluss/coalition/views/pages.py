"""How a page of the room asks before a deed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from sluss.coalition.deeds import Deed
from sluss.trust.actor import Role
from sluss.trust.pages import done, page
from sluss.trust.requests import Request

#: everybody with a role inside the coalition
INSIDE = (
    Role.REPORTER, Role.LEAD, Role.COORDINATOR, Role.BOARD, Role.AUDITOR, Role.ADMINISTRATOR,
)  # fmt: skip


def ask(request: Request, deed: Deed, thing: Any, *, back: str, about: str) -> HttpResponse:
    """Ask before a deed is done to a thing, with the reason that the trail keeps."""
    form = deed.form(request.POST if request.method == "POST" else None)
    if done(request, form, lambda: deed.service(request.actor, thing, **form.cleaned_data), deed.said):
        return redirect(back)
    return page(request, "coalition/deed.html", form, deed=deed, back=back, about=about)
