"""How long ago something was changed, in the words of somebody looking over her shoulder."""

import datetime as dt

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from sluss.trust import clock
from sluss.trust.templatetags.look import at

register = template.Library()

JUST_NOW = dt.timedelta(minutes=2)


@register.filter
def since(value: dt.datetime | None) -> str:
    """ "just now", "today 13.00", "yesterday 13.00", or the day."""
    if value is None:
        return ""
    if dt.timedelta() <= clock.now() - value < JUST_NOW:
        return _("just now")
    time = formats.time_format(timezone.localtime(value))
    days = (clock.today() - timezone.localdate(value)).days
    if days == 0:
        return _("today %(time)s") % {"time": time}
    if days == 1:
        return _("yesterday %(time)s") % {"time": time}
    return at(value)
