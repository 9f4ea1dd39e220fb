"""Addresses of lists in and out."""

from django.urls import path

from sluss.contacts.imports import views

urlpatterns = [
    path("inrapportering/<int:return_id>/lista/", views.send_in, name="import"),
    path("inrapportering/<int:return_id>/mall.xlsx", views.excel_template, name="template"),
    path("inrapportering/<int:return_id>/xlsform.xlsx", views.xlsform_file, name="xlsform"),
    path("inrapportering/<int:return_id>/personer.<str:kind>", views.take_out, name="export"),
    path("lista/<int:run_id>/kolumner/", views.columns, name="import_columns"),
    path("lista/<int:run_id>/ord/", views.words, name="import_words"),
    path("lista/<int:run_id>/", views.look, name="import_look"),
    path("lista/<int:run_id>/kasta/", views.discard, name="import_discard"),
    path("lista/<int:run_id>/ta-tillbaka/", views.take_back, name="import_take_back"),
]
