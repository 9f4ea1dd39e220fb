"""What is read of meetings; each file holds what is read of one thing."""

from sluss.meetings.selectors.attendance import Roll, Worth, roll_of, who_may_be_asked, worth_of
from sluss.meetings.selectors.minutes import minutes_to_write, read_by, skeleton_of
from sluss.meetings.selectors.programme import (
    Programme,
    open_tasks_before,
    programme_of,
    put_off_before,
)
from sluss.meetings.selectors.tasks import tasks_of, who_may_be_given

__all__ = [
    "Programme",
    "Roll",
    "Worth",
    "minutes_to_write",
    "open_tasks_before",
    "programme_of",
    "put_off_before",
    "read_by",
    "roll_of",
    "skeleton_of",
    "tasks_of",
    "who_may_be_asked",
    "who_may_be_given",
    "worth_of",
]
