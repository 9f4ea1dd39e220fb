"""What has a date, and what somebody is to do."""

from sluss.agenda.models.deadlines import (
    DEADLINE_STATES,
    LADDER,
    REMINDER,
    Alternative,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Series,
    name_derived,
)
from sluss.agenda.models.reading import DigestChoice, Feed, FeedScope
from sluss.agenda.models.tasks import TASK_STATES, UNFINISHED, Task, TaskState

__all__ = [
    "DEADLINE_STATES",
    "LADDER",
    "REMINDER",
    "TASK_STATES",
    "UNFINISHED",
    "Alternative",
    "Deadline",
    "DeadlineKind",
    "DeadlineState",
    "DigestChoice",
    "Feed",
    "FeedScope",
    "Series",
    "Task",
    "TaskState",
    "name_derived",
]
