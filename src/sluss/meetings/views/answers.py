"""Answering an invitation: by a signed link without an account, or signed in.

Opening a link shows and never changes: mail scanners open every link. Only a form that is sent answers.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sluss.meetings import ical
from sluss.meetings.forms.answers import AnswerForm, DetailsForm
from sluss.meetings.models import Invitation, Standing
from sluss.meetings.occasions import ANSWER, occasion_of, way_in
from sluss.meetings.places import held_until
from sluss.meetings.selectors.invitations import own_invitation
from sluss.meetings.services.answering import (
    Said,
    answer_by_link,
    answer_invitation,
    place_in_queue,
)
from sluss.meetings.views.page import seen
from sluss.trust import clock, links
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request


def answer_context(invitation: Invitation, action: str, details: DetailsForm | None = None) -> dict[str, Any]:
    """What `meetings/parts/answer.html` shows: the answer so far, the buttons, the details."""
    meeting = invitation.meeting
    offered_at = invitation.offered_at
    return {
        "invitation": invitation,
        "standing": invitation.standing,
        "answer_action": action,
        "place": place_in_queue(invitation),
        "held_until": held_until(offered_at, meeting.starts_at) if offered_at else None,
        "details": details or DetailsForm.of(invitation),
        "comes": invitation.confirmed,
        "says_something": invitation.standing not in {Standing.OPEN, Standing.NO},
    }


def _opened(token: str) -> Invitation:
    """The invitation that a link names; a link that is forged or too old leads nowhere."""
    invitation_id = links.opened(ANSWER, token)
    found = Invitation.objects.select_related("meeting", "person").filter(pk=invitation_id or 0).first()
    if found is None:
        raise Http404
    return found


@never_cache
def answer(request: Request, token: str) -> HttpResponse:
    """The page of an invitation, in the language in which its letter was written."""
    invitation = _opened(token)
    with translation.override(_language(request, invitation)):
        if request.method != "POST":
            return _page(request, token, invitation)
        return _take(request, token, invitation)


def _language(request: Request, invitation: Invitation) -> str:
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or invitation.written_in


def _page(
    request: Request, token: str, invitation: Invitation, details: DetailsForm | None = None
) -> HttpResponse:
    meeting = invitation.meeting
    venue, online = way_in(meeting, invitation)
    context = answer_context(invitation, reverse("meetings:answer", args=[token]), details) | {
        "meeting": meeting,
        "token": token,
        "venue": venue,
        "online": online,
        "has_day": occasion_of(meeting, invitation) is not None,
    }
    wrong = details is not None and bool(details.errors)
    return render(request, "meetings/answer.html", context, status=422 if wrong else 200)


def _take(request: Request, token: str, invitation: Invitation) -> HttpResponse:
    """A button or the details; who sends something else is shown the page again."""
    details = DetailsForm.of(invitation, request.POST) if "details" in request.POST else None
    if details is not None and not details.is_valid():
        return _page(request, token, invitation, details)
    said = details.said(invitation) if details is not None else _said(request)
    if said is not None:
        _say(request, lambda: answer_by_link(token, said), details is not None)
    return redirect("meetings:answer", token)


def _said(request: Request) -> Said | None:
    form = AnswerForm(request.POST)
    return form.said() if form.is_valid() else None


def _say(request: Request, verb: Any, details: bool) -> None:
    """Answer; a refusal is said on the page. After a button the page's heading says what has become of it."""
    try:
        verb()
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        if details:
            messages.success(request, _("Saved."))


@never_cache
@require_safe
def answer_calendar(request: Request, token: str) -> HttpResponse:
    """The meeting as a file for one's own calendar; with the way in for who comes."""
    invitation = _opened(token)
    with translation.override(_language(request, invitation)):
        occasion = occasion_of(invitation.meeting, invitation)
    if occasion is None or invitation.withdrawn_at is not None:
        raise Http404
    made = ical.file(ical.Method.PUBLISH, occasion, now=clock.now())
    return HttpResponse(
        made,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="mote.ics"'},
    )


@login_required
@require_POST
def own_answer(request: Request, pk: int) -> HttpResponse:
    """Answer one's own invitation on the page of the meeting."""
    meeting = seen(request, pk)
    invitation = own_invitation(request.actor, meeting)
    if invitation is None:
        raise Http404
    details = DetailsForm.of(invitation, request.POST) if "details" in request.POST else None
    if details is not None and not details.is_valid():
        messages.error(request, _("That is too long. Write it shorter."))
        return redirect("meetings:meeting", pk)
    said = details.said(invitation) if details is not None else _said(request)
    if said is not None:
        _say(request, lambda: answer_invitation(request.actor, invitation, said), details is not None)
    return redirect("meetings:meeting", pk)
