"""How a page lets people in, takes in a form, and answers a button: the same in every room."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.requests import Request

View = Callable[..., HttpResponse]


def for_whom(right: Callable[[Actor], bool]) -> Callable[[View], View]:
    """The page is there for who has the right. Signed out: to sign-in; for others there is no such page."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not right(request.actor):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


def only(*roles: Role) -> Callable[[View], View]:
    """The page is there for these roles."""
    return for_whom(lambda actor: actor.has(*roles))


#: for everybody with a role in the coalition
inside = for_whom(lambda actor: bool(actor.roles))


def done(request: Request, form: BaseForm, act: Callable[[], object], said: Any = "") -> bool:
    """Carry out what a valid form asks; a refusal is shown beside the field, nothing typed is lost.

    Raises:
        Http404: it isn't the actor's to do.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except NotAllowed:
        raise Http404 from None
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    if said:
        messages.success(request, said)
    return True


def page(request: Request, template: str, form: BaseForm, **context: Any) -> HttpResponse:
    """A page with a form; 422 when something in it must be mended."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def act(
    request: Request, back: str, said: Any, verb: Callable[[], object], *, refused_to: str = ""
) -> HttpResponse:
    """Do what a button asks, say so (where there is something to say) or why not, and go back (or to `refused_to`).

    Raises:
        Http404: it isn't the actor's to do.
    """
    try:
        verb()
    except NotAllowed:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect(refused_to or back)
    if said:
        messages.success(request, said)
    return redirect(back)
