"""While long work runs, something moves on a terminal, and nothing of it stays."""

import time

import pytest

from sluss.demo.life import seconds_counted


def on_the_screen(written: list[str]) -> str:
    """What a terminal shows of it."""
    line, at = "", 0
    for letter in "".join(written):
        if letter == "\b":
            at -= 1
        else:
            line, at = line[:at] + letter + line[at + 1 :], at + 1
    return line


@pytest.fixture
def written() -> list[str]:
    return ["frozen"]


def test_the_seconds_count_up_and_are_gone_when_the_work_is_done(written):
    with seconds_counted(written.append, ", protecting"):
        time.sleep(2.3)
        assert on_the_screen(written) == "frozen, protecting ... 2 s"
    written.append(", protected")
    assert on_the_screen(written).rstrip() == "frozen, protected"


def test_of_short_work_nothing_is_seen(written):
    with seconds_counted(written.append):
        pass
    assert "".join(written) == "frozen"


def test_work_that_fails_takes_the_seconds_away_too(written):
    def fail() -> None:
        time.sleep(1.2)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"), seconds_counted(written.append):
        fail()
    assert on_the_screen(written).rstrip() == "frozen"
