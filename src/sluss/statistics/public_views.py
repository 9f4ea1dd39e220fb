"""Pages and files of what is published. Whatever isn't published, or isn't for the reader, is not found."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sluss.statistics import freshness, public_pages
from sluss.statistics.faces import catalogue as dcat
from sluss.statistics.faces.chart import chart, has_chart
from sluss.statistics.faces.documents import FileChanged, content_of
from sluss.statistics.faces.files import as_csv, as_excel_csv, as_json
from sluss.statistics.faces.map.draw import county_map, has_map
from sluss.statistics.faces.sheet import Sheet, sheet
from sluss.statistics.faces.workbook import as_workbook
from sluss.statistics.models import PublishedFile, Release, ReleaseTable
from sluss.statistics.published import release_at, slug_of
from sluss.statistics.selectors import files_of, published_releases, tables_of
from sluss.trust.actor import PUBLIC
from sluss.trust.requests import Request

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "json": "application/json",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


@require_safe
def index(request: Request) -> HttpResponse:
    """Every published year, and the series over the years."""
    return freshness.page(
        request, None, lambda: render(request, "statistics/public/index.html", _index(request))
    )


def _index(request: Request) -> dict[str, Any]:
    return public_pages.index(request.actor, _language(request))


@require_safe
def release(request: Request, period: str) -> HttpResponse:
    """A year: its findings, its tables, its documents, and how the figures are made."""
    shown = _release(request, period)

    def make() -> HttpResponse:
        context = public_pages.release(request.actor, shown, _language(request), _version(request))
        return render(request, "statistics/public/release.html", context)

    return freshness.page(request, shown, make)


@require_safe
def table(request: Request, period: str, slug: str) -> HttpResponse:
    """One table: what it found, chart or map, figures, notes, files."""
    shown = _table(request, period, slug)

    def make() -> HttpResponse:
        context = public_pages.table(shown, _language(request), _version(request))
        return render(request, "statistics/public/table.html", context)

    return freshness.page(request, shown.release, make)


@require_safe
def table_file(request: Request, period: str, slug: str, kind: str) -> HttpResponse:
    """A table as a file.

    `?language=sv|en`; `?form=excel` for the CSV that Excel reads, `?form=map` for the map.
    """
    shown = _table(request, period, slug)

    def make() -> HttpResponse:
        whole = sheet(shown, _language(request))
        content = _content(whole, shown.release, kind, request.GET.get("form", ""))
        return _download(content, kind, f"{period}-{slug}.{kind}", inline=kind == "svg")

    return freshness.file(request, shown.release, make)


def _content(whole: Sheet, of: Release, kind: str, form: str) -> bytes:
    if kind == "csv":
        return as_excel_csv(whole) if form == "excel" else as_csv(whole)
    if kind == "xlsx":
        return as_workbook(whole, of.published_at or of.frozen_at)
    if kind == "json":
        return as_json(whole)
    if form == "map" and has_map(whole):
        return county_map(whole).svg.encode()
    if form == "" and has_chart(whole):
        return chart(whole).svg.encode()
    raise Http404


@require_safe
def file(request: Request, period: str, name: str) -> HttpResponse:
    """A document that was made when the release was published."""
    shown = _release(request, period)
    documents = PublishedFile.objects.visible_to(request.actor)
    document = get_object_or_404(documents, release=shown, name=name)
    return freshness.file(request, shown, lambda: _document(document, f"{period}-{name}"))


def _document(document: PublishedFile, name: str) -> HttpResponse:
    try:
        content = content_of(document)
    except FileChanged:
        text = _("This document can't be read just now. Tell the coordinator, who can make it anew.")
        return HttpResponse(
            text, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8"
        )
    return _download(content, name.rpartition(".")[2], name, inline=name.endswith(".pdf"))


@require_safe
def catalogue(request: Request) -> HttpResponse:
    """What portals for open data harvest: DCAT-AP as JSON-LD. Only what everybody may read."""
    return freshness.file(request, None, lambda: _catalogue(request))


def _catalogue(request: Request) -> HttpResponse:
    datasets = [
        dcat.PublishedDataset(
            request.build_absolute_uri(reverse("statistics:release", args=[slug_of(shown)])),
            shown,
            [_described(request, shown, document) for document in files_of(PUBLIC, shown)],
        )
        for shown in published_releases(PUBLIC)
    ]
    here = request.build_absolute_uri(reverse("statistics:catalogue"))
    home = request.build_absolute_uri(reverse("website:front"))
    return JsonResponse(
        dcat.catalogue(here, home, datasets),
        content_type="application/ld+json",
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


def _described(request: Request, shown: Release, document: PublishedFile) -> dcat.PublishedDocument:
    kind = document.name.rpartition(".")[2]
    address = reverse("statistics:file", args=[slug_of(shown), document.name])
    return dcat.PublishedDocument(request.build_absolute_uri(address), document.name, kind, MEDIA_TYPES[kind])


def _download(content: bytes, kind: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="sluss-{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _release(request: Request, period: str) -> Release:
    try:
        return release_at(request.actor, period, _version(request))
    except Release.DoesNotExist:
        raise Http404 from None


def _table(request: Request, period: str, slug: str) -> ReleaseTable:
    return get_object_or_404(tables_of(request.actor, _release(request, period)), slug=slug)


def _version(request: Request) -> int | None:
    """The version asked for in the address; the newest where none is."""
    asked = request.GET.get("version", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 5):
        raise Http404
    return int(asked)


def _language(request: Request) -> str:
    """The language of the page, or for a file the one asked for in the address."""
    asked = request.GET.get("language", "")
    return asked if asked in {"sv", "en"} else translation.get_language()[:2]
