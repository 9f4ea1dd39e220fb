"""A meeting that is planned, to which the reporter and a guest without an account are invited."""

import datetime as dt

from sluss.agenda.dates import VagueDate
from sluss.coalition.selectors import actor_for
from sluss.meetings.occasions import ANSWER
from sluss.meetings.services.inviting import invite_people
from sluss.meetings.services.meetings import plan_meeting
from sluss.meetings.services.timing import Timing
from sluss.trust import links
from tests.matrix.world import World


def make(world: World) -> None:
    coordinator = actor_for(world.people["coordinator"])
    begins = dt.datetime(2017, 4, 28, 11, tzinfo=dt.UTC)
    meeting = plan_meeting(
        coordinator,
        title="Identifiering",
        timing=Timing(VagueDate(begins.date()), begins, begins + dt.timedelta(hours=3)),
    )
    addresses = f"{world.people['reporter'].email}, Gäst <gast@gast.example>"
    invited = invite_people(coordinator, meeting, addresses=addresses).new
    guest = next(one for one in invited if one.person_id is None)
    world.shared |= {
        "meeting": meeting.pk,
        "invitation": guest.pk,
        "answer": links.sign(ANSWER, guest.pk),
    }
