"""What changes of dates and tasks, feeds and letters: one verb each."""

from sluss.agenda.services.deadlines import (
    FollowsFromAThing,
    NoGroup,
    NotAnAlternative,
    SameDate,
    change_deadline,
    choose_alternative,
    keep_deadline,
    meet_deadline,
    miss_deadline,
    move_deadline,
    reopen_deadline,
    settle_date,
    waive_deadline,
)
from sluss.agenda.services.deriving import Derived, derive
from sluss.agenda.services.digest import choose_digest, send_digests
from sluss.agenda.services.feeds import NotInTheGroup, make_feed, revoke_feed
from sluss.agenda.services.reminders import send_due_reminders
from sluss.agenda.services.series import (
    Stopped,
    change_series,
    extend_series,
    is_untouched,
    start_series,
    stop_series,
)
from sluss.agenda.services.tasks import (
    OwnAlready,
    begin_task,
    change_task,
    drop_task,
    finish_task,
    give_task,
    hand_over_task,
    reopen_task,
)

__all__ = [
    "Derived",
    "FollowsFromAThing",
    "NoGroup",
    "NotAnAlternative",
    "NotInTheGroup",
    "OwnAlready",
    "SameDate",
    "Stopped",
    "begin_task",
    "change_deadline",
    "change_series",
    "change_task",
    "choose_alternative",
    "choose_digest",
    "derive",
    "drop_task",
    "extend_series",
    "finish_task",
    "give_task",
    "hand_over_task",
    "is_untouched",
    "keep_deadline",
    "make_feed",
    "meet_deadline",
    "miss_deadline",
    "move_deadline",
    "reopen_deadline",
    "reopen_task",
    "revoke_feed",
    "send_digests",
    "send_due_reminders",
    "settle_date",
    "start_series",
    "stop_series",
    "waive_deadline",
]
