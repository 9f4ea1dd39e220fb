"""Addresses of the coalition room."""

from django.urls import path

from sluss.coalition import views

app_name = "coalition"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("ny/", views.member_new, name="member_new"),
    path("<int:pk>/", views.organisation, name="organisation"),
    path("<int:pk>/avsluta/", views.member_end, name="member_end"),
    path("<int:pk>/kontakter/", views.reporting_contacts, name="reporting_contacts"),
    path("uppdrag/", views.appointment_new, name="appointment_new"),
    path("uppdrag/<int:pk>/avsluta/", views.appointment_end, name="appointment_end"),
    path("konton/", views.accounts, name="accounts"),
    path("konton/<int:pk>/<slug:deed>/", views.account_deed, name="account_deed"),
    path("kollegor/", views.colleagues, name="colleagues"),
    path("kollegor/<int:pk>/ny/", views.colleague_new, name="colleague_new"),
    path("kollegor/<int:pk>/<slug:deed>/", views.colleague_deed, name="colleague_deed"),
    path("ersattare/", views.deputies, name="deputies"),
    path("logg/", views.trail, name="trail"),
]
