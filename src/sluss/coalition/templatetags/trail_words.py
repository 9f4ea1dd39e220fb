"""The trail's lines in words."""

from typing import Any

from django import template

from sluss.trust.models import TrailEntry
from sluss.trust.verbs import KINDS, VERBS

register = template.Library()


@register.filter
def deed(entry: TrailEntry) -> Any:
    """What was done: "sent in the return"."""
    return VERBS.get(entry.verb, entry.verb)


@register.filter
def thing(entry: TrailEntry) -> str:
    """To what: "return 59". Things are named by number only."""
    kind = KINDS.get(entry.kind, entry.kind)
    return f"{kind} {entry.thing_id}" if entry.thing_id is not None else str(kind)
