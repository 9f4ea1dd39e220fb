"""The agenda."""

from tests.matrix.roles import COORDINATOR, EVERYBODY, INSIDE, SIGNED_IN

WITH_A_ROLE = SIGNED_IN - {"nobody"}

OPENS: dict[str, set[str]] = {
    **dict.fromkeys(
        ["agenda:year", "agenda:year_of", "agenda:year_pdf", "agenda:deadlines"]
        + ["agenda:tasks", "agenda:task_new", "agenda:feeds"],
        WITH_A_ROLE,
    ),
    "agenda:deadline": INSIDE,
    **dict.fromkeys(
        ["agenda:deadline_new", "agenda:deadline_change", "agenda:deadline_move", "agenda:deadline_ask"]
        + ["agenda:series_change", "agenda:series_stop"]
        + ["agenda:task_change", "agenda:task_hand_over", "agenda:task_drop"],
        COORDINATOR,
    ),
    # the board sees what isn't a group's
    "agenda:task": {"coordinator", "board"},
    # whoever has the address
    "agenda:feed": EVERYBODY,
    "agenda:public_feed": EVERYBODY,
    "agenda:unsubscribe": EVERYBODY,
}
ACTS: dict[str, set[str]] = {
    "agenda:deadline_deed": COORDINATOR,
    "agenda:alternative_choose": COORDINATOR,
    "agenda:task_deed": COORDINATOR,
    "agenda:feed_revoke": COORDINATOR,
    "agenda:digest_choose": WITH_A_ROLE,
}
LEADS_ON: dict[str, set[str]] = {}
PK: dict[str, str] = {
    **dict.fromkeys(
        ["agenda:deadline", "agenda:deadline_change", "agenda:deadline_move", "agenda:deadline_ask"]
        + ["agenda:deadline_deed", "agenda:alternative_choose"],
        "date",
    ),
    **dict.fromkeys(["agenda:series_change", "agenda:series_stop"], "series"),
    **dict.fromkeys(
        ["agenda:task", "agenda:task_change", "agenda:task_hand_over", "agenda:task_drop"]
        + ["agenda:task_deed"],
        "task",
    ),
    "agenda:feed_revoke": "feed",
    "agenda:feed": "feed_address",
    "agenda:unsubscribe": "out_of_list",
}
