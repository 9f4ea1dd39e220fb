"""What the coalition is made of: organisations and their people, groups, statutes, and for whom things are."""

from sluss.coalition.models.audience import Audience, AudienceQuerySet, audiences_of, meant_for
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
    Affiliation,
    Appointment,
    DatedQuerySet,
    Membership,
    Organisation,
    OrganisationKind,
)
from sluss.coalition.models.statutes import STATUTES_STATES, Article, StatutesState, StatutesVersion

__all__ = [
    "GROUP_STATES",
    "RUNS_THE_GROUP",
    "STATUTES_STATES",
    "Affiliation",
    "Appointment",
    "Article",
    "Audience",
    "AudienceQuerySet",
    "DatedQuerySet",
    "Group",
    "GroupKind",
    "GroupState",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Seat",
    "SeatRole",
    "StatutesState",
    "StatutesVersion",
    "audiences_of",
    "meant_for",
]
