"""Who acts: the person at the keyboard with the roles held on this day.

Every service takes an actor as its first argument and every selector begins with one. An actor is
a plain value; `sluss.coalition.selectors.actor_for` builds it from affiliations and appointments.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a person may be in the coalition. REPORTER and LEAD are held in an organisation."""

    REPORTER = "reporter"
    LEAD = "lead"
    COORDINATOR = "coordinator"
    BOARD = "board"
    AUTHORITY = "authority"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.REPORTER: _("Reporter"),
    Role.LEAD: _("Head of organisation"),
    Role.COORDINATOR: _("Coordinator"),
    Role.BOARD: _("Board"),
    Role.AUTHORITY: _("Guest from an authority"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
}

#: roles held in one organisation; the others are held in the coalition as a whole
ORGANISATION_ROLES = frozenset({Role.REPORTER, Role.LEAD})


@dataclass(frozen=True)
class Actor:
    """A person with the roles held today. Without a person it is the public, who sees what is published."""

    person_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    #: organisations in which the person reports or leads, by role
    reports_for: frozenset[int] = field(default_factory=frozenset)
    leads: frozenset[int] = field(default_factory=frozenset)
    #: groups in which the person sits (board, working groups), and those led as chair or secretary
    groups: frozenset[int] = field(default_factory=frozenset)
    runs: frozenset[int] = field(default_factory=frozenset)

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def organisations(self) -> frozenset[int]:
        """Organisations whose own records the person works with."""
        return self.reports_for | self.leads

    @property
    def is_coordinator(self) -> bool:
        return Role.COORDINATOR in self.roles


PUBLIC = Actor()

#: what runs by the clock and not by a hand: reminders, jobs, the demo's making
SYSTEM = Actor(name="Sluss", roles=frozenset({Role.COORDINATOR}))
