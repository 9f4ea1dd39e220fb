"""Meetings are planned as far as is known, decided on, moved, cancelled, held and closed."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluss.agenda import calendar
from sluss.agenda.dates import Precision, VagueDate
from sluss.agenda.models import Deadline, DeadlineState
from sluss.coalition.models import Audience
from sluss.meetings.models import Answer, Meeting, MeetingKind, MeetingState, Move
from sluss.meetings.services import meetings as services
from sluss.meetings.services import timing
from sluss.meetings.services.timing import Timing
from sluss.trust import search
from sluss.trust.actor import PUBLIC
from sluss.trust.refusals import NotAllowed, WrongState
from tests.meetings.conftest import invite, make_meeting

APRIL_7 = dt.date(2017, 4, 7)
AUTUMN = VagueDate(dt.date(2017, 12, 31), Precision.TERM)
SPECIAL = Timing(VagueDate(APRIL_7), tentative=True, alternative=AUTUMN, decide_by=dt.date(2017, 3, 20))


@pytest.fixture
def saga(coordinator, actor):
    return actor(coordinator)


@pytest.fixture
def special(saga) -> Meeting:
    """7 April, or perhaps in autumn."""
    return services.plan_meeting(
        saga, title="Möte med länsstyrelsen", timing=SPECIAL, series="Särskilda möten", place="Stockholm",
        audience=Audience.PARTNERS,
    )  # fmt: skip


def at(day: dt.date, hour: int) -> dt.datetime:
    """An hour in Stockholm in summer time."""
    return dt.datetime.combine(day, dt.time(hour - 2), tzinfo=dt.UTC)


def entry_of(actor, meeting: Meeting) -> calendar.Entry:
    return next(entry for entry in calendar.entries_for(actor) if entry.uid == str(meeting.uid))


class TestPlanning:
    def test_a_date_that_isnt_decided_stands_with_its_alternative_and_a_day_to_decide(self, special, saga):
        assert (str(special.when), str(special.or_instead), special.tentative) == (
            "7 april",
            "hösten 2017",
            True,
        )
        decide = Deadline.objects.get(thing_kind="meetings.meeting", thing_id=special.pk)
        assert (decide.date, decide.title) == (dt.date(2017, 3, 20), "Bestäm datum: Möte med länsstyrelsen")
        assert entry_of(saga, special).tentative

    def test_deciding_on_the_alternative_moves_the_meeting_and_keeps_the_day_it_had(self, special, saga):
        services.fix_date(saga, special, alternative=True)
        special.refresh_from_db()
        assert (special.when, special.or_instead) == (AUTUMN, None)
        assert [str(move.when) for move in special.moves.all()] == ["7 april"]
        assert Deadline.objects.get(thing_id=special.pk).state == DeadlineState.WAIVED
        assert entry_of(saga, special).precision == Precision.TERM

    def test_deciding_on_the_date_gives_it_its_time(self, special, saga):
        services.fix_date(saga, special, starts_at=at(APRIL_7, 13), ends_at=at(APRIL_7, 16))
        special.refresh_from_db()
        assert (special.time_said, special.tentative) == ("7 april 13.00–16.00", False)
        assert not Move.objects.exists()

    def test_a_time_on_another_day_than_the_one_decided_on_is_refused(self, special, saga):
        with pytest.raises(timing.TimeWithoutDay):
            services.fix_date(saga, special, starts_at=at(dt.date(2017, 4, 8), 13))

    def test_what_is_decided_isnt_decided_again(self, special, saga):
        services.fix_date(saga, special)
        with pytest.raises(WrongState):
            services.fix_date(saga, special)

    @pytest.mark.parametrize(
        ("asked", "refusal", "field"),
        [
            (
                Timing(VagueDate(APRIL_7), at(APRIL_7, 16), at(APRIL_7, 13)),
                timing.EndsBeforeItBegins,
                "ends",
            ),
            (Timing(AUTUMN, at(APRIL_7, 13)), timing.TimeWithoutDay, "when"),
            (
                Timing(VagueDate(APRIL_7), decide_by=dt.date(2017, 3, 1)),
                timing.NothingToDecideBy,
                "decide_by",
            ),
            (
                Timing(VagueDate(APRIL_7), tentative=True, decide_by=dt.date(2017, 4, 8)),
                timing.DecidedTooLate,
                "decide_by",
            ),
        ],
    )
    def test_timing_that_doesnt_hold_together_is_refused_beside_its_field(self, saga, asked, refusal, field):
        with pytest.raises(refusal) as refused:
            services.plan_meeting(saga, title="Möte", timing=asked)
        assert refused.value.field == field

    def test_an_idea_is_seen_by_who_runs_it_until_it_is_planned(self, saga, reporter, actor):
        idea = services.plan_meeting(saga, title="Norden", timing=Timing(AUTUMN), idea=True)
        seen = lambda: Meeting.objects.visible_to(actor(reporter)).filter(pk=idea.pk).exists()  # noqa: E731
        assert not seen()
        assert Meeting.objects.visible_to(saga).filter(pk=idea.pk).exists()
        services.plan_idea(saga, idea)
        assert seen()

    def test_who_runs_a_group_plans_the_groups_meetings_and_no_others(self, board, secretary, actor):
        who = actor(secretary)
        made = services.plan_meeting(
            who, title="Styrelsen", timing=Timing(VagueDate(APRIL_7)), kind=MeetingKind.BOARD, group=board,
            audience=Audience.BOARD,
        )  # fmt: skip
        assert made.group == board
        with pytest.raises(NotAllowed):
            services.plan_meeting(who, title="Plattformen", timing=Timing(VagueDate(APRIL_7)))

    def test_a_reporter_plans_nothing(self, reporter, actor, sign_in):
        with pytest.raises(NotAllowed):
            services.plan_meeting(actor(reporter), title="Möte", timing=Timing(VagueDate(APRIL_7)))
        assert sign_in(reporter).get("/moten/nytt/").status_code == 404


class TestMovingAndCancelling:
    def test_an_earlier_time_is_kept_with_the_reason(self, saga, friday):
        meeting = make_meeting(date=APRIL_7, state=MeetingState.PLANNED)
        later = dt.date(2017, 4, 28)
        services.move_meeting(saga, meeting, Timing(VagueDate(later), at(later, 13)), reason="Lokalen")
        meeting.refresh_from_db()
        move = meeting.moves.get()
        assert (move.date, move.reason, meeting.date, meeting.sequence) == (APRIL_7, "Lokalen", later, 1)

    def test_saving_the_same_time_again_moves_nothing(self, special, saga):
        services.move_meeting(saga, special, SPECIAL)
        special.refresh_from_db()
        assert special.sequence == 0

    def test_an_annual_meeting_is_moved_on_its_own_page(self, saga, friday):
        annual = make_meeting(date=APRIL_7, state=MeetingState.PLANNED, kind=MeetingKind.ANNUAL)
        with pytest.raises(services.MovedElsewhere):
            services.move_meeting(saga, annual, Timing(VagueDate(dt.date(2017, 4, 8))))

    def test_what_has_been_is_neither_moved_nor_cancelled(self, held, saga):
        with pytest.raises(WrongState):
            services.move_meeting(saga, held, Timing(VagueDate(APRIL_7)))
        with pytest.raises(WrongState):
            services.cancel_meeting(saga, held, reason="Ångrade oss")

    def test_a_cancelled_meeting_is_cancelled_in_calendars_too(self, special, saga):
        before = calendar.stamp()
        services.cancel_meeting(saga, special, reason="För få kan")
        assert entry_of(saga, special).cancelled
        assert calendar.stamp() != before
        assert Deadline.objects.get(thing_id=special.pk).state == DeadlineState.WAIVED

    def test_a_meeting_isnt_held_before_its_day(self, special, saga, stand_on):
        with pytest.raises(services.NotYet):
            services.hold_meeting(saga, special)
        stand_on(APRIL_7)
        assert services.hold_meeting(saga, special).state == MeetingState.HELD
        assert services.close_meeting(saga, special).state == MeetingState.CLOSED

    def test_who_only_comes_changes_nothing(self, special, reporter, actor):
        for verb in (services.plan_idea, services.hold_meeting, services.close_meeting, services.fix_date):
            with pytest.raises(NotAllowed):
                verb(actor(reporter), special)


class TestCalendarsAndSearch:
    def test_the_way_in_stands_in_the_calendar_of_who_comes_only(self, special, saga, reporter, lead, actor):
        services.change_meeting(saga, special, venue="Dörr 4\nring på")
        invite(special, "Rut", person=reporter)
        invite(special, "Lena", person=lead, answer=Answer.MAYBE)
        places = [entry_of(actor(person), special).place for person in (reporter, lead)]
        assert places == ["Stockholm, Dörr 4, ring på", "Stockholm"]
        assert "Dörr" not in entry_of(saga, special).place

    def test_calendars_know_who_is_invited_so_that_the_personal_one_holds_it(self, special, saga, reporter):
        invite(special, "Rut", person=reporter)
        assert entry_of(saga, special).persons == {reporter.pk}

    def test_the_public_sees_public_meetings_alone(self, special, saga):
        open_day = services.plan_meeting(
            saga, title="Öppet hus", timing=Timing(VagueDate(APRIL_7)), audience=Audience.PUBLIC
        )
        shown = {entry.uid for entry in calendar.entries_for(PUBLIC)}
        assert str(open_day.uid) in shown
        assert str(special.uid) not in shown

    def test_a_meeting_is_found_by_who_may_see_it(self, board, reporter, actor, saga, friday):
        make_meeting(title="Budgeten", group=board, audience=Audience.BOARD)
        found = lambda who: [hit.title for one in search.find(who, "budg") for hit in one.hits]  # noqa: E731
        assert found(saga) == ["Budgeten"]
        assert found(actor(reporter)) == []


class TestPages:
    TYPED = {
        "title": "Identifiering", "kind": "platform", "audience": "members", "when_day": "28", "when_month": "4",
        "when_year": "2017", "starts": "13", "ends": "16.00", "place": "Stockholm", "series": "Plattformsmöten 2017",
    }  # fmt: skip

    def test_a_meeting_is_planned_on_the_page(self, coordinator, sign_in):
        client = sign_in(coordinator)
        page = client.post("/moten/nytt/", self.TYPED, follow=True)
        assert "28 april 13.00–16.00" in page.content.decode()
        made = Meeting.objects.get()
        assert (made.title, made.series.name, made.made_by) == (
            "Identifiering",
            "Plattformsmöten 2017",
            coordinator,
        )

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"when_day": "30", "when_month": "2"}, "februari 2017"),
            ({"when_day": "26", "when_month": "3", "starts": "02.30", "ends": ""}, "Den tiden finns inte den natten: klockan ställs fram"),
            ({"ends": "12"}, "Mötet skulle sluta innan det börjar"),
            ({"starts": "kvart i"}, "starts"),
            ({"when_day": "", "when_month": "autumn"}, "Välj också dag, eller lämna tiden tom"),
        ],
    )  # fmt: skip
    def test_a_time_that_never_is_gets_refused_with_the_reason_and_nothing_typed_is_lost(
        self, coordinator, sign_in, wrong, said
    ):
        page = sign_in(coordinator).post("/moten/nytt/", {**self.TYPED, **wrong})
        assert page.status_code == 422
        shown = page.content.decode()
        assert said in shown
        assert 'value="Identifiering"' in shown
        assert Meeting.objects.count() == 0

    def test_a_meeting_of_two_days_has_its_end_on_the_second(self, coordinator, sign_in):
        typed = {**self.TYPED, "kind": "attended", "host": "EU-kommissionen", "last_day": "2017-04-29"}
        page = sign_in(coordinator).post("/moten/nytt/", typed, follow=True)
        assert "28 april 13.00 – 29 april 16.00" in page.content.decode()

    def test_another_time_is_written_and_the_old_one_stays_to_be_read(self, special, coordinator, sign_in):
        client = sign_in(coordinator)
        assert 'value="2017"' in client.get(f"/moten/{special.pk}/flytta/").content.decode()
        moved = {
            "when_day": "8",
            "when_month": "9",
            "when_year": "2017",
            "reason": "Länsstyrelsen kan inte i april",
        }
        page = client.post(f"/moten/{special.pk}/flytta/", moved, follow=True).content.decode()
        assert "Var 7 april, flyttades 10 mars." in page
        assert "Länsstyrelsen kan inte i april" in page

    def test_the_date_is_decided_on_the_page(self, special, coordinator, sign_in):
        client = sign_in(coordinator)
        assert "hösten 2017" in client.get(f"/moten/{special.pk}/bestam/").content.decode()
        client.post(f"/moten/{special.pk}/bestam/", {"choice": "this", "starts": "13.00", "ends": "16.00"})
        special.refresh_from_db()
        assert special.time_said == "7 april 13.00–16.00"

    def test_what_is_changed_stands(self, special, coordinator, sign_in):
        client = sign_in(coordinator)
        typed = {"title": "Med länsstyrelsen", "audience": "partners", "capacity": "40", "no_photo": "on"}
        page = client.post(f"/moten/{special.pk}/andra/", typed, follow=True).content.decode()
        assert "Med länsstyrelsen" in page
        assert "Ingen fotograferar" in page
        special.refresh_from_db()
        assert (special.capacity, special.series) == (40, None)

    def test_cancelling_asks_why(self, special, coordinator, sign_in):
        client = sign_in(coordinator)
        assert client.post(f"/moten/{special.pk}/stall-in/", {"reason": ""}).status_code == 422
        page = client.post(
            f"/moten/{special.pk}/stall-in/", {"reason": "För få kan"}, follow=True
        ).content.decode()
        assert "Inställt" in page
        assert "För få kan" in page

    def test_the_list_tells_what_is_next_what_isnt_decided_and_what_has_been(
        self, special, held, reporter, sign_in
    ):
        page = sign_in(reporter).get("/moten/").content.decode()
        assert "Har varit" in page
        assert page.index("Plattformsmöte</a>") > page.index("Har varit")
        special.audience = Audience.MEMBERS
        special.save()
        page = sign_in(reporter).get("/moten/").content.decode()
        assert "Nästa möte: 7 april" in page
        assert "eller hösten 2017" in page

    def test_one_series_alone(self, special, held, coordinator, sign_in):
        page = sign_in(coordinator).get(f"/moten/?serie={special.series_id}").content.decode()
        assert "Möte med länsstyrelsen" in page
        assert "Plattformsmöte</a>" not in page
        assert sign_in(coordinator).get("/moten/?serie=999").status_code == 404

    def test_home_asks_to_answer_and_to_decide(self, special, coordinator, reporter, sign_in):
        invite(special, "Rut", person=reporter, answer=Answer.NONE)
        assert "Kommer du? Möte med länsstyrelsen" in sign_in(reporter).get("/hem/").content.decode()
        saga = sign_in(coordinator)
        assert "Bestäm datum: Möte med länsstyrelsen" in saga.get("/hem/").content.decode()
        saga.post("/konto/sprak/", {"language": "en", "next": "/hem/"})
        assert "Decide on the date: Möte med länsstyrelsen" in saga.get("/hem/").content.decode()

    def test_what_isnt_meant_for_one_isnt_there(self, board, reporter, sign_in, friday):
        inner = make_meeting(group=board, audience=Audience.BOARD)
        assert sign_in(reporter).get(f"/moten/{inner.pk}/").status_code == 404

    def test_the_list_costs_the_same_for_two_and_for_forty_meetings(self, reporter, sign_in, friday):
        client = sign_in(reporter)

        def cost() -> int:
            with CaptureQueriesContext(connection) as asked:
                assert client.get("/moten/").status_code == 200
            return len(asked)

        for _ in range(2):
            invite(make_meeting(), "Rut", person=reporter)
        cost()
        two = cost()
        for _ in range(38):
            invite(make_meeting(), "Rut", person=reporter)
        assert cost() == two

    def test_what_the_title_says_isnt_said_again_beneath_it(self, friday):
        named = make_meeting(title="Plattformsmöte: Identifikation", theme="Identifikation")
        other = make_meeting(title="Vårens möte", theme="Identifikation", host="OSCE")
        assert (named.about, named.theme_not_in_title) == ("Stockholm", "")
        assert (other.about, other.theme_not_in_title) == (
            "Identifikation · OSCE · Plattformsmöte · Stockholm",
            "Identifikation",
        )
