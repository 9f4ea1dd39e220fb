"""Rounds and their boards."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sluss.contacts import selectors, services
from sluss.contacts.forms import GroupCaseForm, RoundForm
from sluss.contacts.models import Return, Round
from sluss.contacts.waiting import ROOM
from sluss.trust.models import Letter
from sluss.trust.pages import done
from sluss.trust.requests import Request


@login_required
def index(request: Request) -> HttpResponse:
    """The own returns, and the rounds for who follows them; a single open return is gone to at once."""
    own = list(
        Return.objects.editable_by(request.actor)
        .select_related("round", "organisation")
        .order_by("-round__period_start", "organisation__name")
    )
    rounds = list(selectors.board_rounds(request.actor))
    if not own and not rounds and not ROOM.visible(request.actor):
        raise Http404
    current = [r for r in own if r.open_for_editing]
    if not rounds and len(own) == 1 and current:
        return redirect("contacts:return", own[0].pk)
    return render(request, "contacts/index.html", {"own": own, "current": current, "rounds": rounds})


@login_required
def board(request: Request, round_id: int) -> HttpResponse:
    round_ = _round(request, round_id)
    return render(
        request,
        "contacts/board.html",
        {
            "board": selectors.board(request.actor, round_),
            "round": round_,
            "cases": round_.group_cases.all(),
            "case_form": GroupCaseForm(),
        },
    )


def _round(request: Request, round_id: int) -> Round:
    return get_object_or_404(selectors.board_rounds(request.actor), pk=round_id)


@login_required
def round_new(request: Request) -> HttpResponse:
    if not request.actor.is_coordinator:
        raise Http404
    form = RoundForm(request.POST or None, initial=RoundForm.proposal())
    if request.method == "POST" and form.is_valid():
        try:
            round_ = services.open_round(request.actor, **form.cleaned_data)
        except services.BadRound as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, _("The round is ready."))
            return redirect("contacts:board", round_.pk)
    status = 422 if form.errors else 200
    return render(request, "contacts/round_new.html", {"form": form}, status=status)


@login_required
@require_POST
def remind(request: Request, round_id: int) -> HttpResponse:
    """Remind all who haven't answered, or the one whose number is sent along."""
    round_ = _round(request, round_id)
    owed = round_.returns.unanswered()
    if one := request.POST.get("return"):
        owed = owed.filter(pk=int(one) if one.isdecimal() else 0)
    if not request.actor.is_coordinator:
        raise Http404
    sent = services.remind_by_hand(request.actor, owed)
    messages.success(
        request,
        _reminded(sent)
        if sent
        else _("Nothing sent: they have been reminded today, or have nobody to remind."),
    )
    return redirect("contacts:board", round_.pk)


def _reminded(sent: list[Letter]) -> str:
    """To whom: an organisation may have two who are reminded."""
    people = len({letter.receiver_id for letter in sent})
    organisations = len({letter.thing_id for letter in sent})
    to = ngettext("%(n)s person", "%(n)s persons", people) % {"n": people}
    at = ngettext("%(n)s organisation", "%(n)s organisations", organisations) % {"n": organisations}
    return _("Reminded: %(people)s in %(organisations)s.") % {"people": to, "organisations": at}


@login_required
@require_POST
def group_case_new(request: Request, round_id: int) -> HttpResponse:
    round_ = _round(request, round_id)
    form = GroupCaseForm(request.POST)
    if not request.actor.is_coordinator:
        raise Http404
    said = _("The group case can now be chosen for persons of this round.")
    if done(
        request,
        form,
        lambda: services.name_group_case(request.actor, round_, form.cleaned_data["name"]),
        said,
    ):
        return redirect("contacts:board", round_.pk)
    context = {
        "board": selectors.board(request.actor, round_),
        "round": round_,
        "cases": round_.group_cases.all(),
        "case_form": form,
    }
    return render(request, "contacts/board.html", context, status=422)
