"""Decisions and the tasks that come of them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.agenda.services import give_task
from sluss.meetings import selectors
from sluss.meetings.forms.minutes import BetweenMeetingsForm, MeetingDecisionForm, ReasonForm, TaskForm
from sluss.meetings.models import DECISION_STATES, Decision, Meeting
from sluss.meetings.services import decisions as services
from sluss.meetings.views.acting import Deed, in_need, one_carried_out, sent
from sluss.meetings.views.page import meeting_page, run, runs, seen
from sluss.trust.actor import Actor
from sluss.trust.pages import act, done
from sluss.trust.requests import Request

DECISIONS_A_PAGE = 50


@login_required
def decisions(request: Request) -> HttpResponse:
    """All decisions that the reader may see, the latest first."""
    found = Decision.objects.visible_to(request.actor).select_related("meeting", "group", "supersedes")
    if not request.actor.roles:
        raise Http404
    context = {
        "page": Paginator(found, DECISIONS_A_PAGE).get_page(request.GET.get("sida")),
        "kept": set(Decision.objects.taken_by(request.actor).values_list("pk", flat=True)),
        "may_decide": request.actor.is_coordinator or bool(request.actor.runs),
    }
    return render(request, "meetings/decisions.html", context)


@login_required
def between(request: Request) -> HttpResponse:
    """A decision taken between meetings."""
    if not (request.actor.is_coordinator or request.actor.runs):
        raise Http404
    form = BetweenMeetingsForm(request.POST or None, actor=request.actor)
    if done(
        request,
        form,
        lambda: services.take_decision(request.actor, **form.cleaned_data),
        _("The decision has its number."),
    ):
        return redirect("meetings:decisions")
    return render(request, "meetings/between.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def meeting_decisions(request: Request, pk: int) -> HttpResponse:
    """A meeting's decisions and tasks; who runs it adds to them."""
    meeting = run(request, pk) if request.method == "POST" else seen(request, pk)
    found = Decision.objects.visible_to(request.actor).filter(meeting=meeting)
    context: dict[str, Any] = {
        "decisions": found.select_related("item", "supersedes").order_by("year", "number"),
        "tasks": selectors.tasks_of(request.actor, meeting),
    }
    if not runs(request, meeting):
        return meeting_page(request, "meetings/meeting_decisions.html", meeting, "decisions", **context)
    decision_form = MeetingDecisionForm(sent(request, "decision"), actor=request.actor, meeting=meeting)
    task_form = TaskForm(sent(request, "task"), meeting=meeting)
    deeds: dict[str, Deed] = {
        "decision": (
            decision_form,
            lambda: services.take_decision(request.actor, meeting=meeting, **decision_form.cleaned_data),
            _("The decision has its number."),
        ),
        "task": (
            task_form,
            lambda: _give(request.actor, meeting, **task_form.cleaned_data),
            _("The task is given."),
        ),
    }
    if one_carried_out(request, deeds):
        return redirect("meetings:meeting_decisions", pk)
    return meeting_page(
        request, "meetings/meeting_decisions.html", meeting, "decisions",
        form=in_need(decision_form, task_form), decision_form=decision_form, task_form=task_form, **context,
    )  # fmt: skip


def _give(actor: Actor, meeting: Meeting, *, decision: Decision | None, **given: Any) -> None:
    """A task from the meeting, perhaps by one of its decisions."""
    url = reverse("meetings:meeting_decisions", args=[meeting.pk])
    give_task(actor, group=meeting.group, thing=decision or meeting, url=url, **given)


def _kept(request: Request, pk: int) -> Decision:
    """A decision, for who keeps it; for others there is no such page."""
    return get_object_or_404(
        Decision.objects.taken_by(request.actor).select_related("meeting", "group"), pk=pk
    )


def _back(decision: Decision) -> str:
    if decision.meeting_id is None:
        return reverse("meetings:decisions")
    return reverse("meetings:meeting_decisions", args=[decision.meeting_id])


@login_required
@require_POST
def carry_out(request: Request, pk: int) -> HttpResponse:
    decision = _kept(request, pk)
    done = _("Decision %(number)s is carried out.") % {"number": decision}
    return act(request, _back(decision), done, lambda: services.carry_out(request.actor, decision))


@login_required
def take_back(request: Request, pk: int) -> HttpResponse:
    """Asks why before a decision is taken back."""
    decision = _kept(request, pk)
    if not DECISION_STATES.allows(decision.state, "take back decision"):
        raise Http404
    form = ReasonForm(request.POST or None)
    if done(
        request,
        form,
        lambda: services.take_back(request.actor, decision, **form.cleaned_data),
        _("The decision is taken back."),
    ):
        return redirect(_back(decision))
    context = {"form": form, "decision": decision, "back": _back(decision)}
    return render(request, "meetings/take_back.html", context, status=422 if form.errors else 200)
