"""Totals published before Sluss."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.statistics import services
from sluss.statistics.forms import EarlierTotalForm, initial_of_total
from sluss.statistics.models import EarlierTotal
from sluss.trust.actor import Role
from sluss.trust.pages import only
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request


@only(Role.COORDINATOR)
def earlier_totals(request: Request) -> HttpResponse:
    form = EarlierTotalForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            services.enter_total(request.actor, **form.entered())
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            messages.success(request, _("The number is entered."))
            return redirect("statistics:earlier_totals")
    page = {
        "form": form,
        "totals": EarlierTotal.objects.visible_to(request.actor).order_by("-year", "measure"),
    }
    return render(request, "statistics/work/earlier.html", page, status=422 if form.is_bound else 200)


@only(Role.COORDINATOR)
def earlier_total(request: Request, pk: int) -> HttpResponse:
    total = get_object_or_404(EarlierTotal.objects.visible_to(request.actor), pk=pk)
    form = EarlierTotalForm(request.POST or None, initial=initial_of_total(total), of=total)
    if form.is_bound and form.is_valid():
        entered = form.entered()
        try:
            services.correct_total(
                request.actor,
                total,
                count=entered["count"],
                source=entered["source"],
                break_note=entered["break_note"],
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            messages.success(request, _("The number is corrected."))
            return redirect("statistics:earlier_totals")
    page = {"form": form, "total": total}
    return render(request, "statistics/work/earlier_one.html", page, status=422 if form.is_bound else 200)


@only(Role.COORDINATOR)
@require_POST
def earlier_total_remove(request: Request, pk: int) -> HttpResponse:
    services.remove_total(
        request.actor, get_object_or_404(EarlierTotal.objects.visible_to(request.actor), pk=pk)
    )
    messages.success(request, _("The number is taken away."))
    return redirect("statistics:earlier_totals")
