"""Addresses of the work pages, under /statistik/arbete/."""

from django.urls import path

from sluss.statistics.views import earlier, perspectives, releases

urlpatterns = [
    path("", releases.work, name="work"),
    path("frys/<int:round_id>/", releases.freeze, name="freeze"),
    path("<int:pk>/", releases.work_release, name="work_release"),
    path("<int:pk>/kontroll/", releases.work_check, name="work_check"),
    path("<int:pk>/avbryt/", releases.work_stop, name="work_stop"),
    path("<int:pk>/lage/", releases.work_progress, name="work_progress"),
    path("<int:pk>/koder/", releases.work_codes, name="work_codes"),
    path("<int:pk>/text/", releases.work_note, name="work_note"),
    path("<int:pk>/publicera/", releases.work_publish, name="work_publish"),
    path("underlag/nytt/", perspectives.perspective_new, name="perspective_new"),
    path("underlag/visa/", perspectives.perspective_preview, name="perspective_preview"),
    path("underlag/<int:pk>/", perspectives.perspective, name="perspective"),
    path("underlag/<int:pk>/bruk/", perspectives.perspective_retire, name="perspective_retire"),
    path("tidigare/", earlier.earlier_totals, name="earlier_totals"),
    path("tidigare/<int:pk>/", earlier.earlier_total, name="earlier_total"),
    path("tidigare/<int:pk>/bort/", earlier.earlier_total_remove, name="earlier_total_remove"),
]
