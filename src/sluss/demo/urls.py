"""Addresses of the demo."""

from django.urls import path

from sluss.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.index, name="index"),
    path("brev/", views.letters, name="letters"),
    path("in/<slug:key>/", views.enter, name="enter"),
    path("klocka/", views.move_clock, name="move_clock"),
]
