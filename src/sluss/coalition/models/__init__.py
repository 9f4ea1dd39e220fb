"""What the coalition is made of: organisations and their people, groups, statutes, and for whom things are."""

from sluss.coalition.models.audience import Audience, AudienceQuerySet, audiences_of, meant_for
from sluss.coalition.models.contact_persons import (
    SPEAKS_FOR_THE_ORGANISATION,
    ContactPerson,
    ContactRole,
    HeldContactRole,
)
from sluss.coalition.models.forming import FormingStep, Particulars
from sluss.coalition.models.groups import (
    GROUP_STATES,
    RUNS_THE_GROUP,
    Group,
    GroupKind,
    GroupState,
    Seat,
    SeatRole,
)
from sluss.coalition.models.organisations import (
    APPLICATION_STATES,
    Affiliation,
    Application,
    ApplicationState,
    Appointment,
    DatedQuerySet,
    DutyToReport,
    Membership,
    Organisation,
    OrganisationKind,
    Pause,
)
from sluss.coalition.models.representation import Representation, RepresentationNote
from sluss.coalition.models.statutes import STATUTES_STATES, Article, StatutesState, StatutesVersion

__all__ = [
    "APPLICATION_STATES",
    "GROUP_STATES",
    "RUNS_THE_GROUP",
    "SPEAKS_FOR_THE_ORGANISATION",
    "STATUTES_STATES",
    "Affiliation",
    "Application",
    "ApplicationState",
    "Appointment",
    "Article",
    "Audience",
    "AudienceQuerySet",
    "ContactPerson",
    "ContactRole",
    "DatedQuerySet",
    "DutyToReport",
    "FormingStep",
    "Group",
    "GroupKind",
    "GroupState",
    "HeldContactRole",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Particulars",
    "Pause",
    "Representation",
    "RepresentationNote",
    "Seat",
    "SeatRole",
    "StatutesState",
    "StatutesVersion",
    "audiences_of",
    "meant_for",
]
