"""Addresses of the coalition room."""

from django.urls import path

from sluss.coalition.views import accounts, colleagues, organisations, trail

app_name = "coalition"
urlpatterns = [
    path("", organisations.organisations, name="organisations"),
    path("ny/", organisations.member_new, name="member_new"),
    path("<int:pk>/", organisations.organisation, name="organisation"),
    path("<int:pk>/avsluta/", organisations.member_end, name="member_end"),
    path("<int:pk>/kontakter/", colleagues.reporting_contacts, name="reporting_contacts"),
    path("uppdrag/", accounts.appointment_new, name="appointment_new"),
    path("uppdrag/<int:pk>/avsluta/", accounts.appointment_end, name="appointment_end"),
    path("konton/", accounts.accounts, name="accounts"),
    path("konton/<int:pk>/<slug:deed>/", accounts.account_deed, name="account_deed"),
    path("kollegor/", colleagues.colleagues, name="colleagues"),
    path("kollegor/<int:pk>/ny/", colleagues.colleague_new, name="colleague_new"),
    path("kollegor/<int:pk>/<slug:deed>/", colleagues.colleague_deed, name="colleague_deed"),
    path("ersattare/", accounts.deputies, name="deputies"),
    path("logg/", trail.trail, name="trail"),
]
