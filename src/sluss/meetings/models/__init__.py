"""Meetings, who is invited, what is on the agenda, what was written and decided."""

from sluss.meetings.models.invitation import Answer, Invitation
from sluss.meetings.models.meeting import (
    ANNUAL_KINDS,
    BEFORE,
    MEETING_STATES,
    Meeting,
    MeetingKind,
    MeetingSeries,
    MeetingState,
)
from sluss.meetings.models.minutes import (
    MINUTES_STATES,
    Decision,
    DecisionState,
    Minutes,
    MinutesState,
    MinutesVersion,
)
from sluss.meetings.models.programme import AgendaItem, ItemKind, Paper, Talk, TalkState

__all__ = [
    "ANNUAL_KINDS",
    "BEFORE",
    "MEETING_STATES",
    "MINUTES_STATES",
    "AgendaItem",
    "Answer",
    "Decision",
    "DecisionState",
    "Invitation",
    "ItemKind",
    "Meeting",
    "MeetingKind",
    "MeetingSeries",
    "MeetingState",
    "Minutes",
    "MinutesState",
    "MinutesVersion",
    "Paper",
    "Talk",
    "TalkState",
]
