"""Pages of lists: send one in, say what it means, see what it says, read it in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sluss.contacts import services as collecting
from sluss.contacts.codebook import book_of
from sluss.contacts.imports import meaning, services
from sluss.contacts.imports.forms import ApplyForm, ColumnsForm, UploadForm, WordsForm
from sluss.contacts.imports.recognising import Kind
from sluss.contacts.imports.template import template
from sluss.contacts.imports.xlsform import xlsform
from sluss.contacts.models import ImportRun, ImportState
from sluss.contacts.views.acting import act
from sluss.contacts.views.language import page_language
from sluss.contacts.views.returns import own
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
    form = UploadForm(request.POST or None, request.FILES or None, limit=settings.UPLOAD_LIMIT_BYTES)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = services.receive(request.actor, return_, name=file.name, content=file.read())
        except Refused as refused:
            form.add_error("file" if refused.field == "file" else None, str(refused.message))
        else:
            return redirect(_next(run), run.pk)
    context = {
        "return": return_,
        "form": form,
        "why_closed": collecting.why_closed(return_),
        "runs": ImportRun.objects.visible_to(request.actor).filter(
            of_return=return_, state=ImportState.APPLIED
        ),
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


def _download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=WORKBOOK, headers={"Content-Disposition": f'attachment; filename="{name}"'}
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
        if request.method == "POST" and form.is_valid():
            services.say_columns(request.actor, run, form.columns(), form.fill())
            return redirect("contacts:import_words", run.pk)
    except Refused as refused:
        return _refused(request, refused, run)
    return render(
        request,
        "contacts/imports/columns.html",
        {"run": run, "form": form},
        status=422 if form.errors else 200,
    )


@login_required
def words(request: Request, run_id: int) -> HttpResponse:
    """What each word of the list means; goes on by itself when nothing is left to say."""
    run = own_run(request, run_id)
    if _speaks_our_words(run):
        return redirect("contacts:import_look", run.pk)
    try:
        opened = services.open_run(run)
        mapping = services.mapping_for(run, opened.listing)
        pairs = [
            pair
            for pair in meaning.left_to_say(opened.listing, opened.book, services.said(mapping))
            if pair[1]
        ]
        if not pairs:
            return redirect(_next(run), run.pk)
        form = WordsForm(
            request.POST or None,
            book=opened.book,
            kind=opened.listing.kind,
            pairs=pairs,
            columns=mapping.columns,
            language=page_language(),
        )
        if request.method == "POST" and form.is_valid():
            services.say_words(request.actor, run, form.words())
            return redirect("contacts:import_look", run.pk)
    except Refused as refused:
        return _refused(request, refused, run)
    return render(
        request, "contacts/imports/words.html", {"run": run, "form": form}, status=422 if form.errors else 200
    )


@login_required
def look(request: Request, run_id: int) -> HttpResponse:
    """What the list says, cell by cell where something is refused; and the yes."""
    run = own_run(request, run_id)
    if run.state == ImportState.MAPPING:
        return redirect("contacts:import_columns", run.pk)
    there = run.of_return.contacts.count()
    form = ApplyForm(
        request.POST or None, bad=run.report.get("bad", 0), there=there, odd=run.report.get("odd", [])
    )
    if request.method == "POST" and form.is_valid() and _applied(request, run, form):
        return redirect("contacts:return", run.of_return_id)
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "there": there,
        "before": services.sent_before(run),
        "waiting": run.state == ImportState.CHECKED,
    }
    return render(request, "contacts/imports/look.html", context, status=422 if form.errors else 200)


def _applied(request: Request, run: ImportRun, form: ApplyForm) -> bool:
    try:
        count = services.apply(
            request.actor,
            run,
            mode=form.cleaned_data["mode"] if form.cleaned_data["mode"] == "replace" else "add",
            only_good=form.cleaned_data.get("only_good", False),
            reasons=form.reasons(),
        )
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return False
    said = ngettext("One person is read in.", "%(count)s persons are read in.", count) % {"count": count}
    messages.success(request, said)
    return True


@login_required
@require_POST
def discard(request: Request, run_id: int) -> HttpResponse:
    run = own_run(request, run_id)
    back = redirect("contacts:import", run.of_return_id).url
    return act(request, back, _("The list is thrown away. Nothing of it was saved."), services.discard, run)


@login_required
@require_POST
def take_back(request: Request, run_id: int) -> HttpResponse:
    run = own_run(request, run_id)
    back = redirect("contacts:return", run.of_return_id).url
    done = _("What the list brought in is taken back.")
    return act(request, back, done, collecting.take_back_contacts, run)
