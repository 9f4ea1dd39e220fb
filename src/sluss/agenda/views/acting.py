"""Who is let in, and how a form or a button of the calendar answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.requests import Request

View = Callable[..., HttpResponse]


def for_whom(right: Callable[[Actor], bool]) -> Callable[[View], View]:
    """The page is there for who has the right; for others there is no such page."""

    def guard(view: View) -> View:
        @login_required
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not right(request.actor):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


inside = for_whom(lambda actor: bool(actor.roles))


def done(request: Request, form: Form, act: Callable[[], object], said: Any) -> bool:
    """Carry out what a valid form asks; a refusal is shown beside the field, nothing typed is lost."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except NotAllowed:
        raise Http404 from None
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    messages.success(request, said)
    return True


def page(request: Request, template: str, form: Form, **context: Any) -> HttpResponse:
    """A page with a form; 422 when something in it must be mended."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def act(request: Request, back: str, said: Any, verb: Callable[[], object]) -> HttpResponse:
    """Do what a button asks, say so or why not, and go back."""
    try:
        verb()
    except NotAllowed:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, said)
    return redirect(back)
