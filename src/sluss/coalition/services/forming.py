"""Steps of the forming are taken, or taken back; the association's own particulars are kept."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.forming import NUMBER, STEP_KEYS
from sluss.coalition.models import FormingStep, Particulars
from sluss.coalition.services.members import InTheFuture
from sluss.coalition.services.parties import checked_number
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class NumberMissing(Refused):
    default = _("Write the number into the particulars first: it is checked there.")


def may_form(actor: Actor) -> bool:
    return actor.has(Role.COORDINATOR, Role.BOARD)


def _check(actor: Actor) -> None:
    if not may_form(actor):
        raise NotAllowed


@transaction.atomic
def take_step(actor: Actor, key: str, *, done_on: dt.date, note: str = "") -> FormingStep:
    """Note that a step of `forming.STEPS` was taken on a day.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        WrongState: there is no such step, or it is taken.
        InTheFuture: the day hasn't come.
        NumberMissing: the number is said to have come and isn't kept.
    """
    _check(actor)
    if key not in STEP_KEYS or FormingStep.objects.filter(key=key).exists():
        raise WrongState
    if done_on > clock.today():
        raise InTheFuture(field="done_on")
    if key == NUMBER and not Particulars.objects.exclude(number="").exists():
        raise NumberMissing
    step = FormingStep.objects.create(key=key, done_on=done_on, note=note, done_by_id=actor.person_id)
    leave(actor, "take forming step", step, detail={"step": key})
    return step


@transaction.atomic
def take_step_back(actor: Actor, step: FormingStep, *, reason: str) -> None:
    """The step wasn't taken after all.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
    """
    _check(actor)
    leave(actor, "take forming step back", step, reason=reason, detail={"step": step.key})
    step.delete()


@transaction.atomic
def keep_particulars(actor: Actor, **known: Any) -> Particulars:
    """Keep the association's own name, number and address. `known`: fields of `Particulars`.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        NumberWrong: it isn't an organisation number.
    """
    _check(actor)
    known["number"] = checked_number(known.get("number", ""), "SE")
    kept, _new = Particulars.objects.update_or_create(pk=Particulars.ONLY, defaults=known)
    leave(actor, "keep particulars", kept)
    return kept
