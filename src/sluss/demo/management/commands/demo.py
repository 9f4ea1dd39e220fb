"""`sluss demo`: the first time, make the demo by walking the main job; say in a few lines what came of it."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from sluss.config import ports
from sluss.demo import making, story
from sluss.demo.life import seconds_counted
from sluss.demo.summary import lines

Made = TypeVar("Made")


class Command(BaseCommand):
    help = "Make the demo's coalition, the first time, and say what came of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=ports.port, help="the port it is to be served at, looked at first")

    def handle(self, *args: Any, port: int | None, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is made only where SLUSS_DEMO=1 is set, never among real people.")
        if port is not None:
            ports.must_be_free(ports.HERE, port, "make run PORT={}")
        try:
            with making.alone():
                self._make_once()
        except making.BeingMade as other:
            raise CommandError(
                "The demo is being made by another `make run`. Wait until that one has printed its address."
            ) from other
        for line in lines():
            self.stdout.write(line)

    def _make_once(self) -> None:
        call_command("migrate", verbosity=0)
        found = making.found()
        if found is making.Found.WHOLE:
            self.stdout.write("The demo is there already.")
            return
        if found is making.Found.OTHERS:
            raise CommandError(
                "The database holds people or organisations that this demo hasn't made. Nothing is touched. "
                "Let SLUSS_DATA name an empty folder, or DATABASE_URL an empty database; if they are of an old "
                "demo, `make clean` takes it away."
            )
        if found is making.Found.UNFINISHED:
            self.stdout.write("A demo was left unfinished here; it is begun afresh.")
            making.clear()
        with _stopped_calmly():
            self._make()

    def _make(self) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # years of reminders, at once
        begun = time.monotonic()
        making.begin()
        stage = story.set_stage()
        story.enter_earlier_totals(stage)
        for year in story.PUBLISHED_YEARS:
            self._make_year(stage, year)
        self._say(f"{story.OPEN_YEAR}: ")
        self._do(lambda: story.open_this_years_round(stage), "open, returns on their way\n")
        self._say("2017: ")
        self._do(lambda: story.live_the_year(stage), "statutes, board, groups, dates, meetings\n")
        making.finish()
        self._say(f"Made in {time.monotonic() - begun:.0f} seconds.\n")

    def _make_year(self, stage: story.Stage, year: int) -> None:
        self._say(f"{year}: ")
        round_ = self._do(lambda: story.collect(stage, year), "returns in, accepted")
        checked = self._do(lambda: story.release(stage, round_), ", frozen")
        self._do(_work, ", protected, attacked", doing=", protecting")
        self._do(lambda: story.publish(stage, checked), ", published\n")

    def _do(self, work: Callable[[], Made], done: str, doing: str = "") -> Made:
        """Do the work, then say that it is done."""
        with seconds_counted(self._say, doing) if self.stdout.isatty() else contextlib.nullcontext():
            made = work()
        self._say(done)
        return made

    def _say(self, text: str) -> None:
        self.stdout.write(text, ending="")
        self.stdout.flush()
        sys.stdout.flush()


def _work() -> None:
    """Do the waiting jobs here and now, as the worker would; its command would take Ctrl-C for itself."""
    Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=1,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    ).run()


@contextlib.contextmanager
def _stopped_calmly() -> Iterator[None]:
    """One Ctrl-C, or a word from the system, ends the making at once."""
    before = {sent: signal.signal(sent, _stop) for sent in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sent, handler in before.items():
            signal.signal(sent, handler)


def _stop(signum: int, frame: object) -> NoReturn:
    # nothing is raised: the worker keeps every exception to itself; what is half made is begun afresh anyway
    with contextlib.suppress(OSError):  # nobody is left to read it
        os.write(1, b"\nStopped. The next `make run` begins the demo afresh.\n")
    os._exit(128 + signum)
