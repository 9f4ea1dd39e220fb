"""The frame of an annual meeting's pages: who may open them, and their tabs."""

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.meetings.annual.services.rights import runs
from sluss.meetings.models.annual import AnnualMeeting
from sluss.meetings.models.annual.meeting import AnnualMeetingQuerySet
from sluss.trust.actor import Actor
from sluss.trust.requests import Request

#: (key, name, address, only for who runs the meeting), in the order of the work
TABS = (
    ("days", _("Days"), "meetings:annual", False),
    ("notice", _("Notice"), "meetings:annual_notice", True),
    ("motions", _("Motions"), "meetings:annual_motions", False),
    ("nominations", _("Nominations"), "meetings:annual_nominations", False),
    ("delegates", _("Delegates"), "meetings:annual_delegates", False),
    ("roll", _("Roll"), "meetings:annual_roll", True),
    ("ballots", _("Ballots"), "meetings:annual_ballots", False),
    ("minutes", _("Minutes of the meeting"), "meetings:annual_minutes", True),
)


def _opened() -> AnnualMeetingQuerySet:
    return AnnualMeeting.objects.select_related("meeting__group")


def seen(request: Request, pk: int) -> AnnualMeeting:
    """The annual meeting by the meeting's number, for whom it is meant."""
    return get_object_or_404(_opened().visible_to(request.actor), meeting=pk)


def run(request: Request, pk: int) -> AnnualMeeting:
    """The annual meeting, for who runs it; for others there is no such page."""
    return get_object_or_404(_opened().run_by(request.actor), meeting=pk)


def spoken_for(actor: Actor, annual: AnnualMeeting) -> QuerySet[Organisation]:
    """Entitled organisations for which the actor may name, nominate and move: the own ones, or all to who runs it."""
    members = Organisation.objects.members_on(annual.meeting.date).order_by("name")
    return members if runs(actor, annual) else members.filter(pk__in=actor.leads)


def annual_page(
    request: Request,
    template: str,
    annual: AnnualMeeting,
    tab: str,
    *,
    form: BaseForm | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a page of an annual meeting; 422 when something in the form must be mended."""
    leads = runs(request.actor, annual)
    tabs = [
        (key, name, reverse(url, args=[annual.meeting_id]))
        for key, name, url, inner in TABS
        if leads or not inner
    ]
    page = {
        "annual": annual, "meeting": annual.meeting, "runs": leads, "tab": tab, "tabs": tabs, "form": form,
        **context,
    }  # fmt: skip
    return render(request, template, page, status=422 if form is not None and form.errors else 200)
