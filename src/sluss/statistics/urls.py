"""Addresses of the statistics room: published pages, and the coordinator's work pages under arbete/."""

from django.urls import include, path

app_name = "statistics"
urlpatterns = [
    path("arbete/", include("sluss.statistics.work_urls")),
    path("", include("sluss.statistics.public_urls")),
]
