"""Whether the demo is there, whole or unfinished, and that only one makes it at a time."""

import contextlib
import enum
import fcntl
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from sluss.coalition.models import Organisation
from sluss.demo import cast
from sluss.demo.models import Making
from sluss.people.models import Person


class BeingMade(Exception):
    """Another process makes the demo."""


class Found(enum.Enum):
    """What is in the database before the demo is made."""

    NOTHING = enum.auto()
    UNFINISHED = enum.auto()
    WHOLE = enum.auto()
    OTHERS = enum.auto()  # data that no demo has made, or nobody knows


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep others from making the demo meanwhile; the lock ends with the process, however it ends.

    Raises:
        BeingMade.
    """
    with (settings.DATA / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise BeingMade from held
        yield


def found() -> Found:
    mark = Making.objects.first()
    if mark is None:
        return Found.OTHERS if Organisation.objects.exists() or Person.objects.exists() else Found.NOTHING
    if mark.finished_at:
        return Found.WHOLE
    strangers = Person.objects.exclude(email__endswith=cast.DOMAIN)
    return Found.OTHERS if strangers.exists() else Found.UNFINISHED


def begin() -> None:
    Making.objects.create()


def finish() -> None:
    Making.objects.update(finished_at=timezone.now())


def clear() -> None:
    """Empty the database of an unfinished demo. Files stay: none of them says whose it is, and nothing reads them."""
    call_command("flush", interactive=False, verbosity=0)
