"""The request as every page of Sluss gets it."""

from django.http import HttpRequest

from sluss.trust.actor import Actor


class Request(HttpRequest):
    """A request that knows who acts; put there by `sluss.coalition.middleware`. For annotations."""

    actor: Actor
