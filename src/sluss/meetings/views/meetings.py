"""Meetings: the list, and the page of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from sluss.meetings.models import Meeting
from sluss.meetings.views.page import meeting_page, seen
from sluss.trust.requests import Request


@login_required
def index(request: Request) -> HttpResponse:
    return render(request, "meetings/index.html", {"meetings": Meeting.objects.visible_to(request.actor)})


@login_required
def meeting(request: Request, pk: int) -> HttpResponse:
    return meeting_page(request, "meetings/meeting.html", seen(request, pk), "meeting")
