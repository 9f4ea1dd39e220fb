"""Browsers by the names that people use."""

from django import template
from django.utils.translation import gettext as _

from sluss.people.rules import device_of

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    return device_of(user_agent) or _("A browser we don't know")
