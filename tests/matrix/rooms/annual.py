"""Annual meetings; their addresses are among those of meetings."""

from tests.matrix.roles import COORDINATOR, EVERYBODY, INSIDE

OPENS: dict[str, set[str]] = {
    **dict.fromkeys(
        ["meetings:annual_index", "meetings:annual", "meetings:annual_motions", "meetings:annual_motion"]
        + ["meetings:annual_nominations", "meetings:annual_delegates", "meetings:annual_ballots"]
        + ["meetings:annual_own_votes", "meetings:annual_results"],
        INSIDE,
    ),
    # the head for the own organisation, the coordinator for all
    **dict.fromkeys(
        ["meetings:annual_motion_new", "meetings:annual_nomination_new", "meetings:annual_delegate_new"]
        + ["meetings:annual_proxy_new"],
        {"lead", "coordinator"},
    ),
    **dict.fromkeys(
        ["meetings:annual_new", "meetings:annual_move", "meetings:annual_officers", "meetings:annual_notice"]
        + ["meetings:annual_notice_send", "meetings:annual_proof", "meetings:annual_proof_file"]
        + ["meetings:annual_roll", "meetings:annual_question_new", "meetings:annual_election_new"]
        # the ballot is open: only who runs it sees how it goes
        + ["meetings:annual_ballot", "meetings:annual_minutes", "meetings:annual_archive"],
        COORDINATOR,
    ),
    # who adjusts: in this world somebody on the board
    "meetings:annual_sign_own": {"board"},
    "meetings:annual_sign": EVERYBODY,
}
ACTS: dict[str, set[str]] = {
    **dict.fromkeys(
        ["meetings:annual_do", "meetings:annual_notice_begin", "meetings:annual_arrive"]
        + ["meetings:annual_depart", "meetings:annual_strike", "meetings:annual_ballot_do"]
        + ["meetings:annual_ballot_record", "meetings:annual_ballot_settle", "meetings:annual_ballot_contest"]
        + ["meetings:annual_vote_strike", "meetings:annual_minutes_begin"]
        + ["meetings:annual_minutes_circulate", "meetings:annual_nomination_answer"],
        COORDINATOR,
    ),
    "meetings:annual_motion_state": {"board", "coordinator"},
    # what is asked isn't said here
    "meetings:annual_motion_decide": set(),
    # the delegate, and who notes votes
    "meetings:annual_vote": {"lead", "coordinator"},
    "meetings:annual_delegate_withdraw": {"lead", "coordinator"},
    "meetings:annual_proxy_withdraw": {"lead", "coordinator"},
}
LEADS_ON: dict[str, set[str]] = {}
_OF: dict[str, tuple[str, ...]] = {
    "annual_motion": ("annual_motion", "annual_motion_state", "annual_motion_decide"),
    "annual_nomination": ("annual_nomination_answer",),
    "annual_sent": ("annual_proof", "annual_proof_file"),
    "annual_draft": ("annual_notice_send",),
    "annual_delegate": ("annual_delegate_withdraw", "annual_arrive", "annual_depart"),
    "annual_proxy": ("annual_proxy_withdraw",),
    "annual_entry": ("annual_strike",),
    "annual_ballot": (
        "annual_ballot", "annual_ballot_do", "annual_ballot_record", "annual_vote", "annual_ballot_settle",
        "annual_ballot_contest",
    ),
    "annual_vote": ("annual_vote_strike",),
    "annual_officer": ("annual_sign_own",),
    "annual_sign": ("annual_sign",),
}  # fmt: skip
PK: dict[str, str] = dict.fromkeys([*OPENS, *ACTS], "annual") | {
    f"meetings:{name}": thing for thing, names in _OF.items() for name in names
}
