"""What meetings tell on a person's home page and in the room rail."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sluss.meetings.models import BEFORE, Meeting, Standing
from sluss.meetings.places import held_until
from sluss.meetings.selectors import minutes_to_write
from sluss.meetings.selectors.invitations import returned_letters, unanswered_by
from sluss.meetings.selectors.news import meetings_moved, minutes_sent_out
from sluss.trust import clock, rail, waiting
from sluss.trust.actor import Actor
from sluss.trust.templatetags.look import at
from sluss.trust.waiting import Item, Part

ROOM = rail.Room(
    key="meetings",
    name=gettext_lazy("Meetings"),
    url="meetings:index",
    visible=lambda actor: bool(actor.roles),
    waiting=lambda actor: sum(item.part == Part.WAITS for item in tell(actor)),
    order=25,
)


def register() -> None:
    rail.register(ROOM)
    waiting.register(tell)


def tell(actor: Actor) -> Iterator[Item]:
    yield from _answers_wanted(actor)
    yield from _letters_that_came_back(actor)
    yield from _minutes_to_write(actor)
    yield from _news(actor)


def _news(actor: Actor) -> Iterator[Item]:
    for news in minutes_sent_out(actor):
        yield Item(
            Part.NEW,
            _("Minutes to read: %(meeting)s") % {"meeting": news.meeting.title},
            reverse("meetings:minutes", args=[news.meeting.pk]),
            when=news.day,
        )
    for news in meetings_moved(actor):
        yield Item(
            Part.NEW,
            _("Another day: %(meeting)s") % {"meeting": news.meeting.title},
            reverse("meetings:meeting", args=[news.meeting.pk]),
            detail=news.meeting.time_said,
            when=news.day,
        )


def _answers_wanted(actor: Actor) -> Iterator[Item]:
    for invitation in unanswered_by(actor):
        meeting = invitation.meeting
        if not meeting.takes_answers:
            continue
        offered = invitation.standing == Standing.OFFERED and invitation.offered_at is not None
        title = _("A place is free: %(meeting)s") if offered else _("Are you coming? %(meeting)s")
        until = at(held_until(invitation.offered_at, meeting.starts_at)) if invitation.offered_at else ""
        yield Item(
            Part.WAITS,
            title % {"meeting": meeting.title},
            reverse("meetings:meeting", args=[meeting.pk]),
            detail=_("Held for you until %(until)s") % {"until": until} if offered else meeting.time_said,
            when=clock.today() if offered else meeting.date,
            says_day=True,
        )


def _letters_that_came_back(actor: Actor) -> Iterator[Item]:
    """Invitations to meetings ahead whose letters came back: how many, never to whom."""
    ahead = Meeting.objects.run_by(actor).filter(state__in=BEFORE)
    came_back = set(returned_letters(actor, ahead).values_list("thing_id", flat=True))
    if not came_back:
        return
    for meeting in ahead.filter(invitations__in=came_back).distinct():
        number = meeting.invitations.filter(pk__in=came_back).count()
        yield Item(
            Part.WAITS,
            ngettext(
                "An invitation didn't arrive: the address doesn't work",
                "%(number)s invitations didn't arrive: the addresses don't work",
                number,
            )
            % {"number": number},
            reverse("meetings:invited", args=[meeting.pk]),
            detail=meeting.title,
            tag=_("Came back"),
            tone="stop",
        )


def _minutes_to_write(actor: Actor) -> Iterator[Item]:
    for meeting in minutes_to_write(actor):
        yield Item(
            Part.WAITS,
            _("Minutes to write: %(meeting)s") % {"meeting": meeting.title},
            reverse("meetings:minutes", args=[meeting.pk]),
            when=meeting.date,
        )
