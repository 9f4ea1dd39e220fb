"""Meetings to write minutes of, and who comes to them."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from sluss.coalition.models import Group, GroupKind, Seat, SeatRole
from sluss.meetings.models import Answer, Invitation, Meeting, MeetingState
from sluss.people.models import Person
from sluss.trust.actor import Role
from tests.conftest import make_person


def make_meeting(**wanted: Any) -> Meeting:
    """A meeting held on Friday 10 March 2017, 13.00-16.00."""
    day = wanted.get("date", dt.date(2017, 3, 10))
    usual = {
        "title": "Plattformsmöte",
        "date": day,
        "starts_at": timezone.make_aware(dt.datetime.combine(day, dt.time(13))),
        "ends_at": timezone.make_aware(dt.datetime.combine(day, dt.time(16))),
        "place": "Stockholm",
        "state": MeetingState.HELD,
    }
    return Meeting.objects.create(**{**usual, **wanted})


def invite(meeting: Meeting, name: str, **wanted: Any) -> Invitation:
    email = f"{name.split()[0].lower()}@gast.example"
    return Invitation.objects.create(
        **{"meeting": meeting, "name": name, "email": email, "answer": Answer.YES, **wanted}
    )


@pytest.fixture
def held(friday) -> Meeting:
    return make_meeting()


@pytest.fixture
def board(friday) -> Group:
    return Group.objects.create(name="Styrelsen", kind=GroupKind.BOARD, starts=dt.date(2013, 1, 1))


@pytest.fixture
def secretary(board) -> Person:
    """Keeps the board's minutes."""
    person = make_person("Stina Sekreterare", None, Role.BOARD)
    Seat.objects.create(group=board, person=person, role=SeatRole.SECRETARY, starts=dt.date(2013, 1, 1))
    return person


@pytest.fixture
def board_member(board) -> Person:
    person = make_person("Bo Ledamot", None, Role.BOARD)
    Seat.objects.create(group=board, person=person, starts=dt.date(2013, 1, 1))
    return person
