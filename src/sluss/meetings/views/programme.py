"""The agenda of a meeting with its papers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.meetings import selectors
from sluss.meetings.forms.programme import ItemForm, OutcomeForm, PaperForm
from sluss.meetings.models import AgendaItem, Meeting, Paper
from sluss.meetings.services import papers, programme
from sluss.meetings.views.acting import Deed, in_need, one_carried_out, sent
from sluss.meetings.views.files import handed_out
from sluss.meetings.views.page import meeting_page, run, runs, seen
from sluss.trust.pages import act
from sluss.trust.requests import Request


def agenda_address(meeting: Meeting) -> str:
    return reverse("meetings:programme", args=[meeting.pk])


@login_required
def agenda(request: Request, pk: int) -> HttpResponse:
    """The agenda for whom the meeting is; who runs it adds to it here."""
    meeting = run(request, pk) if request.method == "POST" else seen(request, pk)
    if not runs(request, meeting):
        return meeting_page(
            request, "meetings/programme.html", meeting, "programme",
            programme=selectors.programme_of(request.actor, meeting),
        )  # fmt: skip
    item_form = ItemForm(sent(request, "item"))
    paper_form = PaperForm(sent(request, "paper"), request.FILES or None, request=request)
    actor = request.actor
    deeds: dict[str, Deed] = {
        "item": (item_form, lambda: programme.add_item(actor, meeting, **item_form.cleaned_data), ""),
        "paper": (
            paper_form,
            lambda: papers.add_paper(actor, meeting, **paper_form.cleaned_data),
            _("The paper is there."),
        ),
    }
    if one_carried_out(request, deeds):
        return redirect(agenda_address(meeting))
    return meeting_page(
        request, "meetings/programme.html", meeting, "programme",
        form=in_need(item_form, paper_form), item_form=item_form, paper_form=paper_form,
        programme=selectors.programme_of(actor, meeting),
        open_tasks=selectors.open_tasks_before(actor, meeting),
        put_off=selectors.put_off_before(actor, meeting),
    )  # fmt: skip


def _run_item(request: Request, pk: int) -> AgendaItem:
    items = AgendaItem.objects.filter(meeting__in=Meeting.objects.run_by(request.actor))
    return get_object_or_404(items.select_related("meeting__group"), pk=pk)


@login_required
def item(request: Request, pk: int) -> HttpResponse:
    """One item, for who runs the meeting: changed, with papers, and what became of it."""
    changed, actor = _run_item(request, pk), request.actor
    change = ItemForm(
        sent(request, "change"),
        initial={name: getattr(changed, name) for name in ("title", "kind", "minutes", "inner")},
    )
    outcome = OutcomeForm(
        sent(request, "outcome"), initial={"outcome": changed.outcome, "tabled": changed.tabled}
    )
    paper = PaperForm(sent(request, "paper"), request.FILES or None, request=request)
    done = _("Saved.")
    deeds: dict[str, Deed] = {
        "change": (change, lambda: programme.change_item(actor, changed, **change.cleaned_data), done),
        "outcome": (outcome, lambda: programme.note_outcome(actor, changed, **outcome.cleaned_data), done),
        "paper": (
            paper,
            lambda: papers.add_paper(actor, changed.meeting, item=changed, **paper.cleaned_data),
            done,
        ),
    }
    if one_carried_out(request, deeds):
        return redirect("meetings:item", pk)
    return meeting_page(
        request, "meetings/item.html", changed.meeting, "programme",
        form=in_need(change, outcome, paper),
        item=changed, change_form=change, outcome_form=outcome, paper_form=paper,
    )  # fmt: skip


@login_required
@require_POST
def item_move(request: Request, pk: int) -> HttpResponse:
    moved = _run_item(request, pk)
    up = request.POST.get("way") == "up"
    back = f"{agenda_address(moved.meeting)}#item-{moved.pk}"
    return act(request, back, "", lambda: programme.move_item(request.actor, moved, up=up))


@login_required
@require_POST
def item_remove(request: Request, pk: int) -> HttpResponse:
    removed = _run_item(request, pk)
    back = agenda_address(removed.meeting)
    done = _("The item is off the agenda.")
    return act(request, back, done, lambda: programme.remove_item(request.actor, removed))


@login_required
@require_POST
def item_take_up(request: Request, pk: int, item_id: int) -> HttpResponse:
    meeting = run(request, pk)
    put_off = get_object_or_404(selectors.put_off_before(request.actor, meeting), pk=item_id)
    done = _("The item is on the agenda.")
    return act(
        request, agenda_address(meeting), done, lambda: programme.take_up(request.actor, put_off, meeting)
    )


@login_required
def paper(request: Request, pk: int) -> HttpResponseBase:
    """The file itself."""
    wanted = get_object_or_404(Paper.objects.visible_to(request.actor), pk=pk)
    return handed_out(wanted.file, wanted.name)


@login_required
@require_POST
def paper_remove(request: Request, pk: int) -> HttpResponse:
    run_meetings = Meeting.objects.run_by(request.actor)
    removed = get_object_or_404(Paper.objects.filter(meeting__in=run_meetings), pk=pk)
    back = (
        reverse("meetings:item", args=[removed.item_id])
        if removed.item_id
        else agenda_address(removed.meeting)
    )
    return act(
        request, back, _("The paper is taken away."), lambda: papers.remove_paper(request.actor, removed)
    )
