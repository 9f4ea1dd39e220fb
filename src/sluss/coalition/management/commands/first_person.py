"""`sluss first_person`: the first administrator of a new installation, who then makes everybody else."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from sluss.coalition.models import Appointment
from sluss.people import services
from sluss.trust.actor import SYSTEM, Role
from sluss.trust.trail import leave


class Command(BaseCommand):
    help = "Make the first administrator, and print the address at which to choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("email")

    def handle(self, *args: Any, name: str, email: str, **options: Any) -> None:
        with transaction.atomic():
            if Appointment.objects.filter(role=Role.ADMINISTRATOR).exists():
                raise CommandError("There is an administrator already, who makes the others on the page.")
            person = services.make_account(SYSTEM, name=name, email=email)
            appointment = Appointment.objects.create(person=person, role=Role.ADMINISTRATOR)
            leave(SYSTEM, "appoint", appointment, detail={"role": Role.ADMINISTRATOR})
        self.stdout.write(f"{settings.ADDRESS}{services.way_in(person)}")
