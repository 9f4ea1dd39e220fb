"""How a page of meetings answers: what was done, or why not, said where it was asked for."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect

from sluss.trust.refusals import Refused
from sluss.trust.requests import Request


def act(request: Request, back: str, done: Any, verb: Callable[[], object]) -> HttpResponse:
    """Carry out what a button asks; say `done` (empty: nothing) or the refusal, and go back."""
    try:
        verb()
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        if done:
            messages.success(request, done)
    return redirect(back)


def carried_out(request: Request, form: BaseForm, verb: Callable[[], object], done: Any) -> bool:
    """Carry out what a posted form asks; a refusal is put beside its field, nothing typed is lost."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        verb()
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return False
    if done:
        messages.success(request, done)
    return True


#: a form, what it asks for, and what is said when that is done
Deed = tuple[BaseForm, Callable[[], object], Any]


def one_carried_out(request: Request, deeds: Mapping[str, Deed]) -> bool:
    """Carry out the one that was sent of a page's several forms: its button is named `do`."""
    deed = deeds.get(request.POST.get("do", ""))
    return deed is not None and carried_out(request, *deed)


def sent(request: Request, name: str) -> Any:
    """What was posted, where the form of that name was sent; else None."""
    return request.POST if request.POST.get("do") == name else None


def in_need(*forms: BaseForm) -> Any:
    """The form in which something must be mended, else the first."""
    return next((form for form in forms if form.errors), forms[0])
