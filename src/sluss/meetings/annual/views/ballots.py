"""Ballots: prepared, opened, recorded, declared; and a delegate's own vote."""

import csv
import io
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.coalition.rules import Tie
from sluss.meetings.annual.forms import (
    CountsForm,
    DrawnForm,
    ElectedForm,
    ElectionForm,
    HeardForm,
    QuestionForm,
    ReasonForm,
    VoiceForm,
    VoteForm,
    choices_of,
)
from sluss.meetings.annual.rules import Outcome
from sluss.meetings.annual.selectors import results
from sluss.meetings.annual.selectors.ballots import own_votes, vote_lines, voters
from sluss.meetings.annual.selectors.days import rules_of
from sluss.meetings.annual.services import ballots as services
from sluss.meetings.annual.services import declaring
from sluss.meetings.annual.services.rights import runs
from sluss.meetings.annual.views.page import annual_page, run, seen
from sluss.meetings.models.annual import AnnualMeeting, AnnualState, Ballot, BallotState, Method, Vote
from sluss.trust.pages import act, done
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request
from sluss.trust.spreadsheets import safe_text


@login_required
def ballots(request: Request, pk: int) -> HttpResponse:
    annual = seen(request, pk)
    lines = [
        (ballot, " ".join(results.in_words(ballot)) if _told(ballot) else "")
        for ballot in _listed(request, annual)
    ]
    return annual_page(
        request, "meetings/annual/ballots.html", annual, "ballots", ballots=lines,
        open=annual.state == AnnualState.OPEN, own=own_votes(request.actor, annual),
    )  # fmt: skip


def _listed(request: Request, annual: AnnualMeeting) -> list[Ballot]:
    """Ballots of the meeting that the actor may see, with what their results are reckoned from."""
    found = Ballot.objects.visible_to(request.actor).filter(annual=annual).select_related("decision")
    ballots = list(found.prefetch_related("candidates", "votes"))
    for each in ballots:
        each.annual = annual
    return ballots


def _told(ballot: Ballot) -> bool:
    return ballot.state in {BallotState.DECLARED, BallotState.CONTESTED, BallotState.ANNULLED}


@login_required
def question_new(request: Request, pk: int) -> HttpResponse:
    annual = run(request, pk)
    rules = rules_of(annual)
    form = QuestionForm(request.POST or None, annual=annual, majority=rules.majority)
    return _prepared(request, annual, form, services.prepare_question)


@login_required
def election_new(request: Request, pk: int) -> HttpResponse:
    annual = run(request, pk)
    form = ElectionForm(request.POST or None, annual=annual)
    return _prepared(request, annual, form, services.prepare_election)


def _prepared(request: Request, annual: AnnualMeeting, form: Any, verb: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            made = verb(request.actor, annual, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            return redirect("meetings:annual_ballot", made.pk)
    return annual_page(request, "meetings/annual/ballot_new.html", annual, "ballots", form=form)


def _ballot(request: Request, pk: int) -> Ballot:
    found = Ballot.objects.visible_to(request.actor).select_related(
        "annual__meeting__group", "motion", "decision", "group"
    )
    return get_object_or_404(found, pk=pk)


def _run_ballot(request: Request, pk: int) -> Ballot:
    found = _ballot(request, pk)
    if not runs(request.actor, found.annual):
        raise Http404
    return found


def _record_form(ballot: Ballot, data: Any = None) -> Form:
    if ballot.method != Method.ACCLAMATION:
        return CountsForm(data, ballot=ballot)
    return ElectedForm(data, ballot=ballot) if ballot.is_election else HeardForm(data)


def _settle_form(ballot: Ballot, data: Any = None) -> Form | None:
    """The form that settles equal votes; None where there is nothing to settle."""
    if ballot.is_election:
        tied = results.election_of(ballot).tied
        return DrawnForm(data, tied=ballot.candidates.filter(pk__in=tied).order_by("name")) if tied else None
    tied_question = results.outcome_of(ballot) == Outcome.TIED
    return VoiceForm(data) if tied_question and ballot.tie != Tie.LOST else None


def _ballot_page(request: Request, found: Ballot, form: Form | None = None) -> HttpResponse:
    context: dict[str, Any] = {}
    if found.state == BallotState.OPEN:
        if found.method == Method.NAMED:
            context = {"voters": voters(found), "choices": choices_of(found)}
        else:
            form = form or _record_form(found)
    elif found.state == BallotState.CLOSED:
        form = form or _settle_form(found)
        context = {"settled": results.is_settled(found)}
    elif found.state == BallotState.DECLARED:
        form = form or ReasonForm()
    counted = found.state not in {BallotState.PREPARED, BallotState.OPEN}
    return annual_page(
        request, "meetings/annual/ballot.html", found.annual, "ballots", form=form, ballot=found,
        words=results.in_words(found) if counted else [],
        counted=results.counted_lines(found) if counted and found.method != Method.ACCLAMATION else [],
        log=vote_lines(found) if found.method == Method.NAMED else [],
        majority=results.MAJORITY_NAMES[found.majority], tie=results.TIE_NAMES[found.tie], **context,
    )  # fmt: skip


@login_required
def ballot(request: Request, pk: int) -> HttpResponse:
    return _ballot_page(request, _ballot(request, pk))


DEEDS: dict[str, Any] = {
    "open": services.open_ballot,
    "close": services.close_ballot,
    "reopen": services.reopen_ballot,
    "declare": declaring.declare_ballot,
    "uphold": declaring.uphold_ballot,
    "annul": declaring.annul_ballot,
}


@login_required
@require_POST
def do(request: Request, pk: int) -> HttpResponse:
    """Open, close, reopen, declare, uphold or set aside."""
    found = _run_ballot(request, pk)
    verb = DEEDS.get(request.POST.get("deed", ""))
    if verb is None:
        return redirect("meetings:annual_ballot", pk)
    return act(request, reverse("meetings:annual_ballot", args=[pk]), "", lambda: verb(request.actor, found))


@login_required
@require_POST
def record(request: Request, pk: int) -> HttpResponse:
    """Counted hands or papers, or what the chair heard."""
    found = _run_ballot(request, pk)
    form = _record_form(found, request.POST)
    acclaimed = found.method == Method.ACCLAMATION
    verb = services.record_acclamation if acclaimed else services.record_counts
    return _carried(request, found, form, verb)


@login_required
@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """What the lot or the chair said of equal votes."""
    found = _run_ballot(request, pk)
    form = _settle_form(found, request.POST)
    if form is None:
        return redirect("meetings:annual_ballot", pk)
    return _carried(request, found, form, services.settle_tie)


@login_required
@require_POST
def contest(request: Request, pk: int) -> HttpResponse:
    found = _run_ballot(request, pk)
    return _carried(request, found, ReasonForm(request.POST), declaring.contest_ballot)


def _carried(request: Request, found: Ballot, form: Form, verb: Any) -> HttpResponse:
    if done(request, form, lambda: verb(request.actor, found, **form.cleaned_data), ""):
        return redirect("meetings:annual_ballot", found.pk)
    return _ballot_page(request, found, form)


@login_required
@require_POST
def vote(request: Request, pk: int) -> HttpResponse:
    """An organisation's vote in a named ballot: noted by who runs it, or cast by the delegate."""
    found = get_object_or_404(Ballot.objects.select_related("annual__meeting"), pk=pk)
    seen(request, found.annual.meeting_id)
    leads = runs(request.actor, found.annual)
    own = {(each.organisation.pk, each.delegate.pk) for each in own_votes(request.actor, found.annual)}
    if not leads and not own:
        raise Http404
    form = VoteForm(request.POST, ballot=found)
    back = reverse("meetings:annual_ballot", args=[pk])
    if not leads:
        back = reverse("meetings:annual_own_votes", args=[found.annual.meeting_id])
    words = form.cleaned_data if form.is_valid() else None
    if words is None:
        return act(request, back, "", _refuse_choice)
    done = _("The vote of %(organisation)s is noted.") % words
    return act(
        request,
        f"{back}#o{words['organisation'].pk}" if leads else back,
        done,
        lambda: services.cast_vote(request.actor, found, **words),
    )


def _refuse_choice() -> None:
    raise services.BadChoice


@login_required
@require_POST
def strike(request: Request, pk: int) -> HttpResponse:
    visible = Vote.objects.visible_to(request.actor).select_related("ballot__annual__meeting")
    found = get_object_or_404(visible, pk=pk)
    if not runs(request.actor, found.ballot.annual):
        raise Http404
    back = reverse("meetings:annual_ballot", args=[found.ballot_id])
    return act(
        request,
        back,
        _("The vote no longer counts. Note it anew."),
        lambda: services.strike_vote(request.actor, found),
    )


@login_required
def own(request: Request, pk: int) -> HttpResponse:
    """What is open to vote on for the organisations that the signed-in person speaks for."""
    annual = seen(request, pk)
    votes = [(each, choices_of(each.ballot)) for each in own_votes(request.actor, annual)]
    return annual_page(request, "meetings/annual/own_votes.html", annual, "ballots", votes=votes)


@login_required
def results_file(request: Request, pk: int) -> HttpResponse:
    """Every declared ballot with its count, as a table."""
    annual = seen(request, pk)
    lines = io.StringIO()
    table = csv.writer(lines, delimiter=";")
    table.writerow(
        [_("Ballot"), _("What was voted on"), _("How"), _("State"), _("On the roll"), _("Choice"), _("Votes"),
         _("Result"), _("Decision")]
    )  # fmt: skip
    for each in _listed(request, annual):
        if each.declared_at is None:
            continue
        counted = results.counted_lines(each) if each.method != Method.ACCLAMATION else [("", "")]
        said = results.in_words(each)[-1]
        for choice, votes in counted:
            cells = [each.question, each.get_method_display(), each.get_state_display()]
            row = [each.number, *map(safe_text, map(str, cells)), len(each.roll), safe_text(choice), votes]
            table.writerow([*row, safe_text(said), str(each.decision or "")])
    answer = HttpResponse("\ufeff" + lines.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="omrostningar.csv"'
    return answer
