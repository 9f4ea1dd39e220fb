"""What `make run` makes the first time: the demo's years go all the way to published pages."""

import os
import signal
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the demo is made on SQLite"),
]


@pytest.fixture
def demo(tmp_path):
    """`sluss demo` begun in a folder of its own."""
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLUSS_", "DJANGO_"))
    }
    begun: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        making = subprocess.Popen(
            [sys.executable, "-m", "sluss", "demo"],
            env={**surroundings, "SLUSS_DEMO": "1", "SLUSS_DATA": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(making)
        return making

    yield begin
    for making in begun:
        making.kill()
        making.communicate()


def read_until(making: subprocess.Popen[str], word: str) -> str:
    told = ""
    while word not in told:
        letter = making.stdout.read(1)
        assert letter, f"ended before {word!r}: {told}"
        told += letter
    return told


def test_the_demo_is_made_and_every_year_is_published(demo):
    made = demo()
    told, trouble = made.communicate()
    assert made.returncode == 0, trouble
    assert told.count(", published\n") == 3
    assert told.count("nothing could be inferred") == 3
    assert "\b" not in told  # seconds that count up are for a terminal


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_one_ctrl_c_stops_the_making_calmly_and_the_next_begins_afresh(demo, sent):
    stopped = demo()
    read_until(stopped, "frozen")  # the long step begins
    stopped.send_signal(sent)
    told, trouble = stopped.communicate(timeout=20)
    assert stopped.returncode == 128 + sent
    assert told.splitlines()[-1] == "Stopped. The next `make run` begins the demo afresh."
    assert trouble == ""

    assert "begun afresh" in read_until(demo(), "returns in")
