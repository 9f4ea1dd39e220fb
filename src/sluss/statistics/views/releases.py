"""The release from freezing to publishing."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sluss.contacts.codebook import book_of
from sluss.contacts.models import Round
from sluss.statistics import selectors, services, variants
from sluss.statistics.forms import CodesForm, NoteForm
from sluss.statistics.models import Perspective, Release, ReleaseState
from sluss.statistics.questions import Cut, heading
from sluss.statistics.reading import (
    facts_of,
    findings_in_words,
    heading_of,
    obstacle_in_words,
    progress_in_words,
    steps_of,
    told_in_words,
    work_heading,
)
from sluss.statistics.services.publishing import refuse_unless_publishable
from sluss.trust.actor import Actor, Role
from sluss.trust.pages import only
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request
from sluss.trust.templatetags.look import in_language


def _release(request: Request, pk: int) -> Release:
    visible = Release.objects.visible_to(request.actor).select_related("round", "restates", "restated_by")
    return get_object_or_404(visible, pk=pk)


@only(Role.COORDINATOR)
@require_GET
def work(request: Request) -> HttpResponse:
    rounds = selectors.rounds_to_work_on(request.actor)
    return render(
        request,
        "statistics/work/index.html",
        {
            "heading": work_heading(rounds),
            "rounds": rounds,
            "perspectives": selectors.perspectives(request.actor),
        },
    )


@only(Role.COORDINATOR)
def freeze(request: Request, round_id: int) -> HttpResponse:
    """Say what freezing takes in; on POST, freeze."""
    round_ = get_object_or_404(Round.objects.visible_to(request.actor), pk=round_id)
    refused = None
    if request.method == "POST":
        try:
            release = services.freeze(request.actor, round_)
        except Refused as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("The round is frozen. Check it next."))
            return redirect("statistics:work_release", release.pk)
    work = selectors.round_to_work_on(request.actor, round_)
    status = 409 if refused else 200
    return render(request, "statistics/work/freeze.html", {"work": work, "refused": refused}, status=status)


@only(Role.COORDINATOR)
@require_GET
def work_release(request: Request, pk: int) -> HttpResponse:
    return render(request, "statistics/work/release.html", _release_page(request, _release(request, pk)))


def _release_page(request: Request, release: Release, refused: object = None) -> dict[str, object]:
    return {
        "release": release,
        "heading": heading_of(release),
        "facts": facts_of(release),
        "refused": refused,
        "check_again": _asks_for_new_check(release),
        "newest": not Release.objects.filter(round=release.round, version__gt=release.version).exists(),
        "steps": steps_of(release),
        "findings": findings_in_words(release),
        "told": told_in_words(release),
        "obstacle": obstacle_in_words(release),
        "progress": progress_in_words(release),
        "tables": selectors.tables_with_use(request.actor, release),
        "files": selectors.files_of(request.actor, release),
        "left_out": Perspective.objects.filter(slug__in=release.verdict.get("left_out", [])),
    }


def _asks_for_new_check(release: Release) -> bool:
    try:
        refuse_unless_publishable(release)
    except services.CheckAgain:
        return True
    except (services.NotSafe, services.TellsByComparing):
        return False
    return False


@only(Role.COORDINATOR)
@require_POST
def work_check(request: Request, pk: int) -> HttpResponse:
    return _do(request, _release(request, pk), services.start_check)


@only(Role.COORDINATOR)
@require_POST
def work_stop(request: Request, pk: int) -> HttpResponse:
    return _do(request, _release(request, pk), services.stop_check)


def _do(request: Request, release: Release, verb: Callable[[Actor, Release], Release]) -> HttpResponse:
    try:
        verb(request.actor, release)
    except Refused as refusal:
        page = _release_page(request, _release(request, release.pk), refusal.message)
        return render(request, "statistics/work/release.html", page, status=409)
    return redirect("statistics:work_release", release.pk)


@only(Role.COORDINATOR)
@require_GET
def work_progress(request: Request, pk: int) -> HttpResponse:
    """The part of the page that follows a running check; when it has ended, the page is fetched anew."""
    release = _release(request, pk)
    response = render(
        request,
        "statistics/work/_progress.html",
        {"release": release, "progress": progress_in_words(release)},
    )
    if release.state != ReleaseState.CHECKING:
        response["HX-Refresh"] = "true"
    return response


@only(Role.COORDINATOR)
def work_codes(request: Request, pk: int) -> HttpResponse:
    """Try coarser codes side by side, chosen or proposed; on POST, take them."""
    release = _release(request, pk)
    perspectives = list(Perspective.objects.visible_to(request.actor).filter(in_use=True))
    page: dict[str, Any] = {"release": release}
    try:
        form = page["form"] = _codes_form(request, release, perspectives)
        if form.is_bound and form.is_valid():
            if request.method == "POST":
                services.choose_levels(
                    request.actor,
                    release,
                    form.levels(),
                    guard_organisations=form.cleaned_data["guard_organisations"],
                )
                messages.success(request, _("The codes are chosen. Check the release with them."))
                return redirect("statistics:work_release", release.pk)
            page["comparison"] = variants.compare(release, perspectives, form.levels())
            page["heading"] = page["comparison"].in_words
            if "propose" in request.GET and not page["comparison"].changed:
                page["heading"] = _("No coarser codes say more")
            page["otherwise"] = _shown_otherwise(release, form.levels())
    except Refused as refusal:
        page["refused"] = refusal.message
    return render(request, "statistics/work/codes.html", page, status=409 if "refused" in page else 200)


def _codes_form(request: Request, release: Release, perspectives: list[Perspective]) -> CodesForm:
    """The form as sent, as tried, as proposed, or as it stands."""
    earlier = variants.earlier_codes(release)
    given: Any = request.POST or (request.GET if "try" in request.GET else None)
    if "propose" in request.GET:
        keep = earlier is not None and "keep_codes" in request.GET
        levels = variants.propose(release, perspectives, earlier.levels if earlier and keep else {})
        guard = "guard_organisations" in request.GET
        given = CodesForm.data_of(levels, guard_organisations=guard, keep_codes=keep)
    return CodesForm(
        given,
        release=release,
        codebook=book_of(release.codebook_version),
        names=selectors.variables_used(release, perspectives),
        earlier=earlier.round if earlier else None,
    )


def _shown_otherwise(release: Release, levels: Mapping[str, str]) -> dict[str, Any]:
    """The questions that the levels show otherwise than the round published before, and that round's name."""
    earlier, book = variants.earlier_codes(release), book_of(release.codebook_version)
    if earlier is None:
        return {}
    names = [in_language(heading(book, Cut(name))) for name in earlier.differ(levels)]
    return {"round": earlier.round, "questions": names}


@only(Role.COORDINATOR)
def work_note(request: Request, pk: int) -> HttpResponse:
    release = _release(request, pk)
    form = NoteForm(request.POST or None, initial=release.note)
    if form.is_bound and form.is_valid():
        try:
            services.write_note(request.actor, release, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The method note is saved."))
            return redirect("statistics:work_release", release.pk)
    status = 422 if form.is_bound else 200
    return render(request, "statistics/work/note.html", {"release": release, "form": form}, status=status)


@only(Role.COORDINATOR)
def work_publish(request: Request, pk: int) -> HttpResponse:
    """Say what publishing means; on POST, publish."""
    release = _release(request, pk)
    refused = None
    if request.method == "POST":
        try:
            services.publish(request.actor, release)
        except Refused as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("The release is published."))
            return redirect("statistics:work_release", release.pk)
    page = {"release": release, "refused": refused, "files": selectors.files_of(request.actor, release)}
    return render(request, "statistics/work/publish.html", page, status=409 if refused else 200)
