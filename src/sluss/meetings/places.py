"""Places and the queue for them, reckoned on plain values.

Whoever comes by video takes no place. A place that becomes free is offered to who has waited longest and is
held a day; it goes on only when somebody else waits for it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

Waiting = TypeVar("Waiting")

#: how long an offered place is held
HELD_FOR = dt.timedelta(days=1)


def has_room(capacity: int | None, taken: int, queue: int) -> bool:
    """Whether somebody new gets a place at once: there is one, and nobody waits for it already."""
    return capacity is None or (taken < capacity and queue == 0)


def next_offers(capacity: int | None, taken: int, queue: Sequence[Waiting]) -> Sequence[Waiting]:
    """Who of the queue is offered a place now. `taken` counts places held for others, too."""
    return queue if capacity is None else queue[: max(0, capacity - taken)]


def held_until(offered_at: dt.datetime, starts_at: dt.datetime | None) -> dt.datetime:
    """How long an offered place is held: a day, at most until the meeting begins."""
    until = offered_at + HELD_FOR
    return min(until, starts_at) if starts_at is not None else until
