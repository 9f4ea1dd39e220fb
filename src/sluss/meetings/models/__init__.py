"""Meetings, who is invited, what is on the agenda, what was written and decided."""

from sluss.meetings.models import annual
from sluss.meetings.models.attended import Delegate, Mandate, WishedQuestion
from sluss.meetings.models.evaluation import Evaluation, Opinion
from sluss.meetings.models.invitation import Answer, Invitation, Standing
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
    DECISION_STATES,
    MINUTES_STATES,
    OPEN_FOR_WRITING,
    Decision,
    DecisionState,
    DecisionYear,
    Minutes,
    MinutesState,
    MinutesVersion,
    TextBeside,
)
from sluss.meetings.models.moves import Move
from sluss.meetings.models.programme import (
    IN_THE_PROGRAMME,
    TALK_STATES,
    AgendaItem,
    ItemKind,
    Paper,
    Talk,
    TalkState,
)

__all__ = [
    "ANNUAL_KINDS",
    "BEFORE",
    "DECISION_STATES",
    "IN_THE_PROGRAMME",
    "MEETING_STATES",
    "MINUTES_STATES",
    "OPEN_FOR_WRITING",
    "TALK_STATES",
    "AgendaItem",
    "Answer",
    "Decision",
    "DecisionState",
    "DecisionYear",
    "Delegate",
    "Evaluation",
    "Invitation",
    "ItemKind",
    "Mandate",
    "Meeting",
    "MeetingKind",
    "MeetingSeries",
    "MeetingState",
    "Minutes",
    "MinutesState",
    "MinutesVersion",
    "Move",
    "Opinion",
    "Paper",
    "Standing",
    "Talk",
    "TalkState",
    "TextBeside",
    "WishedQuestion",
    "annual",
]
