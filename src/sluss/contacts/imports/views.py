"""Pages of lists: send one in, say what it means, see what it says, read it in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sluss.contacts import services as collecting
from sluss.contacts.codebook import book_of
from sluss.contacts.imports import services, taking_out
from sluss.contacts.imports.forms import ApplyForm, ColumnsForm, UploadForm, WordsForm, uploaded
from sluss.contacts.imports.recognising import Kind
from sluss.contacts.imports.template import template
from sluss.contacts.imports.xlsform import xlsform
from sluss.contacts.models import ImportRun, ImportState
from sluss.contacts.views.language import page_language
from sluss.contacts.views.returns import own
from sluss.trust.pages import act
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own_run(request: Request, run_id: int) -> ImportRun:
    """A list that the own organisation has sent in; another's doesn't exist."""
    runs = ImportRun.objects.visible_to(request.actor).select_related(
        "of_return__round", "of_return__organisation"
    )
    return get_object_or_404(runs, pk=run_id)


def _refused(request: Request, refused: Refused, run: ImportRun) -> HttpResponse:
    messages.error(request, refused.message)
    return redirect("contacts:import", run.of_return_id)


@login_required
def send_in(request: Request, return_id: int) -> HttpResponse:
    """Where a list is sent in, and where the template is fetched."""
    return_ = own(request, return_id)
    sent = request.method == "POST"
    form = UploadForm(request.POST if sent else None, request.FILES if sent else None, request=request)
    if sent and form.is_valid():
        name, content = uploaded(form)
        try:
            run = services.receive(request.actor, return_, name=name, content=content)
        except Refused as refused:
            form.add_error("file" if refused.field == "file" else None, str(refused.message))
        else:
            return redirect(_next(run), run.pk)
    runs = ImportRun.objects.visible_to(request.actor).filter(of_return=return_)
    context = {
        "return": return_,
        "form": form,
        "why_closed": collecting.why_closed(return_),
        "waiting": runs.filter(state__in=(ImportState.MAPPING, ImportState.CHECKED)),
        "applied": runs.filter(state=ImportState.APPLIED),
        "persons": return_.contacts.count(),
    }
    return render(request, "contacts/imports/send_in.html", context, status=422 if form.errors else 200)


def _next(run: ImportRun) -> str:
    """The page on which a list is worked on next."""
    return "contacts:import_columns" if run.state == ImportState.MAPPING else "contacts:import_look"


def _speaks_our_words(run: ImportRun) -> bool:
    """Our own template and form need no meaning said."""
    return run.kind not in {Kind.OWN_LIST, Kind.HTCDS}


@login_required
def excel_template(request: Request, return_id: int) -> HttpResponse:
    return_ = own(request, return_id)
    content = template(return_.round, book_of(return_.round.codebook_version), page_language())
    return _download(content, f"sluss-{slugify(return_.round.name)}.xlsx")


@login_required
def xlsform_file(request: Request, return_id: int) -> HttpResponse:
    return_ = own(request, return_id)
    content = xlsform(return_.round, book_of(return_.round.codebook_version))
    return _download(content, f"sluss-{slugify(return_.round.name)}-xlsform.xlsx")


TAKEN_OUT = {
    "xlsx": (taking_out.as_workbook, WORKBOOK),
    "csv": (taking_out.as_csv, "text/csv; charset=utf-8"),
}


@login_required
@transaction.atomic
def take_out(request: Request, return_id: int, kind: str) -> HttpResponse:
    """The organisation's own persons as a file."""
    return_ = own(request, return_id)
    if kind not in TAKEN_OUT:
        raise Http404
    make, content_type = TAKEN_OUT[kind]
    content = make(request.actor, return_, page_language())
    return _download(content, f"sluss-{slugify(return_.round.name)}-personer.{kind}", content_type)


def _download(content: bytes, name: str, content_type: str = WORKBOOK) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@login_required
def columns(request: Request, run_id: int) -> HttpResponse:
    """Which question each column is."""
    run = own_run(request, run_id)
    if _speaks_our_words(run):
        return redirect("contacts:import_look", run.pk)
    try:
        opened = services.open_run(run)
        said = services.said(services.mapping_for(run, opened.listing))
        form = ColumnsForm(
            request.POST or None,
            listing=opened.listing,
            book=opened.book,
            said=said,
            language=page_language(),
        )
        if request.method == "POST" and form.is_valid() and _columns_said(request, run, form):
            return redirect("contacts:import_words", run.pk)
    except Refused as refused:
        return _refused(request, refused, run)
    return render(
        request,
        "contacts/imports/columns.html",
        {"run": run, "form": form},
        status=422 if form.errors else 200,
    )


def _columns_said(request: Request, run: ImportRun, form: ColumnsForm) -> bool:
    try:
        services.say_columns(request.actor, run, form.columns(), form.fill())
    except services.RunningText as refused:
        form.refuse(refused.field, refused.message)
        return False
    return True


@login_required
def words(request: Request, run_id: int) -> HttpResponse:
    """What each word of the list means; goes on by itself when nothing is left to say.

    With `?alla` those already said are shown too, to be changed.
    """
    run = own_run(request, run_id)
    if _speaks_our_words(run):
        return redirect("contacts:import_look", run.pk)
    try:
        opened = services.open_run(run)
        said = services.said(services.mapping_for(run, opened.listing))
        pairs = services.words_to_say(opened, said, every="alla" in request.GET)
        if not pairs:
            return redirect(_next(run), run.pk)
        form = WordsForm(
            request.POST or None,
            book=opened.book,
            kind=opened.listing.kind,
            pairs=pairs,
            said=said,
            language=page_language(),
        )
        if request.method == "POST" and form.is_valid():
            services.say_words(request.actor, run, form.words())
            run.refresh_from_db()
            return redirect(_next(run), run.pk)
    except Refused as refused:
        return _refused(request, refused, run)
    return render(
        request, "contacts/imports/words.html", {"run": run, "form": form}, status=422 if form.errors else 200
    )


@login_required
def look(request: Request, run_id: int) -> HttpResponse:
    """What the list says, cell by cell where something is refused; and the yes."""
    run = own_run(request, run_id)
    if run.state == ImportState.CHECKED:
        services.looked_through(run)
    if run.state == ImportState.MAPPING:
        return redirect("contacts:import_columns", run.pk)
    there = run.of_return.contacts.count()
    before = services.sent_before(run)
    form = ApplyForm(
        request.POST or None,
        bad=run.report.get("bad", 0),
        there=there,
        again=before is not None,
        odd=run.report.get("odd", []),
    )
    if request.method == "POST" and form.is_valid() and _applied(request, run, form):
        return redirect("contacts:return", run.of_return_id)
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "there": there,
        "before": before,
        "waiting": run.state == ImportState.CHECKED,
        "has_own_words": not _speaks_our_words(run),
    }
    return render(request, "contacts/imports/look.html", context, status=422 if form.errors else 200)


def _applied(request: Request, run: ImportRun, form: ApplyForm) -> bool:
    try:
        count = services.apply(
            request.actor,
            run,
            mode=form.cleaned_data["mode"] if form.cleaned_data["mode"] == "replace" else "add",
            only_good=form.cleaned_data.get("only_good", False),
            again=form.cleaned_data.get("again", False),
            reasons=form.reasons(),
        )
    except Refused as refused:
        again = "again" in form.fields and isinstance(refused, services.ReadInBefore)
        form.add_error("again" if again else None, str(refused.message))
        return False
    said = ngettext("One person is read in.", "%(count)s persons are read in.", count) % {"count": count}
    messages.success(request, said)
    return True


@login_required
@require_POST
def discard(request: Request, run_id: int) -> HttpResponse:
    run = own_run(request, run_id)
    back = redirect("contacts:import", run.of_return_id).url
    said = _("The list is thrown away. Nothing of it was saved.")
    return act(request, back, said, lambda: services.discard(request.actor, run))


@login_required
@require_POST
def take_back(request: Request, run_id: int) -> HttpResponse:
    run = own_run(request, run_id)
    back = redirect("contacts:return", run.of_return_id).url
    said = _("What the list brought in is taken back.")
    return act(request, back, said, lambda: services.take_back(request.actor, run))
