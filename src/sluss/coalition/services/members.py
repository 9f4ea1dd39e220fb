"""Which organisations are members, from when to when: asked for, decided, paused, ended."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import (
    APPLICATION_STATES,
    Application,
    ApplicationState,
    Membership,
    Organisation,
    OrganisationKind,
    Pause,
)
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class NameTaken(Refused):
    default = _("There is an organisation of that name already.")


class EndsBeforeItBegan(Refused):
    default = _("The membership began later than that. Choose a later day.")


class PauseOutOfOrder(Refused):
    default = _("The last day comes before the first. Choose a later one.")


class PausesAlready(Refused):
    default = _("There is a pause on one of those days already.")


class InTheFuture(Refused):
    default = _("That day hasn't come yet.")


def may_keep_members(actor: Actor) -> bool:
    """Who notes what has been decided about members: the coordinator and the administrator."""
    return actor.has(Role.COORDINATOR, Role.ADMINISTRATOR)


def _check(actor: Actor) -> None:
    if not may_keep_members(actor):
        raise NotAllowed


@transaction.atomic
def make_member(actor: Actor, *, name: str, short_name: str, starts: dt.date) -> Organisation:
    """Take an organisation in as a member from a day on, as where the coalition already has members.

    Raises:
        NotAllowed: only coordinator and administrator take in.
        NameTaken: another organisation has the name.
    """
    _check(actor)
    if Organisation.objects.filter(name__iexact=name).exists():
        raise NameTaken(field="name")
    organisation = Organisation.objects.create(name=name, short_name=short_name)
    Membership.objects.create(organisation=organisation, starts=starts)
    leave(actor, "make member", organisation, organisation_id=organisation.pk)
    return organisation


@transaction.atomic
def apply_for_membership(
    actor: Actor, organisation: Organisation, *, applied_on: dt.date, note: str = ""
) -> Application:
    """Note that an organisation asks to become a member.

    Raises:
        NotAllowed: the actor keeps no members.
        InTheFuture: the day hasn't come.
        WrongState: it is a member, or has asked and not been answered.
    """
    _check(actor)
    if applied_on > clock.today():
        raise InTheFuture(field="applied_on")
    if Membership.objects.on(clock.today()).filter(organisation=organisation).exists():
        raise WrongState(_("The organisation is a member already."))
    if organisation.applications.filter(state=ApplicationState.APPLIED).exists():
        raise WrongState(_("The organisation has asked already."))
    application = Application.objects.create(organisation=organisation, applied_on=applied_on, note=note)
    leave(actor, "note application", application)
    return application


@transaction.atomic
def approve_application(
    actor: Actor, application: Application, *, decision: str, starts: dt.date
) -> Membership:
    """The organisation is a member from a day on, by a decision.

    Raises:
        NotAllowed: the actor keeps no members.
        WrongState: it has been decided already.
        EndsBeforeItBegan: an earlier membership ends on that day or later.
    """
    _check(actor)
    organisation = application.organisation
    if organisation.memberships.exclude(ends__lt=starts).exists():
        raise EndsBeforeItBegan(
            _("The organisation is a member on that day. Choose a later one."), field="starts"
        )
    _decide(actor, application, "approve application", decision)
    organisation.kind, organisation.active = OrganisationKind.MEMBER, True
    organisation.save(update_fields=["kind", "active"])
    return Membership.objects.create(organisation=organisation, starts=starts, decision=decision)


@transaction.atomic
def decline_application(actor: Actor, application: Application, *, decision: str) -> None:
    """The organisation doesn't become a member, by a decision.

    Raises:
        NotAllowed: the actor keeps no members.
        WrongState: it has been decided already.
    """
    _check(actor)
    _decide(actor, application, "decline application", decision)


@transaction.atomic
def withdraw_application(actor: Actor, application: Application, *, reason: str) -> None:
    """The organisation no longer asks.

    Raises:
        NotAllowed: the actor keeps no members.
        WrongState: it has been decided already.
    """
    _check(actor)
    _decide(actor, application, "withdraw application", reason)


def _decide(actor: Actor, application: Application, verb: str, decision: str) -> None:
    APPLICATION_STATES.move(actor, application, verb, reason=decision)
    application.decision, application.decided_on = decision, clock.today()
    application.save(update_fields=["state", "decision", "decided_on"])


@transaction.atomic
def pause_membership(
    actor: Actor, organisation: Organisation, *, starts: dt.date, ends: dt.date | None, reason: str
) -> Pause:
    """From a day on, perhaps to a day, the member isn't asked for anything: it isn't one of the N of "n of N".

    Raises:
        NotAllowed: the actor keeps no members.
        WrongState: it isn't a member on the first day.
        PauseOutOfOrder: the last day comes before the first.
        PausesAlready: there is a pause on one of the days.
    """
    _check(actor)
    if ends is not None and ends < starts:
        raise PauseOutOfOrder(field="ends")
    if not Membership.objects.on(starts).filter(organisation=organisation).exists():
        raise WrongState(_("The organisation isn't a member on that day."))
    standing = organisation.pauses.exclude(ends__lt=starts)
    if (standing.filter(starts__lte=ends) if ends else standing).exists():
        raise PausesAlready(field="starts")
    pause = Pause.objects.create(organisation=organisation, starts=starts, ends=ends, reason=reason)
    leave(actor, "pause membership", pause, reason=reason)
    return pause


@transaction.atomic
def resume_membership(actor: Actor, organisation: Organisation) -> None:
    """From today on the member is asked again.

    Raises:
        NotAllowed: the actor keeps no members.
        WrongState: it doesn't pause.
    """
    _check(actor)
    pause = organisation.pauses.on(clock.today()).first()
    if pause is None:
        raise WrongState(_("The membership isn't paused."))
    leave(actor, "resume membership", pause)
    pause.ends = clock.today() - dt.timedelta(days=1)
    if pause.ends < pause.starts:  # paused by mistake today
        pause.delete()
    else:
        pause.save(update_fields=["ends"])


@transaction.atomic
def end_membership(actor: Actor, organisation: Organisation, *, ends: dt.date, reason: str = "") -> None:
    """Let the membership end on a day, that day included; earlier rounds keep the organisation.

    Raises:
        NotAllowed: only coordinator and administrator end a membership.
        WrongState: the organisation isn't a member.
        EndsBeforeItBegan: the day lies before the membership's first.
    """
    _check(actor)
    membership = Membership.objects.on(clock.today()).filter(organisation=organisation).first()
    if membership is None:
        raise WrongState(_("The organisation isn't a member."))
    if ends < membership.starts:
        raise EndsBeforeItBegan(field="ends")
    membership.ends = ends
    membership.save(update_fields=["ends"])
    leave(actor, "end membership", organisation, organisation_id=organisation.pk, reason=reason)
