"""What has happened with meetings of late stands on the home page of who may see it."""

import datetime as dt

import pytest

from sluss.agenda.dates import VagueDate
from sluss.coalition.models import Audience
from sluss.coalition.selectors import actor_for
from sluss.meetings.services import meetings as planning
from sluss.meetings.services import minutes as writing
from sluss.meetings.services.timing import Timing
from sluss.trust.waiting import Part, items_for


def news(person) -> list[str]:
    return [str(item.title) for item in items_for(actor_for(person))[Part.NEW]]


@pytest.fixture
def plan(coordinator):
    def plan(title: str, day: dt.date, audience: Audience = Audience.MEMBERS):
        return planning.plan_meeting(
            actor_for(coordinator), title=title, timing=Timing(VagueDate(day)), audience=audience
        )

    return plan


def test_minutes_sent_out_are_news_for_a_month(plan, coordinator, reporter, stand_on):
    saga = actor_for(coordinator)
    meeting = plan("Barn i riskzonen", dt.date(2017, 3, 9))
    planning.hold_meeting(saga, meeting)
    minutes = writing.open_minutes(saga, meeting, text="Vi talade om barn.")
    assert news(reporter) == []
    writing.publish(saga, minutes)
    assert news(reporter) == ["Protokoll att läsa: Barn i riskzonen"]
    stand_on(dt.date(2017, 4, 15))
    assert news(reporter) == []


def test_a_meeting_that_got_another_day_is_news(plan, coordinator, reporter):
    meeting = plan("Identifikation", dt.date(2017, 4, 28))
    planning.move_meeting(actor_for(coordinator), meeting, Timing(VagueDate(dt.date(2017, 5, 5))))
    assert news(reporter) == ["Ny dag: Identifikation"]


def test_what_is_the_boards_is_no_news_for_a_reporter(plan, coordinator, reporter):
    meeting = plan("Styrelsemöte", dt.date(2017, 4, 6), Audience.BOARD)
    planning.move_meeting(actor_for(coordinator), meeting, Timing(VagueDate(dt.date(2017, 4, 7))))
    assert news(reporter) == []
    assert news(coordinator) == ["Ny dag: Styrelsemöte"]
