"""Accounts, roles in the coalition as a whole, and who stands in for the coordinator."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.coalition import forms, selectors, services
from sluss.coalition.deeds import ACCOUNT_DEEDS, END_APPOINTMENT
from sluss.coalition.views.pages import ask
from sluss.people.models import Person
from sluss.trust.actor import Role
from sluss.trust.pages import done, only, page
from sluss.trust.requests import Request


@only(Role.ADMINISTRATOR)
def accounts(request: Request) -> HttpResponse:
    shown = selectors.accounts(request.actor)
    unlocked = sum(1 for account in shown if account.roles and not account.has_second_factor)
    return render(request, "coalition/accounts.html", {"accounts": shown, "unlocked": unlocked})


@only(Role.ADMINISTRATOR)
def account_deed(request: Request, pk: int, deed: str) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    if deed not in ACCOUNT_DEEDS:
        raise Http404
    back = reverse("coalition:accounts")
    return ask(request, ACCOUNT_DEEDS[deed], person, back=back, about=person.name)


@only(Role.ADMINISTRATOR)
def appointment_new(request: Request) -> HttpResponse:
    form = forms.AppointmentForm(request.POST or None)
    said = _("Appointed. Who is new gets a link by e-mail.")
    if done(request, form, lambda: services.appoint(request.actor, **form.cleaned_data), said):
        return redirect("coalition:organisations")
    return page(request, "coalition/appointment_new.html", form)


@only(Role.ADMINISTRATOR, Role.COORDINATOR)
def appointment_end(request: Request, pk: int) -> HttpResponse:
    held = selectors.appointments_ended_by(request.actor)
    appointment = get_object_or_404(held, pk=pk)
    about = f"{appointment.person.name}, {appointment.get_role_display()}"
    back = reverse("coalition:deputies" if request.actor.is_coordinator else "coalition:organisations")
    return ask(request, END_APPOINTMENT, appointment, back=back, about=about)


@only(Role.COORDINATOR)
def deputies(request: Request) -> HttpResponse:
    form = forms.DeputyForm(request.POST or None, actor=request.actor)
    said = _("Appointed. The powers begin and end by themselves.")
    if done(request, form, lambda: services.appoint_deputy(request.actor, **form.cleaned_data), said):
        return redirect("coalition:deputies")
    return page(
        request, "coalition/deputies.html", form,
        coordinators=selectors.coordinators(request.actor),
        endable=set(selectors.appointments_ended_by(request.actor).values_list("pk", flat=True)),
        may_appoint=selectors.may_appoint_deputies(request.actor),
    )  # fmt: skip
