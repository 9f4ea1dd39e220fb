"""What changes of organisations and of who is what in them."""

from sluss.coalition.services.accounts import end_accounts_sessions, reset_accounts_sign_in
from sluss.coalition.services.appointments import appoint, appoint_deputy, end_appointment
from sluss.coalition.services.colleagues import (
    confirm_reporting_contacts,
    end_affiliation,
    end_colleagues_sessions,
    invite_colleague,
    reset_colleagues_sign_in,
)
from sluss.coalition.services.groups import (
    change_group,
    change_signatory,
    close_group,
    elect,
    end_seat,
    prolong_group,
    seat,
    start_group,
)
from sluss.coalition.services.members import end_membership, make_member
from sluss.coalition.services.statutes import (
    ChangedMeanwhile,
    adopt_statutes,
    adopt_statutes_once,
    draft_statutes,
    may_write_statutes,
    propose_statutes,
    set_rules,
    withdraw_statutes,
    write_articles,
)
from sluss.coalition.services.watching import mark_checked

__all__ = [
    "ChangedMeanwhile",
    "adopt_statutes",
    "adopt_statutes_once",
    "appoint",
    "appoint_deputy",
    "change_group",
    "change_signatory",
    "close_group",
    "confirm_reporting_contacts",
    "draft_statutes",
    "elect",
    "end_accounts_sessions",
    "end_affiliation",
    "end_appointment",
    "end_colleagues_sessions",
    "end_membership",
    "end_seat",
    "invite_colleague",
    "make_member",
    "mark_checked",
    "may_write_statutes",
    "prolong_group",
    "propose_statutes",
    "reset_accounts_sign_in",
    "reset_colleagues_sign_in",
    "seat",
    "set_rules",
    "start_group",
    "withdraw_statutes",
    "write_articles",
]
