"""The voting roll, on the secretary's phone or laptop."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from sluss.meetings.annual.selectors.days import rules_of
from sluss.meetings.annual.selectors.rolls import changes, roll_of
from sluss.meetings.annual.services import roll as services
from sluss.meetings.annual.views.page import annual_page, run
from sluss.meetings.models.annual import Accreditation, AnnualMeeting, AnnualState, RollEntry
from sluss.trust.pages import act
from sluss.trust.requests import Request


@login_required
def roll(request: Request, pk: int) -> HttpResponse:
    """Who is there now, with a button for each delegate; below it what has changed, minute by minute."""
    annual = run(request, pk)
    return annual_page(
        request, "meetings/annual/roll.html", annual, "roll", roll=roll_of(annual), changes=changes(annual)[::-1],
        rules=rules_of(annual), open=annual.state != AnnualState.CLOSED,
    )  # fmt: skip


def _delegate(request: Request, pk: int) -> Accreditation:
    runs = AnnualMeeting.objects.run_by(request.actor)
    found = Accreditation.objects.filter(annual__in=runs).select_related("annual__meeting", "organisation")
    return get_object_or_404(found, pk=pk)


def _back(annual: AnnualMeeting, anchor: str = "") -> str:
    return reverse("meetings:annual_roll", args=[annual.meeting_id]) + anchor


@login_required
@require_POST
def arrive(request: Request, pk: int) -> HttpResponse:
    found = _delegate(request, pk)
    return act(
        request,
        _back(found.annual, f"#o{found.organisation_id}"),
        "",
        lambda: services.arrive(request.actor, found),
    )


@login_required
@require_POST
def depart(request: Request, pk: int) -> HttpResponse:
    found = _delegate(request, pk)
    return act(
        request,
        _back(found.annual, f"#o{found.organisation_id}"),
        "",
        lambda: services.depart(request.actor, found),
    )


@login_required
@require_POST
def strike(request: Request, pk: int) -> HttpResponse:
    visible = RollEntry.objects.visible_to(request.actor).select_related("annual__meeting", "accreditation")
    found = get_object_or_404(visible, pk=pk)
    return act(request, _back(found.annual), "", lambda: services.strike_entry(request.actor, found))
