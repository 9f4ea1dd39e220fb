"""Which organisations are members, from when to when."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Membership, Organisation
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class NameTaken(Refused):
    default = _("There is an organisation of that name already.")


class EndsBeforeItBegan(Refused):
    default = _("The membership began later than that. Choose a later day.")


@transaction.atomic
def make_member(actor: Actor, *, name: str, short_name: str, starts: dt.date) -> Organisation:
    """Take an organisation in as a member from a day on.

    Raises:
        NotAllowed: only the administrator takes in.
        NameTaken: another organisation has the name.
    """
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAllowed
    if Organisation.objects.filter(name__iexact=name).exists():
        raise NameTaken(field="name")
    organisation = Organisation.objects.create(name=name, short_name=short_name)
    Membership.objects.create(organisation=organisation, starts=starts)
    leave(actor, "make member", organisation, organisation_id=organisation.pk)
    return organisation


@transaction.atomic
def end_membership(actor: Actor, organisation: Organisation, *, ends: dt.date, reason: str = "") -> None:
    """Let the membership end on a day, that day included; earlier rounds keep the organisation.

    Raises:
        NotAllowed: only the administrator ends a membership.
        WrongState: the organisation isn't a member.
        EndsBeforeItBegan: the day lies before the membership's first.
    """
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAllowed
    membership = Membership.objects.on(clock.today()).filter(organisation=organisation).first()
    if membership is None:
        raise WrongState(_("The organisation isn't a member."))
    if ends < membership.starts:
        raise EndsBeforeItBegan(field="ends")
    membership.ends = ends
    membership.save(update_fields=["ends"])
    leave(actor, "end membership", organisation, organisation_id=organisation.pk, reason=reason)
