"""The meetings of the demo's year, and its annual meeting up to the morning on which notice is due."""

import datetime as dt
import random
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils import timezone

from sluss.agenda.dates import Precision, VagueDate
from sluss.agenda.services import give_task
from sluss.coalition.models import Audience, Group, Organisation
from sluss.coalition.selectors import actor_for
from sluss.demo import cast
from sluss.meetings.annual.services import notices, proposals
from sluss.meetings.annual.services import planning as days
from sluss.meetings.models import Answer, ItemKind, Meeting, MeetingKind
from sluss.meetings.models.annual import Advice, AnnualMeeting
from sluss.meetings.services import answering, attendance, decisions, inviting, programme, sending_out, talks
from sluss.meetings.services import meetings as planning
from sluss.meetings.services import minutes as writing
from sluss.meetings.services.timing import Timing
from sluss.people.models import Person
from sluss.trust.actor import Actor
from sluss.trust.models import DemoClock

PLANNED_ON = dt.date(2017, 1, 12)
SERIES = "Plattformsmöten våren 2017"
#: how long before a meeting people are invited, and in how many days most have answered
INVITED_BEFORE = dt.timedelta(days=16)
ANSWERS = (Answer.YES, Answer.YES, Answer.YES, Answer.YES, Answer.NO, Answer.MAYBE, Answer.NONE)
CAME = "Mötet enades om det som står under varje punkt. Anteckningarna är påhittade, för demon."


def hold_meetings(coordinator: Actor, draw: random.Random) -> None:
    """Plan the year's meetings, then let each come as far as its state says."""
    with (Path(__file__).parent / "meetings.toml").open("rb") as source:
        wanted = tomllib.load(source)["meeting"]
    DemoClock.stand_on(PLANNED_ON)
    planned = [(entry, _plan(coordinator, entry)) for entry in wanted]
    for entry, meeting in sorted(planned, key=lambda one: one[0]["date"]):
        if entry["state"] in {"invited", "held"}:
            _invite(coordinator, entry, meeting, draw)
        if entry["state"] == "held":
            _hold(coordinator, entry, meeting)


def _moment(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def _plan(coordinator: Actor, entry: dict[str, Any]) -> Meeting:
    day, hours = entry["date"], entry.get("hours")
    other = entry.get("alternative")
    timing = Timing(
        VagueDate(day, Precision(entry.get("precision", "day"))),
        starts_at=_moment(day, hours[0]) if hours else None,
        ends_at=_moment(day, hours[1]) if hours else None,
        tentative=entry.get("tentative", False),
        alternative=VagueDate(other[0], Precision(other[1])) if other else None,
        decide_by=entry.get("decide_by"),
    )
    kind = MeetingKind(entry.get("kind", "platform"))
    meeting = planning.plan_meeting(
        coordinator,
        title=entry["title"],
        timing=timing,
        kind=kind,
        group=Group.objects.get(name=entry["group"]) if "group" in entry else None,
        audience=Audience(entry.get("audience", "members")),
        series=SERIES if kind == MeetingKind.PLATFORM else "",
        **{
            name: entry[name]
            for name in ("theme", "place", "venue", "capacity", "text", "host")
            if name in entry
        },
        **({"online_link": entry["link"]} if "link" in entry else {}),
    )
    for title, item_kind, minutes in entry.get("items", ()):
        programme.add_item(coordinator, meeting, title=title, kind=ItemKind(item_kind), minutes=minutes)
    for title, speaker, organisation in entry.get("talks", ()):
        talks.add_talk(coordinator, meeting, title=title, speaker=speaker, organisation=organisation)
    return meeting


def _invite(coordinator: Actor, entry: dict[str, Any], meeting: Meeting, draw: random.Random) -> None:
    DemoClock.stand_on(entry["date"] - INVITED_BEFORE)
    inviting.invite_people(
        coordinator, meeting, audiences=[Audience(meeting.audience)], addresses=entry.get("guests", "")
    )
    DemoClock.stand_on(entry["date"] - INVITED_BEFORE / 2)
    for invitation in meeting.invitations.all():
        said = draw.choice(ANSWERS)
        if said != Answer.NONE:
            remote = bool(meeting.online_link) and draw.random() < 0.3
            answering.answer_invitation(coordinator, invitation, answering.Said(said, remote=remote))


def _hold(coordinator: Actor, entry: dict[str, Any], meeting: Meeting) -> None:
    """Attendance on the day, minutes with a decision, sent out two days later."""
    DemoClock.stand_on(entry["date"])
    for invitation in meeting.invitations.all():
        attendance.mark(coordinator, invitation, came=invitation.answer == Answer.YES)
    meeting.refresh_from_db()
    planning.hold_meeting(coordinator, meeting)
    decided = meeting.items.filter(kind=ItemKind.DECISION).first()
    decisions.take_decision(coordinator, text=entry["decision"], meeting=meeting, item=decided)
    if "task" in entry:
        title, owner, due = entry["task"]
        give_task(coordinator, title=title, owner=_person(owner), due=due, group=meeting.group, thing=meeting)
    DemoClock.stand_on(entry["date"] + dt.timedelta(days=2))
    minutes = writing.open_minutes(coordinator, meeting)
    writing.save_minutes(
        coordinator, minutes, text=f"{minutes.text.rstrip()}\n\n{CAME}\n", based_on=minutes.version
    )
    minutes.refresh_from_db()
    sending_out.send_out(coordinator, minutes, to=sending_out.To.INVITED)


def prepare_annual_meeting(coordinator: Actor) -> AnnualMeeting:
    """The day picked in January, a motion with the board's statement, nominations; the notice is due on 10 March."""
    DemoClock.stand_on(PLANNED_ON)
    annual = days.plan_annual_meeting(
        coordinator,
        title="Årsmöte 2017",
        starts_at=_moment(dt.date(2017, 3, 31), 13),
        ends_at=_moment(dt.date(2017, 3, 31), 16),
        place="Stockholm",
    )
    DemoClock.stand_on(dt.date(2017, 2, 14))
    motion = proposals.submit_motion(
        _head_of("Hamnen"),
        annual,
        Organisation.objects.get(name="Hamnen"),
        title="Ett gemensamt nummer för medlemmarna på kvällar",
        reasons="Vi möter människor när andra har stängt. Ingen vet då vem av oss som har öppet.",
        proposal="Styrelsen får i uppdrag att undersöka ett gemensamt telefonnummer för kvällar och helger.",
    )
    DemoClock.stand_on(dt.date(2017, 3, 2))
    proposals.state_on_motion(
        coordinator,
        motion,
        statement="Styrelsen delar bilden och vill undersöka saken tillsammans med två medlemmar.",
        advice=Advice.CARRY,
    )
    _nominate(
        coordinator, annual, ("Birger Nyman", "Elsa Vinter", "Karin Öberg", "Omar Haddad", "Fatima Noor")
    )
    DemoClock.stand_on(dt.date(2017, 3, 9))
    notices.begin_notice(coordinator, annual)
    return annual


def _nominate(coordinator: Actor, annual: AnnualMeeting, names: Iterable[str]) -> None:
    board = Group.objects.get(name="Styrelsen")
    for place, name in enumerate(names):
        proposals.nominate(
            coordinator, annual, group=board, role="chair" if place == 0 else "member", name=name,
            email=cast.address(name),
        )  # fmt: skip


def _person(name: str) -> Person:
    return Person.objects.get(email=cast.address(name))


def _head_of(organisation: str) -> Actor:
    return actor_for(_person(next(m.lead for m in cast.MEMBERS if m.name == organisation)))
