"""The notice: written, sent, and proved."""

import csv
import io

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluss.coalition.selectors import addresses_hidden_from, addresses_in_no_file
from sluss.meetings.annual.forms import LateReasonForm, NoticeForm
from sluss.meetings.annual.selectors.days import late_notice, notice_says_otherwise
from sluss.meetings.annual.selectors.proof import proof_of
from sluss.meetings.annual.services import notices as services
from sluss.meetings.annual.views.page import annual_page, run
from sluss.meetings.models.annual import Notice
from sluss.trust import clock
from sluss.trust.pages import act, done
from sluss.trust.requests import Request
from sluss.trust.spreadsheets import safe_text


def _address(notice: Notice) -> str:
    return reverse("meetings:annual_notice", args=[notice.annual.meeting_id])


def _run(request: Request, pk: int) -> Notice:
    notices = Notice.objects.visible_to(request.actor).select_related("annual__meeting__group")
    return get_object_or_404(notices, pk=pk)


@login_required
def notice(request: Request, pk: int) -> HttpResponse:
    """The notice being written, and those sent."""
    annual = run(request, pk)
    draft = annual.notices.filter(sent_at=None).first()
    form = None
    if draft is not None:
        chosen = {"text": draft.text, "papers": draft.papers.all()}
        form = NoticeForm(request.POST or None, initial=chosen, annual=annual)
        if done(request, form, lambda: services.save_notice(request.actor, draft, **form.cleaned_data), ""):
            return redirect("meetings:annual_notice_send", draft.pk)
    return annual_page(
        request, "meetings/annual/notice.html", annual, "notice", form=form, draft=draft,
        sent=annual.notices.exclude(sent_at=None).order_by("-sent_at"), wrong=notice_says_otherwise(annual),
        late=late_notice(annual, clock.today()),
    )  # fmt: skip


@login_required
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    annual = run(request, pk)
    return act(
        request,
        reverse("meetings:annual_notice", args=[pk]),
        "",
        lambda: services.begin_notice(request.actor, annual),
    )


@login_required
def send(request: Request, pk: int) -> HttpResponse:
    """To whom it goes, whether it is in time; then it leaves."""
    draft = _run(request, pk)
    if draft.sent_at is not None:
        return redirect("meetings:annual_proof", pk)
    late = late_notice(draft.annual, clock.today())
    form = LateReasonForm(request.POST or None, late=late is not None)
    if request.method == "POST":
        form = LateReasonForm(request.POST, late=late is not None)
        if done(
            request,
            form,
            lambda: services.send_notice(request.actor, draft, **form.cleaned_data),
            _("The notice is on its way."),
        ):
            return redirect("meetings:annual_proof", pk)
    return annual_page(
        request, "meetings/annual/notice_send.html", draft.annual, "notice", form=form, notice=draft, late=late,
        receivers=services.entitled_to_notice(draft.annual), hidden=addresses_hidden_from(request.actor),
    )  # fmt: skip


@login_required
def proof(request: Request, pk: int) -> HttpResponse:
    """Who was sent the notice when, and what became of it."""
    sent = _run(request, pk)
    if sent.sent_at is None:
        return redirect(_address(sent))
    return annual_page(
        request,
        "meetings/annual/proof.html",
        sent.annual,
        "notice",
        notice=sent,
        proof=proof_of(sent),
        hidden=addresses_hidden_from(request.actor),
    )


@login_required
def proof_file(request: Request, pk: int) -> HttpResponse:
    """The same as a table; a protected person's address stays on the page and is in no file."""
    sent = _run(request, pk)
    left_out = addresses_in_no_file()
    lines = io.StringIO()
    table = csv.writer(lines, delimiter=";")
    table.writerow([_("Organisation"), _("Name"), _("E-mail"), _("When"), _("How it went")])
    for line in proof_of(sent).lines:
        when = timezone.localtime(line.when).isoformat(timespec="seconds") if line.when else ""
        email = "" if line.email.lower() in left_out else line.email
        cells = [line.organisation, line.name, email, when, str(line.fate)]
        table.writerow([safe_text(cell) for cell in cells])
    answer = HttpResponse("\ufeff" + lines.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="kallelse-bevis.csv"'
    return answer
