"""The archive of an annual meeting: one ordered PDF of everything that belongs to it.

Typst sets our own pages, with an empty page (but for its foot) for each page of a paper that was sent in as PDF;
pikepdf then lays those pages in. So contents, bookmarks and page numbers run through the whole.
"""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from sluss.meetings.annual import pages
from sluss.meetings.models import Paper
from sluss.meetings.models.annual import AnnualMeeting
from sluss.trust import clock
from sluss.trust.documents import set_pdf

TEMPLATE = Path(__file__).with_name("archive.typ")

#: the link by which the document marks a page that waits for one of a paper's (archive.typ writes it)
MARK = "sluss:paper"

#: where an uploaded page lies on ours, in points from below: above the foot, within the edges of an A4
WINDOW = (28.0, 56.0, 567.0, 828.0)


def make(annual: AnnualMeeting) -> bytes:
    """The archive's bytes, in the language of the coalition.

    A paper that is no PDF, or one that can't be opened, is listed with its hash and kept by itself.

    Raises:
        RuntimeError: Typst refuses, for instance a letter that the fonts lack.
    """
    with translation.override(settings.LANGUAGE_CODE):
        uploads = [_Upload(paper) for paper in _papers(annual)]
        data = _data(annual, uploads)
    ours = set_pdf(TEMPLATE, data, name="archive", at=clock.now(), tagged=False)
    return _laid_in(ours, uploads)


def _papers(annual: AnnualMeeting) -> QuerySet[Paper]:
    """Those of inner items stay with who leads the meeting, as the items do."""
    return annual.meeting.papers.exclude(item__inner=True).select_related("item").order_by("pk")


class _Upload:
    """A paper with its bytes' hash and, of a readable PDF, how many pages it has."""

    def __init__(self, paper: Paper) -> None:
        with paper.file.open("rb") as file:
            self.content: bytes = file.read()
        self.name = paper.name
        self.item = str(paper.item) if paper.item else ""
        self.file = (paper.file.name or "").rpartition("/")[2]
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        self.pages = self._count()

    def _count(self) -> int:
        try:
            with pikepdf.open(io.BytesIO(self.content)) as pdf:
                return len(pdf.pages)
        except pikepdf.PdfError:  # no PDF, broken, or locked with a password
            return 0


def _data(annual: AnnualMeeting, uploads: list[_Upload]) -> dict[str, Any]:
    return {
        "language": settings.LANGUAGE_CODE[:2],
        **pages.cover(annual),
        "parts": [part for part in pages.parts(annual) if part["blocks"]],
        "papers": [
            {"title": upload.name, "item": upload.item, "file": upload.file, "sha256": upload.sha256,
             "pages": upload.pages}
            for upload in uploads
        ],
        "words": {
            "contents": _("Contents"),
            "papers": _("Papers of the meeting"),
            "apart": _("Kept by itself, not in this document."),
            "fictitious": _("Invented: this meeting is made by the demo.") if settings.DEMO else "",
        },
    }  # fmt: skip


def _laid_in(ours: bytes, uploads: list[_Upload]) -> bytes:
    """Our document with the uploaded pages under the pages that wait for them."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(ours)) as whole:
        waiting = _waiting_pages(whole)
        for upload in uploads:
            if not upload.pages:
                continue
            with pikepdf.open(io.BytesIO(upload.content)) as pdf:
                for page in pdf.pages:
                    whole.pages[next(waiting)].add_underlay(page, pikepdf.Rectangle(*WINDOW))
        whole.save(made, deterministic_id=True)
    return made.getvalue()


def _waiting_pages(whole: pikepdf.Pdf) -> Iterator[int]:
    """Numbers of the pages that Typst left empty: each carries a mark that is taken away here."""
    for number, page in enumerate(whole.pages):
        marks = [note for note in page.get("/Annots", []) if _is_mark(note)]
        if marks:
            page.Annots = pikepdf.Array([note for note in page.Annots if not _is_mark(note)])
            yield number


def _is_mark(note: pikepdf.Object) -> bool:
    action = note.get("/A")
    return action is not None and str(action.get("/URI", "")) == MARK
