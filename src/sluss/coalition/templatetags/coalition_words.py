"""The coalition's room on a page: how an organisation stands, and the pages beside each other."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluss.coalition.countries import name_of
from sluss.coalition.selectors.parties import Standing
from sluss.trust.actor import Role
from sluss.trust.templatetags.look import tag

register = template.Library()

STANDINGS = {
    Standing.MEMBER: ("done", _("Member")),
    Standing.PAUSED: ("wait", _("Paused")),
    Standing.APPLYING: ("wait", _("Applies")),
    Standing.LEFT: ("calm", _("Has left")),
    Standing.DECLINED: ("calm", _("Declined")),
    Standing.ACTIVE: ("done", _("Active")),
    Standing.INACTIVE: ("calm", _("Not now")),
}


@register.simple_tag
def standing_tag(standing: Standing) -> SafeString:
    return tag(*STANDINGS[standing])


@register.filter
def country(code: str) -> str:
    return name_of(code)


@register.filter
def dialled(phone: str) -> str:
    """A telephone number as a telephone takes it (RFC 3966)."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign == "+")


@register.filter
def without_scheme(address: str) -> str:
    return address.partition("://")[2].rstrip("/") or address


@register.inclusion_tag("coalition/parts/rooms.html", takes_context=True)
def rooms(context: Any, here: str) -> dict[str, Any]:
    """Links to what belongs to the coalition itself; to the public the statutes alone."""
    actor = context["actor"]
    return {
        "here": here,
        "inside": bool(actor.roles - {Role.AUTHORITY}),
        "may_form": actor.has(Role.COORDINATOR, Role.BOARD, Role.ADMINISTRATOR),
    }
