"""Motions and nominations."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.meetings.annual.forms import MotionForm, NominationForm, ReasonForm, StatementForm
from sluss.meetings.annual.rules import Step
from sluss.meetings.annual.selectors.days import ladder_of
from sluss.meetings.annual.services import proposals as services
from sluss.meetings.annual.services.rights import runs
from sluss.meetings.annual.views.page import annual_page, seen, spoken_for
from sluss.meetings.models.annual import AnnualMeeting, AnnualState, Motion, MotionState, Nomination
from sluss.meetings.models.annual.proposals import STANDING, TREATED
from sluss.trust import clock
from sluss.trust.actor import Role
from sluss.trust.pages import act, done
from sluss.trust.requests import Request


@login_required
def motions(request: Request, pk: int) -> HttpResponse:
    annual = seen(request, pk)
    found = Motion.objects.visible_to(request.actor).filter(annual=annual).select_related("organisation")
    return annual_page(
        request, "meetings/annual/motions.html", annual, "motions", motions=found,
        last=_last(annual), may_move=_may_move(request, annual), today=clock.today(),
    )  # fmt: skip


def _last(annual: AnnualMeeting) -> dt.date | None:
    return {rung.step: rung.last for rung in ladder_of(annual)}.get(Step.MOTIONS)


def _may_move(request: Request, annual: AnnualMeeting) -> bool:
    open_yet = annual.state != AnnualState.CLOSED and not annual.is_extra
    return open_yet and spoken_for(request.actor, annual).exists()


@login_required
def motion_new(request: Request, pk: int) -> HttpResponse:
    annual = seen(request, pk)
    if not _may_move(request, annual):
        raise Http404
    form = MotionForm(request.POST or None, organisations=spoken_for(request.actor, annual))
    if done(
        request,
        form,
        lambda: services.submit_motion(request.actor, annual, **form.cleaned_data),
        _("The motion is handed in."),
    ):
        return redirect("meetings:annual_motions", pk)
    last = _last(annual)
    return annual_page(
        request, "meetings/annual/motion_new.html", annual, "motions", form=form, last=last,
        late=last is not None and clock.today() > last,
    )  # fmt: skip


def _motion(request: Request, pk: int) -> Motion:
    found = Motion.objects.visible_to(request.actor).select_related("annual__meeting__group", "organisation")
    return get_object_or_404(found, pk=pk)


def _states_on(request: Request, motion: Motion) -> bool:
    return request.actor.has(Role.BOARD) or runs(request.actor, motion.annual)


def _motion_page(
    request: Request, found: Motion, form: StatementForm | None = None, decide: ReasonForm | None = None
) -> HttpResponse:
    may_state = _states_on(request, found) and found.annual.state != AnnualState.CLOSED
    if form is None and may_state:
        form = StatementForm(initial={"statement": found.statement, "advice": found.advice})
    leads = runs(request.actor, found.annual)
    return annual_page(
        request, "meetings/annual/motion.html", found.annual, "motions", motion=found,
        form=form if may_state else None, decide=decide or ReasonForm(prefix="decide"),
        may_admit=leads and found.state in {MotionState.LATE, MotionState.REFUSED},
        may_refuse=leads and found.state == MotionState.LATE,
        may_remit=leads and found.state in TREATED and found.annual.state == AnnualState.OPEN,
        may_withdraw=found.organisation_id in request.actor.leads and found.state in WITHDRAWABLE,
    )  # fmt: skip


WITHDRAWABLE = (MotionState.SUBMITTED, MotionState.ADMITTED, MotionState.LATE)


@login_required
def motion(request: Request, pk: int) -> HttpResponse:
    return _motion_page(request, _motion(request, pk))


@login_required
@require_POST
def state(request: Request, pk: int) -> HttpResponse:
    """The board's statement."""
    found = _motion(request, pk)
    if not _states_on(request, found):
        raise Http404
    form = StatementForm(request.POST)
    if done(
        request,
        form,
        lambda: services.state_on_motion(request.actor, found, **form.cleaned_data),
        _("The statement is saved."),
    ):
        return redirect("meetings:annual_motion", pk)
    return _motion_page(request, found, form)


VERBS = ("admit", "refuse", "withdraw", "remit")


@login_required
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Admit or refuse a late motion with a reason, or withdraw one."""
    found = _motion(request, pk)
    verb = request.POST.get("verb", "")
    mover = verb == "withdraw" and found.organisation_id in request.actor.leads
    if verb not in VERBS or not (mover or runs(request.actor, found.annual)):
        raise Http404
    back = reverse("meetings:annual_motion", args=[pk])
    reason = request.POST.get("decide-reason", "")
    return act(
        request, back, _("Saved."), lambda: services.decide_motion(request.actor, found, verb, reason=reason)
    )


@login_required
def nominations(request: Request, pk: int) -> HttpResponse:
    annual = seen(request, pk)
    found = Nomination.objects.visible_to(request.actor).filter(annual=annual)
    leads = runs(request.actor, annual)
    return annual_page(
        request, "meetings/annual/nominations.html", annual, "nominations",
        nominations=found.select_related("group", "organisation"),
        may_nominate=annual.state != AnnualState.CLOSED
        and (leads or spoken_for(request.actor, annual).exists()),
        standing=STANDING,
    )  # fmt: skip


@login_required
def nomination_new(request: Request, pk: int) -> HttpResponse:
    annual = seen(request, pk)
    leads = runs(request.actor, annual)
    organisations = spoken_for(request.actor, annual)
    if annual.state == AnnualState.CLOSED or not (leads or organisations.exists()):
        raise Http404
    form = NominationForm(request.POST or None, organisations=organisations, runs=leads)
    if done(
        request,
        form,
        lambda: services.nominate(request.actor, annual, **form.cleaned_data),
        _("The nomination is noted."),
    ):
        return redirect("meetings:annual_nominations", pk)
    return annual_page(request, "meetings/annual/nomination_new.html", annual, "nominations", form=form)


@login_required
@require_POST
def nomination_answer(request: Request, pk: int) -> HttpResponse:
    """Willing or not."""
    visible = Nomination.objects.visible_to(request.actor).select_related("annual__meeting")
    found = get_object_or_404(visible, pk=pk)
    if not services.may_answer(request.actor, found):
        raise Http404
    back = reverse("meetings:annual_nominations", args=[found.annual.meeting_id])
    willing = request.POST.get("willing") == "yes"
    return act(
        request, back, _("Saved."), lambda: services.answer_nomination(request.actor, found, willing=willing)
    )
