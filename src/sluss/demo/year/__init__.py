"""The coalition's own year 2017 up to Friday 10 March: statutes, board, groups, dates, meetings."""

import random

from sluss.demo.year.gatherings import hold_meetings, prepare_annual_meeting
from sluss.demo.year.people import make_groups
from sluss.demo.year.plan import make_plan
from sluss.demo.year.rules_of_play import make_statutes
from sluss.demo.year.world import make_world
from sluss.trust.actor import Actor


def live(coordinator: Actor, draw: random.Random) -> None:
    """Walk the year by the services that people use. Leaves the clock wherever the last step stood."""
    make_statutes(coordinator)
    make_groups(coordinator)
    make_world(coordinator)
    make_plan(coordinator)
    prepare_annual_meeting(coordinator)
    hold_meetings(coordinator, draw)
