"""What meetings tell calendars, and what search finds of them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluss.agenda import calendar
from sluss.agenda.calendar import Entry, Watched
from sluss.agenda.dates import Precision
from sluss.agenda.models import name_derived
from sluss.meetings.models import BEFORE, Delegate, Invitation, Meeting, MeetingState
from sluss.meetings.occasions import way_in
from sluss.meetings.services.meetings import DECIDE, DECIDE_BY
from sluss.trust import search
from sluss.trust.actor import Actor

#: another value here as soon as a meeting, who is invited to it, or who comes has changed
WATCHED = (
    Watched(Meeting, sums=("sequence",), newest=("changed_at",)),
    Watched(Invitation, newest=("made_at", "answered_at", "withdrawn_at")),
    Watched(Delegate, sums=("id",)),
)


def register() -> None:
    calendar.register(tell, watched=WATCHED)
    name_derived(Meeting._meta.label_lower, DECIDE, DECIDE_BY)
    search.register(
        search.Source(
            name=_("Meetings"),
            rows=Meeting.objects.visible_to,
            fields=("title", "theme", "text", "place"),
            title=str,
            url=lambda meeting: reverse("meetings:meeting", args=[meeting.pk]),
            when=lambda meeting: meeting.date,
        )
    )


def tell(actor: Actor) -> Iterator[Entry]:
    """Meetings that the actor may see. The way in stands there for who comes, and for nobody else."""
    meetings = Meeting.objects.visible_to(actor).exclude(state=MeetingState.IDEA)
    for meeting in meetings.prefetch_related("invitations", "delegates"):
        yield _entry(actor, meeting)


def _entry(actor: Actor, meeting: Meeting) -> Entry:
    invited = [one for one in meeting.invitations.all() if one.withdrawn_at is None]
    own = next((one for one in invited if one.person_id and one.person_id == actor.person_id), None)
    venue, _online = way_in(meeting, own)
    persons = {one.person_id for one in invited} | {one.person_id for one in meeting.delegates.all()}
    return Entry(
        uid=str(meeting.uid),
        title=meeting.title,
        starts=meeting.starts_at or meeting.date,
        ends=meeting.ends_at,
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        tentative=meeting.tentative,
        cancelled=meeting.state == MeetingState.CANCELLED,
        place=", ".join(part for part in (meeting.place, *venue.splitlines()) if part),
        url=reverse("meetings:meeting", args=[meeting.pk]),
        kind=calendar.MEETING,
        group_id=meeting.group_id,
        audience=meeting.audience,
        persons=frozenset(person for person in persons if person is not None),
        precision=Precision(meeting.precision),
        over=meeting.state not in BEFORE,
    )
