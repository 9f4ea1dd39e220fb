"""`sluss serve`: the web server and, beside it, the worker that does long work and what is due by the clock."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, NoReturn

import waitress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from sluss.config import ports
from sluss.trust import clockwork

THREADS = 8
#: hours of the day at which what is due by the clock is done; each job does nothing twice
HOURS = range(7, 19)


class Command(BaseCommand):
    help = "Serve Sluss at one address until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=ports.HERE)
        parser.add_argument("--port", type=ports.port, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        ports.must_be_free(host, port, "make run PORT={}" if settings.DEMO else "sluss serve --port {}")
        application = get_wsgi_application()
        signal.signal(signal.SIGTERM, _stop)
        with _worker(), _clockwork(), contextlib.suppress(KeyboardInterrupt):
            self.stdout.write(f"\nSluss: {_address(host, port)}  (Ctrl-C stops it)")
            self.stdout.flush()
            waitress.serve(application, host=host, port=port, threads=THREADS, ident=None, _quiet=True)
        self.stdout.write("Sluss has stopped.")
        _end_at_once_if_a_page_is_computed()


def _address(host: str, port: int) -> str:
    """Where to begin: in the demo, at the choice of roles."""
    name = "localhost" if host == ports.HERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}{reverse('demo:index' if settings.DEMO else 'website:front')}"


def _stop(signum: int, frame: object) -> NoReturn:
    """End as Ctrl-C does, so that the worker is stopped too."""
    raise KeyboardInterrupt


def _end_at_once_if_a_page_is_computed() -> None:
    """Its thread can't be stopped, and Python would abort over a solver at work; what isn't saved is undone."""
    if any(thread.name.startswith("waitress") for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


@contextlib.contextmanager
def _worker() -> Iterator[None]:
    """The worker in a process and session of its own, so that Ctrl-C reaches it once and in order."""
    command = [sys.executable, "-m", "sluss", "db_worker", "--verbosity", "0"]
    worker = subprocess.Popen(command, start_new_session=True)  # noqa: S603 -- our own interpreter and module
    try:
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(timeout=5)
        except subprocess.TimeoutExpired:
            worker.kill()


@contextlib.contextmanager
def _clockwork() -> Iterator[None]:
    """A thread that hands the worker what is due, at each full hour of the day."""
    stopped = threading.Event()

    def tick() -> None:
        while not stopped.wait(_seconds_to_next_hour()):
            if timezone.localtime().hour in HOURS:
                clockwork.run_now.enqueue()
                connection.close()  # an hour is long for a connection that nobody uses

    threading.Thread(target=tick, name="clockwork", daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def _seconds_to_next_hour() -> float:
    now = timezone.now()
    return 3600 - (now.minute * 60 + now.second)
