"""What collecting stores: rounds, returns, the persons in them, questions, imports."""

from sluss.contacts.models.contact import Contact, GroupCase, Query, QueryOutcome
from sluss.contacts.models.imports import ColumnMapping, ImportRun, ImportState
from sluss.contacts.models.round import (
    ANSWERED_STATES,
    REMINDER,
    RETURN_STATES,
    Return,
    ReturnState,
    Round,
    RoundPhase,
)

__all__ = [
    "ANSWERED_STATES",
    "REMINDER",
    "RETURN_STATES",
    "ColumnMapping",
    "Contact",
    "GroupCase",
    "ImportRun",
    "ImportState",
    "Query",
    "QueryOutcome",
    "Return",
    "ReturnState",
    "Round",
    "RoundPhase",
]
