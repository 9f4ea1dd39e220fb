"""Contacts of both members, an applicant, statutes in force and a draft, a group with a seat, a seat outside."""

import datetime as dt

from sluss.coalition import services
from sluss.coalition.models import Organisation
from sluss.coalition.selectors import actor_for
from tests.matrix.world import FRIDAY, World


def make(world: World) -> None:
    coordinator = actor_for(world.people["coordinator"])
    for side, name in ((world.own, "Fyrtornet"), (world.other, "Hamnen")):
        member = Organisation.objects.get(name=name)
        contact = services.add_contact(
            coordinator, member, name="Kim Kontakt", email=f"kim@{name.lower()}.example", starts=FRIDAY
        )
        side["contact_person"] = contact.pk
    applicant = services.add_party(coordinator, name="Sökande", short_name="Sökande", kind="applicant")
    services.apply_for_membership(coordinator, applicant, applied_on=FRIDAY)
    first = services.draft_statutes(coordinator)
    services.write_articles(coordinator, first, [("Namn", "Föreningen heter Plattformen.")], edits=0)
    services.adopt_statutes(coordinator, first, adopted_by="2016:1", valid_from=dt.date(2016, 3, 31))
    draft = services.draft_statutes(coordinator)
    board = services.start_group(coordinator, name="Styrelsen", kind="board")
    group = services.start_group(coordinator, name="Arbetsgruppen för barn")
    outside = services.give_representation(coordinator, body="EU-plattformen", person=world.people["lead"])
    services.take_step(coordinator, "bank", done_on=FRIDAY)
    world.shared |= {
        "applicant": applicant.pk,
        "statutes": first.number,
        "draft": draft.number,
        "group": group.pk,
        "seat": services.seat(coordinator, group, world.people["lead"]).pk,
        "board_seat": services.seat(coordinator, board, world.people["board"]).pk,
        "outside": outside.pk,
    }
