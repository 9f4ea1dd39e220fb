"""The day itself and after: who was there, what it was worth; and meetings of others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sluss.meetings import selectors
from sluss.meetings.correspondence import EVALUATE, EVALUATION
from sluss.meetings.forms.attended import AnswerForm, MandateForm, QuestionForm
from sluss.meetings.forms.minutes import EvaluationForm
from sluss.meetings.forms.programme import WalkInForm
from sluss.meetings.models import Delegate, Invitation, Meeting, MeetingKind, MeetingState, WishedQuestion
from sluss.meetings.services import attendance as counting
from sluss.meetings.services import attending, evaluating
from sluss.meetings.views.page import meeting_page, run, runs
from sluss.trust import clock, links
from sluss.trust.models import Letter
from sluss.trust.pages import act, done
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request

#: what a button of the list says of a person: (came, remotely)
MARKS: dict[str, tuple[bool | None, bool]] = {
    "here": (True, False),
    "video": (True, True),
    "not": (False, False),
    "clear": (None, False),
}


@login_required
def attendance(request: Request, pk: int) -> HttpResponse:
    """The list with big buttons, for the door; and who came without being invited."""
    meeting = run(request, pk)
    form = WalkInForm(request.POST or None, actor=request.actor)
    if done(
        request, form, lambda: counting.walk_in(request.actor, meeting, **form.cleaned_data), _("Written up.")
    ):
        return redirect("meetings:attendance", pk)
    takes = meeting.date <= clock.today() and meeting.state not in {MeetingState.IDEA, MeetingState.CANCELLED}
    return meeting_page(
        request, "meetings/attendance.html", meeting, "attendance", form=form, takes=takes,
        roll=selectors.roll_of(request.actor, meeting),
    )  # fmt: skip


@login_required
@require_POST
def mark(request: Request, pk: int) -> HttpResponse:
    run_meetings = Meeting.objects.run_by(request.actor)
    invited = get_object_or_404(
        Invitation.objects.filter(meeting__in=run_meetings).select_related("meeting"), pk=pk
    )
    came, remotely = MARKS.get(request.POST.get("mark", ""), (None, False))
    back = reverse("meetings:attendance", args=[invited.meeting_id])
    return act(request, back, "", lambda: counting.mark(request.actor, invited, came=came, remotely=remotely))


@login_required
def evaluation(request: Request, pk: int) -> HttpResponse:
    """What the meeting was worth, for who runs it; and asking those who came."""
    meeting = run(request, pk)
    if request.method == "POST":
        return _ask(request, meeting)
    asked = list(selectors.who_may_be_asked(meeting).values_list("pk", flat=True))
    letters = Letter.objects.filter(kind=EVALUATION, thing_id__in=asked).count()
    return meeting_page(
        request, "meetings/evaluation.html", meeting, "evaluation",
        worth=selectors.worth_of(meeting, letters), may_ask=len(asked) - letters,
    )  # fmt: skip


def _ask(request: Request, meeting: Meeting) -> HttpResponse:
    try:
        asked = evaluating.ask_for_evaluation(request.actor, meeting)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        said = ngettext("%(number)s person is asked.", "%(number)s persons are asked.", asked)
        messages.success(request, said % {"number": asked})
    return redirect("meetings:evaluation", meeting.pk)


@never_cache
def evaluate(request: Request, token: str) -> HttpResponse:
    """Three questions, by a signed link. Opening it shows; only sending answers."""
    came = Invitation.objects.filter(attended=True).select_related("meeting")
    own = get_object_or_404(came, pk=links.opened(EVALUATE, token) or 0)
    form = EvaluationForm(request.POST or None)
    if not own.evaluated and done(
        request, form, lambda: evaluating.evaluate(request.actor, own, **form.cleaned_data), ""
    ):
        return redirect("meetings:evaluate", token)
    context = {"meeting": own.meeting, "form": form, "answered": own.evaluated}
    return render(request, "meetings/evaluate.html", context, status=422 if form.errors else 200)


def _held_by_others(request: Request, pk: int) -> Meeting:
    others = Meeting.objects.visible_to(request.actor).filter(kind=MeetingKind.ATTENDED)
    return get_object_or_404(others.select_related("group", "mandate"), pk=pk)


@login_required
def mandate(request: Request, pk: int) -> HttpResponse:
    """A meeting of others: what we want there, who goes, and what members want asked."""
    meeting = _held_by_others(request, pk)
    form = QuestionForm(request.POST or None)
    if done(
        request,
        form,
        lambda: attending.wish_question(request.actor, meeting, **form.cleaned_data),
        _("Thank you. The delegates have your question."),
    ):
        return redirect("meetings:mandate", pk)
    questions = WishedQuestion.objects.visible_to(request.actor).filter(meeting=meeting)
    return meeting_page(
        request, "meetings/mandate.html", meeting, "mandate", form=form,
        mandate=getattr(meeting, "mandate", None),
        delegates=Delegate.objects.visible_to(request.actor).filter(meeting=meeting).select_related("person"),
        questions=questions.select_related("organisation"),
        takes_questions=meeting.date >= clock.today() and attending.may_wish(request.actor),
        keeps=Meeting.objects.written_by(request.actor).filter(pk=pk).exists(),
    )  # fmt: skip


@login_required
def mandate_change(request: Request, pk: int) -> HttpResponse:
    meeting = _held_by_others(request, pk)
    if not runs(request, meeting):
        raise Http404
    standing = getattr(meeting, "mandate", None)
    form = MandateForm(
        request.POST or None,
        meeting=meeting,
        initial={
            "text": standing.text if standing else "",
            "delegates": meeting.delegates.values_list("person_id", flat=True),
        },
    )
    if done(
        request,
        form,
        lambda: attending.give_mandate(request.actor, meeting, **form.cleaned_data),
        _("Saved."),
    ):
        return redirect("meetings:mandate", pk)
    return meeting_page(request, "meetings/mandate_change.html", meeting, "mandate", form=form)


@login_required
def question(request: Request, pk: int) -> HttpResponse:
    """What came of a question, for who goes there."""
    written = Meeting.objects.written_by(request.actor)
    asked = get_object_or_404(
        WishedQuestion.objects.filter(meeting__in=written).select_related("meeting__group"), pk=pk
    )
    form = AnswerForm(request.POST or None, initial={"answer": asked.answer})
    if done(
        request,
        form,
        lambda: attending.answer_question(request.actor, asked, **form.cleaned_data),
        _("Saved."),
    ):
        return redirect("meetings:mandate", asked.meeting_id)
    return meeting_page(
        request, "meetings/question.html", asked.meeting, "mandate", form=form, question=asked
    )
