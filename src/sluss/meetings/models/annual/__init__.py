"""The annual meeting: what is called, proposed, named, counted and signed."""

from sluss.meetings.models.annual.ballots import (
    BALLOT_STATES,
    Ballot,
    BallotKind,
    BallotState,
    Method,
    Vote,
)
from sluss.meetings.models.annual.meeting import (
    ANNUAL_STATES,
    SIGNING,
    AnnualMeeting,
    AnnualState,
    Deviation,
    Duty,
    Officer,
)
from sluss.meetings.models.annual.notices import Notice, NoticePaper, NoticeRecipient
from sluss.meetings.models.annual.proposals import (
    MOTION_STATES,
    NOMINATION_STATES,
    Advice,
    Motion,
    MotionState,
    Nomination,
    NominationState,
)
from sluss.meetings.models.annual.roll import Accreditation, Proxy, RollEntry

__all__ = [
    "ANNUAL_STATES",
    "BALLOT_STATES",
    "MOTION_STATES",
    "NOMINATION_STATES",
    "SIGNING",
    "Accreditation",
    "Advice",
    "AnnualMeeting",
    "AnnualState",
    "Ballot",
    "BallotKind",
    "BallotState",
    "Deviation",
    "Duty",
    "Method",
    "Motion",
    "MotionState",
    "Nomination",
    "NominationState",
    "Notice",
    "NoticePaper",
    "NoticeRecipient",
    "Officer",
    "Proxy",
    "RollEntry",
    "Vote",
]
