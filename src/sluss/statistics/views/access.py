"""Who comes in: the work pages are the coordinator's; for everybody else they aren't there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse

from sluss.trust.actor import Role
from sluss.trust.requests import Request

View = Callable[..., HttpResponse]


def coordinator_only(view: View) -> View:
    """Signed out: to sign-in. Signed in without being coordinator: 404."""

    @login_required
    @wraps(view)
    def enter(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.has(Role.COORDINATOR):
            raise Http404
        return view(request, *args, **kwargs)

    return enter
