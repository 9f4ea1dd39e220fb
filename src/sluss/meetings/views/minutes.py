"""Minutes: read, written, compared, sent out."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sluss.coalition.differences import runs as differences
from sluss.coalition.selectors import addresses_hidden_from
from sluss.meetings import selectors
from sluss.meetings.correspondence import NOTES, READ_NOTES
from sluss.meetings.forms.minutes import MinutesForm, ReasonForm, SendOutForm
from sluss.meetings.markdown import shown
from sluss.meetings.models import Invitation, Meeting, Minutes, MinutesVersion, TextBeside
from sluss.meetings.services import minutes as services
from sluss.meetings.services.sending_out import To, receivers, send_out
from sluss.meetings.texts import around_changes
from sluss.meetings.views.page import meeting_page, seen
from sluss.trust import links
from sluss.trust.actor import Actor
from sluss.trust.models import Letter
from sluss.trust.pages import act, done
from sluss.trust.refusals import Refused
from sluss.trust.requests import Request
from sluss.trust.templatetags.look import at

VERSIONS_SHOWN = 12


def address(meeting_id: int) -> str:
    return reverse("meetings:minutes", args=[meeting_id])


def _written(request: Request, pk: int) -> Meeting:
    """The meeting, for who keeps its minutes; for others there is no such page."""
    return get_object_or_404(Meeting.objects.written_by(request.actor).select_related("group"), pk=pk)


def _kept(request: Request, pk: int) -> Minutes:
    """The minutes of a meeting, for who keeps them."""
    kept = Minutes.objects.kept_by(request.actor).select_related("meeting__group", "changed_by")
    return get_object_or_404(kept, meeting=pk)


@login_required
def minutes(request: Request, pk: int) -> HttpResponse:
    """The minutes as they may be read: as they stand for who keeps them, else as they were sent out."""
    meeting = seen(request, pk)
    keeps = Meeting.objects.written_by(request.actor).filter(pk=pk).exists()
    found = Minutes.objects.visible_to(request.actor).filter(meeting=meeting).first()
    if found is None and not keeps:
        raise Http404
    context: dict[str, Any] = {
        "minutes": found,
        "keeps": keeps,
        "text": shown(selectors.read_by(request.actor, found) if found else ""),
    }
    if found is not None and keeps:
        context |= _kept_beside(request.actor, found)
    return meeting_page(request, "meetings/minutes.html", meeting, "minutes", **context)


def _kept_beside(actor: Actor, found: Minutes) -> dict[str, Any]:
    """What who keeps the minutes sees beside them: versions, texts not brought in, letters."""
    letters = list(Letter.objects.about(NOTES, found.pk).order_by("-pk"))
    hidden = addresses_hidden_from(actor)
    for letter in letters:
        if letter.address in hidden:
            letter.address = _("an address that isn't shown")
    return {
        "versions": found.versions.select_related("saved_by")[:VERSIONS_SHOWN],
        "beside": found.beside.filter(settled_at=None).select_related("written_by"),
        "letters": letters,
        "bounced": sum(letter.bounced_at is not None for letter in letters),
    }


@login_required
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    meeting = _written(request, pk)
    back = reverse("meetings:minutes_write", args=[pk])
    return act(request, back, "", lambda: services.open_minutes(request.actor, meeting))


@login_required
def write(request: Request, pk: int) -> HttpResponse:
    """The editor. Who saves on an older version first sees what another has changed, with both texts in one."""
    found = _kept(request, pk)
    if not found.open_for_writing:
        return redirect(address(pk))
    form = MinutesForm(request.POST or None, initial={"text": found.text, "based_on": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_minutes(request.actor, found, **form.cleaned_data)
        except services.ChangedMeanwhile as refused:
            return _meanwhile(request, found, form.cleaned_data["text"], refused.meanwhile)
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            return redirect(address(pk))
    return meeting_page(
        request, "meetings/minutes_write.html", found.meeting, "minutes", form=form, minutes=found
    )


def _meanwhile(request: Request, found: Minutes, text: str, meanwhile: services.Meanwhile) -> HttpResponse:
    form = MinutesForm(initial={"text": meanwhile.together.text, "based_on": meanwhile.version})
    page = meeting_page(
        request, "meetings/minutes_write.html", found.meeting, "minutes", form=form, minutes=found,
        meanwhile=meanwhile, own_text=text,
    )  # fmt: skip
    page.status_code = 409
    return page


@login_required
@require_POST
def autosave(request: Request, pk: int) -> HttpResponse:
    """Saves what has been written so far; answers the editor's script."""
    found = _kept(request, pk)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"said": _("Not saved.")}, status=422)
    try:
        saved = services.save_minutes(request.actor, found, **form.cleaned_data)
    except services.ChangedMeanwhile as refused:
        said = _("%(name)s has changed the minutes meanwhile. Press Save to see the change.") % {
            "name": refused.meanwhile.changed_by or _("Somebody else")
        }
        return JsonResponse({"said": said}, status=409)
    except Refused as refused:
        return JsonResponse({"said": str(refused.message)}, status=409)
    return JsonResponse(
        {"version": saved.version, "said": _("Saved %(when)s") % {"when": at(saved.changed_at)}}
    )


@login_required
@require_POST
def preview(request: Request, pk: int) -> HttpResponse:
    """The editor with the text as it will be read below it; nothing is saved."""
    found = _kept(request, pk)
    form = MinutesForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    return meeting_page(
        request, "meetings/minutes_write.html", found.meeting, "minutes", form=form, minutes=found,
        preview=shown(text),
    )  # fmt: skip


@login_required
def saved_version(request: Request, pk: int, version: int) -> HttpResponse:
    """An earlier version, and what was changed in it."""
    found = _kept(request, pk)
    chosen = get_object_or_404(found.versions.select_related("saved_by"), version=version)
    before = MinutesVersion.objects.filter(minutes=found, version=version - 1).first()
    return meeting_page(
        request, "meetings/minutes_version.html", found.meeting, "minutes", minutes=found, chosen=chosen,
        changes=around_changes(differences(before.text, chosen.text)) if before else (),
    )  # fmt: skip


@login_required
def beside(request: Request, pk: int) -> HttpResponse:
    """A text that was written on an older version, compared with what stands."""
    kept = TextBeside.objects.filter(minutes__in=Minutes.objects.kept_by(request.actor))
    chosen = get_object_or_404(kept.select_related("minutes__meeting__group", "written_by"), pk=pk)
    return meeting_page(
        request, "meetings/minutes_beside.html", chosen.minutes.meeting, "minutes", minutes=chosen.minutes,
        chosen=chosen, changes=around_changes(differences(chosen.minutes.text, chosen.text)),
    )  # fmt: skip


@login_required
def send(request: Request, pk: int) -> HttpResponse:
    """Whom the minutes go to; then they can be read and the letters leave."""
    found = _kept(request, pk)
    numbers = {to: len(receivers(found.meeting, to)) for to in (To.INVITED, To.AUDIENCE)}
    form = SendOutForm(request.POST or None, numbers=numbers)
    if done(
        request,
        form,
        lambda: send_out(request.actor, found, **form.cleaned_data),
        _("The minutes can be read now. The letters are on their way."),
    ):
        return redirect(address(pk))
    return meeting_page(
        request, "meetings/minutes_send.html", found.meeting, "minutes", form=form, minutes=found
    )


@login_required
def reopen(request: Request, pk: int) -> HttpResponse:
    """Asks why before finished minutes are opened again."""
    found = _kept(request, pk)
    form = ReasonForm(request.POST or None)
    if done(
        request,
        form,
        lambda: services.reopen_minutes(request.actor, found, **form.cleaned_data),
        _("The minutes are open for a correction."),
    ):
        return redirect("meetings:minutes_write", pk)
    return meeting_page(
        request, "meetings/minutes_reopen.html", found.meeting, "minutes", form=form, minutes=found
    )


@never_cache
def notes(request: Request, token: str) -> HttpResponse:
    """The minutes as sent out, for who is invited and has no account."""
    sent = Minutes.objects.exclude(published_version=None)
    standing = Invitation.objects.filter(withdrawn_at=None).select_related("meeting")
    invited = get_object_or_404(standing, pk=links.opened(READ_NOTES, token) or 0)
    found = get_object_or_404(sent, meeting=invited.meeting_id)
    context = {"meeting": invited.meeting, "minutes": found, "text": shown(found.published_text)}
    return render(request, "meetings/notes.html", context)
