"""`sluss remind`: send the reminders that are due today. Run it each morning; twice does no harm."""

from typing import Any

from django.core.management.base import BaseCommand

from sluss.contacts import services
from sluss.trust.actor import SYSTEM


class Command(BaseCommand):
    help = "Send the reminders that are due today, each once."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = services.send_due_reminders(SYSTEM)
        self.stdout.write(f"{len(sent)} reminder{'' if len(sent) == 1 else 's'} sent.")
