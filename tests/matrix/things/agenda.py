"""A date with another one beside it, one that comes back, a task, an address of a calendar, a link out of a list."""

import datetime as dt

from sluss.agenda import services
from sluss.agenda.dates import Precision, VagueDate
from sluss.agenda.models import Feed, FeedScope
from sluss.agenda.rules import Recurrence
from sluss.agenda.services.digest import DIGEST
from sluss.coalition.selectors import actor_for
from sluss.trust import links
from tests.matrix.world import World


def make(world: World) -> None:
    person = world.people["coordinator"]
    coordinator = actor_for(person)
    kept = services.keep_deadline(
        coordinator,
        title="Workshop",
        when=VagueDate(dt.date(2017, 5, 19)),
        tentative=True,
        alternatives=[VagueDate(dt.date(2017, 12, 31), Precision.TERM)],
        owner=person,
    )
    series = services.start_series(
        coordinator,
        title="Lägesrapporten",
        recurrence=Recurrence.YEARLY,
        first=VagueDate(dt.date(2017, 9, 30), Precision.MONTH),
    )
    world.shared |= {
        "date": kept.pk,
        "other_date": kept.alternatives.get().pk,
        "series": series.pk,
        "task": services.give_task(coordinator, title="Boka lokal", owner=person).pk,
        "feed_address": services.make_feed(coordinator, FeedScope.MEMBERS),
        "feed": Feed.objects.get(person=person).pk,
        "out_of_list": links.sign(DIGEST, person.pk),
    }
