"""The page of a meeting: who may open it, and its tabs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluss.meetings.models import Meeting, MeetingKind, Minutes
from sluss.trust.requests import Request


@dataclass(frozen=True)
class Tab:
    """A part of a meeting with a page of its own. `shown(meeting, runs)`: whether it is offered."""

    key: str
    name: Any
    url: str
    shown: Callable[[Meeting, bool], bool] = lambda meeting, runs: True


def _held_by_us(meeting: Meeting, runs: bool) -> bool:
    return meeting.kind != MeetingKind.ATTENDED


def _run_and_held_by_us(meeting: Meeting, runs: bool) -> bool:
    return runs and meeting.kind != MeetingKind.ATTENDED


def _held_by_others(meeting: Meeting, runs: bool) -> bool:
    return meeting.kind == MeetingKind.ATTENDED


def _has_minutes(meeting: Meeting, runs: bool) -> bool:
    """Offered to who runs the meeting, to those sent to it, and to all once there is something to read."""
    if runs or meeting.kind == MeetingKind.ATTENDED:
        return True
    return Minutes.objects.filter(meeting=meeting, published_version__isnull=False).exists()


#: in the order in which they stand
TABS: list[Tab] = [
    Tab("meeting", _("The meeting"), "meetings:meeting"),
    Tab("invited", _("Invited"), "meetings:invited", _run_and_held_by_us),
    Tab("mandate", _("Mandate and questions"), "meetings:mandate", _held_by_others),
    Tab("programme", _("Agenda"), "meetings:programme", _held_by_us),
    Tab("talks", _("Talks"), "meetings:talks", _run_and_held_by_us),
    Tab("attendance", _("Who came"), "meetings:attendance", _run_and_held_by_us),
    Tab("minutes", _("Minutes of the meeting"), "meetings:minutes", _has_minutes),
    Tab("decisions", _("Decisions and tasks"), "meetings:meeting_decisions"),
    Tab("evaluation", _("Evaluation"), "meetings:evaluation", _run_and_held_by_us),
]


def seen(request: Request, pk: int) -> Meeting:
    """The meeting, for whom it is meant; for others there is no such page."""
    return get_object_or_404(
        Meeting.objects.visible_to(request.actor).select_related("group", "series"), pk=pk
    )


def run(request: Request, pk: int) -> Meeting:
    """The meeting, for who calls and leads it; for others there is no such page."""
    return get_object_or_404(Meeting.objects.run_by(request.actor).select_related("group", "series"), pk=pk)


def runs(request: Request, meeting: Meeting) -> bool:
    return Meeting.objects.run_by(request.actor).filter(pk=meeting.pk).exists()


def meeting_page(
    request: Request, template: str, meeting: Meeting, tab: str, *, form: Form | None = None, **context: Any
) -> HttpResponse:
    """Render a tab of a meeting (or a page below it); 422 when something in the form must be mended.

    The template extends `meetings/meeting_page.html` and fills the block `part`; it gets `meeting`, `runs`,
    `tab`, `tabs`, and `form` where there is one.
    """
    leads = runs(request, meeting)
    tabs = [
        (each.key, each.name, reverse(each.url, args=[meeting.pk]))
        for each in TABS
        if each.shown(meeting, leads)
    ]
    page = {"meeting": meeting, "runs": leads, "tab": tab, "tabs": tabs, "form": form, **context}
    return render(request, template, page, status=422 if form is not None and form.errors else 200)
