"""A coalition on a real day: a journey signs in for real, with password and second factor."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.utils import timezone
from playwright.sync_api import Page

from sluss.coalition.selectors import actor_for
from sluss.contacts import services as collecting
from sluss.contacts.codebook import book_of
from sluss.contacts.models import Return, Round
from sluss.demo.met import persons
from sluss.people.models import Person
from sluss.statistics.services import perspectives
from sluss.trust.actor import Role
from tests.conftest import make_organisation, make_person

PASSWORD = "correct horse battery"


@dataclass
class Coalition:
    round: Round
    reporter: Person
    coordinator: Person
    own_return: Return
    secrets: dict[int, str]

    def code(self, person: Person) -> str:
        counter = next(iter(yield_hotp_counters_from_time()))
        return format_hotp_value(hotp_value(self.secrets[person.pk], counter))


@pytest.fixture
def coalition(transactional_db) -> Coalition:
    """Five organisations; four have been accepted, Fyrtornet has its return before it."""
    today = timezone.localdate()
    year = today.year - 1
    coordinator = make_person("Saga Samordnare", None, Role.COORDINATOR)
    names = ("Fyrtornet", "Hamnen", "Norrsken", "Bryggan", "Linden")
    reporters = {name: make_person(f"Rut {name}", make_organisation(name), Role.REPORTER) for name in names}
    perspectives.ensure_standard_perspectives()
    actor = actor_for(coordinator)
    round_ = collecting.open_round(
        actor,
        name=str(year),
        period_start=dt.date(year, 1, 1),
        period_end=dt.date(year, 12, 31),
        opens=today - dt.timedelta(days=30),
        due=today + dt.timedelta(days=20),
        locks=today + dt.timedelta(days=50),
        codebook_version="2017",
    )
    draw = random.Random(7)
    for owed in round_.returns.select_related("organisation", "round"):
        if owed.organisation.name == "Fyrtornet":
            continue
        reporter = actor_for(reporters[owed.organisation.name])
        met = persons(book_of("2017"), (round_.period_start, round_.period_end), 40, draw, county="01")
        rows = [collecting.NewContact(m.role, m.answers, m.belongs_to, m.reasons) for m in met]
        collecting.add_contacts(reporter, owed, rows, None, "add")
        owed.refresh_from_db()
        collecting.submit_return(reporter, owed)
        owed.refresh_from_db()
        collecting.accept_return(actor, owed)
    people = (coordinator, reporters["Fyrtornet"])
    secrets = {person.pk: generate_totp_secret() for person in people}
    for person in people:
        TOTP.activate(person, secrets[person.pk])
    return Coalition(
        round_,
        reporters["Fyrtornet"],
        coordinator,
        round_.returns.get(organisation__name="Fyrtornet"),
        secrets,
    )


@pytest.fixture
def enter(coalition) -> Callable[[Page, Person], None]:
    """Sign in on a page, with password and second factor."""

    def sign_in(page: Page, person: Person) -> None:
        page.goto(f"{page.base}/konto/login/")
        page.get_by_label("E-post").fill(person.email)
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.locator("main form button.btn").first.click()
        page.locator("[name=code]").fill(coalition.code(person))
        page.locator("main form button").first.click()
        page.wait_for_url("**/hem/")

    return sign_in
