"""A guest without an account answers from a phone, changes to no, and the next in the queue gets the place."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from sluss.agenda.dates import VagueDate
from sluss.coalition.selectors import actor_for
from sluss.meetings.services.inviting import invite_people
from sluss.meetings.services.meetings import plan_meeting
from sluss.meetings.services.timing import Timing
from sluss.trust.actor import Role
from tests.browser import check_accessible
from tests.conftest import make_person

pytestmark = [pytest.mark.browser]

LINK = re.compile(r"http://localhost:8000(/moten/svar/\S+/)")


@pytest.fixture
def links(transactional_db) -> dict[str, str]:
    """The address in each guest's letter: two are invited to a meeting with one place."""
    saga = actor_for(make_person("Saga Samordnare", None, Role.COORDINATOR))
    day = timezone.localdate() + dt.timedelta(days=7)
    begins = timezone.make_aware(dt.datetime.combine(day, dt.time(13)))
    meeting = plan_meeting(
        saga, title="Barn i riskzon", timing=Timing(VagueDate(day), begins, begins + dt.timedelta(hours=3)),
        place="Stockholm, stadens hus", venue="Dörr 4, ring på", capacity=1,
        online_link="https://video.example/mote",
    )  # fmt: skip
    invite_people(saga, meeting, addresses="Anna Berg <anna@gast.example>, Bo Dahl <bo@gast.example>")
    return {letter.to[0]: LINK.search(letter.body)[1] for letter in mail.outbox}


def test_a_guest_answers_from_a_phone_and_leaves_the_place_to_the_next(phone: Page, links):
    phone.set_default_timeout(5000)
    anna, bo = links["anna@gast.example"], links["bo@gast.example"]
    heading = phone.get_by_role("heading", level=1)

    phone.goto(phone.base + anna)
    expect(heading).to_have_text("Kommer du?")
    check_accessible(phone)
    phone.get_by_role("button", name="Jag kommer").click()
    expect(heading).to_have_text("Du har en plats")
    expect(phone.get_by_text("Dörr 4, ring på")).to_be_visible()
    check_accessible(phone)
    phone.get_by_label("Behöver du något för att kunna vara med?").fill("Ingång utan trappor")
    phone.get_by_role("button", name="Spara").click()
    expect(phone.get_by_role("status")).to_contain_text("Sparat")

    phone.goto(phone.base + bo)
    phone.get_by_role("button", name="Jag kommer").click()
    expect(heading).to_have_text("Du står på väntelistan, plats 1")
    expect(phone.get_by_text("Dörr 4, ring på")).to_have_count(0)
    check_accessible(phone)

    phone.goto(phone.base + anna)
    phone.get_by_role("button", name="Jag kan inte komma").click()
    expect(heading).to_have_text("Du kommer inte")
    assert [letter.subject.partition(":")[0] for letter in mail.outbox if letter.to == ["bo@gast.example"]] == [
        "Inbjudan", "Du står på väntelistan", "En plats är ledig",
    ]  # fmt: skip

    phone.goto(phone.base + bo)
    expect(heading).to_contain_text("En plats är ledig")
    check_accessible(phone)
    phone.get_by_role("button", name="Ta platsen").click()
    expect(heading).to_have_text("Du har en plats")
    expect(phone.get_by_text("Dörr 4, ring på")).to_be_visible()
