"""Addresses of one's own account. They stand before allauth's, of whose pages one is not used here."""

from django.urls import path
from django.views.generic import RedirectView

from sluss.people import views

app_name = "people"
urlpatterns = [
    path("", views.account, name="account"),
    path("sprak/", views.choose_language, name="choose_language"),
    # an address is what a person is known by: who wants another is invited anew with it
    path("email/", RedirectView.as_view(pattern_name="people:account")),
]
