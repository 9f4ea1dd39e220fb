"""Every address of Sluss: each room has its own under its own word."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def healthz(request: HttpRequest) -> HttpResponse:
    """Says that the server is up; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("konto/", include("sluss.people.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("sluss.website.urls")),
    path("organisationer/", include("sluss.coalition.urls")),
    path("kalender/", include("sluss.agenda.urls")),
    path("moten/", include("sluss.meetings.urls")),
    path("insamling/", include("sluss.contacts.urls")),
    path("statistik/", include("sluss.statistics.urls")),
    path("demo/", include("sluss.demo.urls")),
]
