"""`sluss demo`: the first time, make the demo by walking the main job; say in a few lines what came of it."""

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sluss.demo import story
from sluss.demo.summary import lines


class Command(BaseCommand):
    help = "Make the demo's coalition, the first time, and say what came of it."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is made only where SLUSS_DEMO=1 is set, never among real people.")
        call_command("migrate", verbosity=0)
        if story.there_already():
            self.stdout.write("The demo is there already.")
        else:
            self._make()
        for line in lines():
            self.stdout.write(line)

    def _make(self) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # years of reminders, at once
        begun = time.monotonic()
        stage = story.set_stage()
        story.enter_earlier_totals(stage)
        for year in story.PUBLISHED_YEARS:
            self._say(f"{year}: returns in, accepted")
            round_ = story.collect(stage, year)
            self._say(", frozen")
            checked = story.release(stage, round_)
            self._work()
            self._say(", protected, attacked")
            story.publish(stage, checked)
            self._say(", published\n")
        self._say(f"{story.OPEN_YEAR}: open, returns on their way\n")
        story.open_this_years_round(stage)
        self._say("2017: statutes, board, groups, dates, meetings\n")
        story.live_the_year(stage)
        self._say(f"Made in {time.monotonic() - begun:.0f} seconds.\n")

    def _work(self) -> None:
        """Do the waiting jobs here and now, as the worker would."""
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)

    def _say(self, text: str) -> None:
        self.stdout.write(text, ending="")
        self.stdout.flush()
        sys.stdout.flush()
