"""Deadlines: kept, moved, met, missed, waived."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.agenda import rights
from sluss.agenda.dates import VagueDate
from sluss.agenda.models import DEADLINE_STATES, LADDER, Alternative, Deadline, DeadlineKind, DeadlineState
from sluss.coalition.models import Audience, Group
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class FollowsFromAThing(Refused):
    default = _("This date is reckoned from something else. Change that, and the date follows.")


class NoGroup(Refused):
    default = _("Choose the group that it is shown to.")


class SameDate(Refused):
    default = _("It stands on that date already. Choose another.")


class NotAnAlternative(Refused):
    default = _("That date is no longer among the alternatives. Reload the page.")


@transaction.atomic
def keep_deadline(
    actor: Actor,
    *,
    title: str,
    when: VagueDate,
    kind: str = DeadlineKind.INTERNAL,
    tentative: bool = False,
    alternatives: Iterable[VagueDate] = (),
    source: str = "",
    owner: Person | None = None,
    deputy: Person | None = None,
    audience: str = Audience.MEMBERS,
    group: Group | None = None,
    ladder: Iterable[int] = LADDER,
    url: str = "",
) -> Deadline:
    """Put a date into the calendar.

    Raises:
        NotAllowed: neither the coordinator nor the leader of the group.
        NoGroup: shown to a group, and no group.
    """
    made = Deadline(
        title=title, date=when.day, precision=when.precision, kind=kind, tentative=tentative, source=source,
        owner=owner, deputy=deputy, audience=audience, group=group, ladder=sorted(ladder, reverse=True), url=url,
    )  # fmt: skip
    _check(actor, made)
    made.save()
    _propose(made, alternatives)
    leave(actor, "make deadline", made)
    return made


@transaction.atomic
def change_deadline(
    actor: Actor,
    deadline: Deadline,
    *,
    title: str,
    kind: str,
    tentative: bool,
    source: str,
    owner: Person | None,
    deputy: Person | None,
    audience: str,
    group: Group | None,
    ladder: Iterable[int],
    alternatives: Iterable[VagueDate] = (),
) -> Deadline:
    """Change everything but the date, and perhaps propose another date.

    Raises:
        NotAllowed: neither the coordinator nor the leader of the group.
        NoGroup: shown to a group, and no group.
    """
    deadline = _locked(deadline)
    if not rights.may_keep(actor, deadline):
        raise NotAllowed
    deadline.title, deadline.kind, deadline.tentative, deadline.source = title, kind, tentative, source
    deadline.owner, deadline.deputy, deadline.audience, deadline.group = owner, deputy, audience, group
    deadline.ladder = sorted(ladder, reverse=True)
    _check(actor, deadline)
    deadline.save_changed()
    _propose(deadline, alternatives)
    leave(actor, "change deadline", deadline)
    return deadline


@transaction.atomic
def move_deadline(
    actor: Actor, deadline: Deadline, when: VagueDate, *, reason: str, tentative: bool = False
) -> Deadline:
    """Move it to another date, and say why. Who is reminded is reminded anew, of the new date.

    Raises:
        NotAllowed: it isn't the actor's to see to.
        FollowsFromAThing: the date is reckoned from a meeting or a grant.
        SameDate: it stands there.
        WrongState: it is done or waived.
    """
    deadline = _seen_to(actor, deadline)
    if deadline.follows_from_a_thing:
        raise FollowsFromAThing
    if deadline.when == when and deadline.tentative == tentative:
        raise SameDate(field="when")
    if deadline.state == DeadlineState.MISSED:
        DEADLINE_STATES.move(actor, deadline, "reopen deadline", reason=reason)
    _require_open(deadline)
    leave(actor, "move deadline", deadline, reason=reason, detail=_from_to(deadline, when))
    _set_date(deadline, when, reason)
    deadline.tentative = tentative
    deadline.save_changed()
    return deadline


@transaction.atomic
def choose_alternative(actor: Actor, deadline: Deadline, alternative_id: int) -> Deadline:
    """Decide on one of the other dates; the rest fall away, and the date isn't tentative any more.

    Raises:
        NotAllowed: it isn't the actor's to see to.
        NotAnAlternative: somebody else has decided meanwhile.
    """
    deadline = _seen_to(actor, deadline)
    chosen = deadline.alternatives.filter(pk=alternative_id).first()
    if chosen is None:
        raise NotAnAlternative
    _require_open(deadline)
    leave(actor, "choose alternative", deadline, detail=_from_to(deadline, chosen.when))
    _set_date(deadline, chosen.when)
    return _settled(deadline)


@transaction.atomic
def settle_date(actor: Actor, deadline: Deadline) -> Deadline:
    """The date stands: it isn't tentative any more, and other dates fall away.

    Raises:
        NotAllowed: it isn't the actor's to see to.
    """
    deadline = _seen_to(actor, deadline)
    leave(actor, "settle date", deadline, detail={"date": deadline.date.isoformat()})
    return _settled(deadline)


def _settled(deadline: Deadline) -> Deadline:
    deadline.tentative = False
    deadline.save_changed()
    deadline.alternatives.all().delete()
    return deadline


def meet_deadline(actor: Actor, deadline: Deadline) -> Deadline:
    """It is done. Raises NotAllowed, WrongState."""
    return _change_state(actor, deadline, "meet deadline")


def miss_deadline(actor: Actor, deadline: Deadline, *, reason: str) -> Deadline:
    """It wasn't done in time, and won't be by itself. Raises NotAllowed, WrongState."""
    return _change_state(actor, deadline, "miss deadline", reason)


def waive_deadline(actor: Actor, deadline: Deadline, *, reason: str) -> Deadline:
    """It needn't be done. Raises NotAllowed, WrongState."""
    return _change_state(actor, deadline, "waive deadline", reason)


def reopen_deadline(actor: Actor, deadline: Deadline) -> Deadline:
    """Take back that it was done, missed or waived. Raises NotAllowed, WrongState."""
    return _change_state(actor, deadline, "reopen deadline")


@transaction.atomic
def _change_state(actor: Actor, deadline: Deadline, verb: str, reason: str = "") -> Deadline:
    deadline = _seen_to(actor, deadline)
    DEADLINE_STATES.move(actor, deadline, verb, reason=reason)
    deadline.reason = reason
    deadline.save_changed()
    return deadline


def _locked(deadline: Deadline) -> Deadline:
    """The deadline as it stands now; nobody changes it at the same time."""
    return Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)


def _seen_to(actor: Actor, deadline: Deadline) -> Deadline:
    deadline = _locked(deadline)
    if not rights.may_see_to(actor, deadline):
        raise NotAllowed
    return deadline


def _check(actor: Actor, deadline: Deadline) -> None:
    if deadline.audience == Audience.GROUP and deadline.group_id is None:
        raise NoGroup(field="group")
    if not rights.may_keep(actor, deadline):
        raise NotAllowed


def _require_open(deadline: Deadline) -> None:
    """A date that is done or waived isn't moved; it is reopened first."""
    if deadline.state != DeadlineState.OPEN:
        raise WrongState


def _set_date(deadline: Deadline, when: VagueDate, reason: str = "") -> None:
    deadline.date, deadline.precision = when.day, when.precision
    deadline.reason, deadline.set_on = reason, clock.today()


def _from_to(deadline: Deadline, when: VagueDate) -> dict[str, str]:
    return {"from": deadline.date.isoformat(), "to": when.day.isoformat()}


def _propose(deadline: Deadline, alternatives: Iterable[VagueDate]) -> None:
    for other in alternatives:
        if other != deadline.when:
            Alternative.objects.get_or_create(deadline=deadline, date=other.day, precision=other.precision)
