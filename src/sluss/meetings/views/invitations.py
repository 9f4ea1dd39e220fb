"""Who is invited to a meeting: inviting, reminding, noting answers, withdrawing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sluss.coalition.models import Audience
from sluss.coalition.selectors import addresses_hidden_from
from sluss.meetings.forms.answers import AnswerForm
from sluss.meetings.forms.invitations import InviteForm
from sluss.meetings.models import BEFORE, Invitation, Meeting, MeetingState
from sluss.meetings.selectors.invitations import invited_to, letters_to, tally_of
from sluss.meetings.services import inviting
from sluss.meetings.services.answering import answer_invitation
from sluss.meetings.views.page import meeting_page, run
from sluss.trust.pages import act, done
from sluss.trust.requests import Request


@login_required
def invited(request: Request, pk: int) -> HttpResponse:
    meeting = run(request, pk)
    lines = invited_to(request.actor, meeting)
    context: dict[str, Any] = {
        "lines": lines,
        "tally": tally_of(lines),
        "needs": [line.invitation for line in lines if line.invitation.needs],
        "ahead": meeting.state in BEFORE and meeting.takes_answers,
        "is_idea": meeting.state == MeetingState.IDEA,
    }
    return meeting_page(request, "meetings/invited.html", meeting, "invited", **context)


@login_required
def invite(request: Request, pk: int) -> HttpResponse:
    meeting = run(request, pk)
    form = InviteForm(request.POST or None, meeting=meeting)
    invited: list[inviting.Invited] = []
    if done(request, form, lambda: invited.append(_invite(request, meeting, form))):
        messages.success(request, _said(invited[0]))
        return redirect("meetings:invited", pk)
    return meeting_page(request, "meetings/invite.html", meeting, "invited", form=form)


def _invite(request: Request, meeting: Meeting, form: InviteForm) -> inviting.Invited:
    wanted = form.cleaned_data
    return inviting.invite_people(
        request.actor,
        meeting,
        audiences=[Audience(one) for one in wanted["audiences"]],
        addresses=wanted["addresses"],
        language=wanted["language"],
    )


def _said(invited: inviting.Invited) -> str:
    new = len(invited.new)
    said = ngettext(
        "%(number)s invitation is on its way.", "%(number)s invitations are on their way.", new
    ) % {"number": new}
    already = ngettext(
        "%(number)s was invited already.", "%(number)s were invited already.", invited.already
    ) % {"number": invited.already}
    return f"{said} {already}" if invited.already else said


@login_required
@require_POST
def remind(request: Request, pk: int) -> HttpResponse:
    meeting = run(request, pk)
    return act(request, reverse("meetings:invited", args=[pk]), "", lambda: _remind(request, meeting))


def _remind(request: Request, meeting: Meeting) -> None:
    number = inviting.remind_unanswered(request.actor, meeting)
    if number:
        said = ngettext(
            "%(number)s reminder is on its way.", "%(number)s reminders are on their way.", number
        )
    else:
        said = _("All who haven't answered have been reminded today.")
    messages.success(request, said % {"number": number} if number else said)


def _run(request: Request, pk: int) -> Invitation:
    """An invitation to a meeting that the actor runs; another's own isn't there."""
    found = get_object_or_404(
        Invitation.objects.visible_to(request.actor)
        .valid()
        .select_related("meeting", "person", "organisation"),
        pk=pk,
    )
    if not Meeting.objects.run_by(request.actor).filter(pk=found.meeting_id).exists():
        raise Http404
    return found


@login_required
def invitation(request: Request, pk: int) -> HttpResponse:
    """One invited person: the answer, noted by hand where it came by telephone, and what became of the letters."""
    found = _run(request, pk)
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            return act(
                request,
                reverse("meetings:invited", args=[found.meeting_id]),
                _("Noted."),
                lambda: answer_invitation(request.actor, found, form.said()),
            )
        return redirect("meetings:invitation", pk)
    context: dict[str, Any] = {
        "invitation": found,
        "standing": found.standing,
        "letters": letters_to(request.actor, found),
        "sees_email": found.email.lower() not in addresses_hidden_from(request.actor),
    }
    return meeting_page(request, "meetings/invitation.html", found.meeting, "invited", **context)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    found = _run(request, pk)
    back = reverse("meetings:invited", args=[found.meeting_id])
    said = _("The invitation is taken back, and the meeting leaves the person's calendar.")
    return act(request, back, said, lambda: inviting.withdraw_invitation(request.actor, found))
