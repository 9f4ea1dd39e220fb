"""What the annual meeting tells the rest of Sluss; called when the application is ready."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluss.agenda.models import Deadline, name_derived
from sluss.agenda.waiting import SOON
from sluss.coalition.signals import statutes_changed
from sluss.meetings.annual import letters
from sluss.meetings.annual.rules import Step
from sluss.meetings.annual.selectors.adjusting import text_hash
from sluss.meetings.annual.selectors.days import DAY_NAMES
from sluss.meetings.annual.selectors.proof import KIND as NOTICE
from sluss.meetings.annual.selectors.steps import next_step
from sluss.meetings.annual.services.following import follow_meeting, follow_statutes, meet_what_is_over
from sluss.meetings.models import MeetingState, MinutesState
from sluss.meetings.models.annual import SIGNING, Accreditation, AnnualMeeting, AnnualState, Motion, Officer
from sluss.meetings.signals import meeting_changed
from sluss.people.models import Person
from sluss.trust import clock, clockwork, search, waiting
from sluss.trust.actor import Actor
from sluss.trust.models import Letter
from sluss.trust.templatetags.look import day
from sluss.trust.waiting import Item, Part

#: from so many days before it an annual meeting waits for those who have something to do for it
DAYS_AHEAD = 35


def register() -> None:
    letters.register()
    for step, name in DAY_NAMES.items():
        name_derived(AnnualMeeting._meta.label_lower, step, name)
    meeting_changed.connect(follow_meeting, dispatch_uid="meetings.annual")
    statutes_changed.connect(follow_statutes, dispatch_uid="meetings.annual")
    clockwork.register("meetings.annual", meet_what_is_over)
    waiting.register(tell)
    search.register(
        search.Source(
            name=gettext_lazy("Motions"),
            rows=Motion.objects.visible_to,
            fields=("title", "reasons", "proposal", "statement"),
            title=str,
            url=lambda motion: reverse("meetings:annual_motion", args=[motion.pk]),
            when=lambda motion: motion.submitted_on,
        )
    )


def tell(actor: Actor) -> Iterator[Item]:
    if actor.signed_in and actor.roles:
        yield from _to_run(actor)
        yield from _to_name(actor)
        yield from _to_sign(actor)


def _near(actor: Actor) -> Iterator[AnnualMeeting]:
    found = AnnualMeeting.objects.visible_to(actor).exclude(meeting__state=MeetingState.CANCELLED)
    for annual in found.filter(state__in=[AnnualState.PLANNED, AnnualState.CALLED]).select_related("meeting"):
        if (annual.meeting.date - clock.today()).days <= DAYS_AHEAD:
            yield annual


def _to_run(actor: Actor) -> Iterator[Item]:
    run = set(AnnualMeeting.objects.run_by(actor).values_list("pk", flat=True))
    for annual in _near(actor):
        if annual.pk not in run or _owes_a_day(actor, annual):
            continue
        step = next_step(actor, annual)
        yield Item(
            Part.WAITS,
            step.heading,
            reverse("meetings:annual", args=[annual.meeting_id]),
            detail=f"{annual.meeting.title}, {day(annual.meeting.date)}",
            when=annual.meeting.date,
            says_day=True,
            about=_day_of(annual, step.step),
        )
        yield from _came_back(annual)


def _days(annual: AnnualMeeting) -> QuerySet[Deadline]:
    """The agenda's days that follow from the meeting and are still ahead of somebody."""
    return Deadline.objects.open().filter(thing_kind=annual._meta.label_lower, thing_id=annual.pk)


def _day_of(annual: AnnualMeeting, step: Step | None) -> str:
    """The calendar entry of a step; "" where it has none."""
    day_of_step = _days(annual).filter(thing_role=step).first() if step else None
    return day_of_step.uid if day_of_step else ""


def _owes_a_day(actor: Actor, annual: AnnualMeeting) -> bool:
    """The next step stands on the actor's list already, as a day of the agenda."""
    soon = clock.today() + dt.timedelta(days=SOON)
    return _days(annual).filter(owner=actor.person_id, date__lte=soon).exists()


def _came_back(annual: AnnualMeeting) -> Iterator[Item]:
    """Notices that didn't arrive: that they did may be asked for at the meeting."""
    for notice in annual.notices.exclude(sent_at=None):
        if Letter.objects.about(NOTICE, notice.pk).exclude(bounced_at=None).exists():
            yield Item(
                Part.WAITS,
                _("The notice didn't reach everybody"),
                reverse("meetings:annual_proof", args=[notice.pk]),
                detail=annual.meeting.title,
                tag=_("Came back"),
                tone="stop",
                when=annual.meeting.date,
            )


def _to_name(actor: Actor) -> Iterator[Item]:
    """The head of an organisation that has named nobody yet, once the notice is out."""
    for annual in _near(actor) if actor.leads else ():
        named = Accreditation.objects.standing().filter(annual=annual, organisation__in=actor.leads)
        if annual.state == AnnualState.CALLED and not named.exists():
            yield Item(
                Part.WAITS,
                _("Say who speaks for you: %(meeting)s") % {"meeting": annual.meeting.title},
                reverse("meetings:annual_delegate_new", args=[annual.meeting_id]),
                when=annual.meeting.date,
            )


def _to_sign(actor: Actor) -> Iterator[Item]:
    email = Person.objects.values_list("email", flat=True).get(pk=actor.person_id or 0)
    asked = Officer.objects.filter(
        duty__in=SIGNING, email=email, annual__meeting__minutes__state=MinutesState.CIRCULATED
    )
    for officer in asked.select_related("annual__meeting__minutes"):
        if officer.signed_sha256 != text_hash(officer.annual.meeting.minutes.text):
            yield Item(
                Part.WAITS,
                _("Read and sign the minutes: %(meeting)s") % {"meeting": officer.annual.meeting.title},
                reverse("meetings:annual_sign_own", args=[officer.pk]),
            )
