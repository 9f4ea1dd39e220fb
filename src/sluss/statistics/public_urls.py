"""Addresses of what is published."""

from django.urls import path, register_converter

from sluss.statistics import public_views


class Period:
    """A period in an address: "2016", "2016-q3", "2016-04-2017-03" (see `faces.periods.period_slug`)."""

    regex = r"[0-9]{4}(?:-q[1-4]|-[0-9]{2}-[0-9]{4}-[0-9]{2})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str | int) -> str:
        return str(value)


class TableFile(Period):
    """The kinds of file that a table can be fetched as."""

    regex = "csv|xlsx|svg|json"


class DocumentName(Period):
    """A document of a release: report or data package."""

    regex = r"[a-z0-9-]+\.(?:pdf|zip)"


register_converter(Period, "period")
register_converter(TableFile, "table_file")
register_converter(DocumentName, "document")

urlpatterns = [
    path("", public_views.index, name="index"),
    path("katalog.jsonld", public_views.catalogue, name="catalogue"),
    path("<period:period>/", public_views.release, name="release"),
    path("<period:period>/<document:name>", public_views.file, name="file"),
    path("<period:period>/<slug:slug>.<table_file:kind>", public_views.table_file, name="table_file"),
    path("<period:period>/<slug:slug>/", public_views.table, name="table"),
]
