"""What has a date, and what somebody is to do."""

from sluss.agenda.models.deadlines import (
    DEADLINE_STATES,
    Alternative,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Series,
)
from sluss.agenda.models.tasks import TASK_STATES, UNFINISHED, Task, TaskState

__all__ = [
    "DEADLINE_STATES",
    "TASK_STATES",
    "UNFINISHED",
    "Alternative",
    "Deadline",
    "DeadlineKind",
    "DeadlineState",
    "Series",
    "Task",
    "TaskState",
]
