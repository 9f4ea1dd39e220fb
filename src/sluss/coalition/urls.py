"""Addresses of organisations and people in them."""

from django.urls import path

from sluss.coalition import views

app_name = "coalition"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("ny/", views.member_new, name="member_new"),
    path("uppdrag/", views.appointment_new, name="appointment_new"),
    path("kollegor/", views.colleagues, name="colleagues"),
    path("kollegor/<int:pk>/ny/", views.colleague_new, name="colleague_new"),
    path("kollegor/<int:pk>/<slug:deed>/", views.colleague_deed, name="colleague_deed"),
    path("ersattare/", views.deputies, name="deputies"),
    path("logg/", views.trail, name="trail"),
]
