"""Puts who acts on every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from sluss.coalition.selectors import actor_for
from sluss.trust.actor import PUBLIC, Actor


class ActorMiddleware:
    """`request.actor`: the signed-in person with today's roles, or the public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    return actor_for(request.user) if request.user.is_authenticated else PUBLIC
