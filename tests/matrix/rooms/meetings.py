"""Meetings."""

from tests.matrix.roles import COORDINATOR, EVERYBODY, INSIDE, SIGNED_IN

OPENS: dict[str, set[str]] = {
    "meetings:index": SIGNED_IN,
    "meetings:meeting": INSIDE,
    "meetings:meeting_new": COORDINATOR,
    "meetings:meeting_change": COORDINATOR,
    "meetings:meeting_move": COORDINATOR,
    "meetings:decide_date": COORDINATOR,
    "meetings:meeting_cancel": COORDINATOR,
    "meetings:invited": COORDINATOR,
    "meetings:invite": COORDINATOR,
    "meetings:invitation": COORDINATOR,
    # whoever has the signed link
    "meetings:answer": EVERYBODY,
    "meetings:answer_calendar": EVERYBODY,
}
ACTS: dict[str, set[str]] = {
    "meetings:plan_idea": COORDINATOR,
    "meetings:meeting_hold": COORDINATOR,
    "meetings:meeting_close": COORDINATOR,
    "meetings:remind": COORDINATOR,
    "meetings:withdraw": COORDINATOR,
    "meetings:own_answer": {"reporter"},
}
LEADS_ON: dict[str, set[str]] = {}
PK: dict[str, str] = {
    **dict.fromkeys(
        [
            "meetings:meeting",
            "meetings:meeting_change",
            "meetings:meeting_move",
            "meetings:decide_date",
            "meetings:meeting_cancel",
            "meetings:invited",
            "meetings:invite",
            "meetings:plan_idea",
            "meetings:meeting_hold",
            "meetings:meeting_close",
            "meetings:remind",
            "meetings:own_answer",
        ],
        "meeting",
    ),
    "meetings:invitation": "invitation",
    "meetings:withdraw": "invitation",
    "meetings:answer": "answer",
    "meetings:answer_calendar": "answer",
}
