"""Talks: for who runs the meeting, and the speaker's own page by a signed link."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sluss.meetings import selectors
from sluss.meetings.correspondence import TALK, talk_of
from sluss.meetings.forms.programme import SlidesForm, TalkForm
from sluss.meetings.models import BEFORE, TALK_STATES, Meeting, Talk, TalkState
from sluss.meetings.services import talks as services
from sluss.meetings.views.acting import sent
from sluss.meetings.views.files import handed_out
from sluss.meetings.views.page import meeting_page, run
from sluss.trust.models import Letter
from sluss.trust.pages import act, done
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request


def talks_address(meeting: Meeting) -> str:
    return reverse("meetings:talks", args=[meeting.pk])


@login_required
def talks(request: Request, pk: int) -> HttpResponse:
    """All talks with their order, for who runs the meeting; a wish for a new one."""
    meeting = run(request, pk)
    form = TalkForm(request.POST or None, meeting=meeting)
    if done(
        request,
        form,
        lambda: services.add_talk(request.actor, meeting, **form.cleaned_data),
        _("The talk is in the programme."),
    ):
        return redirect(talks_address(meeting))
    times = {
        timed.talk.pk: timed.starts for timed in selectors.programme_of(request.actor, meeting).all_talks
    }
    listed = [(talk, times.get(talk.pk)) for talk in meeting.talks.order_by("order", "pk")]
    return meeting_page(request, "meetings/talks.html", meeting, "talks", form=form, talks=listed)


def _run_talk(request: Request, pk: int) -> Talk:
    run_talks = Talk.objects.filter(meeting__in=Meeting.objects.run_by(request.actor))
    return get_object_or_404(run_talks.select_related("meeting__group"), pk=pk)


#: what a button on a talk says, in the order in which they stand
DEEDS: dict[str, Any] = {
    "confirm talk": _("Confirm"),
    "accept talk": _("Has said yes"),
    "decline talk": _("Has said no"),
    "hold talk": _("Was held"),
    "cancel talk": _("Cancel the talk"),
}


@login_required
def talk(request: Request, pk: int) -> HttpResponse:
    """One talk, for who runs the meeting: changed, asked for, settled."""
    changed = _run_talk(request, pk)
    names = ("title", "speaker", "organisation", "email", "minutes", "item")
    initial = {name: getattr(changed, name) for name in names}
    form = TalkForm(request.POST or None, meeting=changed.meeting, initial=initial)
    if done(
        request, form, lambda: services.change_talk(request.actor, changed, **form.cleaned_data), _("Saved.")
    ):
        return redirect("meetings:talk", pk)
    possible = [(verb, said) for verb, said in DEEDS.items() if TALK_STATES.allows(changed.state, verb)]
    if changed.meeting.state in BEFORE:
        possible = [deed for deed in possible if deed[0] != "hold talk"]
    return meeting_page(
        request, "meetings/talk.html", changed.meeting, "talks", form=form, talk=changed, deeds=possible,
        may_ask=bool(changed.email) and TALK_STATES.allows(changed.state, "ask speaker"),
        letters=Letter.objects.about(TALK, changed.pk),
    )  # fmt: skip


@login_required
@require_POST
def talk_move(request: Request, pk: int) -> HttpResponse:
    moved = _run_talk(request, pk)
    up = request.POST.get("way") == "up"
    back = f"{talks_address(moved.meeting)}#talk-{moved.pk}"
    return act(request, back, "", lambda: services.move_talk(request.actor, moved, up=up))


@login_required
@require_POST
def talk_ask(request: Request, pk: int) -> HttpResponse:
    asked = _run_talk(request, pk)
    back = reverse("meetings:talk", args=[pk])
    done = _("The question is on its way by e-mail.")
    return act(request, back, done, lambda: services.ask_speaker(request.actor, asked))


@login_required
@require_POST
def talk_state(request: Request, pk: int) -> HttpResponse:
    settled = _run_talk(request, pk)
    back = reverse("meetings:talk", args=[pk])
    verb = request.POST.get("verb", "")
    return act(request, back, _("Saved."), lambda: services.set_state(request.actor, settled, verb))


@login_required
def slides(request: Request, pk: int) -> HttpResponseBase:
    """The slides: to who runs the meeting, and to others where the speaker shares them."""
    seen_talk = get_object_or_404(Talk.objects.visible_to(request.actor).exclude(slides=""), pk=pk)
    runs = Meeting.objects.run_by(request.actor).filter(pk=seen_talk.meeting_id).exists()
    if not (seen_talk.may_share or runs):
        raise Http404
    return handed_out(seen_talk.slides, seen_talk.title)


#: states in which the speaker's own page takes in slides
_COMES = (TalkState.ACCEPTED, TalkState.CONFIRMED, TalkState.HELD)


@never_cache
def speaker(request: Request, token: str) -> HttpResponse:
    """The speaker's own page. Opening it shows; only sending something changes."""
    own = talk_of(token)
    if own is None:
        raise Http404
    wanted = request.POST.get("do", "")
    form = SlidesForm(
        sent(request, "slides"),
        request.FILES or None,
        request=request,
        initial={"may_share": own.may_share},
    )
    if wanted == "slides" and done(
        request,
        form,
        lambda: services.leave_slides(request.actor, own, **form.cleaned_data),
        _("Thank you. What you sent is here."),
    ):
        return redirect("meetings:speaker", token)
    if wanted in {"yes", "no"}:
        return _answered(request, own, token, comes=wanted == "yes")
    context = {"talk": own, "meeting": own.meeting, "form": form, "comes": own.state in _COMES}
    return render(request, "meetings/speaker.html", context, status=422 if form.errors else 200)


def _answered(request: Request, own: Talk, token: str, *, comes: bool) -> HttpResponse:
    try:
        services.answer_by_link(request.actor, own, comes=comes)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("meetings:speaker", token)
