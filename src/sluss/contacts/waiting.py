"""What collecting tells on a person's home page and in the room rail."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from sluss.contacts.models import ANSWERED_STATES, Return, ReturnState, Round, RoundPhase
from sluss.contacts.selectors import progress
from sluss.trust import clock, rail, waiting
from sluss.trust.actor import Actor, Role
from sluss.trust.waiting import Item, Part

ROOM = rail.Room(
    key="contacts",
    name=gettext_lazy("Collecting"),
    url="contacts:index",
    visible=lambda actor: bool(actor.organisations) or actor.has(Role.COORDINATOR, Role.BOARD, Role.AUDITOR),
    waiting=lambda actor: how_many_wait(actor),
    order=20,
)


def register() -> None:
    rail.register(ROOM)
    waiting.register(tell)


def _owed(actor: Actor) -> list[Return]:
    """Own returns that can be worked in now."""
    mine = Return.objects.editable_by(actor).select_related("round", "organisation")
    open_states = (ReturnState.NOT_STARTED, ReturnState.DRAFT, ReturnState.QUERIED)
    return [each for each in mine.filter(state__in=open_states) if each.open_for_editing]


def _to_review(actor: Actor) -> list[Return]:
    if not actor.is_coordinator:
        return []
    sent = Return.objects.visible_to(actor).filter(state=ReturnState.SUBMITTED)
    return list(sent.select_related("round", "organisation"))


def how_many_wait(actor: Actor) -> int:
    return len(_owed(actor)) + len(_to_review(actor))


def tell(actor: Actor) -> Iterator[Item]:
    yield from map(_owed_item, _owed(actor))
    yield from _review_items(_to_review(actor))
    if actor.has(Role.COORDINATOR, Role.BOARD):
        yield from _round_items(actor)
    yield from _accepted_items(actor)


def _owed_item(return_: Return) -> Item:
    if return_.state == ReturnState.QUERIED:
        title, tag, tone = _("The coordinator has a question about your return"), _("Question asked"), "wait"
    elif return_.round.phase == RoundPhase.GRACE:
        title, tag, tone = _("The return for %(round)s is late"), pgettext("return", "Late"), "stop"
    else:
        title, tag, tone = _("Send in the return for %(round)s"), "", "calm"
    return Item(
        Part.WAITS,
        title % {"round": return_.round.name},
        reverse("contacts:return", args=[return_.pk]),
        detail=return_.organisation.name,
        tag=tag,
        tone=tone,
        when=return_.reopened_until or return_.round.due,
    )


def _review_items(returns: list[Return]) -> Iterator[Item]:
    by_round: dict[Round, list[Return]] = {}
    for return_ in returns:
        by_round.setdefault(return_.round, []).append(return_)
    for round_, sent in by_round.items():
        one = len(sent) == 1
        yield Item(
            Part.WAITS,
            ngettext("%(n)s return to look through", "%(n)s returns to look through", len(sent))
            % {"n": len(sent)},
            reverse("contacts:review", args=[sent[0].pk])
            if one
            else reverse("contacts:board", args=[round_.pk]),
            detail=f"{round_.name}: {', '.join(each.organisation.short_name for each in sent[:4])}",
            when=clock.today(),
        )


def _round_items(actor: Actor) -> Iterator[Item]:
    """Open rounds, and how far they have come."""
    today = clock.today()
    for round_ in Round.objects.visible_to(actor).filter(opens__lte=today, locks__gte=today):
        how_far = progress(round_)
        yield Item(
            Part.COMING,
            _("%(answered)s of %(expected)s have answered for %(round)s")
            % {"answered": how_far.answered, "expected": how_far.expected, "round": round_.name},
            reverse("contacts:board", args=[round_.pk]),
            when=round_.due if today <= round_.due else round_.locks,
        )


LATELY = 14
"""Days for which a return that was answered is news."""


def _accepted_items(actor: Actor) -> Iterator[Item]:
    """Returns that have come in or been accepted lately: who, never what."""
    seen = Return.objects.visible_to(actor).filter(state__in=ANSWERED_STATES, submitted_at__isnull=False)
    for return_ in seen.select_related("round", "organisation").order_by("-submitted_at")[:5]:
        accepted = return_.accepted_at is not None
        moment = return_.accepted_at or return_.submitted_at
        assert moment is not None  # noqa: S101 - the filter above
        if (clock.now() - moment).days > LATELY:
            continue
        said = (
            _("The return from %(organisation)s is accepted")
            if accepted
            else _("%(organisation)s has answered")
        )
        yield Item(
            Part.NEW,
            said % {"organisation": return_.organisation.short_name},
            detail=return_.round.name,
            when=moment.date(),
        )
