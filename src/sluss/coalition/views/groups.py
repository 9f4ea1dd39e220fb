"""The board and working groups."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.coalition import forms, selectors, services
from sluss.coalition.deeds import END_SEAT, GROUP_DEEDS, SIGNATORY_DEEDS
from sluss.coalition.group_parts import parts_of
from sluss.coalition.models import Group, GroupKind, GroupState, Seat
from sluss.coalition.views.pages import INSIDE, ask
from sluss.trust import clock
from sluss.trust.actor import Role
from sluss.trust.pages import done, only, page
from sluss.trust.requests import Request


def _group(request: Request, pk: int) -> Group:
    return get_object_or_404(Group.objects.visible_to(request.actor).select_related("reports_to"), pk=pk)


@only(*INSIDE)
def groups(request: Request) -> HttpResponse:
    today = clock.today()
    found = [(group, group.time_is_up(today)) for group in selectors.groups(request.actor)]
    context = {
        "active": [line for line in found if line[0].state == GroupState.ACTIVE],
        "closed": [line for line in found if line[0].state == GroupState.CLOSED],
        "may_lead": services.may_lead_groups(request.actor),
    }
    return render(request, "coalition/groups.html", context)


@only(*INSIDE)
def group(request: Request, pk: int) -> HttpResponse:
    shown = _group(request, pk)
    actor = request.actor
    runs = services.may_lead_groups(actor) or shown.pk in actor.runs
    context = {
        "group": shown,
        "time_is_up": shown.time_is_up(clock.today()),
        "seats": selectors.seats_of(actor, shown),
        "earlier": selectors.earlier_seats_of(actor, shown),
        "parts": parts_of(actor, shown),
        "is_open": shown.state == GroupState.ACTIVE,
        "may_lead": services.may_lead_groups(actor),
        "may_close": runs and shown.kind != GroupKind.BOARD,
        "may_seat": services.may_seat(actor, shown),
        "signs": shown.kind == GroupKind.BOARD,
    }
    return render(request, "coalition/group.html", context)


@only(Role.COORDINATOR, Role.BOARD)
def group_new(request: Request) -> HttpResponse:
    form = forms.GroupForm(
        request.POST or None,
        groups=Group.objects.visible_to(request.actor),
        initial={"starts": clock.today()},
    )
    made: list[Group] = []
    said = _("The group has begun. Say who sits in it.")
    if done(
        request, form, lambda: made.append(services.start_group(request.actor, **form.cleaned_data)), said
    ):
        return redirect("coalition:group", made[0].pk)
    return page(request, "coalition/group_edit.html", form, back=reverse("coalition:groups"))


@only(Role.COORDINATOR, Role.BOARD)
def group_edit(request: Request, pk: int) -> HttpResponse:
    changed = _group(request, pk)
    if changed.state != GroupState.ACTIVE:
        raise Http404
    form = forms.GroupForm(
        request.POST or None, instance=_group(request, pk), groups=Group.objects.visible_to(request.actor)
    )
    back = reverse("coalition:group", args=[pk])
    if done(
        request, form, lambda: services.change_group(request.actor, changed, **form.cleaned_data), _("Saved.")
    ):
        return redirect(back)
    return page(request, "coalition/group_edit.html", form, group=changed, back=back)


@only(*INSIDE)
def group_deed(request: Request, pk: int, deed: str) -> HttpResponse:
    done_to = _group(request, pk)
    runs = services.may_lead_groups(request.actor) or pk in request.actor.runs
    if not runs or done_to.state != GroupState.ACTIVE or done_to.kind == GroupKind.BOARD:
        raise Http404
    back = reverse("coalition:group", args=[pk])
    return ask(request, GROUP_DEEDS[deed], done_to, back=back, about=done_to.name)


@only(*INSIDE)
def seat_new(request: Request, pk: int) -> HttpResponse:
    sat_in = _group(request, pk)
    if not services.may_seat(request.actor, sat_in) or sat_in.state != GroupState.ACTIVE:
        raise Http404
    form = forms.SeatForm(
        request.POST or None,
        people=selectors.people_inside(request.actor),
        signs=sat_in.kind == GroupKind.BOARD,
        initial={"starts": clock.today(), "ends": sat_in.ends},
    )
    back = reverse("coalition:group", args=[pk])
    if done(request, form, lambda: services.seat(request.actor, sat_in, **form.cleaned_data), _("Saved.")):
        return redirect(back)
    return page(request, "coalition/seat_new.html", form, group=sat_in, back=back)


def _seat(request: Request, pk: int) -> Seat:
    held = get_object_or_404(Seat.objects.visible_to(request.actor).select_related("group", "person"), pk=pk)
    if not services.may_seat(request.actor, held.group):
        raise Http404
    return held


@only(*INSIDE)
def seat_end(request: Request, pk: int) -> HttpResponse:
    held = _seat(request, pk)
    back = reverse("coalition:group", args=[held.group_id])
    return ask(request, END_SEAT, held, back=back, about=f"{held.person.name}, {held.group.name}")


@only(*INSIDE)
def seat_signs(request: Request, pk: int, signs: bool) -> HttpResponse:
    held = _seat(request, pk)
    if held.group.kind != GroupKind.BOARD:
        raise Http404
    back = reverse("coalition:group", args=[held.group_id])
    return ask(request, SIGNATORY_DEEDS[signs], held, back=back, about=held.person.name)
