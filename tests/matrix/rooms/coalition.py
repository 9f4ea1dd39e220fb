"""Organisations, colleagues, accounts, the trail."""

from tests.matrix.roles import COORDINATOR

OPENS: dict[str, set[str]] = {
    "coalition:organisations": {"coordinator", "board", "administrator"},
    "coalition:member_new": {"administrator"},
    "coalition:appointment_new": {"administrator"},
    "coalition:colleagues": {"lead"},
    "coalition:colleague_new": {"lead", "administrator"},
    "coalition:colleague_deed": {"lead", "administrator"},
    "coalition:reporting_contacts": {"lead", "administrator"},
    "coalition:organisation": {"administrator"},
    "coalition:member_end": {"administrator"},
    "coalition:accounts": {"administrator"},
    "coalition:account_deed": {"administrator"},
    "coalition:appointment_end": {"coordinator", "administrator"},
    "coalition:deputies": COORDINATOR,
    "coalition:trail": {"lead", "auditor"},
}
ACTS: dict[str, set[str]] = {}
LEADS_ON: dict[str, set[str]] = {}
PK: dict[str, str] = {
    "coalition:colleague_new": "organisation",
    "coalition:reporting_contacts": "organisation",
    "coalition:organisation": "organisation",
    "coalition:member_end": "organisation",
    "coalition:account_deed": "person",
    "coalition:appointment_end": "deputy",
    "coalition:colleague_deed": "affiliation",
}
