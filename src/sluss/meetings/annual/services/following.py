"""What follows from an annual meeting in the agenda: its deadlines stand, move, are met, and fall with it."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from sluss.agenda.models import DEADLINE_STATES, Deadline
from sluss.agenda.services import Derived, derive
from sluss.coalition.models import Audience, StatutesVersion
from sluss.coalition.rules import StatuteRules
from sluss.meetings.annual.rules import Step
from sluss.meetings.annual.selectors.days import DAY_NAMES, INTAKE, ladder_of, rules_of, stands
from sluss.meetings.models import Meeting, MeetingState
from sluss.meetings.models.annual import AnnualMeeting, AnnualState
from sluss.trust.actor import Actor


def follow_meeting(sender: type[Meeting], actor: Actor, meeting: Meeting, **_signal: object) -> None:
    """Whenever a meeting is moved or cancelled, whoever did it: what follows from it moves or falls, too."""
    annual = AnnualMeeting.objects.filter(meeting=meeting).select_related("meeting").first()
    if annual is not None:
        follow(actor, annual)


def follow_statutes(
    sender: type[StatutesVersion], actor: Actor, version: StatutesVersion, **_signal: object
) -> None:
    """Whenever the statutes' rules hold otherwise: the days of meetings that lie ahead are reckoned anew."""
    for annual in _ahead():
        follow(actor, annual)


def _ahead() -> list[AnnualMeeting]:
    not_opened = AnnualMeeting.objects.filter(state__in=[AnnualState.PLANNED, AnnualState.CALLED])
    return list(not_opened.exclude(meeting__state=MeetingState.CANCELLED).select_related("meeting"))


def follow(actor: Actor, annual: AnnualMeeting) -> None:
    """Let the agenda's deadlines follow the meeting as it stands: made, moved, or waived when it is cancelled."""
    wanted = [] if annual.meeting.state == MeetingState.CANCELLED else list(_derived(actor, annual))
    derive(actor, annual, wanted)


def meet_step(actor: Actor, annual: AnnualMeeting, step: Step) -> None:
    """The agenda's deadline of a step is done: it reminds nobody any more."""
    deadline = Deadline.objects.filter(
        thing_kind=annual._meta.label_lower, thing_id=annual.pk, thing_role=step
    ).first()
    if deadline is not None and DEADLINE_STATES.allows(deadline.state, "meet deadline"):
        DEADLINE_STATES.move(actor, deadline, "meet deadline")
        deadline.save_changed()


@transaction.atomic
def meet_done_steps(actor: Actor, annual: AnnualMeeting) -> None:
    """Deadlines of steps that are done, and of days up to which members could do something and that are over."""
    for stand in stands(annual):
        if stand.step != Step.MEETING and stand.state in {"done", "passed"}:
            meet_step(actor, annual, stand.step)


def meet_what_is_over(actor: Actor) -> int:
    """By the clock: what lies behind waits for nobody any more. Returns how many meetings were looked at."""
    ahead = _ahead()
    for annual in ahead:
        meet_done_steps(actor, annual)
    return len(ahead)


#: to whom a step's deadline is shown, where it isn't all members
_INNER = {Step.NOTICE: Audience.BOARD, Step.STATEMENTS: Audience.BOARD, Step.PAPERS: Audience.BOARD}


def _derived(actor: Actor, annual: AnnualMeeting) -> list[Derived]:
    rules = rules_of(annual)
    url = reverse("meetings:annual", args=[annual.meeting_id])
    made_by = annual.meeting.made_by_id or actor.person_id
    with translation.override(settings.LANGUAGE_CODE):
        return [
            Derived(
                role=rung.step,
                title=str(DAY_NAMES[rung.step]) % {"thing": annual.meeting.title},
                date=rung.last,
                source=_source(rung.step, annual, rules),
                url=url,
                owner_id=None if rung.step in INTAKE else made_by,
                audience=_INNER.get(rung.step, Audience.MEMBERS),
            )
            for rung in ladder_of(annual)
            if rung.step != Step.MEETING
        ]


def _source(step: Step, annual: AnnualMeeting, rules: StatuteRules) -> str:
    """Where a day comes from: "The statutes: 21 days before the meeting"."""
    if step == Step.MINUTES:
        days = rules.minutes_days
        return ngettext(
            "The statutes: %(days)s day after the meeting",
            "The statutes: %(days)s days after the meeting",
            days,
        ) % {"days": days}
    rung = next(each for each in ladder_of(annual) if each.step == step)
    days = (annual.meeting.date - rung.last).days
    return ngettext(
        "The statutes: %(days)s day before the meeting",
        "The statutes: %(days)s days before the meeting",
        days,
    ) % {"days": days}
