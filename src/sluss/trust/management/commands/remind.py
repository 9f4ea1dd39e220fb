"""`sluss remind`: what is due by the clock today, in every room. Run it each morning; twice does no harm."""

from typing import Any

from django.core.management.base import BaseCommand

from sluss.trust import clockwork
from sluss.trust.actor import SYSTEM


class Command(BaseCommand):
    help = "Send the reminders and digests that are due today, each once, and make the dates that come back."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, done in clockwork.run(SYSTEM):
            self.stdout.write(f"{name}: {done}")
