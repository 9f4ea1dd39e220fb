"""Files of meetings, handed out only after asking who is looking."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

#: shown in the browser; everything else is saved
_SHOWN = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


def handed_out(file: FieldFile, name: str) -> HttpResponseBase:
    """The file under a name for people. What a browser can't show safely is saved, never run."""
    kind = (file.name or "").rpartition(".")[2].lower()
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        opened,
        as_attachment=kind not in _SHOWN,
        filename=f"{name}.{kind}",
        content_type=_SHOWN.get(kind, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
