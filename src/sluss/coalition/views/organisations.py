"""Organisations: members and all whom the coalition works with."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.coalition import forms, selectors, services
from sluss.coalition.deeds import END_MEMBERSHIP
from sluss.coalition.models import Appointment, Organisation
from sluss.coalition.views.pages import ask, done, only, page
from sluss.trust import clock
from sluss.trust.actor import Role
from sluss.trust.requests import Request


@only(Role.ADMINISTRATOR, Role.COORDINATOR, Role.BOARD)
def organisations(request: Request) -> HttpResponse:
    today = clock.today()
    context = {
        "members": Organisation.objects.visible_to(request.actor).members_on(today),
        "appointments": Appointment.objects.visible_to(request.actor).on(today).select_related("person"),
        "may_change": request.actor.has(Role.ADMINISTRATOR),
    }
    return render(request, "coalition/organisations.html", context)


@only(Role.ADMINISTRATOR)
def organisation(request: Request, pk: int) -> HttpResponse:
    shown = get_object_or_404(selectors.seen_to_by(request.actor), pk=pk)
    context = {
        "organisation": shown,
        "held": selectors.roles_seen_to_by(request.actor).filter(organisation=shown),
        "memberships": shown.memberships.all(),
        "is_member": shown.memberships.on(clock.today()).exists(),
    }
    return render(request, "coalition/organisation.html", context)


@only(Role.ADMINISTRATOR)
def member_new(request: Request) -> HttpResponse:
    form = forms.MemberForm(request.POST or None, initial={"starts": clock.today()})
    said = _("The organisation is now a member.")
    if done(request, form, lambda: services.make_member(request.actor, **form.cleaned_data), said):
        return redirect("coalition:organisations")
    return page(request, "coalition/member_new.html", form)


@only(Role.ADMINISTRATOR)
def member_end(request: Request, pk: int) -> HttpResponse:
    ended = get_object_or_404(selectors.seen_to_by(request.actor), pk=pk)
    back = reverse("coalition:organisation", args=[pk])
    return ask(request, END_MEMBERSHIP, ended, back=back, about=ended.name)
