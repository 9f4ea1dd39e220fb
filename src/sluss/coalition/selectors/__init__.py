"""What is read of the coalition."""

from sluss.coalition.selectors.addressees import Addressee, people_for
from sluss.coalition.selectors.people import (
    A_YEAR,
    CONFIRMED,
    Account,
    accounts,
    actor_for,
    appointments_ended_by,
    contacts_to_confirm,
    coordinators,
    how_many_members,
    may_appoint_deputies,
    possible_deputies,
    reporters_of,
    roles_seen_to_by,
    seen_to_by,
)
from sluss.coalition.selectors.statutes import in_force_on, rules_on, what_differs
from sluss.coalition.selectors.trail import CHECKED, last_check_of_trail, people_in_trail_of, trail_of

__all__ = [
    "A_YEAR",
    "CHECKED",
    "CONFIRMED",
    "Account",
    "Addressee",
    "accounts",
    "actor_for",
    "appointments_ended_by",
    "contacts_to_confirm",
    "coordinators",
    "how_many_members",
    "in_force_on",
    "last_check_of_trail",
    "may_appoint_deputies",
    "people_for",
    "people_in_trail_of",
    "possible_deputies",
    "reporters_of",
    "roles_seen_to_by",
    "rules_on",
    "seen_to_by",
    "trail_of",
    "what_differs",
]
