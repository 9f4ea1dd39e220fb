"""What can be found of meetings beside the meetings themselves: decisions, items, minutes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluss.meetings.models import AgendaItem, Decision, MinutesVersion
from sluss.trust import search


def register() -> None:
    for source in SOURCES:
        search.register(source)


def _decision_address(decision: Decision) -> str:
    if decision.meeting_id is None:
        return reverse("meetings:decisions")
    return f"{reverse('meetings:meeting_decisions', args=[decision.meeting_id])}#decision-{decision.pk}"


SOURCES = (
    search.Source(
        name=_("Decisions"),
        rows=lambda actor: Decision.objects.visible_to(actor),
        fields=("text",),
        title=lambda decision: f"{decision} {search.plain(decision.text)[:80]}",
        url=_decision_address,
        when=lambda decision: decision.taken_on,
    ),
    search.Source(
        name=_("Items of agendas"),
        rows=lambda actor: AgendaItem.objects.visible_to(actor).select_related("meeting"),
        fields=("title", "outcome"),
        title=lambda item: f"{item.title}, {item.meeting.title}",
        url=lambda item: f"{reverse('meetings:programme', args=[item.meeting_id])}#item-{item.pk}",
        when=lambda item: item.meeting.date,
    ),
    search.Source(
        name=_("Minutes of meetings"),
        rows=lambda actor: MinutesVersion.objects.visible_to(actor).select_related("minutes__meeting"),
        fields=("text",),
        title=lambda version: version.minutes.meeting.title,
        url=lambda version: reverse("meetings:minutes", args=[version.minutes.meeting_id]),
        when=lambda version: version.minutes.meeting.date,
    ),
)
