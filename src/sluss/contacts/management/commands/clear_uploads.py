"""`sluss clear_uploads`: take away files that were sent in and never said yes or no to."""

from typing import Any

from django.core.management.base import BaseCommand

from sluss.contacts.imports.services import forget_old_files


class Command(BaseCommand):
    help = "Take away files sent in more than seven days ago. Their hash stays."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_old_files()} files taken away.")
