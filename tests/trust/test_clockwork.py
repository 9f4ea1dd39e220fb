"""What is due by the clock is done in every room."""

import pytest

from sluss.trust import clockwork
from sluss.trust.actor import SYSTEM


@pytest.fixture
def jobs(monkeypatch):
    """A clockwork without the rooms' own jobs."""
    monkeypatch.setattr(clockwork, "_jobs", {})


def test_each_job_is_done_and_tells_how_much(jobs):
    clockwork.register("one", lambda actor: 3)
    clockwork.register("two", lambda actor: 0)
    assert list(clockwork.run(SYSTEM)) == [("one", 3), ("two", 0)]


def test_a_job_that_fails_keeps_no_other_from_its_work_and_is_not_hidden(jobs):
    done = []
    clockwork.register("breaks", lambda actor: 1 // 0)
    clockwork.register("works", lambda actor: done.append(actor) or 1)
    with pytest.raises(ExceptionGroup) as failure:
        list(clockwork.run(SYSTEM))
    assert done == [SYSTEM]
    assert [type(one) for one in failure.value.exceptions] == [ZeroDivisionError]
