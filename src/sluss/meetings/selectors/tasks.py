"""Whom a meeting may give something to do, and what it has given."""

from django.db.models import Q, QuerySet

from sluss.agenda.models import Task
from sluss.coalition.models import Affiliation, Appointment, Seat
from sluss.meetings.models import Decision, Invitation, Meeting
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role


def who_may_be_given(meeting: Meeting) -> QuerySet[Person]:
    """Who has an account and is invited, sits in the group, heads an organisation, or has a role in the whole."""
    today = clock.today()
    invited = Invitation.objects.filter(meeting=meeting, withdrawn_at=None, person__isnull=False)
    seated = Seat.objects.on(today).filter(group=meeting.group_id)
    heads = Affiliation.objects.on(today).filter(role=Role.LEAD)
    appointed = Appointment.objects.on(today).filter(role__in=[Role.COORDINATOR, Role.BOARD])
    known = Q()
    for held in (invited, seated, heads, appointed):
        known |= Q(pk__in=held.order_by().values("person"))
    return Person.objects.filter(known, is_active=True).order_by("name")


def tasks_of(actor: Actor, meeting: Meeting) -> QuerySet[Task]:
    """Tasks given at the meeting or by its decisions, as the actor may see them."""
    decided = Decision.objects.filter(meeting=meeting).values("pk")
    given = Q(thing_kind="meetings.meeting", thing_id=meeting.pk)
    given |= Q(thing_kind="meetings.decision", thing_id__in=decided)
    return Task.objects.visible_to(actor).filter(given).select_related("owner")
