"""What became of the reminders of a date."""

import datetime as dt

from django.db.models import QuerySet

from sluss.agenda.models import REMINDER, Deadline
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import Letter

#: a letter that has been under way for less than this is only being sent
UNDER_WAY = dt.timedelta(minutes=10)


def reminders_of(deadline: Deadline) -> QuerySet[Letter]:
    """Reminders of the date, newest first."""
    return Letter.objects.about(REMINDER, deadline.pk).select_related("receiver").order_by("-pk")


def troubled(actor: Actor) -> list[tuple[Deadline, Letter]]:
    """Open dates with a reminder of their present date that came back, or of which it isn't known that it left."""
    letters = Letter.objects.filter(kind=REMINDER, sent_at=None, dropped_at=None)
    came_back, uncertain = letters.filter(bounced_at__isnull=False), letters.uncertain()
    found = [*came_back, *uncertain.filter(marked_at__lt=clock.now() - UNDER_WAY)]
    about = Deadline.objects.visible_to(actor).open().in_bulk([letter.thing_id for letter in found])
    return [
        (about[letter.thing_id], letter)
        for letter in found
        if letter.thing_id in about and letter.step.startswith(about[letter.thing_id].date.isoformat())
    ]
