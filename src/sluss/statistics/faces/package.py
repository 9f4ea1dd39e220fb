"""A release as an open data package: tables as CSV, their code lists, and a description for programs.

Source: Frictionless Data, Data Package (v2) and Table Schema.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from sluss.statistics.faces import words
from sluss.statistics.faces.figure import HIDDEN
from sluss.statistics.faces.files import as_csv, long_header, notes
from sluss.statistics.faces.periods import period_slug
from sluss.statistics.faces.sheet import Axis, Sheet
from sluss.statistics.models import Release
from sluss.trust.spreadsheets import safe_text

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
#: zip files know no earlier moment; a fixed one makes the same content the same bytes
MOMENT = (1980, 1, 1, 0, 0, 0)


def make(release: Release, sheets: Sequence[Sheet], language: str) -> bytes:
    """The zipped package; the same sheets give the same bytes."""
    with override(language):
        files = _files(sheets)
        described = description(release, sheets, files, language)
        readme = _readme(release, sheets, language)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "datapackage.json", json.dumps(described, ensure_ascii=False, indent=2).encode())
        _add(archive, "README.md", readme.encode())
        for path, content in files.items():
            _add(archive, path, content)
    return target.getvalue()


def _add(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(path, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _files(sheets: Sequence[Sheet]) -> dict[str, bytes]:
    files = {_table_path(sheet): as_csv(sheet) for sheet in sheets}
    for sheet in sheets:
        for axis in sheet.axes:
            files[_codes_path(sheet, axis)] = _codes(axis)
    return files


def _table_path(sheet: Sheet) -> str:
    return f"tables/{sheet.slug}.csv"


def _codes_path(sheet: Sheet, axis: Axis) -> str:
    return f"codes/{sheet.slug}-{axis.variable.replace('_', '-')}.csv"


def _codes(axis: Axis) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["code", "label", "missing", "total"])
    for h in axis.headings:
        writer.writerow([safe_text(h.code), safe_text(h.label), _truth(h.missing), _truth(h.total)])
    return text.getvalue().encode()


def _truth(value: bool) -> str:
    return "true" if value else "false"


def description(
    release: Release, sheets: Sequence[Sheet], files: dict[str, bytes], language: str
) -> dict[str, Any]:
    """`datapackage.json`: what each file holds, and that ".." is a number not shown."""
    first, last = f"{release.round.period_start:%Y-%m}", f"{release.round.period_end:%Y-%m}"
    return {
        "$schema": PROFILE,
        "name": f"sluss-{period_slug(first, last)}",
        "title": words.report_title(first, last, language),
        "description": "\n\n".join(dict.fromkeys(text for sheet in sheets for text in notes(sheet)[1:])),
        "version": str(release.version),
        "created": release.frozen_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licenses": [LICENCE],
        "contributors": [{"title": words.publisher(), "roles": ["publisher"]}],
        "resources": [
            *(_table(sheet, files) for sheet in sheets),
            *(_code_list(sheet, axis, files) for sheet in sheets for axis in sheet.axes),
        ],
    }


def _resource(
    name: str, path: str, title: str, files: dict[str, bytes], schema: dict[str, Any]
) -> dict[str, Any]:
    return {
        "name": name,
        "path": path,
        "title": title,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(files[path]),
        "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}",
        "schema": schema,
    }


def _table(sheet: Sheet, files: dict[str, bytes]) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [{"name": name, "type": "string"} for name in long_header(sheet)[:-1]]
    fields.append(
        {
            "name": "count",
            "type": "integer",
            "title": words.number(sheet.language),
            "description": _("Number of %s; “..” where it is not shown.") % sheet.unit,
            "constraints": {"minimum": 0},
        }
    )
    schema = {
        "fields": fields,
        "missingValues": [HIDDEN],
        "primaryKey": ["period", *(axis.variable for axis in sheet.axes)],
        "foreignKeys": [
            {
                "fields": [axis.variable],
                "reference": {"resource": _codes_name(sheet, axis), "fields": ["code"]},
            }
            for axis in sheet.axes
        ],
    }
    return _resource(sheet.slug, _table_path(sheet), sheet.title, files, schema)


def _codes_name(sheet: Sheet, axis: Axis) -> str:
    return f"{sheet.slug}-{axis.variable.replace('_', '-')}"


def _code_list(sheet: Sheet, axis: Axis, files: dict[str, bytes]) -> dict[str, Any]:
    schema = {
        "fields": [
            {"name": "code", "type": "string"},
            {"name": "label", "type": "string"},
            {"name": "missing", "type": "boolean"},
            {"name": "total", "type": "boolean"},
        ],
        "primaryKey": ["code"],
    }
    return _resource(_codes_name(sheet, axis), _codes_path(sheet, axis), axis.label, files, schema)


def _readme(release: Release, sheets: Sequence[Sheet], language: str) -> str:
    first, last = f"{release.round.period_start:%Y-%m}", f"{release.round.period_end:%Y-%m}"
    parts = [f"# {words.report_title(first, last, language)}", words.publisher(), LICENCE["title"]]
    for sheet in sheets:
        parts += [f"## {sheet.title}", f"`{_table_path(sheet)}`", *notes(sheet)]
    return "\n\n".join(parts) + "\n"
