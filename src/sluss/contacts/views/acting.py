"""How a button's page answers: what was done, or why not, said on the page it came from."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from sluss.trust.refusals import Refused
from sluss.trust.requests import Request


def act(
    request: Request,
    back: str,
    done: str,
    verb: Callable[..., Any],
    *args: Any,
    refused_to: str = "",
    **words: Any,
) -> HttpResponse:
    """Call a service for who is signed in; say `done` or the refusal; go back (or to `refused_to`)."""
    try:
        verb(request.actor, *args, **words)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(refused_to or back)
    messages.success(request, done)
    return redirect(back)


def act_with_form(form: Any, verb: Callable[..., Any], *args: Any, **words: Any) -> bool:
    """Call a service with what a valid form holds; a refusal is put beside its field."""
    try:
        verb(*args, **words)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True
