"""How long an answer of the published pages may be kept, and by whom.

Files are the same for every reader, so any cache may keep them for a while. A page carries a token for its
language switch, which belongs to one reader: her own browser keeps it, and asks each time whether it still
holds. Who is signed in may see more than the public, so nothing of that is kept.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag

from sluss.statistics.models import EarlierTotal, Release
from sluss.trust.requests import Request

MINUTES = 60
FILES_FOR = 10 * MINUTES
#: pages of an older program may look different
_STARTED = timezone.now().isoformat()

Make = Callable[[], HttpResponse]


def page(request: Request, release: Release | None, make: Make) -> HttpResponse:
    """A page about a release, or about all of them."""
    return _answer(request, release, make, private=True, no_cache=True)


def file(request: Request, release: Release | None, make: Make) -> HttpResponse:
    """A file of a release, or about all of them."""
    return _answer(request, release, make, public=True, max_age=FILES_FOR)


def _answer(request: Request, release: Release | None, make: Make, **control: bool | int) -> HttpResponse:
    if request.actor.signed_in:
        return make()
    etag = quote_etag(_digest(request, release))
    changed = int(release.published_at.timestamp()) if release and release.published_at else None
    kept = get_conditional_response(request, etag=etag, last_modified=changed)
    response = kept or make()
    if response.status_code in {200, 304}:
        response["ETag"] = etag
        if changed is not None:
            response["Last-Modified"] = http_date(changed)
        patch_cache_control(response, **control)
    return response


def _digest(request: Request, release: Release | None) -> str:
    """Changes with all that the answer shows: what is published, in which language, by which program."""
    published = Release.objects.out().order_by("pk").values_list("pk", "state", "published_at")
    totals = (
        ()
        if release
        else EarlierTotal.objects.order_by("pk").values_list("pk", "count", "source", "break_note")
    )
    parts = [
        _STARTED,
        translation.get_language(),
        settings.DEMO,
        request.get_full_path(),
        list(published),
        list(totals),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
