"""The agenda: items added, changed, moved, taken over from an earlier meeting, and what became of them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.meetings.models import AgendaItem, ItemKind, Meeting
from sluss.meetings.rules import order_after_move
from sluss.meetings.services.rights import check_runs
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused, WrongState
from sluss.trust.trail import leave


class HasDecisions(Refused):
    default = _("A decision was taken under this item, so that it stays.")


@transaction.atomic
def add_item(
    actor: Actor,
    meeting: Meeting,
    *,
    title: str,
    kind: ItemKind = ItemKind.INFORMATION,
    minutes: int | None = None,
    inner: bool = False,
) -> AgendaItem:
    """Put an item last on the agenda. `minutes` is its length; an inner item is for who leads the meeting."""
    check_runs(actor, meeting)
    item = AgendaItem.objects.create(
        meeting=meeting, order=_next_place(meeting), title=title, kind=kind, minutes=minutes, inner=inner
    )
    leave(actor, "add item", item)
    return item


def _next_place(meeting: Meeting) -> int:
    last = meeting.items.order_by("order").last()
    return last.order + 1 if last else 1


@transaction.atomic
def change_item(
    actor: Actor, item: AgendaItem, *, title: str, kind: ItemKind, minutes: int | None, inner: bool
) -> None:
    check_runs(actor, item.meeting)
    item.title, item.kind, item.minutes, item.inner = title, kind, minutes, inner
    item.save(update_fields=["title", "kind", "minutes", "inner"])
    leave(actor, "change item", item)


@transaction.atomic
def move_item(actor: Actor, item: AgendaItem, *, up: bool) -> None:
    """Move an item one step, and number the agenda anew."""
    check_runs(actor, item.meeting)
    standing = list(item.meeting.items.order_by("order", "pk").values_list("pk", flat=True))
    _number(order_after_move(standing, item.pk, up=up))
    leave(actor, "change item", item)


def _number(order: list[int]) -> None:
    for place, pk in enumerate(order, start=1):
        AgendaItem.objects.filter(pk=pk).exclude(order=place).update(order=place)


@transaction.atomic
def remove_item(actor: Actor, item: AgendaItem) -> None:
    """Take an item off the agenda, with its papers.

    Raises:
        HasDecisions: a decision was taken under it.
    """
    meeting = item.meeting
    check_runs(actor, meeting)
    if item.decisions.exists():
        raise HasDecisions
    leave(actor, "remove item", item)
    item.delete()
    _number(list(meeting.items.order_by("order", "pk").values_list("pk", flat=True)))


@transaction.atomic
def note_outcome(actor: Actor, item: AgendaItem, *, outcome: str, tabled: bool = False) -> None:
    """Say what became of an item, and whether it is put off to the next meeting."""
    check_runs(actor, item.meeting)
    item.outcome, item.tabled = outcome.strip(), tabled
    item.save(update_fields=["outcome", "tabled"])
    leave(actor, "note outcome", item, detail={"tabled": tabled})


@transaction.atomic
def take_up(actor: Actor, item: AgendaItem, meeting: Meeting) -> AgendaItem:
    """Put an item that was put off on the agenda of a later meeting, once.

    Raises:
        WrongState: it wasn't put off, or has been taken up already.
    """
    check_runs(actor, item.meeting)
    check_runs(actor, meeting)
    if not item.tabled or item.followers.exists():
        raise WrongState
    taken = AgendaItem.objects.create(
        meeting=meeting, order=_next_place(meeting), title=item.title, kind=item.kind,
        minutes=item.minutes, inner=item.inner, follows=item,
    )  # fmt: skip
    leave(actor, "add item", taken)
    return taken
