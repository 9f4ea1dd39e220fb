"""The head of an organisation sees to its colleagues."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.coalition import forms, selectors, services
from sluss.coalition.deeds import COLLEAGUE_DEEDS
from sluss.coalition.models import Organisation
from sluss.coalition.views.pages import ask
from sluss.trust.actor import Role
from sluss.trust.pages import done, only, page
from sluss.trust.requests import Request


@only(Role.LEAD)
def colleagues(request: Request) -> HttpResponse:
    held = selectors.roles_seen_to_by(request.actor).filter(organisation__in=request.actor.leads)
    led = Organisation.objects.visible_to(request.actor).filter(pk__in=request.actor.leads)
    groups = [(organisation, held.filter(organisation=organisation)) for organisation in led]
    return render(request, "coalition/colleagues.html", {"groups": groups})


def _back_to_people(request: Request, organisation_id: int) -> str:
    if organisation_id in request.actor.leads:
        return reverse("coalition:colleagues")
    return reverse("coalition:organisation", args=[organisation_id])


@only(Role.LEAD, Role.ADMINISTRATOR)
def colleague_new(request: Request, pk: int) -> HttpResponse:
    organisation = get_object_or_404(selectors.seen_to_by(request.actor), pk=pk)
    form = forms.ColleagueForm(request.POST or None)
    back = _back_to_people(request, pk)
    said = _("Invited. A link is on its way by e-mail.")
    if done(
        request,
        form,
        lambda: services.invite_colleague(request.actor, organisation, **form.cleaned_data),
        said,
    ):
        return redirect(back)
    return page(request, "coalition/colleague_new.html", form, organisation=organisation, back=back)


@only(Role.LEAD, Role.ADMINISTRATOR)
def colleague_deed(request: Request, pk: int, deed: str) -> HttpResponse:
    affiliation = get_object_or_404(selectors.roles_seen_to_by(request.actor), pk=pk)
    if deed not in COLLEAGUE_DEEDS:
        raise Http404
    about = f"{affiliation.person.name}, {affiliation.organisation.name}"
    back = _back_to_people(request, affiliation.organisation_id)
    return ask(request, COLLEAGUE_DEEDS[deed], affiliation, back=back, about=about)


@only(Role.LEAD, Role.ADMINISTRATOR)
def reporting_contacts(request: Request, pk: int) -> HttpResponse:
    organisation = get_object_or_404(selectors.seen_to_by(request.actor), pk=pk)
    reporters = selectors.reporters_of(request.actor, organisation)
    form = forms.ReportingContactsForm(
        request.POST if request.method == "POST" else None, reporters=reporters
    )
    back = _back_to_people(request, pk)
    said = _("Noted. We ask again in a year.")
    if done(
        request,
        form,
        lambda: services.confirm_contacts(request.actor, organisation, **form.cleaned_data),
        said,
    ):
        return redirect(back)
    contacts = selectors.contacts_of(request.actor, organisation)
    context = {"organisation": organisation, "reporters": reporters, "contacts": contacts, "back": back}
    return page(request, "coalition/reporting_contacts.html", form, **context)
