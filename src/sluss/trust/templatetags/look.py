"""How dates, numbers and states look on a page."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sluss.trust import clock

register = template.Library()


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """ "10 mars", with the year when it isn't this one."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localdate(value)
    return formats.date_format(value, "j F" if value.year == clock.year() else "j F Y")


@register.filter
def at(value: dt.datetime | None) -> str:
    """ "10 mars 13.00"."""
    if value is None:
        return ""
    return f"{day(value)} {formats.time_format(timezone.localtime(value))}"


@register.filter
def number(value: Any) -> str:
    """1 234, with a thin space; an unknown number is empty."""
    if value is None or value == "":
        return ""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.simple_tag
def tag(tone: str, text: Any) -> SafeString:
    """A state: a word in a soft colour (wait, stop, done, calm)."""
    return format_html('<span class="tag {}">{}</span>', tone, text)


@register.filter
def in_language(labels: Mapping[str, str], language: str | None = None) -> str:
    """The label in the page's language, Swedish where it is missing."""
    from django.utils.translation import get_language

    wanted = (language or get_language() or "sv")[:2]
    return labels.get(wanted) or labels.get("sv", "")
