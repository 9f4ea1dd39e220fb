"""For whom something is: every list, page, feed and search of the coalition's own work asks this."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluss.trust.actor import Actor, Role
from sluss.trust.models import VisibleQuerySet


class Audience(models.TextChoices):
    """From the narrowest to the widest. Who is within one is within all after it."""

    GROUP = "group", _("The group")
    BOARD = "board", _("The board")
    MEMBERS = "members", _("The members")
    NETWORK = "network", _("Members and network friends")
    PARTNERS = "partners", _("Partners and authorities too")
    PUBLIC = "public", _("Everybody")


_OUTSIDE = (Audience.PUBLIC,)
_AUTHORITY = (Audience.PARTNERS, *_OUTSIDE)
_INSIDE = (Audience.MEMBERS, Audience.NETWORK, *_AUTHORITY)


def audiences_of(actor: Actor) -> tuple[Audience, ...]:
    """The audiences that the actor belongs to, a group's own aside."""
    if actor.has(Role.COORDINATOR, Role.BOARD):
        return (Audience.BOARD, *_INSIDE)
    if actor.roles - {Role.AUTHORITY}:
        return _INSIDE
    return _AUTHORITY if actor.has(Role.AUTHORITY) else _OUTSIDE


def meant_for(actor: Actor) -> Q:
    """Rows with `audience` and `group` for the actor: an audience's, the own groups', all to the coordinator."""
    if actor.is_coordinator:
        return Q()
    return Q(audience__in=audiences_of(actor)) | Q(group__in=actor.groups)


class AudienceQuerySet(VisibleQuerySet):
    """Things that have an audience and perhaps a group."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(meant_for(actor))
