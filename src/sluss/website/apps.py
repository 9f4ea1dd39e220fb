from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sluss.trust import rail


class WebsiteConfig(AppConfig):
    name = "sluss.website"
    label = "website"

    def ready(self) -> None:
        rail.register(
            rail.Room("home", _("Overview"), "website:home", visible=lambda actor: actor.signed_in, order=0)
        )
