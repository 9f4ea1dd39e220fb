from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    """How often somebody has tried to sign in is remembered in the cache: each test begins with none."""
    cache.clear()
    yield
    cache.clear()
