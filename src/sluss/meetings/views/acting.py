"""How a page of meetings answers: what was done, or why not, said where it was asked for."""

from collections.abc import Callable
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
