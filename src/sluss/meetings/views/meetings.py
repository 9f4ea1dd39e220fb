"""Meetings: the list, the page of one, planning, changing, moving, cancelling."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.coalition.models import Audience
from sluss.meetings.forms.meetings import (
    OTHER,
    CancelForm,
    ChangeForm,
    DecideForm,
    MoveForm,
    NewMeetingForm,
    ParticularsForm,
)
from sluss.meetings.models import Meeting, MeetingKind, MeetingState
from sluss.meetings.occasions import way_in
from sluss.meetings.selectors.invitations import own_invitation
from sluss.meetings.selectors.meetings import may_plan, meetings_of, series_seen_by
from sluss.meetings.services import meetings as services
from sluss.meetings.views.answers import answer_context
from sluss.meetings.views.page import meeting_page, run, runs, seen
from sluss.trust import clock
from sluss.trust.actor import Role
from sluss.trust.pages import act, done
from sluss.trust.requests import Request


@login_required
def index(request: Request) -> HttpResponse:
    series = series_seen_by(request.actor)
    asked = request.GET.get("serie", "")
    chosen = get_object_or_404(series, pk=asked if asked.isdecimal() else None) if asked else None
    context = {
        "meetings": meetings_of(request.actor, chosen),
        "series": series,
        "chosen": chosen,
        "may_plan": may_plan(request.actor),
        "inside": bool(request.actor.roles - {Role.AUTHORITY}),
    }
    return render(request, "meetings/index.html", context)


@login_required
def meeting(request: Request, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    invitation = own_invitation(request.actor, shown)
    if invitation is not None:
        invitation.meeting = shown
    leads = runs(request, shown)
    venue, online = (shown.venue, shown.online_link) if leads else way_in(shown, invitation)
    context: dict[str, Any] = {
        "venue": venue,
        "online": online,
        "moves": list(shown.moves.all()),
        "has_begun": shown.date <= clock.today(),
        "to_decide": not shown.is_annual and (shown.tentative or shown.alternative is not None),
    }
    if invitation is not None:
        context |= answer_context(invitation, reverse("meetings:own_answer", args=[pk]))
    return meeting_page(request, "meetings/meeting.html", shown, "meeting", **context)


@login_required
def meeting_new(request: Request) -> HttpResponse:
    if not may_plan(request.actor):
        raise Http404
    form = NewMeetingForm(request.POST or None, actor=request.actor)
    made: list[Meeting] = []
    if done(request, form, lambda: made.append(_plan(request, form.cleaned_data)), _("Planned.")):
        return redirect("meetings:meeting", made[0].pk)
    context = {"form": form, "series_known": ParticularsForm.known_series()}
    return render(request, "meetings/meeting_new.html", context, status=422 if form.errors else 200)


def _plan(request: Request, wanted: dict[str, Any]) -> Meeting:
    names = {*services.PARTICULARS, "timing", "group", "series", "idea"}
    given = {name: value for name, value in wanted.items() if name in names}
    return services.plan_meeting(
        request.actor,
        **{**given, "kind": MeetingKind(wanted["kind"]), "audience": Audience(wanted["audience"])},
    )


@login_required
def meeting_change(request: Request, pk: int) -> HttpResponse:
    changed = run(request, pk)
    form = ChangeForm(request.POST or None, meeting=changed)
    said = _("Saved.")
    if done(
        request, form, lambda: services.change_meeting(request.actor, changed, **form.cleaned_data), said
    ):
        return redirect("meetings:meeting", pk)
    context = {"series_known": ParticularsForm.known_series()}
    return meeting_page(request, "meetings/meeting_change.html", changed, "meeting", form=form, **context)


@login_required
def meeting_move(request: Request, pk: int) -> HttpResponse:
    moved = run(request, pk)
    form = MoveForm(request.POST or None, initial=MoveForm.initial_of(moved))
    invited = moved.state == MeetingState.INVITED
    said = _("Moved. Who is invited is told.") if invited else _("Moved.")
    if done(
        request,
        form,
        lambda: services.move_meeting(
            request.actor, moved, form.cleaned_data["timing"], reason=form.cleaned_data["reason"]
        ),
        said,
    ):
        return redirect("meetings:meeting", pk)
    return meeting_page(request, "meetings/meeting_move.html", moved, "meeting", form=form)


@login_required
def decide_date(request: Request, pk: int) -> HttpResponse:
    decided = run(request, pk)
    form = DecideForm(request.POST or None, meeting=decided)
    if done(request, form, lambda: _decide(request, decided, form.cleaned_data), _("Decided.")):
        return redirect("meetings:meeting", pk)
    return meeting_page(request, "meetings/decide_date.html", decided, "meeting", form=form)


def _decide(request: Request, decided: Meeting, wanted: dict[str, Any]) -> None:
    services.fix_date(
        request.actor,
        decided,
        alternative=wanted["choice"] == OTHER,
        starts_at=wanted["starts_at"],
        ends_at=wanted["ends_at"],
    )


@login_required
def meeting_cancel(request: Request, pk: int) -> HttpResponse:
    cancelled = run(request, pk)
    form = CancelForm(request.POST or None)
    if done(
        request,
        form,
        lambda: services.cancel_meeting(request.actor, cancelled, **form.cleaned_data),
        _("Cancelled. Who is invited is told."),
    ):
        return redirect("meetings:meeting", pk)
    return meeting_page(request, "meetings/meeting_cancel.html", cancelled, "meeting", form=form)


@login_required
@require_POST
def plan_idea(request: Request, pk: int) -> HttpResponse:
    idea = run(request, pk)
    back = reverse("meetings:meeting", args=[pk])
    return act(request, back, _("Planned."), lambda: services.plan_idea(request.actor, idea))


@login_required
@require_POST
def meeting_hold(request: Request, pk: int) -> HttpResponse:
    held = run(request, pk)
    back = reverse("meetings:meeting", args=[pk])
    return act(
        request, back, _("Noted that it was held."), lambda: services.hold_meeting(request.actor, held)
    )


@login_required
@require_POST
def meeting_close(request: Request, pk: int) -> HttpResponse:
    closed = run(request, pk)
    back = reverse("meetings:meeting", args=[pk])
    said = _("Closed. What people needed to take part is forgotten.")
    return act(request, back, said, lambda: services.close_meeting(request.actor, closed))
