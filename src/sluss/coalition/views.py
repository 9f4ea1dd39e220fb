"""Pages of organisations, colleagues, deputies and the trail."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from sluss.coalition import forms, selectors, services
from sluss.coalition.models import Affiliation, Appointment, Organisation
from sluss.trust import clock
from sluss.trust.actor import Role
from sluss.trust.models import TrailEntry
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


def _done(request: Request, form: Form, act: Callable[[], object], said: str) -> bool:
    """Carry out what a valid form asks; a refusal is shown beside the field, nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    messages.success(request, said)
    return True


@only(Role.LEAD)
def colleagues(request: Request) -> HttpResponse:
    groups = [
        (organisation, selectors.colleagues(request.actor, organisation))
        for organisation in selectors.led_by(request.actor)
    ]
    return render(request, "coalition/colleagues.html", {"groups": groups})


@only(Role.LEAD)
def colleague_new(request: Request, pk: int) -> HttpResponse:
    organisation = get_object_or_404(selectors.led_by(request.actor), pk=pk)
    form = forms.ColleagueForm(request.POST or None)
    if request.method == "POST" and _done(
        request,
        form,
        lambda: services.invite_colleague(request.actor, organisation, **form.cleaned_data),
        _("Invited. A link is on its way by e-mail."),
    ):
        return redirect("coalition:colleagues")
    context = {"organisation": organisation, "form": form}
    return render(request, "coalition/colleague_new.html", context, status=422 if form.errors else 200)


#: what may be done to a colleague: the service, the question, the button, what is said afterwards
DEEDS: dict[str, tuple[Callable[..., object], Any, Any, Any]] = {
    "avsluta": (
        services.end_affiliation,
        lambda: _("Should the role end today?"),
        lambda: _("End the role"),
        lambda: _("The role has ended."),
    ),
    "logga-ut": (
        services.end_colleagues_sessions,
        lambda: _("Sign out everywhere?"),
        lambda: _("Sign out everywhere"),
        lambda: _("Signed out everywhere."),
    ),
    "ny-inloggning": (
        services.reset_colleagues_sign_in,
        lambda: _("Has the phone been lost?"),
        lambda: _("Reset the sign-in"),
        lambda: _("The old phone and password no longer work. A link to begin anew is on its way by e-mail."),
    ),
}


@only(Role.LEAD)
def colleague_deed(request: Request, pk: int, deed: str) -> HttpResponse:
    held = Affiliation.objects.visible_to(request.actor).on(clock.today())
    affiliation = get_object_or_404(held.filter(organisation__in=request.actor.leads), pk=pk)
    if deed not in DEEDS:
        raise Http404
    service, question, button, said = DEEDS[deed]
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and _done(
        request, form, lambda: service(request.actor, affiliation, **form.cleaned_data), said()
    ):
        return redirect("coalition:colleagues")
    context = {
        "affiliation": affiliation, "form": form, "deed": deed, "question": question(), "button": button(),
    }  # fmt: skip
    return render(request, "coalition/colleague_deed.html", context, status=422 if form.errors else 200)


@only(Role.ADMINISTRATOR, Role.COORDINATOR, Role.BOARD)
def organisations(request: Request) -> HttpResponse:
    today = clock.today()
    members = Organisation.objects.visible_to(request.actor).members_on(today)
    appointments = Appointment.objects.visible_to(request.actor).on(today).select_related("person")
    context = {
        "members": members,
        "appointments": appointments,
        "may_change": request.actor.has(Role.ADMINISTRATOR),
    }
    return render(request, "coalition/organisations.html", context)


@only(Role.ADMINISTRATOR)
def member_new(request: Request) -> HttpResponse:
    form = forms.MemberForm(request.POST or None, initial={"starts": clock.today()})
    if request.method == "POST" and _done(
        request,
        form,
        lambda: services.make_member(request.actor, county="", **form.cleaned_data),
        _("The organisation is now a member."),
    ):
        return redirect("coalition:organisations")
    return render(request, "coalition/member_new.html", {"form": form}, status=422 if form.errors else 200)


@only(Role.ADMINISTRATOR)
def appointment_new(request: Request) -> HttpResponse:
    form = forms.AppointmentForm(request.POST or None)
    if request.method == "POST" and _done(
        request,
        form,
        lambda: services.appoint(
            request.actor,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
        ),
        _("Appointed. Who is new gets a link by e-mail."),
    ):
        return redirect("coalition:organisations")
    return render(
        request, "coalition/appointment_new.html", {"form": form}, status=422 if form.errors else 200
    )


@only(Role.COORDINATOR)
def deputies(request: Request) -> HttpResponse:
    form = forms.DeputyForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and _done(
        request,
        form,
        lambda: services.appoint_deputy(request.actor, **form.cleaned_data),
        _("Appointed. The powers begin and end by themselves."),
    ):
        return redirect("coalition:deputies")
    context = {"form": form, "coordinators": selectors.coordinators(request.actor)}
    return render(request, "coalition/deputies.html", context, status=422 if form.errors else 200)


@only(Role.AUDITOR, Role.LEAD)
def trail(request: Request) -> HttpResponse:
    entries = TrailEntry.objects.visible_to(request.actor)
    wanted = forms.TrailFilter(request.GET)
    if wanted.is_valid():
        for field, text in wanted.cleaned_data.items():
            if text:
                entries = entries.filter(**{f"{field}__icontains": text})
    check = forms.CheckForm(request.POST or None)
    if request.method == "POST" and _done(
        request,
        check,
        lambda: services.mark_checked(request.actor, **check.cleaned_data),
        _("Marked as checked."),
    ):
        return redirect("coalition:trail")
    context = {
        "page": Paginator(entries, LINES_A_PAGE).get_page(request.GET.get("sida")),
        "filter": wanted,
        "form": check,
        "may_mark": request.actor.has(Role.AUDITOR),
        "last_check": selectors.last_check_of_trail(),
    }
    return render(request, "coalition/trail.html", context, status=422 if check.errors else 200)
