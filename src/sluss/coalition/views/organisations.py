"""Organisations: members and all whom the coalition works with."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.coalition import address_files, forms, selectors, services
from sluss.coalition.countries import name_of
from sluss.coalition.deeds import APPLICATION_DEEDS, END_CONTACT, MEMBERSHIP_DEEDS
from sluss.coalition.models import Appointment, ContactPerson, Organisation, OrganisationKind
from sluss.coalition.views.pages import INSIDE, ask
from sluss.trust import clock
from sluss.trust.actor import Role
from sluss.trust.pages import done, only, page
from sluss.trust.requests import Request

#: what the page tells of an organisation, besides its country
TOLD = (
    "number", "web", "services", "target_groups", "languages", "address", "address_protected",
    "duty_to_report", "licence_from", "certified_until",
)  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _wanted(given: Any, request: Request) -> dict[str, str]:
    """What the list is narrowed to: {"kind", "sought"}; members where nothing is said."""
    form = forms.PartyFilter(given, actor=request.actor)
    if not form.is_valid():
        return {"kind": OrganisationKind.MEMBER.value, "sought": ""}
    return {"kind": form.cleaned_data["kind"], "sought": form.cleaned_data["q"]}


@only(*INSIDE)
def organisations(request: Request) -> HttpResponse:
    given = request.GET if "kind" in request.GET else {"kind": OrganisationKind.MEMBER.value}
    wanted = _wanted(given, request)
    found = list(selectors.parties(request.actor, **wanted))
    context = {
        "filter": forms.PartyFilter(given, actor=request.actor),
        "wanted": wanted,
        "members": selectors.how_many_members(),
        "lines": [(organisation, selectors.standing_of(organisation)) for organisation in found],
        "applications": selectors.applications(request.actor),
        "appointments": Appointment.objects.visible_to(request.actor)
        .on(clock.today())
        .select_related("person"),
        "may_keep": services.may_keep_members(request.actor),
        "may_appoint": request.actor.has(Role.ADMINISTRATOR),
        "may_take_out": selectors.may_take_out(request.actor),
    }
    return render(request, "coalition/organisations.html", context)


def _organisation(request: Request, pk: int) -> Organisation:
    return get_object_or_404(selectors.parties(request.actor), pk=pk)


@only(*INSIDE)
def organisation(request: Request, pk: int) -> HttpResponse:
    actor = request.actor
    shown = _organisation(request, pk)
    context = {
        "organisation": shown,
        "standing": selectors.standing_of(shown),
        "country": name_of(shown.country),
        "known": shown.country != "SE" or any(getattr(shown, name) for name in TOLD),
        "sees_address": selectors.sees_address(actor, shown),
        "contacts": selectors.contacts_of(actor, shown),
        "application": selectors.applications(actor).filter(organisation=shown).first(),
        "history": selectors.history_of(actor, shown),
        "held": selectors.roles_seen_to_by(actor).filter(organisation=shown),
        "may_keep": services.may_keep_members(actor),
        "may_change": services.may_change_party(actor, shown),
        "sees_to": selectors.seen_to_by(actor).filter(pk=pk).exists(),
        "cards": set(
            selectors.contact_to_take_out(actor).filter(organisation=shown).values_list("pk", flat=True)
        ),
    }
    return render(request, "coalition/organisation.html", context)


@only(Role.COORDINATOR, Role.ADMINISTRATOR)
def organisation_new(request: Request) -> HttpResponse:
    form = forms.PartyForm(
        request.POST or None, actor=request.actor, whole=True,
        initial={"country": "SE", "kind": OrganisationKind.FRIEND.value},
    )  # fmt: skip
    made: list[Organisation] = []
    said = _("The organisation is kept.")
    if done(request, form, lambda: made.append(services.add_party(request.actor, **form.cleaned_data)), said):
        return redirect("coalition:organisation", made[0].pk)
    return page(request, "coalition/organisation_edit.html", form, back=reverse("coalition:organisations"))


@only(Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR)
def organisation_edit(request: Request, pk: int) -> HttpResponse:
    changed = get_object_or_404(selectors.changed_by(request.actor), pk=pk)
    form = forms.PartyForm(
        request.POST or None,
        instance=Organisation.objects.get(pk=pk),
        actor=request.actor,
        whole=services.may_keep_members(request.actor),
    )
    back = reverse("coalition:organisation", args=[pk])
    if done(
        request, form, lambda: services.change_party(request.actor, changed, form.cleaned_data), _("Saved.")
    ):
        return redirect(back)
    return page(request, "coalition/organisation_edit.html", form, organisation=changed, back=back)


@only(Role.COORDINATOR, Role.ADMINISTRATOR)
def member_new(request: Request) -> HttpResponse:
    form = forms.MemberForm(request.POST or None, initial={"starts": clock.today()})
    said = _("The organisation is now a member.")
    if done(request, form, lambda: services.make_member(request.actor, **form.cleaned_data), said):
        return redirect("coalition:organisations")
    return page(request, "coalition/member_new.html", form)


@only(Role.COORDINATOR, Role.ADMINISTRATOR)
def membership(request: Request, pk: int, deed: str) -> HttpResponse:
    about = _organisation(request, pk)
    back = reverse("coalition:organisation", args=[pk])
    return ask(request, MEMBERSHIP_DEEDS[deed], about, back=back, about=about.name)


@only(Role.COORDINATOR, Role.ADMINISTRATOR)
def application(request: Request, pk: int, deed: str) -> HttpResponse:
    asked = get_object_or_404(selectors.applications(request.actor), organisation=pk)
    back = reverse("coalition:organisation", args=[pk])
    return ask(request, APPLICATION_DEEDS[deed], asked, back=back, about=asked.organisation.name)


@only(Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR)
def contact_new(request: Request, pk: int) -> HttpResponse:
    at = get_object_or_404(selectors.changed_by(request.actor), pk=pk)
    form = forms.ContactForm(request.POST or None, initial={"starts": clock.today()})
    back = reverse("coalition:organisation", args=[pk])
    if done(request, form, lambda: services.add_contact(request.actor, at, **form.cleaned_data), _("Saved.")):
        return redirect(back)
    return page(request, "coalition/contact_edit.html", form, organisation=at, back=back)


def _contact(request: Request, pk: int) -> ContactPerson:
    kept = ContactPerson.objects.visible_to(request.actor).kept_by(request.actor)
    return get_object_or_404(kept.select_related("organisation"), pk=pk)


@only(Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR)
def contact_edit(request: Request, pk: int) -> HttpResponse:
    contact = _contact(request, pk)
    form = forms.ContactForm(request.POST or None, instance=_contact(request, pk))
    back = reverse("coalition:organisation", args=[contact.organisation_id])
    if done(
        request,
        form,
        lambda: services.change_contact(request.actor, contact, **form.cleaned_data),
        _("Saved."),
    ):
        return redirect(back)
    return page(
        request, "coalition/contact_edit.html", form,
        organisation=contact.organisation, contact=contact, back=back,
    )  # fmt: skip


@only(Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR)
def contact_end(request: Request, pk: int) -> HttpResponse:
    contact = _contact(request, pk)
    back = reverse("coalition:organisation", args=[contact.organisation_id])
    return ask(request, END_CONTACT, contact, back=back, about=contact.name)


@require_POST
@only(*INSIDE)
def contact_card(request: Request, pk: int) -> HttpResponse:
    """One address card, for who sees the person's details anyway."""
    contact = get_object_or_404(selectors.contact_to_take_out(request.actor), pk=pk)
    return _file(
        services.take_contacts_out(request.actor, [contact], address_files.cards), "text/vcard", "vcf"
    )


@require_POST
@only(Role.COORDINATOR, Role.ADMINISTRATOR, Role.BOARD)
def contact_cards(request: Request) -> HttpResponse:
    found = selectors.contacts_to_take_out(request.actor, **_wanted(request.POST, request))
    return _file(services.take_contacts_out(request.actor, found, address_files.cards), "text/vcard", "vcf")


@require_POST
@only(Role.COORDINATOR, Role.ADMINISTRATOR, Role.BOARD)
def contact_sheet(request: Request) -> HttpResponse:
    found = selectors.contacts_to_take_out(request.actor, **_wanted(request.POST, request))
    return _file(services.take_contacts_out(request.actor, found, address_files.workbook), XLSX, "xlsx")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"{slugify(_('Contacts'))}.{ending}"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
