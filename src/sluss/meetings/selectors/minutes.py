"""What is read to write minutes, and of the minutes written."""

from collections import defaultdict

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sluss.meetings.models import AgendaItem, Meeting, MeetingKind, MeetingState, Minutes
from sluss.meetings.rules import ItemInMinutes, Skeleton, skeleton_text
from sluss.trust.actor import Actor
from sluss.trust.templatetags.look import at


def skeleton_of(meeting: Meeting) -> str:
    """The text on which the meeting's minutes are begun: from its agenda, its decisions and who was there."""
    came = list(meeting.invitations.filter(attended=True).select_related("organisation"))
    missing = meeting.invitations.filter(withdrawn_at=None).exclude(attended=True).count()
    return skeleton_text(
        Skeleton(
            heading=meeting.title,
            when=at(meeting.starts_at) if meeting.starts_at else str(meeting.when),
            place=meeting.place,
            present=tuple(_called(one) for one in came if not one.attended_remotely),
            remotely=tuple(_called(one) for one in came if one.attended_remotely),
            absent=missing if came else 0,
            items=_wished_items(meeting) if meeting.kind == MeetingKind.ATTENDED else _items(meeting),
            lists_present=meeting.kind != MeetingKind.ATTENDED,
        )
    )


def _called(invitation: object) -> str:
    """ "Rut Rapportör (Fyrtornet)", the substitute where one came."""
    name = getattr(invitation, "substitute", "") or str(invitation)
    organisation = getattr(invitation, "organisation", None)
    return f"{name} ({organisation.short_name})" if organisation else name


def _items(meeting: Meeting) -> tuple[ItemInMinutes, ...]:
    taken: dict[int | None, list[tuple[str, str]]] = defaultdict(list)
    shown = meeting.items.filter(inner=False).order_by(
        "order"
    )  # the minutes are read by all whom the meeting is for
    for decision in meeting.decisions.exclude(item__inner=True).order_by("year", "number"):
        taken[decision.item_id].append((str(decision), decision.text))
    items = [ItemInMinutes(item.title, _became(item), tuple(taken[item.pk])) for item in shown]
    if taken[None]:
        items.append(ItemInMinutes(_("Other decisions"), decisions=tuple(taken[None])))
    return tuple(items)


def _became(item: AgendaItem) -> str:
    put_off = _("Put off to the next meeting.") if item.tabled else ""
    return " ".join(part for part in (item.outcome, put_off) if part)


def _wished_items(meeting: Meeting) -> tuple[ItemInMinutes, ...]:
    """Of a meeting of others: what members wanted asked, and room for the rest."""
    asked = [ItemInMinutes(question.text, question.answer) for question in meeting.questions.all()]
    return (*asked, ItemInMinutes(_("What else was said")), ItemInMinutes(_("What we do with it")))


def minutes_to_write(actor: Actor) -> QuerySet[Meeting]:
    """Meetings held whose minutes the actor keeps and hasn't sent out."""
    held = Meeting.objects.written_by(actor).filter(state__in=[MeetingState.HELD, MeetingState.CLOSED])
    return held.filter(Q(minutes=None) | Q(minutes__published_version=None)).order_by("date")


def read_by(actor: Actor, minutes: Minutes) -> str:
    """The text as the actor reads it: as it stands for who keeps it, as it was sent out for others."""
    kept = Minutes.objects.kept_by(actor).filter(pk=minutes.pk).exists()
    return minutes.text if kept else minutes.published_text
