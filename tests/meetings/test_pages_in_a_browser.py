"""The coordinator's pages of meetings, looked at by axe in light and dark."""

import datetime as dt

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from sluss.agenda.dates import Precision, VagueDate
from sluss.coalition.selectors import actor_for
from sluss.meetings.models import Meeting
from sluss.meetings.services.inviting import invite_people
from sluss.meetings.services.meetings import plan_meeting
from sluss.meetings.services.timing import Timing
from sluss.people.models import Person
from sluss.trust.actor import Role
from tests.browser import check_accessible
from tests.conftest import make_person

pytestmark = pytest.mark.browser


@pytest.fixture
def saga(transactional_db, friday) -> Person:
    return make_person("Saga Samordnare", None, Role.COORDINATOR)


@pytest.fixture
def meeting(saga) -> Meeting:
    """7 April, or perhaps in autumn; two are invited."""
    day = dt.date(2017, 4, 7)
    autumn = VagueDate(dt.date(day.year, 12, 31), Precision.TERM)
    timing = Timing(VagueDate(day), tentative=True, alternative=autumn, decide_by=day)
    made = plan_meeting(
        actor_for(saga), title="Möte med länsstyrelsen", timing=timing, series="Särskilda möten"
    )
    invite_people(actor_for(saga), made, addresses="anna@gast.example, bo@gast.example")
    return made


def test_the_coordinators_pages_are_accessible_and_a_meeting_is_planned(
    desktop: Page, saga, meeting, sign_in
):
    session = sign_in(saga).cookies[settings.SESSION_COOKIE_NAME].value
    desktop.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": desktop.base}]
    )
    desktop.set_default_timeout(5000)
    for path in ("", f"{meeting.pk}/", f"{meeting.pk}/inbjudna/", f"{meeting.pk}/bjud-in/"):
        desktop.goto(f"{desktop.base}/moten/{path}")
        expect(desktop.get_by_role("heading", name="Möte", exact=False).first).to_be_visible()
        check_accessible(desktop)

    desktop.goto(f"{desktop.base}/moten/nytt/")
    desktop.get_by_label("Vad heter mötet?").fill("Identifiering")
    desktop.locator("[name=when_day]").fill("30")
    desktop.locator("[name=when_month]").select_option("2")
    desktop.locator("[name=when_year]").fill("2018")
    desktop.get_by_text("Vägen in, video och platser").click()
    desktop.get_by_label("Platser i lokalen").fill("40")
    desktop.get_by_role("button", name="Planera").click()
    expect(desktop.get_by_role("alert")).to_contain_text("februari 2018")
    check_accessible(desktop)
    desktop.locator("[name=when_day]").fill("28")
    expect(desktop.get_by_label("Platser i lokalen")).to_have_value("40")
    desktop.get_by_role("button", name="Planera").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Identifiering")
