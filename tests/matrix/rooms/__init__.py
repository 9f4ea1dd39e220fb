"""Who may open what, room by room; put together here.

Each room's file says `OPENS` (address -> who opens it, where it is Fyrtornet's, whose reporter and lead are
asked), `ACTS` (addresses that only act, by POST), `LEADS_ON` (addresses that lead on to another), and `PK`
(which thing of the world an address's number names; a release where it isn't said).
"""

from tests.matrix.rooms import agenda, annual, coalition, contacts, meetings, statistics, website

ROOMS = (website, coalition, agenda, meetings, annual, contacts, statistics)
OURS = {room.__name__.rpartition(".")[2] for room in ROOMS}
OPENS: dict[str, set[str]] = {name: who for room in ROOMS for name, who in room.OPENS.items()}
ACTS: dict[str, set[str]] = {name: who for room in ROOMS for name, who in room.ACTS.items()}
LEADS_ON: dict[str, set[str]] = {name: who for room in ROOMS for name, who in room.LEADS_ON.items()}
PK: dict[str, str] = {name: thing for room in ROOMS for name, thing in room.PK.items()}
