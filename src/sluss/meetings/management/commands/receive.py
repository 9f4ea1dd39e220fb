"""`sluss receive`: take in one letter from standard input, as a mail server hands it over.

    sluss@example.org  "|/srv/sluss/.venv/bin/sluss receive"

Exits with 0 also for what it leaves alone: the mail server has nothing to send back.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from sluss.meetings.services.receiving import receive


class Command(BaseCommand):
    help = "Take in one letter from standard input: an answer from a calendar, or a letter that came back."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(receive(sys.stdin.buffer.read()))
