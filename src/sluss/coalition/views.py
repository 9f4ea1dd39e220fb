"""Pages of organisations, colleagues, accounts, deputies and the trail."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.coalition import forms, selectors, services
from sluss.coalition.deeds import ACCOUNT_DEEDS, COLLEAGUE_DEEDS, END_APPOINTMENT, END_MEMBERSHIP, Deed
from sluss.coalition.models import Appointment, Organisation
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Role
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request

LINES_A_PAGE = 50


def only(*roles: Role) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The page is there for these roles; for others there is no such page."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.actor.has(*roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


def _done(request: Request, form: Form, act: Callable[[], object], said: Any) -> bool:
    """Carry out what a valid form asks; a refusal is shown beside the field, nothing typed is lost."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    messages.success(request, said)
    return True


def _page(request: Request, template: str, form: Form, **context: Any) -> HttpResponse:
    """A page with a form; 422 when something in it must be mended."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _ask(request: Request, deed: Deed, thing: Any, *, back: str, about: str) -> HttpResponse:
    """Ask before a deed is done to a thing, with the reason that the trail keeps."""
    form = deed.form(request.POST or None)
    if _done(request, form, lambda: deed.service(request.actor, thing, **form.cleaned_data), deed.said):
        return redirect(back)
    return _page(request, "coalition/deed.html", form, deed=deed, back=back, about=about)


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
    if _done(
        request,
        form,
        lambda: services.invite_colleague(request.actor, organisation, **form.cleaned_data),
        said,
    ):
        return redirect(back)
    return _page(request, "coalition/colleague_new.html", form, organisation=organisation, back=back)


@only(Role.LEAD, Role.ADMINISTRATOR)
def colleague_deed(request: Request, pk: int, deed: str) -> HttpResponse:
    affiliation = get_object_or_404(selectors.roles_seen_to_by(request.actor), pk=pk)
    if deed not in COLLEAGUE_DEEDS:
        raise Http404
    about = f"{affiliation.person.name}, {affiliation.organisation.name}"
    back = _back_to_people(request, affiliation.organisation_id)
    return _ask(request, COLLEAGUE_DEEDS[deed], affiliation, back=back, about=about)


@only(Role.LEAD, Role.ADMINISTRATOR)
def reporting_contacts(request: Request, pk: int) -> HttpResponse:
    organisation = get_object_or_404(selectors.seen_to_by(request.actor), pk=pk)
    reporters = selectors.reporters_of(request.actor, organisation)
    form = forms.ReportingContactsForm(request.POST or None, reporters=reporters)
    back = _back_to_people(request, pk)
    said = _("Noted. We ask again in a year.")
    if _done(
        request,
        form,
        lambda: services.confirm_reporting_contacts(request.actor, organisation, **form.cleaned_data),
        said,
    ):
        return redirect(back)
    context = {"organisation": organisation, "reporters": reporters, "back": back}
    return _page(request, "coalition/reporting_contacts.html", form, **context)


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
    if _done(request, form, lambda: services.make_member(request.actor, **form.cleaned_data), said):
        return redirect("coalition:organisations")
    return _page(request, "coalition/member_new.html", form)


@only(Role.ADMINISTRATOR)
def member_end(request: Request, pk: int) -> HttpResponse:
    ended = get_object_or_404(selectors.seen_to_by(request.actor), pk=pk)
    back = reverse("coalition:organisation", args=[pk])
    return _ask(request, END_MEMBERSHIP, ended, back=back, about=ended.name)


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
    return _ask(request, ACCOUNT_DEEDS[deed], person, back=back, about=person.name)


@only(Role.ADMINISTRATOR)
def appointment_new(request: Request) -> HttpResponse:
    form = forms.AppointmentForm(request.POST or None)
    said = _("Appointed. Who is new gets a link by e-mail.")
    if _done(request, form, lambda: services.appoint(request.actor, **form.cleaned_data), said):
        return redirect("coalition:organisations")
    return _page(request, "coalition/appointment_new.html", form)


@only(Role.ADMINISTRATOR, Role.COORDINATOR)
def appointment_end(request: Request, pk: int) -> HttpResponse:
    held = selectors.appointments_ended_by(request.actor)
    appointment = get_object_or_404(held, pk=pk)
    about = f"{appointment.person.name}, {appointment.get_role_display()}"
    back = reverse("coalition:deputies" if request.actor.is_coordinator else "coalition:organisations")
    return _ask(request, END_APPOINTMENT, appointment, back=back, about=about)


@only(Role.COORDINATOR)
def deputies(request: Request) -> HttpResponse:
    form = forms.DeputyForm(request.POST or None, actor=request.actor)
    said = _("Appointed. The powers begin and end by themselves.")
    if _done(request, form, lambda: services.appoint_deputy(request.actor, **form.cleaned_data), said):
        return redirect("coalition:deputies")
    return _page(
        request, "coalition/deputies.html", form,
        coordinators=selectors.coordinators(request.actor),
        endable=set(selectors.appointments_ended_by(request.actor).values_list("pk", flat=True)),
        may_appoint=selectors.may_appoint_deputies(request.actor),
    )  # fmt: skip


@only(Role.AUDITOR, Role.LEAD)
def trail(request: Request) -> HttpResponse:
    wanted = forms.TrailFilter(request.GET, actor=request.actor)
    entries = selectors.trail_of(request.actor, wanted.cleaned_data if wanted.is_valid() else {})
    form = forms.CheckForm(request.POST or None)
    said = _("Marked as checked.")
    if _done(request, form, lambda: services.mark_checked(request.actor, **form.cleaned_data), said):
        return redirect("coalition:trail")
    return _page(
        request, "coalition/trail.html", form,
        page=Paginator(entries, LINES_A_PAGE).get_page(request.GET.get("sida")),
        wanted=wanted,
        may_mark=request.actor.has(Role.AUDITOR),
        last_check=selectors.last_check_of_trail(),
    )  # fmt: skip
