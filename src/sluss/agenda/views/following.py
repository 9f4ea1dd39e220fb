"""How one follows the calendar elsewhere: feeds, the weekly letter, and leaving its list."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sluss.agenda import feeding, forms, services
from sluss.agenda.models import DigestChoice, Feed
from sluss.agenda.services.digest import DIGEST
from sluss.coalition.models import Group
from sluss.coalition.selectors import actor_for
from sluss.people.models import Person
from sluss.trust import links
from sluss.trust.pages import act, inside
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request

CALENDAR = "text/calendar; charset=utf-8"


@inside
def feeds(request: Request) -> HttpResponse:
    """The calendars that one follows. A new address is shown once, in the answer to the POST that made it."""
    groups = list(Group.objects.visible_to(request.actor).filter(pk__in=request.actor.groups))
    form = forms.FeedForm(request.POST or None, groups=groups)
    token = ""
    if request.method == "POST" and form.is_valid():
        try:
            token = services.make_feed(request.actor, form.scope, form.group)
        except Refused as refusal:
            form.add_error("which", str(refusal.message))
    address = request.build_absolute_uri(f"/kalender/floden/{token}.ics") if token else ""
    context = {
        "form": forms.FeedForm(groups=groups) if token else form,
        "feeds": Feed.objects.visible_to(request.actor).working().select_related("group"),
        "address": address,
        "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        "public": request.build_absolute_uri("/kalender/offentlig.ics"),
        "weekly": not DigestChoice.objects.filter(person=request.actor.person_id, weekly=False).exists(),
    }
    return render(request, "agenda/feeds.html", context, status=422 if form.errors else 200)


@inside
@require_POST
def feed_revoke(request: Request, pk: int) -> HttpResponse:
    feed = get_object_or_404(Feed.objects.visible_to(request.actor).working(), pk=pk)
    return act(
        request, "agenda:feeds", _("The address no longer works."),
        lambda: services.revoke_feed(request.actor, feed),
    )  # fmt: skip


@inside
@require_POST
def digest_choose(request: Request) -> HttpResponse:
    weekly = request.POST.get("weekly") == "1"
    said = _("You get the letter on Mondays.") if weekly else _("You don't get the weekly letter any more.")
    return act(request, "agenda:feeds", said, lambda: services.choose_digest(request.actor, weekly=weekly))


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar at a secret address, for a calendar program. Asks for no session."""
    found = feeding.feed_of(token)
    if found is None:
        raise Http404
    return _answer(request, feeding.file_of(found), "private, no-cache")


@require_safe
def public_feed(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, feeding.public_file(), "public, max-age=300")


def _answer(request: HttpRequest, file: feeding.File, keep: str) -> HttpResponseBase:
    response = HttpResponse(file.content, content_type=CALENDAR)
    response["ETag"] = file.etag
    response["Cache-Control"] = keep
    # by the content alone: what is no longer one's to see leaves no later moment of change behind
    return get_conditional_response(request, file.etag, None, response) or response


@csrf_exempt
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """Leave the list of the weekly letter. A look changes nothing; the mail program's POST does (RFC 8058)."""
    person = Person.objects.filter(pk=links.opened(DIGEST, token) or 0, is_active=True).first()
    if person is None:
        raise Http404
    if request.method == "POST":
        services.choose_digest(actor_for(person), weekly=False)
        messages.success(request, _("You don't get the weekly letter any more."))
        return render(request, "agenda/unsubscribe.html", {"gone": True})
    return render(request, "agenda/unsubscribe.html")
