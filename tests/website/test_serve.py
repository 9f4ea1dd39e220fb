"""`sluss serve` in a process of its own: where it says to begin, what it says meanwhile, how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="served on SQLite, in a folder of its own"),
]

SERVE = "from sluss.__main__ import main; main()"
#: instead of Sluss: a page over which the solver broods for longer than anybody waits
BROODING = """
import highspy, numpy
import django.core.wsgi

def brood(environ, start):
    random = numpy.random.default_rng(1)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    taken = [solver.addBinary() for _ in range(60)]
    for _ in range(6):
        weights = random.integers(0, 99, 60)
        solver.addConstr(sum(int(w) * x for w, x in zip(weights, taken)) == int(weights.sum() // 2))
    solver.run()

django.core.wsgi.get_wsgi_application = lambda: brood
"""


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory):
    """A folder of its own, with a database that is ready."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLUSS_")}
    here = {**kept, "SLUSS_DATA": str(tmp_path_factory.mktemp("served"))}
    subprocess.run([sys.executable, "-m", "sluss", "migrate", "--verbosity", "0"], env=here, check=True)
    return here


@pytest.fixture
def serve(surroundings):
    begun: list[subprocess.Popen[str]] = []

    def begin(program: str = SERVE, demo: str = "") -> tuple[subprocess.Popen[str], str, str]:
        """The server, the line in which it says where to begin, and its address."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-c", program, "serve", "--port", str(port)],
            env={**surroundings, "SLUSS_DEMO": demo},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(server)
        server.stdout.readline()
        told = server.stdout.readline()
        return server, told, f"http://127.0.0.1:{port}"

    yield begin
    for server in begun:
        if server.poll() is None:
            end(server)


def ask(address: str) -> None:
    for _ in range(50):
        try:
            urllib.request.urlopen(address).read()  # noqa: S310 -- our own server
        except ConnectionRefusedError:  # it says where to begin a moment before it listens
            time.sleep(0.1)
        except OSError:
            return  # the server has stopped meanwhile
        else:
            return


def end(server: subprocess.Popen[str]) -> tuple[str, str]:
    server.send_signal(signal.SIGINT)
    return server.communicate(timeout=30)


def test_the_demo_begins_at_the_choice_of_roles_and_else_at_the_front(serve):
    assert re.match(r"Sluss: http://localhost:\d+/demo/  \(Ctrl-C stops it\)", serve(demo="1")[1])
    assert re.match(r"Sluss: http://localhost:\d+/  \(Ctrl-C stops it\)", serve()[1])


def test_while_somebody_browses_nothing_is_said(serve):
    server, _told, address = serve()
    ask(f"{address}/healthz")
    browsing = [threading.Thread(target=ask, args=[f"{address}/healthz"]) for _ in range(60)]
    for one in browsing:
        one.start()
    for one in browsing:
        one.join()
    assert end(server) == ("Sluss has stopped.\n", "")
    assert server.returncode == 0


def test_it_ends_calmly_while_a_page_is_still_computed(serve):
    server, _told, address = serve(BROODING + SERVE)
    threading.Thread(target=ask, args=[address], daemon=True).start()
    time.sleep(3)
    assert end(server) == ("Sluss has stopped.\n", "")
    assert server.returncode == 0
