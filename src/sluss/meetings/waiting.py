"""What meetings tell on a person's home page and in the room rail."""

from django.utils.translation import gettext_lazy

from sluss.trust import rail

ROOM = rail.Room(
    key="meetings",
    name=gettext_lazy("Meetings"),
    url="meetings:index",
    visible=lambda actor: bool(actor.roles),
    order=15,
)


def register() -> None:
    rail.register(ROOM)
