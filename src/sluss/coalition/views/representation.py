"""Where the coalition sits outside, who goes, and what comes back."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sluss.coalition import forms, selectors, services
from sluss.coalition.deeds import END_REPRESENTATION
from sluss.coalition.models import Group, Representation
from sluss.coalition.views.pages import INSIDE, ask
from sluss.trust import clock
from sluss.trust.actor import Role
from sluss.trust.pages import done, only, page
from sluss.trust.requests import Request


def _given(request: Request, pk: int) -> Representation:
    found = Representation.objects.visible_to(request.actor).select_related("person", "reports_to")
    return get_object_or_404(found, pk=pk)


@only(*INSIDE)
def representations(request: Request) -> HttpResponse:
    now, earlier = selectors.representations(request.actor)
    context = {"now": now, "earlier": earlier, "may_send": services.may_send(request.actor)}
    return render(request, "coalition/representations.html", context)


@only(*INSIDE)
def representation(request: Request, pk: int) -> HttpResponse:
    shown = _given(request, pk)
    context = {
        "given": shown,
        "ended": shown.ends is not None and shown.ends < clock.today(),
        "notes": selectors.notes_of(request.actor, shown).select_related("written_by"),
        "may_send": services.may_send(request.actor),
        "may_write": services.may_write_note(request.actor, shown),
    }
    return render(request, "coalition/representation.html", context)


@only(Role.COORDINATOR, Role.BOARD)
def representation_new(request: Request) -> HttpResponse:
    form = forms.RepresentationForm(
        request.POST or None,
        people=selectors.people_inside(request.actor),
        groups=Group.objects.visible_to(request.actor),
        initial={"starts": clock.today()},
    )
    back = reverse("coalition:representations")
    if done(
        request, form, lambda: services.give_representation(request.actor, **form.cleaned_data), _("Saved.")
    ):
        return redirect(back)
    return page(request, "coalition/representation_edit.html", form, back=back)


@only(Role.COORDINATOR, Role.BOARD)
def representation_edit(request: Request, pk: int) -> HttpResponse:
    changed = _given(request, pk)
    form = forms.RepresentationForm(
        request.POST or None,
        instance=_given(request, pk),
        people=selectors.people_inside(request.actor),
        groups=Group.objects.visible_to(request.actor),
    )
    back = reverse("coalition:representation", args=[pk])
    if done(
        request,
        form,
        lambda: services.change_representation(request.actor, changed, **form.cleaned_data),
        _("Saved."),
    ):
        return redirect(back)
    return page(request, "coalition/representation_edit.html", form, given=changed, back=back)


@only(Role.COORDINATOR, Role.BOARD)
def representation_end(request: Request, pk: int) -> HttpResponse:
    ended = _given(request, pk)
    back = reverse("coalition:representation", args=[pk])
    return ask(request, END_REPRESENTATION, ended, back=back, about=f"{ended.person.name}, {ended.body}")


@only(*INSIDE)
def representation_note(request: Request, pk: int) -> HttpResponse:
    about = _given(request, pk)
    if not services.may_write_note(request.actor, about):
        raise Http404
    form = forms.RepresentationNoteForm(request.POST or None, initial={"day": clock.today()})
    back = reverse("coalition:representation", args=[pk])
    if done(
        request,
        form,
        lambda: services.write_representation_note(request.actor, about, **form.cleaned_data),
        _("The note is kept."),
    ):
        return redirect(back)
    return page(request, "coalition/representation_note.html", form, given=about, back=back)
