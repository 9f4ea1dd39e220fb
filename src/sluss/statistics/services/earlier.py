"""Totals published before Sluss: entered with their source, so that a series reaches further back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.statistics.models import EarlierTotal
from sluss.statistics.rules import Measure
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave


class SourceMissing(Refused):
    default = _("Say where the number was published, so that it can be found again.")


class AlreadyEntered(Refused):
    default = _("This number is entered for that year already. Change it in the list.")


def enter_total(
    actor: Actor,
    *,
    year: int,
    measure: Measure,
    count: int,
    source: str,
    break_note: dict[str, str] | None = None,
) -> EarlierTotal:
    """Enter a total that is published already.

    `break_note` {"sv", "en"} says how it was counted then, where that differs from now.

    Raises:
        NotAllowed: only the coordinator enters them.
        SourceMissing: no source.
        AlreadyEntered: the year has this measure already.
    """
    _check(actor, source)
    with transaction.atomic():
        if EarlierTotal.objects.filter(year=year, measure=measure).exists():
            raise AlreadyEntered(field="year")
        total = EarlierTotal.objects.create(
            year=year, measure=measure, count=count, source=source.strip(), break_note=break_note or {}
        )
        leave(actor, "enter earlier total", total, detail={"year": year, "measure": str(measure)})
    return total


def correct_total(
    actor: Actor, total: EarlierTotal, *, count: int, source: str, break_note: dict[str, str] | None = None
) -> EarlierTotal:
    """Correct a total that was entered wrongly.

    Raises:
        NotAllowed, SourceMissing: as in `enter_total`.
    """
    _check(actor, source)
    with transaction.atomic():
        total.count, total.source, total.break_note = count, source.strip(), break_note or {}
        total.save(update_fields=["count", "source", "break_note"])
        leave(actor, "correct earlier total", total)
    return total


def remove_total(actor: Actor, total: EarlierTotal) -> None:
    """Take away a total that doesn't belong here."""
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    with transaction.atomic():
        leave(actor, "remove earlier total", total, detail={"year": total.year, "measure": total.measure})
        total.delete()


def _check(actor: Actor, source: str) -> None:
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    if not source.strip():
        raise SourceMissing(field="source")
