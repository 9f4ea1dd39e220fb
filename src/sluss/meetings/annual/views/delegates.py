"""Delegates and proxies: named by each organisation's head, on a phone in a minute."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.meetings.annual.forms import DelegateForm, ProxyForm
from sluss.meetings.annual.selectors.days import rules_of
from sluss.meetings.annual.selectors.delegates import named_by, people_of
from sluss.meetings.annual.services import delegates as services
from sluss.meetings.annual.views.page import annual_page, seen, spoken_for
from sluss.meetings.models.annual import Accreditation, AnnualMeeting, AnnualState, Proxy
from sluss.trust.pages import act, done
from sluss.trust.requests import Request


@login_required
def delegates(request: Request, pk: int) -> HttpResponse:
    """The own organisation's delegates; all of them to who runs the meeting."""
    annual = seen(request, pk)
    lines = named_by(annual, spoken_for(request.actor, annual))
    return annual_page(
        request, "meetings/annual/delegates.html", annual, "delegates", lines=lines,
        missing=sum(not line.delegates and not line.proxy for line in lines), rules=rules_of(annual),
        open=annual.state != AnnualState.CLOSED,
    )  # fmt: skip


def _naming(request: Request, pk: int) -> AnnualMeeting:
    annual = seen(request, pk)
    if annual.state == AnnualState.CLOSED or not spoken_for(request.actor, annual).exists():
        raise Http404
    return annual


def _wished(request: Request) -> dict[str, str]:
    """The organisation whose line of the list was tapped."""
    number = request.GET.get("organisation", "")
    return {"organisation": number} if number.isdecimal() else {}


@login_required
def delegate_new(request: Request, pk: int) -> HttpResponse:
    annual = _naming(request, pk)
    organisations = spoken_for(request.actor, annual)
    chosen = organisations.filter(pk=_wished(request)["organisation"]) if _wished(request) else None
    organisations = chosen if chosen is not None and chosen.exists() else organisations
    people = people_of(organisations)
    form = DelegateForm(request.POST or None, organisations=organisations, people=people)
    if done(
        request,
        form,
        lambda: services.name_delegate(request.actor, annual, **form.cleaned_data),
        _("The delegate is named."),
    ):
        return redirect("meetings:annual_delegates", pk)
    return annual_page(request, "meetings/annual/delegate_new.html", annual, "delegates", form=form)


@login_required
@require_POST
def delegate_withdraw(request: Request, pk: int) -> HttpResponse:
    visible = Accreditation.objects.visible_to(request.actor).select_related(
        "annual__meeting", "organisation"
    )
    found = get_object_or_404(visible, pk=pk)
    back = reverse("meetings:annual_delegates", args=[found.annual.meeting_id])
    return act(
        request,
        back,
        _("The delegate is taken back."),
        lambda: services.withdraw_delegate(request.actor, found),
    )


@login_required
def proxy_new(request: Request, pk: int) -> HttpResponse:
    annual = _naming(request, pk)
    form = ProxyForm(
        request.POST or None,
        annual=annual,
        organisations=spoken_for(request.actor, annual),
        initial=_wished(request),
    )
    if done(
        request,
        form,
        lambda: services.give_proxy(request.actor, annual, **form.cleaned_data),
        _("The proxy is given."),
    ):
        return redirect("meetings:annual_delegates", pk)
    return annual_page(request, "meetings/annual/proxy_new.html", annual, "delegates", form=form)


@login_required
@require_POST
def proxy_withdraw(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Proxy.objects.visible_to(request.actor).select_related("annual__meeting"), pk=pk
    )
    back = reverse("meetings:annual_delegates", args=[found.annual.meeting_id])
    return act(
        request, back, _("The proxy is taken back."), lambda: services.withdraw_proxy(request.actor, found)
    )
