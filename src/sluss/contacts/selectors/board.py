"""Who has answered, and how much: the coordinator's board of a round."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sluss.contacts import rules
from sluss.contacts.models import (
    ANSWERED_STATES,
    REMINDER,
    Query,
    Return,
    ReturnState,
    Round,
    RoundPhase,
)
from sluss.contacts.selectors.counting import COUNTS, as_totals, counts
from sluss.trust.actor import Actor, Role
from sluss.trust.models import Letter


@dataclass(frozen=True)
class Progress:
    """How many of the expected organisations have answered."""

    answered: int
    expected: int


def progress(round_: Round) -> Progress:
    """n of N, known to everybody in the coalition: never who, never what."""
    states = list(round_.returns.values_list("state", flat=True))
    return Progress(sum(state in ANSWERED_STATES for state in states), len(states))


@dataclass(frozen=True)
class BoardRow:
    """One organisation's return, as the board shows it. `totals` is None for who sees no figures."""

    return_: Return
    totals: rules.Totals | None
    asked: bool
    reminder: Letter | None
    uncertain: bool
    bounced: bool

    @property
    def answered(self) -> bool:
        return self.return_.state in ANSWERED_STATES


@dataclass(frozen=True)
class Board:
    round: Round
    rows: list[BoardRow]

    @cached_property
    def answered(self) -> int:
        return sum(row.answered for row in self.rows)

    @property
    def expected(self) -> int:
        return len(self.rows)

    def _in(self, *states: ReturnState) -> int:
        return sum(row.return_.state in states for row in self.rows)

    @property
    def on_the_way(self) -> int:
        return self._in(ReturnState.DRAFT)

    @property
    def not_started(self) -> int:
        return self._in(ReturnState.NOT_STARTED)

    @property
    def excused(self) -> int:
        return self._in(ReturnState.EXCUSED)

    @property
    def to_review(self) -> int:
        return self._in(ReturnState.SUBMITTED)

    @property
    def late(self) -> int:
        """Sent in too late, or still owed after the day."""
        overdue = self.round.phase in {RoundPhase.GRACE, RoundPhase.LOCKED}
        return sum(row.return_.late or (overdue and row in self.owed) for row in self.rows)

    @cached_property
    def owed(self) -> list[BoardRow]:
        """Those that can be reminded."""
        return [row for row in self.rows if row.return_.state in {ReturnState.NOT_STARTED, ReturnState.DRAFT}]

    @cached_property
    def totals(self) -> rules.Totals | None:
        """Persons in the returns sent in, all organisations together; None for who sees no figures."""
        shown = [row.totals for row in self.rows if row.totals is not None and row.answered]
        if not any(row.totals for row in self.rows):
            return None
        return rules.Totals(*(sum(getattr(t, name) for t in shown) for name in COUNTS))


def board_rounds(actor: Actor) -> QuerySet[Round]:
    """The rounds whose boards the actor sees, newest first, with n and N as `answered` and `expected`."""
    if not actor.has(Role.COORDINATOR, Role.BOARD, Role.AUDITOR):
        return Round.objects.none()
    answered = Count("returns", filter=Q(returns__state__in=ANSWERED_STATES))
    return Round.objects.visible_to(actor).annotate(answered=answered, expected=Count("returns"))


def board(actor: Actor, round_: Round) -> Board:
    """The board of a round. Only the coordinator sees figures; board and auditor see who has answered."""
    returns = (
        Return.objects.visible_to(actor).filter(round=round_).select_related("organisation", "edited_by")
    )
    if actor.is_coordinator:
        returns = returns.annotate(**counts(round_.codebook_version, "contacts__"))
    questions = Query.objects.filter(of_return=OuterRef("pk"), closed_at=None, answered_at=None)
    returns = returns.annotate(asked=Exists(questions)).order_by("organisation__name")
    asked = Letter.objects.filter(kind=REMINDER, thing_id__in=round_.returns.values("pk"), dropped_at=None)
    reminders: dict[int, list[Letter]] = {}
    for letter in asked.order_by("asked_at", "pk"):
        reminders.setdefault(letter.thing_id, []).append(letter)
    rows = []
    for return_ in returns:
        return_.round = round_
        sent = reminders.get(return_.pk, [])
        rows.append(
            BoardRow(
                return_=return_,
                totals=as_totals(vars(return_)) if actor.is_coordinator else None,
                asked=return_.asked,
                reminder=sent[-1] if sent else None,
                uncertain=any(letter.uncertain for letter in sent),
                bounced=any(letter.bounced_at is not None for letter in sent),
            )
        )
    return Board(round_, rows)
