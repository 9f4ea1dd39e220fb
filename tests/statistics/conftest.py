"""Who works on the statistics."""

import pytest

from sluss.coalition.selectors import actor_for
from sluss.people.models import Person
from sluss.trust.actor import Actor


@pytest.fixture
def saga(coordinator: Person) -> Actor:
    """The coordinator as actor."""
    return actor_for(coordinator)


@pytest.fixture
def rut(reporter: Person) -> Actor:
    """A reporter as actor."""
    return actor_for(reporter)
