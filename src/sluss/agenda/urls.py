"""Addresses of the agenda: the year, deadlines, tasks, calendar feeds, the digest."""

from django.urls import URLPattern

app_name = "agenda"
urlpatterns: list[URLPattern] = []
