"""Forms of the annual meeting. What they hold is what the services take."""

from sluss.meetings.annual.forms.ballots import (
    CountsForm,
    DrawnForm,
    ElectedForm,
    ElectionForm,
    HeardForm,
    QuestionForm,
    VoiceForm,
    VoteForm,
    choices_of,
)
from sluss.meetings.annual.forms.days import DayForm, NewAnnualForm, OfficersForm, ReasonForm
from sluss.meetings.annual.forms.notices import LateReasonForm, NoticeForm
from sluss.meetings.annual.forms.proposals import (
    DelegateForm,
    MotionForm,
    NominationForm,
    ProxyForm,
    StatementForm,
)

__all__ = [
    "CountsForm",
    "DayForm",
    "DelegateForm",
    "DrawnForm",
    "ElectedForm",
    "ElectionForm",
    "HeardForm",
    "LateReasonForm",
    "MotionForm",
    "NewAnnualForm",
    "NominationForm",
    "NoticeForm",
    "OfficersForm",
    "ProxyForm",
    "QuestionForm",
    "ReasonForm",
    "StatementForm",
    "VoiceForm",
    "VoteForm",
    "choices_of",
]
