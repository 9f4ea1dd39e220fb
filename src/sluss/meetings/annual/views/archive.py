"""The archive of a meeting as one document."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from sluss.meetings.annual import archive as documents
from sluss.meetings.annual.views.page import run
from sluss.trust.requests import Request


@login_required
def archive(request: Request, pk: int) -> HttpResponse:
    annual = run(request, pk)
    answer = HttpResponse(documents.make(annual), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="arsmote-{annual.meeting.date}.pdf"'
    return answer
