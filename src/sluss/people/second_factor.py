"""Whoever sees records needs a second factor: a password alone opens nothing but the page to set one up."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from sluss.trust.actor import Actor, Role
from sluss.trust.requests import Request

#: guests from authorities read what is published for them, and nothing else
WITHOUT = frozenset({Role.AUTHORITY})

#: pages that one may open without: to set it up, to sign out, to change language
OPEN = ("/konto/", "/static/", "/healthz", "/demo/")


def needs_second_factor(actor: Actor) -> bool:
    return bool(actor.roles - WITHOUT)


class SecondFactorMiddleware:
    """Leads who needs a second factor and has none to where it is set up. The demo lets everybody in."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if self._must_set_up(request):
            messages.info(request, _("Before you go on: set up a second factor. It takes a minute."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_up(self, request: Request) -> bool:
        if settings.DEMO or not request.user.is_authenticated or request.path.startswith(OPEN):
            return False
        return needs_second_factor(request.actor) and not is_mfa_enabled(request.user)
