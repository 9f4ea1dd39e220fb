"""The public site and each role's home page."""

from django.urls import path

from sluss.website import views

app_name = "website"
urlpatterns = [
    path("", views.front, name="front"),
    path("hem/", views.home, name="home"),
    path("sok/", views.search, name="search"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("delar/", views.parts, name="parts"),
]
