from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sluss.trust import rail
from sluss.trust.actor import Role


class CoalitionConfig(AppConfig):
    name = "sluss.coalition"
    label = "coalition"

    def ready(self) -> None:
        rail.register(
            rail.Room(
                "colleagues", _("Colleagues"), "coalition:colleagues", lambda a: a.has(Role.LEAD), order=60
            )
        )
        rail.register(
            rail.Room(
                "organisations",
                _("Organisations"),
                "coalition:organisations",
                lambda a: a.has(Role.ADMINISTRATOR, Role.COORDINATOR, Role.BOARD),
                order=70,
            )
        )
        rail.register(
            rail.Room("deputies", _("Deputies"), "coalition:deputies", lambda a: a.is_coordinator, order=75)
        )
        rail.register(
            rail.Room(
                "trail", _("Trail"), "coalition:trail", lambda a: a.has(Role.AUDITOR, Role.LEAD), order=80
            )
        )
