"""Which organisations are members, from when to when."""

import datetime as dt

from django.db import transaction

from sluss.coalition.models import Membership, Organisation
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed
from sluss.trust.trail import leave


@transaction.atomic
def make_member(actor: Actor, *, name: str, short_name: str, county: str, starts: dt.date) -> Organisation:
    """Take an organisation in as a member from a day on."""
    if not actor.has(Role.ADMINISTRATOR, Role.COORDINATOR):
        raise NotAllowed
    organisation = Organisation.objects.create(name=name, short_name=short_name, county=county)
    Membership.objects.create(organisation=organisation, starts=starts)
    leave(actor, "make member", organisation, organisation_id=organisation.pk)
    return organisation


@transaction.atomic
def end_membership(actor: Actor, organisation: Organisation, *, ends: dt.date, reason: str = "") -> None:
    """Let the membership end on a day; earlier rounds keep the organisation."""
    if not actor.has(Role.ADMINISTRATOR, Role.COORDINATOR):
        raise NotAllowed
    Membership.objects.on(clock.today()).filter(organisation=organisation).update(ends=ends)
    leave(actor, "end membership", organisation, organisation_id=organisation.pk, reason=reason)
