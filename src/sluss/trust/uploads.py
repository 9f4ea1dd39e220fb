"""Files sent in: what is too large is neither read into memory nor written to disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

ENVELOPE = 64 * 1024
"""Bytes of a request beside the file: field names, boundaries, the form's other fields."""

MARK = "sluss.upload_too_large"


class LimitedUpload(FileUploadHandler):
    """Stands before Django's own handlers and lets no file past that is larger than `UPLOAD_LIMIT_BYTES`.

    The rest of the form is still read, so that the page can be shown again with its message beside the field.
    """

    def handle_raw_input(
        self, input_data: Any, meta: dict[str, Any], content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.announced = content_length
        self.received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.announced > settings.UPLOAD_LIMIT_BYTES + ENVELOPE:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT_BYTES:
            self._refuse()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _refuse(self) -> None:
        assert self.request is not None  # noqa: S101 - Django makes a handler for a request
        self.request.META[MARK] = True
        raise SkipFile


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was left unread because it is too large."""
    return bool(request.META.get(MARK))
