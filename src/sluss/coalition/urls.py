"""Addresses of the coalition room."""

from django.urls import path

from sluss.coalition.views import accounts, colleagues, organisations, statutes, trail

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
    path("stadgar/", statutes.statutes, name="statutes"),
    path("stadgar/ny/", statutes.statutes_new, name="statutes_new"),
    path("stadgar/<int:number>/", statutes.statutes_version, name="statutes_version"),
    path("stadgar/<int:number>.pdf", statutes.statutes_pdf, name="statutes_pdf"),
    path("stadgar/<int:number>/mot/<int:earlier>/", statutes.statutes_compare, name="statutes_compare"),
    path("stadgar/<int:number>/text/", statutes.statutes_edit, name="statutes_edit"),
    path("stadgar/<int:number>/regler/", statutes.statutes_rules, name="statutes_rules"),
    path(
        "stadgar/<int:number>/foresla/",
        statutes.statutes_deed,
        {"deed": "propose"},
        name="statutes_propose",
    ),
    path(
        "stadgar/<int:number>/forsta-beslut/",
        statutes.statutes_deed,
        {"deed": "adopt_once"},
        name="statutes_adopt_once",
    ),
    path("stadgar/<int:number>/anta/", statutes.statutes_deed, {"deed": "adopt"}, name="statutes_adopt"),
    path(
        "stadgar/<int:number>/lagg-undan/",
        statutes.statutes_deed,
        {"deed": "withdraw"},
        name="statutes_withdraw",
    ),
]
