"""Making and changing perspectives, with a look at what would be published."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.statistics import services
from sluss.statistics.forms import PerspectiveForm, initial_of
from sluss.statistics.models import Perspective
from sluss.statistics.preview import Preview, preview
from sluss.statistics.services.perspectives import newest_book
from sluss.trust.actor import Role
from sluss.trust.pages import only
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request


@only(Role.COORDINATOR)
def perspective_new(request: Request) -> HttpResponse:
    return _edit(request, None)


@only(Role.COORDINATOR)
def perspective(request: Request, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Perspective.objects.visible_to(request.actor), pk=pk))


def _edit(request: Request, kept: Perspective | None) -> HttpResponse:
    codebook = newest_book()
    form = PerspectiveForm(
        request.POST or None, codebook=codebook, initial=initial_of(kept, codebook) if kept else None
    )
    shown: Preview | None = None
    if form.is_bound and "preview" in request.POST:
        shown = _look(request, form, kept)
    elif form.is_bound and form.is_valid():
        try:
            saved = services.save_perspective(
                request.actor, form.definition(kept.order if kept else 100), codebook, kept
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(
                request, _("The perspective is saved. It counts from the next check of a release on.")
            )
            return redirect("statistics:perspective", saved.pk)
    page = {"form": form, "perspective": kept, "preview": shown}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "statistics/work/perspective.html", page, status=status)


@only(Role.COORDINATOR)
@require_POST
def perspective_preview(request: Request) -> HttpResponse:
    """The part of the page that shows the table as published, and the answers of a chosen filter."""
    form = PerspectiveForm(request.POST, codebook=newest_book())
    replaces = (
        Perspective.objects.visible_to(request.actor).filter(slug=request.POST.get("replaces", "")).first()
    )
    page = {"form": form, "preview": _look(request, form, replaces), "live": True}
    return render(request, "statistics/work/_preview.html", page)


def _look(request: Request, form: PerspectiveForm, kept: Perspective | None = None) -> Preview | None:
    """What the form's table would look like; None as long as it can't be counted."""
    if not form.is_valid() and set(form.errors) - {"title_sv"}:
        return None
    return preview(request.actor, form.definition(), kept)


@only(Role.COORDINATOR)
@require_POST
def perspective_retire(request: Request, pk: int) -> HttpResponse:
    """Take a perspective out of use, or use it again."""
    kept = get_object_or_404(Perspective.objects.visible_to(request.actor), pk=pk)
    if kept.in_use:
        services.retire(request.actor, kept)
        messages.success(request, _("The perspective is out of use. What is published stays."))
    else:
        services.take_up(request.actor, kept)
        messages.success(request, _("The perspective is in use again."))
    return redirect("statistics:work")
