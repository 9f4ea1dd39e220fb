"""What tests of every room stand on: a fixed day, a small coalition, and people in each role."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from sluss.coalition.models import Affiliation, Appointment, Membership, Organisation
from sluss.coalition.selectors import actor_for
from sluss.contacts.models import Return, Round
from sluss.people.models import Person
from sluss.trust.actor import Actor, Role
from sluss.trust.models import DemoClock
from tests.environment import SHARED

pytest_plugins = ["tests.browser"]

FRIDAY = dt.date(2017, 3, 10)


@pytest.fixture(autouse=True)
def _quick(settings, tmp_path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path / "files"
    translation.activate(settings.LANGUAGE_CODE)  # an earlier test's last page may have been in English


@pytest.fixture
def stand_on(db, settings) -> Callable[[dt.date], None]:
    """Move the clock to a day."""
    settings.DEMO = True

    def move(day: dt.date) -> None:
        DemoClock.stand_on(day)

    return move


@pytest.fixture
def friday(stand_on) -> dt.date:
    """Friday 10 March 2017: the round of 2016 is open."""
    stand_on(FRIDAY)
    return FRIDAY


@pytest.fixture
def shared() -> Path:
    """The shared material with real input; a test that needs it is skipped aloud where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared material at {SHARED}")
    return SHARED


def make_organisation(name: str = "Fyrtornet", since: dt.date = dt.date(2013, 1, 1)) -> Organisation:
    organisation = Organisation.objects.create(name=name, short_name=name, county="01")
    Membership.objects.create(organisation=organisation, starts=since)
    return organisation


def make_person(name: str, organisation: Organisation | None = None, *roles: Role) -> Person:
    """A person with roles since 2013: in the organisation where one is given, else in the coalition."""
    email = f"{name.lower().translate(str.maketrans('åäö ', 'aao.'))}@example.org"
    person = Person.objects.create_user(email, name, "correct horse battery")
    for role in roles:
        if organisation is not None:
            Affiliation.objects.create(
                person=person, organisation=organisation, role=role, starts=dt.date(2013, 1, 1)
            )
        else:
            Appointment.objects.create(person=person, role=role, starts=dt.date(2013, 1, 1))
    return person


def make_round(year: int = 2016, *organisations: Organisation) -> Round:
    """The round of a calendar year: opens in January after it, due 31 March, locks 30 April."""
    after = year + 1
    made = Round.objects.create(
        name=str(year),
        period_start=dt.date(year, 1, 1),
        period_end=dt.date(year, 12, 31),
        opens=dt.date(after, 1, 15),
        due=dt.date(after, 3, 31),
        locks=dt.date(after, 4, 30),
    )
    for organisation in organisations:
        Return.objects.create(round=made, organisation=organisation)
    return made


@pytest.fixture
def organisation(db) -> Organisation:
    return make_organisation("Fyrtornet")


@pytest.fixture
def other_organisation(db) -> Organisation:
    return make_organisation("Hamnen")


@pytest.fixture
def reporter(friday, organisation) -> Person:
    return make_person("Rut Rapportör", organisation, Role.REPORTER)


@pytest.fixture
def lead(friday, organisation) -> Person:
    return make_person("Lena Ledare", organisation, Role.LEAD)


@pytest.fixture
def coordinator(friday) -> Person:
    return make_person("Saga Samordnare", None, Role.COORDINATOR)


@pytest.fixture
def actor() -> Callable[[Person], Actor]:
    return actor_for


@pytest.fixture
def sign_in() -> Callable[[Person], Client]:
    """A client signed in as the person, past the second factor."""

    def enter(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
