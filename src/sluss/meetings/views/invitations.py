"""Who is invited to a meeting."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from sluss.meetings.views.page import meeting_page, run
from sluss.trust.requests import Request


@login_required
def invited(request: Request, pk: int) -> HttpResponse:
    return meeting_page(request, "meetings/invited.html", run(request, pk), "invited")
