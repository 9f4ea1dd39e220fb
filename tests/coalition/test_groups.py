"""Board and working groups: mandate, seats with terms, who signs, and a day when the time is up."""

import datetime as dt

import pytest

from sluss.coalition.models import Appointment, Group, GroupState, Seat
from sluss.coalition.selectors import actor_for
from sluss.coalition.services import appointments, groups
from sluss.coalition.signals import signatory_changed
from sluss.trust.actor import Actor, Role
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.coalition.conftest import make_group, make_seat
from tests.conftest import FRIDAY, make_person

ANNUAL = dt.date(2017, 3, 31)
NEXT_ANNUAL = dt.date(2018, 3, 31)


@pytest.fixture
def saga(coordinator, actor) -> Actor:
    return actor(coordinator)


@pytest.fixture
def board(friday) -> Group:
    return make_group("Styrelsen", "board")


@pytest.fixture
def told():
    """Seats of which the rooms above were told that who signs has changed."""
    heard: list[tuple[int, bool]] = []

    def hear(sender, actor, seat, **_more) -> None:
        heard.append((seat.pk, seat.signatory))

    signatory_changed.connect(hear)
    yield heard
    signatory_changed.disconnect(hear)


def roles_on(person, *days: dt.date) -> list[bool]:
    return [actor_for(person, day).has(Role.BOARD) for day in days]


def test_a_seat_on_the_board_gives_the_role_of_board_for_the_same_days(saga, board):
    person = make_person("Berit Bok")
    groups.elect(saga, board, person, "member", starts=ANNUAL, ends=NEXT_ANNUAL, elected_by="2017:4")
    days = [dt.date(2017, 3, 30), ANNUAL, NEXT_ANNUAL, dt.date(2018, 4, 1)]
    assert roles_on(person, *days) == [False, True, True, False]


def test_a_seat_that_ends_takes_the_role_of_board_with_it(saga, board):
    person = make_person("Berit Bok")
    held = groups.seat(saga, board, person, starts=dt.date(2017, 1, 1))
    groups.end_seat(saga, held, ends=FRIDAY, reason="Flyttar")
    assert roles_on(person, FRIDAY, dt.date(2017, 3, 11)) == [True, False]
    assert TrailEntry.objects.get(verb="end seat").reason == "Flyttar"


def test_the_role_that_a_seat_gives_ends_only_with_the_seat(saga, board, friday):
    held = groups.seat(saga, board, make_person("Berit Bok"))
    administrator = actor_for(make_person("Adam Admin", None, Role.ADMINISTRATOR))
    with pytest.raises(appointments.ComesWithSeat):
        appointments.end_appointment(administrator, held.appointments.get())


def test_who_was_on_the_board_before_there_were_seats_is_there_once(saga, board):
    person = make_person("Berit Bok", None, Role.BOARD)
    groups.elect(saga, board, person, "chair", starts=ANNUAL, ends=NEXT_ANNUAL, elected_by="2017:4")
    held = {
        day: Appointment.objects.on(day).filter(person=person).count()
        for day in (FRIDAY, ANNUAL, NEXT_ANNUAL)
    }
    assert list(held.values()) == [1, 1, 1]
    assert roles_on(person, dt.date(2018, 4, 1)) == [False]


def test_who_is_elected_anew_holds_one_seat_at_a_time(saga, board):
    person = make_person("Berit Bok")
    first = groups.seat(saga, board, person, "member", starts=dt.date(2016, 4, 1))
    again = groups.elect(saga, board, person, "chair", starts=ANNUAL, ends=None, elected_by="2017:4")
    first.refresh_from_db()
    assert first.ends == dt.date(2017, 3, 30)
    assert [seat.pk for seat in Seat.objects.on(ANNUAL).filter(person=person)] == [again.pk]
    with pytest.raises(groups.SitsAlready):
        groups.seat(saga, board, person, starts=dt.date(2018, 1, 1))


def test_each_change_of_who_signs_is_told_to_the_rooms_above(saga, board, told):
    held = groups.seat(saga, board, make_person("Berit Bok"), signatory=True)
    silent = groups.seat(saga, board, make_person("Tore Tyst"))
    groups.change_signatory(saga, silent, signatory=True, decision="2017:5")
    groups.end_seat(saga, held, ends=FRIDAY)
    groups.change_signatory(saga, silent, signatory=False)
    groups.end_seat(saga, silent, ends=FRIDAY)
    assert told == [(held.pk, True), (silent.pk, True), (held.pk, True), (silent.pk, False)]


def test_saying_what_is_so_already_is_refused(saga, board, told):
    held = groups.seat(saga, board, make_person("Berit Bok"))
    with pytest.raises(WrongState):
        groups.change_signatory(saga, held, signatory=False)
    assert told == []


def test_a_convener_seats_people_in_the_own_group_and_in_no_other(board, friday):
    own, other = make_group("Barn"), make_group("Arbete")
    convener = make_person("Kia Kallar")
    make_seat(own, convener, "convener")
    kia = actor_for(convener)
    groups.seat(kia, own, make_person("Ny Nilsson"))
    for group in (other, board):
        with pytest.raises(NotAllowed):
            groups.seat(kia, group, convener)
    assert Seat.objects.filter(group=own).count() == 2


def test_a_group_closes_with_a_final_note_and_its_seats_end(saga, friday):
    group = groups.start_group(
        saga, name="Barn", mandate="Kartlägg", starts=dt.date(2016, 9, 1), ends=dt.date(2017, 3, 1)
    )
    held = groups.seat(saga, group, make_person("Kia Kallar"), "convener", starts=dt.date(2016, 9, 1))
    assert group.time_is_up(FRIDAY)
    with pytest.raises(groups.NoFinalNote):
        groups.close_group(saga, group, final_note=" ")
    groups.close_group(saga, group, final_note="Rapporten är klar.")
    group.refresh_from_db()
    held.refresh_from_db()
    assert (group.state, group.final_note, group.ends) == (
        GroupState.CLOSED, "Rapporten är klar.", dt.date(2017, 3, 1),
    )  # fmt: skip
    assert held.ends == FRIDAY
    with pytest.raises(WrongState):
        groups.seat(saga, group, held.person)


def test_a_group_is_prolonged_to_a_later_day_only(saga, friday):
    group = make_group("Barn", ends=dt.date(2017, 3, 1))
    for day in (dt.date(2017, 3, 1), FRIDAY):
        with pytest.raises(groups.NotProlonged):
            groups.prolong_group(saga, group, ends=day)
    groups.prolong_group(saga, group, ends=dt.date(2017, 6, 30), reason="Mer att göra")
    group.refresh_from_db()
    assert group.ends == dt.date(2017, 6, 30)


def test_the_board_has_no_last_day_and_is_never_closed(saga, board):
    with pytest.raises(groups.BoardStays):
        groups.close_group(saga, board, final_note="Slut")
    with pytest.raises(groups.BoardStays):
        groups.start_group(saga, name="Styrelsen 2", kind="board", ends=NEXT_ANNUAL)


def test_a_reporter_begins_no_group(reporter, actor):
    with pytest.raises(NotAllowed):
        groups.start_group(actor(reporter), name="Egen")


def test_who_sits_on_the_board_makes_no_group_the_board_to_give_others_its_powers(saga, board):
    member = make_person("Bo Ledamot")
    groups.seat(saga, board, member)
    bo = actor_for(member)
    own = groups.start_group(bo, name="Egen")
    groups.seat(bo, own, member, "convener")
    bo = actor_for(member)
    days = {"mandate": "", "starts": dt.date(2013, 1, 1), "ends": None, "reports_to": None}
    with pytest.raises(groups.BoardIsMadeByCoordinator):
        groups.change_group(bo, own, name="Egen", kind="board", **days)
    with pytest.raises(groups.BoardIsMadeByCoordinator):
        groups.change_group(bo, board, name="Styrelsen", kind="working", **days)
    with pytest.raises(groups.BoardIsMadeByCoordinator):
        groups.start_group(bo, name="Styrelsen 2", kind="board")
    groups.change_group(bo, board, name="Vår styrelse", kind="board", **days)
    own.refresh_from_db()
    board.refresh_from_db()
    assert (own.kind, board.kind, board.name) == ("working", "board", "Vår styrelse")
