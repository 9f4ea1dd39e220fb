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
    "meetings:speaker": EVERYBODY,
    "meetings:evaluate": EVERYBODY,
    "meetings:notes": EVERYBODY,
    # the programme, the day, what is written of it
    **dict.fromkeys(
        ["meetings:programme", "meetings:paper", "meetings:slides", "meetings:minutes"]
        + ["meetings:meeting_decisions", "meetings:mandate"],
        INSIDE,
    ),
    "meetings:decisions": SIGNED_IN - {"nobody"},
    **dict.fromkeys(
        ["meetings:item", "meetings:talks", "meetings:talk", "meetings:attendance", "meetings:evaluation"]
        + ["meetings:minutes_write", "meetings:minutes_version", "meetings:minutes_beside"]
        + ["meetings:minutes_send", "meetings:minutes_reopen", "meetings:decision_between"]
        + ["meetings:decision_take_back", "meetings:mandate_change", "meetings:question"],
        COORDINATOR,
    ),
}
ACTS: dict[str, set[str]] = {
    "meetings:plan_idea": COORDINATOR,
    "meetings:meeting_hold": COORDINATOR,
    "meetings:meeting_close": COORDINATOR,
    "meetings:remind": COORDINATOR,
    "meetings:withdraw": COORDINATOR,
    "meetings:own_answer": {"reporter"},
    **dict.fromkeys(
        ["meetings:item_take_up", "meetings:item_move", "meetings:item_remove", "meetings:paper_remove"]
        + ["meetings:talk_move", "meetings:talk_ask", "meetings:talk_state", "meetings:mark"]
        + ["meetings:minutes_begin", "meetings:minutes_autosave", "meetings:minutes_preview"]
        + ["meetings:decision_carry_out"],
        COORDINATOR,
    ),
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
    **dict.fromkeys(
        ["meetings:programme", "meetings:item_take_up", "meetings:talks", "meetings:attendance"]
        + ["meetings:evaluation", "meetings:minutes", "meetings:minutes_begin", "meetings:minutes_write"]
        + ["meetings:minutes_autosave", "meetings:minutes_preview", "meetings:minutes_version"]
        + ["meetings:minutes_send", "meetings:minutes_reopen", "meetings:meeting_decisions"],
        "held",
    ),
    **dict.fromkeys(["meetings:item", "meetings:item_move", "meetings:item_remove"], "item"),
    **dict.fromkeys(["meetings:paper", "meetings:paper_remove"], "paper"),
    **dict.fromkeys(
        [
            "meetings:talk",
            "meetings:talk_move",
            "meetings:talk_ask",
            "meetings:talk_state",
            "meetings:slides",
        ],
        "talk",
    ),
    **dict.fromkeys(["meetings:decision_carry_out", "meetings:decision_take_back"], "decision"),
    **dict.fromkeys(["meetings:mandate", "meetings:mandate_change"], "abroad"),
    "meetings:minutes_beside": "beside",
    "meetings:mark": "came",
    "meetings:question": "wished",
    "meetings:speaker": "speaker",
    "meetings:evaluate": "evaluate",
    "meetings:notes": "notes",
}
