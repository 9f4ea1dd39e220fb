"""Who was elected takes the seat when the meeting closes."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from sluss.coalition.models import Seat
from sluss.coalition.services import elect, end_seat
from sluss.meetings.annual.rules import latest_meeting, term
from sluss.meetings.annual.selectors.days import rules_of
from sluss.meetings.annual.selectors.results import elected_in
from sluss.meetings.annual.words import full_day
from sluss.meetings.models.annual import AnnualMeeting, Ballot, BallotState, Nomination
from sluss.people import services as people
from sluss.people.models import Person
from sluss.trust.actor import Actor


def seat_elected(actor: Actor, annual: AnnualMeeting) -> list[Seat]:
    """Give each elected candidate the seat for the statutes' term; whose term is over leaves the day before.

    Only within `planning.close_annual_meeting`: what stands declared or contested then is what was decided.
    """
    seats = []
    stands = annual.ballots.filter(kind="election", state__in=[BallotState.DECLARED, BallotState.CONTESTED])
    for ballot in stands.select_related("annual__meeting", "decision", "group"):
        elected = [(_account(actor, each), each) for each in elected_in(ballot)]
        _end_terms(actor, ballot, {person.pk for person, _candidate in elected})
        starts, ends = term(annual.meeting.date, rules_of(annual))
        seats += [
            elect(
                actor,
                candidate.group,
                person,
                candidate.role,
                starts=starts,
                ends=ends,
                elected_by=_cited(ballot),
            )
            for person, candidate in elected
        ]
    return seats


def _account(actor: Actor, candidate: Nomination) -> Person:
    """Who has a seat signs in: who is new is mailed the way in."""
    person = people.make_account(actor, name=candidate.name, email=candidate.email)
    if not person.has_usable_password():
        transaction.on_commit(lambda: people.mail_way_in(person))
    return person


def _end_terms(actor: Actor, ballot: Ballot, stay: set[int]) -> None:
    """Seats of the same role whose term ends with this annual meeting."""
    day = ballot.annual.meeting.date
    last = latest_meeting(day.year, rules_of(ballot.annual))
    over = Seat.objects.filter(group=ballot.group, role=ballot.role, starts__lt=day, ends__range=(day, last))
    for held in over.exclude(person__in=stay).select_related("group"):
        end_seat(actor, held, ends=day - dt.timedelta(days=1))


def _cited(ballot: Ballot) -> str:
    """ "2017:4, Annual meeting 31 March 2017", as the seat cites it."""
    meeting = ballot.annual.meeting
    return _("%(number)s, %(meeting)s %(day)s") % {
        "number": ballot.decision, "meeting": meeting.title, "day": full_day(meeting.date),
    }  # fmt: skip
