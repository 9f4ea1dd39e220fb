"""A round of 2016 with two organisations, and who works in them."""

import pytest

from sluss.contacts.models import Return, Round
from sluss.trust.actor import Role
from tests.conftest import make_person, make_round


@pytest.fixture
def round_(friday, organisation, other_organisation) -> Round:
    return make_round(2016, organisation, other_organisation)


@pytest.fixture
def return_(round_, organisation) -> Return:
    return round_.returns.select_related("round", "organisation").get(organisation=organisation)


@pytest.fixture
def other_return(round_, other_organisation) -> Return:
    return round_.returns.select_related("round", "organisation").get(organisation=other_organisation)


@pytest.fixture
def rut(reporter, actor):
    """The reporter, as who acts."""
    return actor(reporter)


@pytest.fixture
def saga(coordinator, actor):
    """The coordinator, as who acts."""
    return actor(coordinator)


@pytest.fixture
def colleague(friday, organisation):
    return make_person("Mona Kollega", organisation, Role.REPORTER)


@pytest.fixture
def stranger(friday, other_organisation):
    """A reporter of the other organisation."""
    return make_person("Said Annan", other_organisation, Role.REPORTER)


@pytest.fixture
def board_member(friday):
    return make_person("Birger Styrelse", None, Role.BOARD)
