"""The minutes: begun on what happened, sent to who adjusts them, signed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sluss.meetings.annual.letters import SIGN
from sluss.meetings.annual.rules import Step
from sluss.meetings.annual.selectors.adjusting import signatures, text_hash
from sluss.meetings.annual.selectors.days import rules_of, stands
from sluss.meetings.annual.services import adjusting as services
from sluss.meetings.annual.views.page import annual_page, run
from sluss.meetings.markdown import shown
from sluss.meetings.models import Minutes, MinutesState
from sluss.meetings.models.annual import SIGNING, Officer
from sluss.people.models import Person
from sluss.trust import links
from sluss.trust.actor import Actor
from sluss.trust.models import Letter
from sluss.trust.pages import act
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request


@login_required
def minutes(request: Request, pk: int) -> HttpResponse:
    """How far the minutes have come, and who has signed."""
    annual = run(request, pk)
    found = Minutes.objects.filter(meeting=annual.meeting_id).first()
    signed = signatures(annual, found)
    due = next(each for each in stands(annual) if each.step == Step.MINUTES)
    bounced = Letter.objects.filter(
        kind=services.KIND, thing_id__in=[each.officer.pk for each in signed], bounced_at__isnull=False
    )
    return annual_page(
        request, "meetings/annual/minutes.html", annual, "minutes", minutes=found, signatures=signed, due=due,
        fallen=any(each.fallen for each in signed), rules=rules_of(annual), bounced=bounced,
        text=shown(found.text) if found else "",
    )  # fmt: skip


def _asked(found: Minutes | None, officers: list[int]) -> bool:
    """Whether everybody who adjusts has been sent the present version."""
    if found is None:
        return False
    sent = Letter.objects.filter(
        kind=services.KIND, thing_id__in=officers, step=services.step_of(found), bounced_at=None
    )
    return bool(officers) and sent.values("thing_id").distinct().count() == len(officers)


@login_required
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    annual = run(request, pk)
    return act(
        request,
        reverse("meetings:annual_minutes", args=[pk]),
        "",
        lambda: services.begin_minutes(request.actor, annual),
    )


@login_required
@require_POST
def circulate(request: Request, pk: int) -> HttpResponse:
    annual = run(request, pk)
    done = _("The minutes are on their way to who adjusts them.")
    back = reverse("meetings:annual_minutes", args=[pk])
    return act(request, back, done, lambda: services.send_to_adjustors(request.actor, annual))


@login_required
def sign_own(request: Request, pk: int) -> HttpResponse:
    """Who adjusts and has an account reads and signs here."""
    email = Person.objects.values_list("email", flat=True).get(pk=request.actor.person_id or 0)
    found = get_object_or_404(_signing(), pk=pk, email=email)
    return _sign(request, found, request.actor)


@never_cache
def sign(request: Request, token: str) -> HttpResponse:
    """By the link of the letter, without an account. Opening shows; only the button signs."""
    found = get_object_or_404(_signing(), pk=links.opened(SIGN, token) or 0)
    return _sign(request, found, Actor(name=found.name))


def _signing() -> QuerySet[Officer]:
    return Officer.objects.filter(duty__in=SIGNING).select_related("annual__meeting")


def _sign(request: Request, officer: Officer, actor: Actor) -> HttpResponse:
    found = Minutes.objects.filter(meeting=officer.annual.meeting_id).first()
    if found is None or found.state == MinutesState.DRAFT:
        raise Http404
    if request.method == "POST":
        try:
            services.sign_minutes(actor, officer, sha256=request.POST.get("sha256", ""))
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("Thank you. Your signature is kept with the text."))
        return redirect(request.path)
    sha256 = text_hash(found.text)
    context = {
        "officer": officer,
        "meeting": officer.annual.meeting,
        "text": shown(found.text),
        "sha256": sha256,
        "signed": officer.signed_sha256 == sha256,
        "fallen": bool(officer.signed_at) and officer.signed_sha256 != sha256,
        "open": found.state == MinutesState.CIRCULATED,
    }
    return render(request, "meetings/annual/sign.html", context)
