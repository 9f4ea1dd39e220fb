"""Forming the organisation: the steps, and its own particulars."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.coalition import forms, selectors, services
from sluss.coalition.deeds import TAKE_STEP_BACK
from sluss.coalition.forming import STEPS, Step
from sluss.coalition.models import FormingStep
from sluss.coalition.views.pages import ask
from sluss.trust import clock
from sluss.trust.actor import Role
from sluss.trust.pages import done, only, page
from sluss.trust.requests import Request


@only(Role.COORDINATOR, Role.BOARD, Role.ADMINISTRATOR)
def forming(request: Request) -> HttpResponse:
    steps = selectors.steps(request.actor)
    taken = sum(1 for one in steps if one.taken is not None)
    context = {
        "steps": steps,
        "taken": taken,
        "of": len(steps),
        "next": next((one.step.key for one in steps if one.taken is None), ""),
        "particulars": selectors.own_particulars(),
        "may_form": services.may_form(request.actor),
    }
    return render(request, "coalition/forming.html", context)


def _step(key: str) -> Step:
    found = next((step for step in STEPS if step.key == key), None)
    if found is None:
        raise Http404
    return found


@only(Role.COORDINATOR, Role.BOARD)
def step(request: Request, key: str) -> HttpResponse:
    asked = _step(key)
    form = forms.StepForm(request.POST or None, initial={"done_on": clock.today()})
    back = reverse("coalition:forming")
    if done(request, form, lambda: services.take_step(request.actor, key, **form.cleaned_data), _("Noted.")):
        return redirect(back)
    return page(request, "coalition/forming_step.html", form, step=asked, back=back)


@only(Role.COORDINATOR, Role.BOARD)
def step_back(request: Request, key: str) -> HttpResponse:
    taken = get_object_or_404(FormingStep.objects.visible_to(request.actor), key=key)
    return ask(request, TAKE_STEP_BACK, taken, back=reverse("coalition:forming"), about=_step(key).title)


@only(Role.COORDINATOR, Role.BOARD)
def particulars(request: Request) -> HttpResponse:
    form = forms.ParticularsForm(request.POST or None, instance=selectors.own_particulars())
    back = reverse("coalition:forming")
    if done(
        request, form, lambda: services.keep_particulars(request.actor, **form.cleaned_data), _("Saved.")
    ):
        return redirect(back)
    return page(request, "coalition/particulars.html", form, back=back)
