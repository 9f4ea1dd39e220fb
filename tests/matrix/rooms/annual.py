"""Annual meetings; their addresses are among those of meetings."""

from tests.matrix.roles import COORDINATOR, EVERYBODY, INSIDE

OPENS: dict[str, set[str]] = {
    "meetings:annual_index": INSIDE,
    "meetings:annual": INSIDE,
    "meetings:annual_motions": INSIDE,
    "meetings:annual_motion": INSIDE,
    "meetings:annual_nominations": INSIDE,
    "meetings:annual_delegates": INSIDE,
    "meetings:annual_ballots": INSIDE,
    "meetings:annual_own_votes": INSIDE,
    "meetings:annual_results": INSIDE,
    # the head for the own organisation, the coordinator for all
    "meetings:annual_motion_new": {"lead", "coordinator"},
    "meetings:annual_nomination_new": {"lead", "coordinator"},
    "meetings:annual_delegate_new": {"lead", "coordinator"},
    "meetings:annual_proxy_new": {"lead", "coordinator"},
    "meetings:annual_new": COORDINATOR,
    "meetings:annual_move": COORDINATOR,
    "meetings:annual_officers": COORDINATOR,
    "meetings:annual_notice": COORDINATOR,
    "meetings:annual_notice_send": COORDINATOR,
    "meetings:annual_proof": COORDINATOR,
    "meetings:annual_proof_file": COORDINATOR,
    "meetings:annual_roll": COORDINATOR,
    "meetings:annual_question_new": COORDINATOR,
    "meetings:annual_election_new": COORDINATOR,
    # the ballot is open: only who runs it sees how it goes
    "meetings:annual_ballot": COORDINATOR,
    "meetings:annual_minutes": COORDINATOR,
    "meetings:annual_archive": COORDINATOR,
    # who adjusts: in this world somebody on the board
    "meetings:annual_sign_own": {"board"},
    "meetings:annual_sign": EVERYBODY,
}
ACTS: dict[str, set[str]] = {
    "meetings:annual_do": COORDINATOR,
    "meetings:annual_notice_begin": COORDINATOR,
    "meetings:annual_arrive": COORDINATOR,
    "meetings:annual_depart": COORDINATOR,
    "meetings:annual_strike": COORDINATOR,
    "meetings:annual_ballot_do": COORDINATOR,
    "meetings:annual_ballot_record": COORDINATOR,
    "meetings:annual_ballot_settle": COORDINATOR,
    "meetings:annual_ballot_contest": COORDINATOR,
    "meetings:annual_vote_strike": COORDINATOR,
    "meetings:annual_minutes_begin": COORDINATOR,
    "meetings:annual_minutes_circulate": COORDINATOR,
    "meetings:annual_nomination_answer": COORDINATOR,
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
