"""The public site and each role's home page."""

from django.urls import URLPattern

app_name = "website"
urlpatterns: list[URLPattern] = []
