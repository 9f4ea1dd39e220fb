"""The one clock that all of Sluss asks.

In the demo it stands on a day of the yearly plan and can be moved; otherwise it is the real one.
Sessions and signatures keep the real time: a moved clock must not end a sign-in or prolong a link.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    real = timezone.now()
    if not settings.DEMO:
        return real
    from sluss.trust.models import DemoClock  # the models ask the clock for their defaults

    return real + DemoClock.offset()


def today() -> dt.date:
    """The present day in Sweden."""
    return timezone.localdate(now())


def year() -> int:
    return today().year
