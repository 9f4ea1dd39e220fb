"""What the coalition's pages take in."""

from sluss.coalition.forms.people import (
    AppointmentForm,
    CheckForm,
    ColleagueForm,
    DeputyForm,
    MemberForm,
    MembershipEndForm,
    ReasonForm,
    ReportingContactsForm,
    TrailFilter,
)
from sluss.coalition.forms.statutes import AdoptForm, AdoptOnceForm, ExampleForm, RulesForm, Written

__all__ = [
    "AdoptForm",
    "AdoptOnceForm",
    "AppointmentForm",
    "CheckForm",
    "ColleagueForm",
    "DeputyForm",
    "ExampleForm",
    "MemberForm",
    "MembershipEndForm",
    "ReasonForm",
    "ReportingContactsForm",
    "RulesForm",
    "TrailFilter",
    "Written",
]
