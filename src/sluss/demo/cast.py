"""Who is who in the demo: twenty organisations and their people, all of them invented.

No organisation of these names is meant, and every address ends in `example.org`, which reaches nobody.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluss.trust.actor import Role


@dataclass(frozen=True)
class Member:
    """A member of the demo: how many persons it meets in a usual year, and since when it is a member."""

    name: str
    county: str  # the codebook's county code
    reporter: str
    lead: str
    yearly: int
    since: int = 2013
    until: int | None = None


MEMBERS = (
    Member("Fyrtornet", "01", "Rut Holm", "Lena Falk", 22),
    Member("Hamnen", "14", "Said Karimi", "Karin Öberg", 31),
    Member("Norrsken", "25", "Elli Niva", "Per Stålnacke", 7),
    Member("Stigen", "08", "Tove Ahl", "Jan Ribbing", 2),
    Member("Bryggan", "12", "Maja Quist", "Omar Haddad", 14),
    Member("Linden", "18", "Gun Sarin", "Bo Almlöv", 5),
    Member("Vindbron", "03", "Hedda Rooth", "Ivar Kjell", 9),
    Member("Tröskeln", "01", "Amina Warsame", "Ulla Brandt", 18),
    Member("Gläntan", "06", "Disa Fors", "Erik Tamm", 6),
    Member("Lanternan", "14", "Ylva Kron", "Nadja Petrov", 12),
    Member("Farleden", "13", "Moa Sander", "Sten Wall", 4),
    Member("Björkdungen", "19", "Alva Rosén", "Kurt Modig", 3),
    Member("Stenbron", "05", "Linn Hagel", "Petra Ström", 6),
    Member("Sjömärket", "09", "Wille Gran", "Signe Buhre", 2),
    Member("Morgonljus", "01", "Selma Ekdahl", "Henrik Torv", 11),
    Member("Vadstället", "20", "Ebba Tell", "Ragnar Ås", 3),
    Member("Snäckan", "12", "Iris Mård", "Fatima Noor", 8),
    Member("Kajutan", "10", "Olle Brask", "Vera Lod", 3, since=2014),
    Member("Enebacken", "22", "Tyra Hjort", "Folke Sund", 4, since=2014),
    Member("Roddarna", "17", "Kim Älv", "Majken Rot", 5, since=2015),
    Member("Höstvinden", "21", "Stina Karp", "Arvid Lo", 4, until=2014),
)


@dataclass(frozen=True)
class Official:
    """Somebody with a role in the coalition as a whole."""

    key: str
    name: str
    role: Role


COORDINATOR = Official("coordinator", "Saga Lindqvist", Role.COORDINATOR)
AUTHORITY = Official("authority", "Mikael Grip", Role.AUTHORITY)
AUDITOR = Official("auditor", "Anna-Greta Holmdahl", Role.AUDITOR)
ADMINISTRATOR = Official("administrator", "Dan Koppel", Role.ADMINISTRATOR)
OFFICIALS = (COORDINATOR, AUTHORITY, AUDITOR, ADMINISTRATOR)
#: two of the board belong to no member; what they may do follows from their seats
CHAIR, SECRETARY = "Birger Nyman", "Elsa Vinter"
#: stands in for the coordinator over the annual meeting, with powers that end by themselves
DEPUTY_NAME = "Nils Ekman"


#: reserved for examples: nobody real has an address here
DOMAIN = "@example.org"


def address(name: str) -> str:
    """The invented e-mail address of a person of the demo."""
    plain = name.lower().translate(str.maketrans("åäöéü ", "aaoeu."))
    return f"{plain}{DOMAIN}"


@dataclass(frozen=True)
class Door:
    """A way into the demo: one click signs you in as this person."""

    key: str
    name: str
    role: Any
    what: Any

    @property
    def email(self) -> str:
        return address(self.name)


FIRST = MEMBERS[0]
DOORS = (
    Door(
        "reporter", FIRST.reporter, _("Reporter at Fyrtornet"), _("Meets people; reports them on the phone.")
    ),
    Door("lead", FIRST.lead, _("Head of Fyrtornet"), _("Sees to colleagues and their sign-in.")),
    Door("coordinator", COORDINATOR.name, _("Coordinator"), _("Follows up, accepts, freezes, publishes.")),
    Door("deputy", DEPUTY_NAME, _("Deputy coordinator"), _("Stands in from 6 to 24 March.")),
    Door("board", CHAIR, _("Board"), _("Sees who has answered, never a person.")),
    Door(
        "authority",
        AUTHORITY.name,
        _("Guest from an authority"),
        _("Reads what is published for authorities."),
    ),
    Door("auditor", AUDITOR.name, _("Auditor"), _("Reads the trail and marks that it is checked.")),
    Door(
        "administrator",
        ADMINISTRATOR.name,
        _("Administrator"),
        _("Accounts and organisations, no persons met."),
    ),
)
