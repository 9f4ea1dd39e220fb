"""A meeting that was held, with everything that is written of it, and one of others."""

import datetime as dt

from django.core.files.base import ContentFile
from django.utils import timezone

from sluss.agenda.dates import VagueDate
from sluss.coalition.selectors import actor_for
from sluss.meetings import correspondence
from sluss.meetings.models import Meeting, MeetingKind, TextBeside
from sluss.meetings.services import attendance, attending, decisions, minutes, papers, programme, talks
from sluss.meetings.services.meetings import hold_meeting, plan_meeting
from sluss.meetings.services.timing import Timing
from sluss.trust import letters, links
from sluss.trust.actor import PUBLIC, Actor
from tests.matrix.world import World

PDF = b"%PDF-1.7"


def make(world: World) -> None:
    saga = actor_for(world.people["coordinator"])
    put_off = programme.add_item(saga, _held(saga, dt.date(2017, 2, 10)), title="Stadgar")
    programme.note_outcome(saga, put_off, outcome="", tabled=True)
    meeting = _held(saga, dt.date(2017, 3, 10))
    item = programme.add_item(saga, meeting, title="Uttalande")
    paper = papers.add_paper(saga, meeting, file=ContentFile(PDF, "utkast.pdf"), item=item)
    talk = talks.add_talk(saga, meeting, title="Vår sommar", speaker="Kim", email="kim@gast.example")
    asked, _new = letters.send(correspondence.TALK, talk.pk, step="ask", address=talk.email)
    talks.set_state(saga, talk, "confirm talk")
    talks.leave_slides(PUBLIC, talk, file=ContentFile(PDF, "bilder.pdf"), may_share=True)
    came = attendance.walk_in(saga, meeting, name="Kim", email="kim@gast.example")
    decision = decisions.take_decision(saga, text="Vi skickar det.", item=item)
    kept = minutes.open_minutes(saga, meeting)
    minutes.publish(saga, kept)
    minutes.reopen_minutes(saga, kept, reason="Rättelse")
    beside = TextBeside.objects.create(minutes=kept, based_on=1, text="Vid sidan")
    abroad = plan_meeting(
        saga,
        title="EU-plattformen",
        kind=MeetingKind.ATTENDED,
        timing=Timing(VagueDate(dt.date(2017, 5, 30))),
    )
    attending.give_mandate(saga, abroad, text="Barnens rätt.", delegates=[])
    question = attending.wish_question(actor_for(world.people["lead"]), abroad, text="När?")
    world.shared |= {
        "held": meeting.pk,
        "put_off": put_off.pk,
        "item": item.pk,
        "paper": paper.pk,
        "talk": talk.pk,
        "speaker": links.sign(correspondence.SPEAK, asked.pk),
        "came": came.pk,
        "evaluate": links.sign(correspondence.EVALUATE, came.pk),
        "notes": links.sign(correspondence.READ_NOTES, came.pk),
        "beside": beside.pk,
        "decision": decision.pk,
        "abroad": abroad.pk,
        "wished": question.pk,
    }


def _held(saga: Actor, day: dt.date) -> Meeting:
    begins = timezone.make_aware(dt.datetime.combine(day, dt.time(8)))
    timing = Timing(VagueDate(day), begins, begins + dt.timedelta(hours=1))
    meeting = plan_meeting(saga, title="Plattformsmöte", timing=timing)
    return hold_meeting(saga, meeting)
