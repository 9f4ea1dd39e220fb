"""Picking and moving the day, and what follows from it."""

import datetime as dt

import pytest
from django.utils import translation

from sluss.agenda import calendar
from sluss.agenda.models import Deadline, DeadlineState
from sluss.agenda.services import send_due_reminders
from sluss.coalition.models import Seat, SeatRole
from sluss.coalition.rules import StatuteRules
from sluss.coalition.selectors import actor_for
from sluss.coalition.services import statutes
from sluss.meetings.annual.rules import Step
from sluss.meetings.annual.selectors.days import notice_says_otherwise, stands
from sluss.meetings.annual.services import planning
from sluss.meetings.models import MeetingState
from sluss.meetings.models.annual import AnnualState
from sluss.meetings.services.meetings import cancel_meeting
from sluss.trust import clockwork
from sluss.trust.actor import SYSTEM
from sluss.trust.models import Letter
from sluss.trust.refusals import NotAllowed, WrongState
from sluss.trust.waiting import Part, items_for
from tests.meetings.annual.conftest import MEETING_DAY, at_one

WEEK = dt.timedelta(days=7)


def deadlines(annual) -> dict[str, dt.date]:
    mine = Deadline.objects.filter(thing_kind="meetings.annualmeeting", thing_id=annual.pk)
    return dict(mine.values_list("thing_role", "date"))


def test_the_day_picked_gives_every_deadline(assembly):
    assert deadlines(assembly.annual) == {
        "motions": dt.date(2017, 2, 17),
        "nominations": dt.date(2017, 2, 17),
        "notice": dt.date(2017, 3, 10),
        "statements": dt.date(2017, 3, 17),
        "papers": dt.date(2017, 3, 17),
        "accreditation": dt.date(2017, 3, 28),
        "minutes": dt.date(2017, 4, 21),
    }


def test_moving_the_meeting_by_a_week_moves_every_deadline_the_feed_and_flags_the_notice(assembly, stand_on):
    before = deadlines(assembly.annual)
    numbers = set(Deadline.objects.values_list("pk", flat=True))
    stand_on(dt.date(2017, 2, 10))
    assembly.send_notice()
    assert notice_says_otherwise(assembly.annual) is None
    moved = planning.move_annual_meeting(
        assembly.runner, assembly.annual, starts_at=at_one(MEETING_DAY - WEEK), place="Stockholm"
    )
    assert deadlines(moved) == {role: day - WEEK for role, day in before.items()}
    assert set(Deadline.objects.values_list("pk", flat=True)) == numbers
    wrong = notice_says_otherwise(moved)
    assert wrong is not None
    assert wrong.says_date == MEETING_DAY
    shown = [e for e in calendar.entries_for(assembly.runner) if e.title == "Årsmöte 2017"]
    assert [entry.starts for entry in shown] == [at_one(MEETING_DAY - WEEK)]


def test_a_corrected_notice_takes_the_flag_away(assembly, stand_on):
    stand_on(dt.date(2017, 2, 1))
    assembly.send_notice()
    planning.move_annual_meeting(
        assembly.runner, assembly.annual, starts_at=at_one(MEETING_DAY - WEEK), place="Stockholm"
    )
    assembly.annual.meeting.refresh_from_db()
    sent = assembly.send_notice()
    assert "Den här kallelsen rättar" in sent.text or "This corrects" in sent.text
    assert notice_says_otherwise(assembly.annual) is None
    assert assembly.annual.notices.count() == 2


def test_another_hour_or_place_flags_the_notice_too(assembly, stand_on):
    stand_on(dt.date(2017, 2, 1))
    assembly.send_notice()
    planning.move_annual_meeting(
        assembly.runner, assembly.annual, starts_at=at_one(MEETING_DAY), place="Uppsala"
    )
    assembly.annual.meeting.refresh_from_db()
    assert notice_says_otherwise(assembly.annual) is not None


def test_a_day_that_breaks_the_statutes_asks_a_reason_and_is_never_refused(assembly, stand_on):
    late = MEETING_DAY + WEEK
    with pytest.raises(planning.StatutesNotKept) as refused:
        planning.move_annual_meeting(assembly.runner, assembly.annual, starts_at=at_one(late))
    assert [(breach.step, breach.days) for breach in refused.value.broken] == [(Step.MEETING, 7)]
    planning.move_annual_meeting(
        assembly.runner, assembly.annual, starts_at=at_one(late), reason="Lokalen är upptagen."
    )
    deviation = assembly.annual.deviations.get()
    assert (deviation.step, deviation.days, deviation.reason) == ("meeting", 7, "Lokalen är upptagen.")


def test_a_reason_that_is_no_longer_needed_falls_with_the_day(assembly):
    for day, reason in ((MEETING_DAY + WEEK, "Lokalen."), (MEETING_DAY, "")):
        planning.move_annual_meeting(assembly.runner, assembly.annual, starts_at=at_one(day), reason=reason)
    assert not assembly.annual.deviations.exists()


def test_a_day_picked_after_motions_are_due_is_said_at_once(stand_on, assembly):
    stand_on(dt.date(2017, 3, 1))
    broken = planning.broken_by(MEETING_DAY, extra=False, planned_on=dt.date(2017, 3, 1))
    assert [(b.step, b.days) for b in broken] == [(Step.MOTIONS, 12), (Step.NOMINATIONS, 12)]


def test_the_ladder_says_how_each_step_stands(assembly, stand_on):
    stand_on(dt.date(2017, 3, 11))
    found = {each.step: (each.state, each.days) for each in stands(assembly.annual)}
    assert found[Step.NOTICE] == ("late", 1)
    assert found[Step.MOTIONS] == ("passed", -22)
    assert found[Step.PAPERS] == ("coming", 6)
    assert found[Step.MEETING] == ("coming", 20)


def test_a_cancelled_meeting_waives_what_followed_from_it(assembly):
    cancel_meeting(assembly.runner, assembly.annual.meeting, reason="Skjuts upp.")
    assert set(Deadline.objects.values_list("state", flat=True)) == {DeadlineState.WAIVED}


def test_the_head_of_one_organisation_cannot_plan(assembly):
    with pytest.raises(NotAllowed):
        planning.plan_annual_meeting(assembly.head("Hamnen"), title="Kupp", starts_at=at_one(MEETING_DAY))


def test_a_day_that_has_been_is_refused(assembly):
    with pytest.raises(planning.DayPassed):
        planning.plan_annual_meeting(
            assembly.runner, title="Igår", starts_at=at_one(dt.date(2017, 1, 9)), reason="Nej"
        )


def test_a_meeting_is_opened_on_its_day_closed_once_and_then_held(assembly, stand_on):
    with pytest.raises(planning.NotYet):
        planning.open_annual_meeting(assembly.runner, assembly.annual)
    stand_on(MEETING_DAY)
    planning.open_annual_meeting(assembly.runner, assembly.annual)
    planning.adjourn_annual_meeting(assembly.runner, assembly.annual)
    with pytest.raises(WrongState):
        planning.close_annual_meeting(assembly.runner, assembly.annual)
    planning.resume_annual_meeting(assembly.runner, assembly.annual)
    closed = planning.close_annual_meeting(assembly.runner, assembly.annual)
    assert closed.state == AnnualState.CLOSED
    closed.meeting.refresh_from_db()
    assert closed.meeting.state == MeetingState.HELD
    with pytest.raises(WrongState):
        planning.move_annual_meeting(assembly.runner, assembly.annual, starts_at=at_one(MEETING_DAY + WEEK))


def test_a_reminder_not_yet_sent_follows_the_meeting_to_its_new_day(assembly, stand_on):
    planning.move_annual_meeting(assembly.runner, assembly.annual, starts_at=at_one(MEETING_DAY - WEEK))
    notice = Deadline.objects.get(thing_role="notice")
    stand_on(dt.date(2017, 2, 24))  # seven days before the new last day of notice
    send_due_reminders(SYSTEM)
    stand_on(dt.date(2017, 3, 3))  # seven days before the old one
    send_due_reminders(SYSTEM)
    steps = Letter.objects.filter(thing_id=notice.pk).order_by("pk").values_list("step", flat=True)
    assert list(steps) == ["2017-03-03 T-7", "2017-03-03 T-1"]


def test_days_for_members_that_are_over_wait_for_nobody(assembly, stand_on):
    stand_on(dt.date(2017, 2, 20))
    list(clockwork.run(SYSTEM))
    done = Deadline.objects.filter(state=DeadlineState.DONE).values_list("thing_role", flat=True)
    assert sorted(done) == ["motions", "nominations"]


def test_a_step_stands_on_the_home_page_once(assembly, stand_on):
    stand_on(dt.date(2017, 3, 8))
    list(clockwork.run(SYSTEM))
    waits = [
        item for item in items_for(assembly.runner)[Part.WAITS] if "2017" in f"{item.title} {item.detail}"
    ]
    assert [str(item.title) for item in waits] == ["Kallelsen går ut (Årsmöte 2017)"]


def test_a_day_that_follows_from_the_meeting_is_named_in_the_readers_language(assembly, stand_on):
    stand_on(dt.date(2017, 3, 8))
    notice = Deadline.objects.get(thing_role="notice")
    with translation.override("en"):
        assert str(notice) == "The notice goes out (Årsmöte 2017)"
        titles = [str(entry.title) for entry in calendar.entries_for(assembly.runner)]
        assert "The papers go out (Årsmöte 2017)" in titles
        waits = [str(item.title) for item in items_for(assembly.runner)[Part.WAITS]]
        assert "The notice goes out (Årsmöte 2017)" in waits
        notice.title = "Kallelsen trycks (Årsmöte 2017)"  # somebody has changed it by hand
        assert str(notice) == "Kallelsen trycks (Årsmöte 2017)"
    with translation.override("sv"):
        assert str(Deadline.objects.get(thing_role="papers")) == "Handlingarna går ut (Årsmöte 2017)"


def test_on_its_last_day_the_notice_is_urgent_for_its_owner_and_said_once_to_the_board(assembly, stand_on):
    stand_on(dt.date(2017, 3, 10))
    list(clockwork.run(SYSTEM))
    [own] = [item for item in items_for(assembly.runner)[Part.WAITS] if "Kallelsen" in str(item.title)]
    assert (str(own.tag), own.tone) == ("I dag", "wait")
    member = assembly.heads["Bryggan"]
    Seat.objects.create(group=assembly.board, person=member, role=SeatRole.CHAIR, starts=dt.date(2016, 1, 1))
    items = items_for(actor_for(member))
    said = [str(item.title) for part in Part for item in items[part] if "Kallelsen" in str(item.title)]
    assert said == ["Kallelsen måste gå i dag"]


def test_new_rules_of_the_statutes_move_the_days_of_a_meeting_ahead(assembly, stand_on):
    draft = statutes.draft_statutes(assembly.runner)
    statutes.write_articles(assembly.runner, draft, [("Namn", "Plattformen.")], edits=draft.edits)
    draft.refresh_from_db()
    statutes.set_rules(assembly.runner, draft, StatuteRules(notice_days=28))
    statutes.adopt_statutes(
        assembly.runner, draft, adopted_by="2017:1, extra årsmöte", valid_from=dt.date(2017, 1, 10)
    )
    assert deadlines(assembly.annual)["notice"] == dt.date(2017, 3, 3)
