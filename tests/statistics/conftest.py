"""Who works on the statistics."""

import pytest

from sluss.coalition.selectors import actor_for
from sluss.people.models import Person
from sluss.statistics import services
from sluss.statistics.models import Release
from sluss.trust.actor import Actor


@pytest.fixture
def saga(coordinator: Person) -> Actor:
    """The coordinator as actor."""
    return actor_for(coordinator)


@pytest.fixture
def rut(reporter: Person) -> Actor:
    """A reporter as actor."""
    return actor_for(reporter)


@pytest.fixture
def check(saga, django_capture_on_commit_callbacks):
    """Check a release to the end, as the worker does."""

    def run(release: Release) -> Release:
        with django_capture_on_commit_callbacks(execute=True):
            services.start_check(saga, release)
        return Release.objects.select_related("round").get(pk=release.pk)

    return run
