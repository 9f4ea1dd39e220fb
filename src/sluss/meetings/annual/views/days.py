"""The day of the meeting, its ladder, who does what, opening and closing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.coalition.models import Group, GroupKind
from sluss.coalition.selectors import rules_on
from sluss.meetings.annual.forms import DayForm, NewAnnualForm, OfficersForm
from sluss.meetings.annual.rules import ladder
from sluss.meetings.annual.selectors.days import (
    STEP_NAMES,
    notice_says_otherwise,
    rules_of,
    stands,
)
from sluss.meetings.annual.selectors.steps import next_step
from sluss.meetings.annual.services import planning
from sluss.meetings.annual.views.page import annual_page, run, seen
from sluss.meetings.models.annual import AnnualMeeting
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.pages import act, done
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request


def _may_plan(actor: Actor) -> bool:
    board = Group.objects.filter(kind=GroupKind.BOARD, pk__in=actor.runs)
    return actor.is_coordinator or board.exists()


@login_required
def index(request: Request) -> HttpResponse:
    if not request.actor.roles - {Role.AUTHORITY}:
        raise Http404
    found = AnnualMeeting.objects.visible_to(request.actor).select_related("meeting")
    context = {"annuals": found.order_by("-meeting__date"), "may_plan": _may_plan(request.actor)}
    return render(request, "meetings/annual/index.html", context)


@login_required
def new(request: Request) -> HttpResponse:
    """Pick the day: what follows from it is shown before it is saved."""
    if not _may_plan(request.actor):
        raise Http404
    proposal = {"title": _("Annual meeting %(year)s") % {"year": clock.year()}}
    form = NewAnnualForm(request.POST or None, initial=proposal)
    made: list[AnnualMeeting] = []
    if request.method == "POST" and form.is_valid() and "save" in request.POST:
        made = _try(form, planning.plan_annual_meeting, request.actor, **form.cleaned_data)
    if made:
        messages.success(request, _("The day stands, and every deadline that follows from it."))
        return redirect("meetings:annual", made[0].meeting_id)
    context = {"form": form, "preview": _preview(form, extra=bool(form.data.get("extra")))}
    return render(request, "meetings/annual/new.html", context, status=422 if form.errors else 200)


@login_required
def move(request: Request, pk: int) -> HttpResponse:
    """Move the meeting: the new days are shown before it is saved."""
    annual = run(request, pk)
    meeting = annual.meeting
    ends = f"{timezone.localtime(meeting.ends_at):%H.%M}" if meeting.ends_at else ""
    form = DayForm(
        request.POST or None,
        initial={"starts_at": meeting.starts_at, "ends": ends, "place": meeting.place},
    )
    moved: list[AnnualMeeting] = []
    if request.method == "POST" and form.is_valid() and "save" in request.POST:
        moved = _try(form, planning.move_annual_meeting, request.actor, annual, **form.cleaned_data)
    if moved:
        messages.success(request, _("The meeting and all its days have moved."))
        return redirect("meetings:annual", pk)
    return annual_page(
        request, "meetings/annual/move.html", annual, "days", form=form,
        preview=_preview(form, extra=annual.is_extra),
    )  # fmt: skip


def _try(form: DayForm, verb: Any, *args: Any, **words: Any) -> list[AnnualMeeting]:
    """What the service made, or nothing and its refusal beside the field."""
    try:
        return [verb(*args, **words)]
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return []


def _preview(form: DayForm, *, extra: bool) -> list[dict[str, Any]]:
    """The ladder of the day in the form, with what it breaks; empty as long as the day isn't right."""
    if not form.is_bound or "starts_at" not in getattr(form, "cleaned_data", {}):
        return []
    day = timezone.localdate(form.cleaned_data["starts_at"])
    today = clock.today()
    broken = {breach.step: breach for breach in planning.broken_by(day, extra=extra, planned_on=today)}
    return [
        {
            "name": STEP_NAMES[rung.step],
            "last": rung.last,
            "first": rung.first,
            "broken": broken.get(rung.step),
            "passed": rung.last < today,
        }
        for rung in ladder(day, rules_on(day), extra=extra)
    ]


@login_required
def annual(request: Request, pk: int) -> HttpResponse:
    """The ladder as it stands today, and what comes next."""
    found = seen(request, pk)
    return annual_page(
        request, "meetings/annual/days.html", found, "days",
        stands=stands(found), wrong=notice_says_otherwise(found), next=next_step(request.actor, found),
        officers=found.officers.all(), rules=rules_of(found),
    )  # fmt: skip


@login_required
def officers(request: Request, pk: int) -> HttpResponse:
    """Chair, secretary, adjustors and tellers."""
    found = run(request, pk)
    form = OfficersForm(request.POST or None, annual=found, adjustors=rules_of(found).adjustors)
    if done(
        request, form, lambda: planning.set_officers(request.actor, found, **form.cleaned_data), _("Saved.")
    ):
        return redirect("meetings:annual", pk)
    return annual_page(request, "meetings/annual/officers.html", found, "days", form=form)


#: what a button asks, and where it leads
DEEDS: dict[str, tuple[Any, str]] = {
    "open": (planning.open_annual_meeting, "meetings:annual_roll"),
    "adjourn": (planning.adjourn_annual_meeting, "meetings:annual"),
    "resume": (planning.resume_annual_meeting, "meetings:annual_roll"),
    "close": (planning.close_annual_meeting, "meetings:annual_minutes"),
}


@login_required
@require_POST
def do(request: Request, pk: int) -> HttpResponse:
    """Open, adjourn, resume or close the meeting."""
    found = run(request, pk)
    deed = request.POST.get("deed", "")
    if deed not in DEEDS:
        return redirect("meetings:annual", pk)
    verb, then = DEEDS[deed]
    return act(request, reverse(then, args=[pk]), "", lambda: verb(request.actor, found))
