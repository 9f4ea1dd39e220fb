"""Addresses of meetings."""

from django.urls import path

from sluss.meetings.views import invitations, meetings

app_name = "meetings"
urlpatterns = [
    path("", meetings.index, name="index"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/inbjudna/", invitations.invited, name="invited"),
]
